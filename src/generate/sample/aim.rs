//! Where in a value something is wanted.

/// One step from an entry to one below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::generate) enum Step {
    /// A branch of a union.
    Branch(usize),
    /// A property, by its position in the plan.
    Property(usize),
    /// An item that has a place of its own.
    Prefix(usize),
    /// An item behind those.
    Item,
    /// What a key holds that is not named.
    Extra,
}

/// What is wanted at the end of the path.
#[derive(Debug, Clone, Copy)]
pub(in crate::generate) enum Goal<'g> {
    /// That there is a value.
    There,
    /// A choice of the entry.
    Choice(usize),
    /// For each property of the object, what becomes of it.
    Row(&'g [Level]),
}

/// What becomes of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::generate) enum Level {
    Absent,
    Present,
    /// Present, with this choice of what it holds.
    Holds(usize),
}

/// Where in a value something is wanted, and what.
#[derive(Debug, Clone, Copy)]
pub(in crate::generate) struct Aim<'g> {
    path: &'g [Step],
    goal: Option<Goal<'g>>,
}

impl<'g> Aim<'g> {
    /// Nothing is wanted.
    pub(in crate::generate) const NOTHING: Aim<'static> = Aim { path: &[], goal: None };

    pub(in crate::generate) fn at(path: &'g [Step], goal: Goal<'g>) -> Aim<'g> {
        Aim { path, goal: Some(goal) }
    }

    /// The next step.
    pub(super) fn step(self) -> Option<Step> {
        self.path.first().copied()
    }

    /// The choice that is wanted here.
    pub(super) fn choice(self) -> Option<usize> {
        match self.goal {
            Some(Goal::Choice(choice)) if self.path.is_empty() => Some(choice),
            _ => None,
        }
    }

    /// What is to become of a property here.
    pub(super) fn level(self, property: usize) -> Option<Level> {
        match self.goal {
            Some(Goal::Row(levels)) if self.path.is_empty() => levels.get(property).copied(),
            _ => None,
        }
    }

    /// What is wanted below, if this step was the next.
    pub(super) fn through(self, step: Step) -> Aim<'g> {
        match self.step() == Some(step) {
            true => self.beyond(),
            false => Aim::NOTHING,
        }
    }

    /// What is wanted behind the next step.
    pub(super) fn beyond(self) -> Aim<'g> {
        Aim {
            path: self.path.get(1..).unwrap_or_default(),
            goal: self.goal,
        }
    }
}
