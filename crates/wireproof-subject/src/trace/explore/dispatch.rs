//! Types written by hand that read the rest of an object as the value of one of its keys says.

use super::explorer::Explorer;
use super::object::Place;
use super::run::Seen;
use crate::trace::model::{
    Answer, OtherKeys, Reads, TracedEnum, TracedKey, TracedObject, TracedTagging, TracedVariant, VariantForm,
};
use crate::trace::name;
use crate::trace::samples::NONSENSE;
use crate::trace::sketch::Sketch;

/// The most words that are tried as values of a key, and the most candidates that are tried after all words together.
const MOST_WORDS: usize = 256;
const MOST_TRIALS: usize = 200_000;
/// A type that reads more keys than this without regard to their order is a struct.
const MOST_KEYS: usize = 3;

impl Explorer {
    /// Tries whether a key that is read as a text is a tag: whether keys after it are read as its value says.
    pub(super) fn examine_dispatch(&mut self, index: usize) {
        let traced = &self.nodes[index].traced;
        let is_by_hand = !traced.visitor.is_empty() && !name::is_derived(&traced.visitor);
        let Some(object) = traced
            .object
            .clone()
            .filter(|_| is_by_hand && traced.variants.is_none())
        else {
            return;
        };
        let own: Vec<TracedKey> = object.keys.into_iter().filter(|key| key.read == Reads::Yes).collect();
        if own.len() > MOST_KEYS {
            return;
        }
        for key in &own {
            let words = self.words_of(key);
            let variants = words
                .iter()
                .filter_map(|word| self.variant_of(index, &own, &key.name, word));
            let variants: Vec<TracedVariant> = variants.collect();
            if !variants.is_empty() {
                let tag = key.name.clone();
                self.nodes[index].traced.variants = Some(TracedEnum {
                    tagging: TracedTagging::Internal { tag },
                    variants,
                    others: Answer::Unknown,
                });
                return;
            }
        }
    }

    /// The words that may be the value of a key; none if it is not read as a text.
    fn words_of(&self, key: &TracedKey) -> Vec<String> {
        let Some(mut node) = key.value.as_ref().and_then(|name| self.node(name)) else {
            return Vec::new();
        };
        while let Some(inner) = node.traced.inner.as_ref().and_then(|inner| self.node(inner)) {
            node = inner;
        }
        let traced = &node.traced;
        let variants = traced.variants.iter().flat_map(|variants| &variants.variants);
        let listed: Vec<&String> = variants.map(|variant| &variant.word).chain(&traced.words).collect();
        let most = (MOST_TRIALS / self.candidates.keys.len().max(1)).min(MOST_WORDS);
        match listed.is_empty() && traced.any_text == Answer::Yes && traced.object.is_none() {
            true => self.candidates.words.iter().take(most).cloned().collect(),
            false => listed.into_iter().take(most).cloned().collect(),
        }
    }

    /// What is read after a tag of that value, if that is more than the type's own keys.
    fn variant_of(&mut self, index: usize, own: &[TracedKey], tag: &str, word: &str) -> Option<TracedVariant> {
        let context = self.nodes[index].context.clone();
        let before = vec![(tag.to_owned(), Sketch::text(word))];
        let mut entries = before.clone();
        entries.push((NONSENSE.to_owned(), Sketch::Null));
        let run = self.probe(&context, Sketch::Object(entries))?;
        let stranger = run.seen(run.value().last()?);
        let mut object = TracedObject {
            keys: own.to_vec(),
            others: match &stranger {
                Seen::Ignored => OtherKeys::Dropped,
                Seen::Buffered => OtherKeys::Buffered,
                Seen::Read(_) => OtherKeys::Kept {
                    value: None,
                    is_map: false,
                },
                Seen::NotReached => return None,
            },
            ..TracedObject::default()
        };
        let place = Place {
            context: &context,
            before: &before,
            stranger: &stranger,
        };
        self.candidate_keys(&place, &mut object);
        if object.keys.len() == own.len() {
            return None;
        }
        let name = format!("{}::{word}", self.nodes[index].name);
        self.add_node(index, &name, object, &before)?;
        Some(TracedVariant {
            word: word.to_owned(),
            form: VariantForm::Struct,
            content: Some(name),
        })
    }
}
