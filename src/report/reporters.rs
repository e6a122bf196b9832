//! Several reporters as one.

use crate::runner::{Event, Reporter};
use std::io;

/// Passes every event on to several reporters, in order.
#[derive(Default)]
pub struct Reporters<'a> {
    all: Vec<Box<dyn Reporter + 'a>>,
}

impl<'a> Reporters<'a> {
    /// No reporter.
    pub fn new() -> Reporters<'a> {
        Reporters::default()
    }

    /// Adds a reporter behind the others.
    #[must_use]
    pub fn and(mut self, reporter: impl Reporter + 'a) -> Reporters<'a> {
        self.all.push(Box::new(reporter));
        self
    }
}

impl Reporter for Reporters<'_> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.all.iter_mut().try_for_each(|reporter| reporter.on_event(event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Skipped;
    use std::cell::RefCell;

    struct Named<'a>(&'static str, &'a RefCell<Vec<&'static str>>);

    impl Reporter for Named<'_> {
        fn on_event(&mut self, _: &Event<'_>) -> io::Result<()> {
            self.1.borrow_mut().push(self.0);
            match self.0 {
                "full" => Err(io::Error::other("no space left")),
                _ => Ok(()),
            }
        }
    }

    #[test]
    fn events_reach_all_reporters_in_order_until_one_fails() {
        let seen = RefCell::default();
        let named = |name| Named(name, &seen);
        let mut reporters = Reporters::new()
            .and(named("first"))
            .and(named("full"))
            .and(named("last"));
        let skipped = Skipped::whole("x.json", "cut");
        assert!(reporters.on_event(&Event::Skipped(&skipped)).is_err());
        assert_eq!(*seen.borrow(), ["first", "full"]);
    }
}
