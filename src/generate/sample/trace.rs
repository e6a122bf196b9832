//! What is recorded while a value is made, and what leads it to choices that no case has made yet.

use super::super::value::NodeId;

/// Which choices of each entry have been made.
pub(in crate::generate) type Seen = [Vec<bool>];

/// Stands for a choice that was left to chance.
const BY_CHANCE: u32 = u32::MAX;

/// The choices of one value: those that count as covering something, and those that were made because no earlier case had
/// made them. A recorded value can be made again without knowing what the earlier cases covered.
#[derive(Debug, Default)]
pub(in crate::generate) struct Trace<'s> {
    /// Choices by entry, in the order in which they were made.
    pub(in crate::generate) covered: Vec<(NodeId, u32)>,
    /// For each question for a new choice, the answer.
    pub(in crate::generate) led: Vec<u32>,
    /// Whether choices are led: to what is not seen, or to what was recorded.
    is_leading: bool,
    seen: Option<&'s Seen>,
    /// How many of the recorded answers have been used.
    used: usize,
    /// For each entry that was led, the choice behind the last one.
    next: Vec<(NodeId, usize)>,
}

impl<'s> Trace<'s> {
    /// Leads to choices that are not yet seen, and records them.
    pub(in crate::generate) fn toward_unseen(seen: &'s Seen) -> Trace<'s> {
        Trace {
            is_leading: true,
            seen: Some(seen),
            ..Trace::default()
        }
    }

    /// Leads to the same choices as the trace that recorded them.
    pub(in crate::generate) fn again(led: Vec<u32>) -> Trace<'s> {
        Trace {
            is_leading: true,
            led,
            ..Trace::default()
        }
    }

    pub(super) fn is_leading(&self) -> bool {
        self.is_leading
    }

    /// A choice of an entry, from `first` to below `end`, that no case has made yet; `None` if chance is to decide.
    pub(super) fn lead(&mut self, id: NodeId, first: usize, end: usize) -> Option<usize> {
        if !self.is_leading {
            return None;
        }
        let Some(seen) = self.seen else {
            let led = self.led.get(self.used).copied().filter(|led| *led != BY_CHANCE);
            self.used += 1;
            return led.map(|led| led as usize).filter(|led| (first..end).contains(led));
        };
        let at = self.next.iter().position(|(had, _)| *had == id).unwrap_or_else(|| {
            self.next.push((id, first));
            self.next.len() - 1
        });
        let from = self.next[at].1.max(first);
        let seen = &seen[id as usize];
        let found = (from..end.min(seen.len())).find(|choice| !seen[*choice]);
        self.next[at].1 = found.map_or(end, |choice| choice + 1);
        self.led.push(found.map_or(BY_CHANCE, |choice| choice as u32));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_leads_to_what_is_not_seen_and_again_to_the_same() {
        let seen = [vec![true, false, true, false, false]];
        let mut trace = Trace::toward_unseen(&seen);
        let first: Vec<_> = (0..4).map(|_| trace.lead(0, 0, 4)).collect();
        assert_eq!(first, [Some(1), Some(3), None, None]);
        let mut again = Trace::again(trace.led);
        assert_eq!((0..4).map(|_| again.lead(0, 0, 4)).collect::<Vec<_>>(), first);
        assert!(again.is_leading());
        assert_eq!(Trace::default().lead(0, 0, 4), None);
    }
}
