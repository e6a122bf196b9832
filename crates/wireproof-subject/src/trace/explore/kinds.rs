//! The kinds of JSON that a type reads.

use super::explorer::Explorer;
use super::run::Run;
use crate::trace::log::{Asked, What};
use crate::trace::model::{Accepts, Answer, IntegerRange, JsonKind, Request};
use crate::trace::samples::{self, INTEGERS, TEXTS};
use crate::trace::sketch::Sketch;

/// The most errors and texts that are kept.
const MOST: usize = 8;
/// The most candidates that are tried as words of a type which lists none.
const MOST_WORDS: usize = 256;

impl Explorer {
    /// A type that reads anything, without looking at it.
    pub(super) fn anything(&mut self, index: usize, request: Request) {
        let node = &mut self.nodes[index];
        node.traced.kinds = JsonKind::ALL.into_iter().map(|kind| (kind, Accepts::Yes)).collect();
        node.traced.any_text = Answer::Yes;
        node.traced.request = request;
        node.filler = Some(Sketch::Null);
        node.is_finished = true;
    }

    pub(super) fn kinds(&mut self, index: usize, asked: &Asked) {
        let is_enum = asked.request == Request::Enum;
        for kind in JsonKind::ALL {
            match kind {
                // The words of an enum, and the objects around their contents, are examined by themselves.
                JsonKind::String | JsonKind::Object if is_enum => {}
                JsonKind::Integer => self.integers(index),
                JsonKind::String => self.texts(index),
                _ => {
                    self.try_value(index, samples::simplest(kind));
                }
            }
        }
        let node = &mut self.nodes[index];
        node.traced.example = node.filler.as_ref().map(Sketch::to_string);
    }

    /// Gives the type a value, and notes what that says about values of its kind.
    pub(super) fn try_value(&mut self, index: usize, value: Sketch) -> Option<Run> {
        let context = self.nodes[index].context.clone();
        let kind = value.kind();
        let run = self.probe(&context, value.clone())?;
        if let Some(inner) = run.inner_request().cloned()
            && matches!(self.nodes[index].traced.request, Request::Option | Request::Newtype)
        {
            self.nodes[index].traced.inner = self.meet(&inner, context.inside());
        }
        if let Some(accepts) = run.accepts(kind) {
            self.note(index, kind, accepts, &run);
            if accepts == Accepts::Yes && self.is_better(index, &value) {
                self.nodes[index].filler = Some(value);
            }
        }
        Some(run)
    }

    fn note(&mut self, index: usize, kind: JsonKind, accepts: Accepts, run: &Run) {
        let traced = &mut self.nodes[index].traced;
        let known = traced.kinds.entry(kind).or_insert(accepts);
        *known = accepts.max(*known);
        if accepts == Accepts::Yes {
            traced.errors.remove(&kind);
            return;
        }
        // A type that refuses a kind says the same about every kind; attempts of an enum differ.
        if *known != Accepts::Yes && !(accepts == Accepts::No && run.complaints().len() == 1) {
            let errors = traced.errors.entry(kind).or_default();
            for complaint in run.complaints() {
                let message = complaint.what.to_string();
                if errors.len() < MOST && !errors.contains(&message) {
                    errors.push(message);
                }
            }
        }
    }

    /// null tells least; a value is better.
    fn is_better(&self, index: usize, value: &Sketch) -> bool {
        match &self.nodes[index].filler {
            None | Some(Sketch::Null) => true,
            Some(filler) => *value == Sketch::List(Vec::new()) && filler.size() > 1,
        }
    }

    fn integers(&mut self, index: usize) {
        let mut read: Vec<i128> = Vec::new();
        for number in INTEGERS {
            let Some(run) = self.try_value(index, Sketch::Integer(number)) else {
                return;
            };
            match run.accepts(JsonKind::Integer) {
                Some(Accepts::Yes) => read.push(number),
                // Neither zero nor one: no number at all.
                Some(Accepts::No) if number == 1 && read.is_empty() => return,
                _ => {}
            }
        }
        let range = read
            .iter()
            .min()
            .zip(read.iter().max())
            .map(|(&min, &max)| IntegerRange {
                min,
                max,
                zero: read.contains(&0),
            });
        self.nodes[index].traced.integers = range;
    }

    fn texts(&mut self, index: usize) {
        let mut words: Vec<String> = Vec::new();
        for (number, text) in TEXTS.into_iter().enumerate() {
            let Some(run) = self.try_value(index, Sketch::text(text)) else {
                return;
            };
            match run.accepts(JsonKind::String) {
                Some(Accepts::Yes) => self.nodes[index].traced.texts.push(text.to_owned()),
                Some(Accepts::No) if number == 0 => return,
                None => return,
                _ => {}
            }
            if number == 0 {
                words = listed(&run);
            }
            if number == 2 && self.nodes[index].traced.texts.len() == 3 {
                self.nodes[index].traced.any_text = Answer::Yes;
                return;
            }
        }
        let knows_some = !self.nodes[index].traced.texts.is_empty();
        self.nodes[index].traced.any_text = Answer::No;
        let tried = match words.is_empty() && !knows_some {
            true => self.candidates.words.iter().take(MOST_WORDS).cloned().collect(),
            false => words.clone(),
        };
        let mut found = Vec::new();
        for word in tried {
            let Some(run) = self.try_value(index, Sketch::text(&word)) else {
                break;
            };
            if run.accepts(JsonKind::String) == Some(Accepts::Yes) {
                found.push(word);
            }
        }
        let traced = &mut self.nodes[index].traced;
        traced.words = if words.is_empty() { found } else { words };
        traced.texts.truncate(MOST);
    }
}

/// The words that the type says it would have read.
pub(super) fn listed(run: &Run) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for complaint in run.complaints() {
        if let What::UnknownWord { listed, .. } = &complaint.what {
            for word in *listed {
                if !words.iter().any(|known| known == word) {
                    words.push((*word).to_owned());
                }
            }
        }
    }
    words
}
