//! What can be found out when values are known: which keys are required, aliases, flattened parts, examples.

use super::explorer::Explorer;
use super::repair::Entries;
use crate::trace::log::What;
use crate::trace::model::{
    Accepts, Answer, JsonKind, OtherKeys, Reads, Request, TracedKey, TracedObject, TracedTagging,
};
use crate::trace::name;
use crate::trace::sketch::Sketch;
use std::collections::BTreeSet;

/// Whether a type reads its input as any JSON, and takes it apart by itself: then its errors tell what it looks for, as where serde
/// buffers.
fn is_held_as_value(object: &TracedObject) -> bool {
    let is_value = |name: &String| name == "serde_json::value::Value";
    matches!(&object.others, OtherKeys::Kept { is_map: false, value } if value.as_ref().is_some_and(is_value))
}

impl Explorer {
    /// Returns whether more is known than before.
    pub(super) fn finish_all(&mut self) -> bool {
        let mut progress = false;
        for index in 0..self.nodes.len() {
            if !std::mem::replace(&mut self.nodes[index].is_dispatch_known, true) {
                self.examine_dispatch(index);
            }
            if !self.nodes[index].is_finished && self.budget > 0 {
                progress |= self.finish(index);
                let node = &mut self.nodes[index];
                node.traced.example = node.filler.as_ref().map(Sketch::to_string);
            }
        }
        progress
    }

    fn finish(&mut self, index: usize) -> bool {
        let traced = &self.nodes[index].traced;
        let has_object = traced.object.as_ref().is_some_and(|object| !object.was_read) && !traced.is_buffered;
        match traced.request {
            Request::Option | Request::Newtype => self.finish_outer(index),
            _ if traced.variants.is_some() => self.finish_enum(index),
            _ if has_object => self.finish_object(index) | self.finish_list(index),
            _ => self.finish_list(index),
        }
    }

    /// An option or a newtype reads what the type inside reads.
    fn finish_outer(&mut self, index: usize) -> bool {
        let inner = self.nodes[index].traced.inner.clone();
        match self.filler(inner.as_ref()) {
            Some(filler) => {
                self.nodes[index].is_finished = true;
                self.try_value(index, filler);
                true
            }
            None => false,
        }
    }

    /// An enum reads a variant's name with what the variant holds.
    fn finish_enum(&mut self, index: usize) -> bool {
        let Some(variants) = self.nodes[index].traced.variants.clone() else {
            return false;
        };
        let around = |word: &str, content: Sketch| match &variants.tagging {
            TracedTagging::External => Some(Sketch::with(word, content)),
            TracedTagging::Adjacent { tag, content: key } => Some(Sketch::Object(vec![
                (tag.clone(), Sketch::text(word)),
                (key.clone(), content),
            ])),
            TracedTagging::Internal { .. } => None,
        };
        let mut waits = false;
        for variant in &variants.variants {
            let Some(content) = &variant.content else { continue };
            match self
                .filler(Some(content))
                .and_then(|filler| around(&variant.word, filler))
            {
                Some(value) => {
                    if let Some(run) = self.try_value(index, value)
                        && run.outcome() == Some(true)
                    {
                        self.nodes[index].is_finished = true;
                        return true;
                    }
                }
                None => waits = true,
            }
        }
        self.nodes[index].is_finished = !waits;
        false
    }

    /// Completes an object until the type reads it. What it then has is required.
    fn finish_object(&mut self, index: usize) -> bool {
        let context = self.nodes[index].context.clone();
        let Some(mut object) = self.nodes[index].traced.object.clone() else {
            return false;
        };
        let mut entries = self.nodes[index].fixed.clone();
        let mut waits = false;
        for _ in 0..=object.keys.len() {
            let Some(run) = self.probe(&context, Sketch::Object(entries.clone())) else {
                return false;
            };
            if run.outcome() == Some(true) {
                object.was_read = true;
                break;
            }
            let missing = run.own_complaints().find_map(|what| match what {
                What::Missing(field) => Some(field.clone()),
                _ => None,
            });
            let key = missing.and_then(|field| object.keys.iter_mut().find(|key| key.name == field));
            let Some(key) = key.filter(|key| entries.iter().all(|(known, _)| *known != key.name)) else {
                break;
            };
            key.required = Answer::Yes;
            match self.filler(key.value.as_ref()) {
                Some(filler) => entries.push((key.name.clone(), filler)),
                None => {
                    waits = true;
                    break;
                }
            }
        }
        let is_flattened = object.others == OtherKeys::Buffered;
        let before = self.nodes[index].traced.object.clone();
        if is_flattened && !waits {
            self.flattened(index, &mut entries, &mut object);
        } else if is_held_as_value(&object) && !object.was_read {
            let known = std::mem::take(&mut object.keys);
            entries.clone_from(&self.nodes[index].fixed);
            self.flattened(index, &mut entries, &mut object);
            let is_new = |key: &TracedKey| object.keys.iter().all(|other| other.name != key.name);
            let missed: Vec<TracedKey> = known.into_iter().filter(is_new).collect();
            object.keys.extend(missed);
        }
        if object.was_read {
            for key in &mut object.keys {
                let is_there = entries.iter().any(|(known, _)| *known == key.name);
                if key.required == Answer::Unknown && !is_there {
                    key.required = Answer::No;
                }
            }
            self.aliases(index, &entries, &mut object);
            let node = &mut self.nodes[index];
            node.traced.kinds.insert(JsonKind::Object, Accepts::Yes);
            node.traced.errors.remove(&JsonKind::Object);
            node.filler = Some(Sketch::Object(entries));
        }
        let progress = before.as_ref() != Some(&object);
        self.nodes[index].traced.object = Some(object);
        progress
    }

    /// Adds the keys of flattened parts.
    fn flattened(&mut self, index: usize, entries: &mut Entries, object: &mut TracedObject) {
        let context = self.nodes[index].context.clone();
        let own: BTreeSet<String> = object.keys.iter().map(|key| key.name.clone()).collect();
        let found = self.buffered(&context, entries, &own);
        object.keys.extend(found.object.keys);
        object.tried_candidates &= found.object.tried_candidates;
        if found.object.others == OtherKeys::Denied {
            object.others = OtherKeys::Denied;
        }
        if let Some(example) = found.example {
            *entries = example;
            object.was_read = true;
        }
    }

    /// A key that is there twice: the error gives the name of the field.
    fn aliases(&mut self, index: usize, entries: &Entries, object: &mut TracedObject) {
        if !matches!(
            self.nodes[index].traced.request,
            Request::Struct | Request::StructVariant | Request::Map
        ) || !name::is_derived(&self.nodes[index].traced.visitor)
        {
            return;
        }
        let context = self.nodes[index].context.clone();
        let keys: Vec<_> = object
            .keys
            .iter()
            .filter(|key| key.read == Reads::Yes && key.value.is_some())
            .cloned()
            .collect();
        for key in keys {
            let Some(filler) = self.filler(key.value.as_ref()) else {
                continue;
            };
            let entry = (key.name.clone(), filler);
            let mut twice = vec![entry.clone(), entry];
            twice.extend(entries.iter().filter(|(other, _)| *other != key.name).cloned());
            let Some(run) = self.probe(&context, Sketch::Object(twice)) else {
                return;
            };
            let field = run.own_complaints().find_map(|what| match what {
                What::Duplicate(field) => Some(field.clone()),
                _ => None,
            });
            if let Some(field) = field.filter(|field| *field != key.name)
                && let Some(named) = object.keys.iter_mut().find(|other| other.name == field)
            {
                named.aliases.push(key.name.clone());
                object.keys.retain(|other| other.name != key.name);
            }
        }
    }
}
