//! The lists that a type reads.

use super::explorer::Explorer;
use super::run::Seen;
use crate::trace::log::Asked;
use crate::trace::model::{Request, TracedList};
use crate::trace::sketch::Sketch;

/// How many items of a tuple are examined.
const MOST: usize = 64;

impl Explorer {
    pub(super) fn examine_list(&mut self, index: usize, asked: &Asked) {
        // A struct reads a list of its fields' values; what they are is known from its keys.
        if asked.request == Request::Struct || asked.request == Request::StructVariant {
            return;
        }
        let length = match asked.request {
            Request::Tuple | Request::TupleVariant => Some(asked.length),
            _ => None,
        };
        let mut list = TracedList {
            length,
            items: Vec::new(),
        };
        if length != Some(0) {
            match self.item(index, &[]) {
                Some(item) => list.items.push(item),
                None if length.is_none() => return,
                None => {}
            }
        }
        self.nodes[index].traced.list = Some(list);
    }

    /// The type of the item that follows others.
    fn item(&mut self, index: usize, before: &[Sketch]) -> Option<String> {
        let context = self.nodes[index].context.clone();
        let mut items = before.to_vec();
        items.push(Sketch::Null);
        let run = self.probe(&context, Sketch::List(items))?;
        match run.seen(run.value().last()?) {
            Seen::Read(asked) => self.meet(&asked, context.item(before)),
            _ => None,
        }
    }

    /// Examines the items of a tuple that come after those with known values. Returns whether more is known than before.
    pub(super) fn finish_list(&mut self, index: usize) -> bool {
        let Some(list) = self.nodes[index].traced.list.clone() else {
            return false;
        };
        let Some(length) = list.length.filter(|&length| length <= MOST) else {
            return false;
        };
        let mut before = Vec::new();
        let mut progress = false;
        for position in 0..length {
            let known = self.nodes[index]
                .traced
                .list
                .as_ref()
                .and_then(|list| list.items.get(position).cloned());
            let item = match known {
                Some(item) => item,
                None => {
                    let Some(item) = self.item(index, &before) else {
                        return progress;
                    };
                    progress = true;
                    if let Some(list) = &mut self.nodes[index].traced.list {
                        list.items.push(item.clone());
                    }
                    item
                }
            };
            let Some(filler) = self.filler(Some(&item)) else {
                return progress;
            };
            before.push(filler);
        }
        self.nodes[index].is_finished = true;
        self.try_value(index, Sketch::List(before));
        true
    }
}
