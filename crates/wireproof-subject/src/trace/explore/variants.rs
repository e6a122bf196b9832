//! Enums that name their variants.

use super::explorer::Explorer;
use super::kinds::listed;
use super::run::{Run, Seen};
use crate::trace::context::Context;
use crate::trace::log::{Asked, What};
use crate::trace::model::{
    Accepts, Answer, JsonKind, Reads, Request, TracedEnum, TracedKey, TracedObject, TracedTagging, TracedVariant,
    VariantForm,
};
use crate::trace::samples::NONSENSE;
use crate::trace::sketch::Sketch;
use std::collections::BTreeSet;

/// The most candidates for words of which it is found out whether they have keys of their own.
const MOST_WORDS: usize = 48;

impl Explorer {
    /// An externally tagged enum.
    pub(super) fn examine_enum(&mut self, index: usize, asked: &Asked) {
        let context = self.nodes[index].context.clone();
        let mut variants = Vec::new();
        for word in asked.names {
            let Some(alone) = self.try_value(index, Sketch::text(*word)) else {
                break;
            };
            let form = alone.variant().unwrap_or(VariantForm::Unknown);
            let content = match form {
                VariantForm::Unit => None,
                _ => self.content(index, &context, word),
            };
            variants.push(TracedVariant {
                word: (*word).to_owned(),
                form,
                content,
            });
        }
        let node = &mut self.nodes[index];
        let holds = |variant: &TracedVariant| !matches!(variant.form, VariantForm::Unit | VariantForm::Unknown);
        if variants.iter().any(holds) {
            node.traced.kinds.insert(JsonKind::Object, Accepts::Unsure);
        }
        node.traced.kinds.entry(JsonKind::String).or_insert(Accepts::Unsure);
        node.traced.kinds.entry(JsonKind::Object).or_insert(Accepts::No);
        let others = self.reads_nonsense(index);
        self.nodes[index].traced.variants = Some(TracedEnum {
            tagging: TracedTagging::External,
            variants,
            others,
        });
    }

    fn reads_nonsense(&mut self, index: usize) -> Answer {
        match self.try_value(index, Sketch::text(NONSENSE)) {
            None => Answer::Unknown,
            Some(run) if run.outcome() == Some(true) => Answer::Yes,
            Some(run) if listed(&run).is_empty() => Answer::Unknown,
            Some(_) => Answer::No,
        }
    }

    /// The type of the content of an externally tagged variant.
    fn content(&mut self, index: usize, context: &Context, word: &str) -> Option<String> {
        let run = self.probe(context, Sketch::with(word, Sketch::Null))?;
        self.content_type(index, &run, word, context.key(&[], word))
    }

    fn content_type(&mut self, index: usize, run: &Run, word: &str, context: Context) -> Option<String> {
        let Seen::Read(asked) = run.seen(run.value().last()?) else {
            return None;
        };
        match self.is_inline(index, &asked) {
            true => {
                let name = format!("{}::{word}", self.nodes[index].name);
                self.meet_named(name, &asked, context)
            }
            false => self.meet(&asked, context),
        }
    }

    /// Whether a content makes the enum itself: that of a tuple or struct variant.
    fn is_inline(&self, index: usize, asked: &Asked) -> bool {
        matches!(asked.request, Request::TupleVariant | Request::StructVariant)
            || asked.value == self.nodes[index].traced.value
    }

    /// An adjacently tagged enum: a struct of a tag and a content.
    pub(super) fn examine_adjacent(&mut self, index: usize, asked: &Asked) {
        let [tag, content] = asked.names else { return };
        let context = self.nodes[index].context.clone();
        let Some((words, others)) = self.words_of_tag(&context, tag) else {
            return;
        };
        let mut variants = Vec::new();
        for word in words {
            let before = vec![((*tag).to_owned(), Sketch::text(&word))];
            let mut entries = before.clone();
            entries.push(((*content).to_owned(), Sketch::Null));
            let Some(run) = self.probe(&context, Sketch::Object(entries)) else {
                break;
            };
            let of_content = self.content_type(index, &run, &word, context.key(&before, content));
            let form = match run.value().last().map(|value| run.seen(value)) {
                Some(Seen::Read(asked)) if self.is_inline(index, &asked) => match asked.request {
                    Request::Tuple | Request::TupleVariant => VariantForm::Tuple(asked.length),
                    _ => VariantForm::Struct,
                },
                Some(Seen::Read(_)) => VariantForm::Newtype,
                _ => VariantForm::Unknown,
            };
            if let Some(run) = self.try_value(index, Sketch::Object(before)) {
                let is_unit = run.outcome() == Some(true);
                variants.push(TracedVariant {
                    word,
                    form: if is_unit { VariantForm::Unit } else { form },
                    content: of_content.filter(|_| !is_unit),
                });
            }
        }
        let key = |name: &str, required| TracedKey {
            name: name.to_owned(),
            read: Reads::Yes,
            required,
            ..TracedKey::default()
        };
        let keys = vec![key(tag, Answer::Yes), key(content, Answer::Unknown)];
        let traced = &mut self.nodes[index].traced;
        traced.object = Some(TracedObject {
            keys,
            ..TracedObject::default()
        });
        traced.variants = Some(TracedEnum {
            tagging: TracedTagging::Adjacent {
                tag: (*tag).to_owned(),
                content: (*content).to_owned(),
            },
            variants,
            others,
        });
    }

    /// The words that a tag has, and whether others are read too.
    fn words_of_tag(&mut self, context: &Context, tag: &str) -> Option<(Vec<String>, Answer)> {
        let run = self.probe(context, Sketch::with(tag, Sketch::text(NONSENSE)))?;
        let words = listed(&run);
        if !words.is_empty() {
            return Some((words, Answer::No));
        }
        // The tag is read whatever it is: the words can only be found by what else the type asks for.
        let was_read = run.value().last().and_then(|value| run.child_outcome(value));
        let others = if was_read == Some(true) {
            Answer::Yes
        } else {
            Answer::Unknown
        };
        Some((self.candidates.words.clone(), others))
    }

    /// An internally tagged enum.
    pub(super) fn examine_tagged(&mut self, index: usize) {
        let context = self.nodes[index].context.clone();
        let Some(empty) = self.probe(&context, Sketch::Object(Vec::new())) else {
            return;
        };
        let tag = empty.own_complaints().find_map(|what| match what {
            What::Missing(tag) => Some(tag.clone()),
            _ => None,
        });
        let Some(tag) = tag else {
            self.gaps.insert(format!("the tag of `{}`", self.nodes[index].name));
            return;
        };
        let Some((words, others)) = self.words_of_tag(&context, &tag) else {
            return;
        };
        // With `other` the words are candidates, and those that are treated as any word are none of the type's.
        let is_open = others == Answer::Yes;
        let unlisted = if is_open {
            self.errors_of_word(&context, &tag, NONSENSE)
        } else {
            None
        };
        let are_few = words.len() <= MOST_WORDS;
        let unlisted_keys = if is_open && are_few {
            self.keys_of_word(&context, &tag, NONSENSE)
        } else {
            None
        };
        let mut variants = Vec::new();
        for word in words {
            if is_open
                && self.errors_of_word(&context, &tag, &word) == unlisted
                && (!are_few || self.keys_of_word(&context, &tag, &word) == unlisted_keys)
            {
                continue;
            }
            let found = self.tagged_content(&context, &tag, &word);
            let is_unit = found.object.keys.len() == 1 && found.object.was_read;
            if let Some(example) = found.example.clone() {
                self.try_value(index, Sketch::Object(example));
            }
            let name = format!("{}::{word}", self.nodes[index].name);
            self.add_content(index, &name, found);
            variants.push(TracedVariant {
                word,
                form: if is_unit {
                    VariantForm::Unit
                } else {
                    VariantForm::Unknown
                },
                content: Some(name),
            });
        }
        let node = &mut self.nodes[index];
        node.traced.example = node.filler.as_ref().map(Sketch::to_string);
        node.traced.variants = Some(TracedEnum {
            tagging: TracedTagging::Internal { tag },
            variants,
            others,
        });
    }

    /// Whether an object of a tag alone is read, and what the type says if not.
    fn errors_of_word(&mut self, context: &Context, tag: &str, word: &str) -> Option<(Option<bool>, Vec<String>)> {
        let run = self.probe(context, Sketch::with(tag, Sketch::text(word)))?;
        let complaints = run.complaints().iter();
        Some((
            run.outcome(),
            complaints.map(|complaint| complaint.what.to_string()).collect(),
        ))
    }

    /// The candidates that the type knows beside a tag.
    fn keys_of_word(&mut self, context: &Context, tag: &str, word: &str) -> Option<BTreeSet<String>> {
        let fixed = vec![(tag.to_owned(), Sketch::text(word))];
        let pool = self.candidates.keys.iter().filter(|key| *key != tag).cloned().collect();
        Some(self.signs(context, &fixed, pool)?.names)
    }
}
