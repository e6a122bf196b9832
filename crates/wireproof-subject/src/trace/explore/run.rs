//! One run, and what it shows of the place that it is about.

use crate::trace::context::Context;
use crate::trace::log::{self, Asked, Complaint, Log, What};
use crate::trace::model::{Accepts, JsonKind, VariantForm};
use crate::trace::name;
use crate::trace::sketch::{Address, Sketch};
use std::cell::OnceCell;

pub(super) struct Run {
    whole: Box<Sketch>,
    log: Log,
    /// Whether the outermost value was read; `None` if the type panicked.
    was_read: Option<bool>,
    /// The request that it is about, in the log.
    number: Option<usize>,
    context: Context,
    /// The requests by their places. A run with many keys is asked about each of them.
    by_place: OnceCell<Vec<(Address, usize)>>,
}

/// What a type does with the value of an entry or an item.
#[derive(Debug, Clone)]
pub(super) enum Seen {
    /// It came to an end before.
    NotReached,
    /// It skips the value.
    Ignored,
    /// serde buffers it.
    Buffered,
    /// It reads it.
    Read(Asked),
}

impl Run {
    pub(super) fn of(run: fn(&Sketch) -> Option<bool>, whole: Box<Sketch>, context: &Context) -> Run {
        log::start();
        let was_read = run(&whole);
        let log = log::end();
        let place = context.address(&whole);
        let mut at_place = (0..log.asked.len()).filter(|&number| Some(log.asked[number].place) == place);
        let number = at_place.nth(context.layer);
        Run {
            whole,
            log,
            was_read,
            number,
            context: context.clone(),
            by_place: OnceCell::new(),
        }
    }

    pub(super) fn requests(&self) -> usize {
        self.log.asked.len()
    }

    pub(super) fn panicked(&self) -> bool {
        self.was_read.is_none()
    }

    /// The value at the place.
    pub(super) fn value(&self) -> &Sketch {
        self.context.place(&self.whole).unwrap_or(&self.whole)
    }

    /// The request at the place.
    pub(super) fn request(&self) -> Option<&Asked> {
        self.number.and_then(|number| self.log.asked.get(number))
    }

    /// The request of the type inside the option or newtype at the place.
    pub(super) fn inner_request(&self) -> Option<&Asked> {
        let asked = self.log.asked.get(self.number? + 1)?;
        (asked.place == self.request()?.place).then_some(asked)
    }

    /// Whether the value at the place was read; `None` if that is not known.
    pub(super) fn outcome(&self) -> Option<bool> {
        outcome(self.request()?, self.context.layer)
    }

    /// What was complained about while the value at the place was read, and how deep inside: 0 for the type itself.
    pub(super) fn complaints(&self) -> &[Complaint] {
        let range = self.request().map(|asked| {
            let (start, end) = asked.complaints;
            start.min(self.log.complaints.len())..end.min(self.log.complaints.len())
        });
        range
            .and_then(|range| self.log.complaints.get(range))
            .unwrap_or_default()
    }

    /// The complaints of the type at the place, without those of types inside.
    pub(super) fn own_complaints(&self) -> impl Iterator<Item = &What> {
        let own = self.complaints().iter();
        own.filter(|complaint| complaint.during == self.number || complaint.during.is_none())
            .map(|complaint| &complaint.what)
    }

    /// Whether the value at the place, of this kind, was read or why not; `None` if that is not known.
    pub(super) fn accepts(&self, kind: JsonKind) -> Option<Accepts> {
        if self.outcome()? {
            return Some(Accepts::Yes);
        }
        let is_for_kind = |what: &What| matches!(what, What::Kind { found, .. } if *found == Some(kind));
        let mut refused = false;
        for complaint in self.complaints() {
            match &complaint.what {
                What::Other(_) => {}
                what if is_for_kind(what) => refused = true,
                _ => return Some(Accepts::Unsure),
            }
        }
        Some(if refused { Accepts::No } else { Accepts::Unsure })
    }

    /// What became of the value of an entry of the object, or of an item of the list, at the place.
    pub(super) fn seen(&self, child: &Sketch) -> Seen {
        let Some(asked) = self.first_at(Address::of(child)) else {
            return Seen::NotReached;
        };
        if name::is_ignored(asked.seed) || name::is_ignored(asked.value) {
            return Seen::Ignored;
        }
        if name::is_buffer(asked.seed) {
            return Seen::Buffered;
        }
        Seen::Read(*asked)
    }

    /// Whether the value of an entry or item was read.
    pub(super) fn child_outcome(&self, child: &Sketch) -> Option<bool> {
        self.first_at(Address::of(child)).and_then(|asked| outcome(asked, 0))
    }

    /// The request for a key of the object at the place, and the complaints that it led to.
    pub(super) fn key_request(&self, key: &String) -> Option<(&Asked, &[Complaint])> {
        let asked = self.first_at(Address::of(key))?;
        let all = &self.log.complaints;
        let (start, end) = (asked.complaints.0.min(all.len()), asked.complaints.1.min(all.len()));
        Some((asked, &all[start..end]))
    }

    /// The form in which a variant that the place names was asked for its content.
    pub(super) fn variant(&self) -> Option<VariantForm> {
        let place = self.request()?.place;
        let mut forms = self.log.variants.iter().filter(|(at, _)| *at == place);
        forms.next_back().map(|(_, form)| *form)
    }

    fn first_at(&self, address: Address) -> Option<&Asked> {
        let asked = &self.log.asked;
        let by_place = self.by_place.get_or_init(|| {
            let mut places: Vec<(Address, usize)> =
                asked.iter().enumerate().map(|(at, asked)| (asked.place, at)).collect();
            places.sort_unstable();
            places
        });
        let start = by_place.partition_point(|&(place, _)| place < address);
        let &(place, at) = by_place.get(start)?;
        asked.get(at).filter(|_| place == address)
    }
}

fn outcome(asked: &Asked, layer: usize) -> Option<bool> {
    match layer {
        0 => asked.was_read,
        _ => asked.worked,
    }
}
