//! The members of an object that is being made.

use super::super::value::GeneratedValue;
use std::borrow::Cow;
use std::collections::HashSet;

/// So many members are looked through one by one.
const FEW: usize = 32;

/// Members, each key once.
pub(super) struct Members<'p> {
    list: Vec<(Cow<'p, str>, GeneratedValue<'p>)>,
    /// All keys, where they are many: to look through all for each new one takes the square of them.
    keys: Option<HashSet<Cow<'p, str>>>,
}

impl<'p> Members<'p> {
    /// None yet, but room for some.
    pub(super) fn with_capacity(capacity: usize) -> Members<'p> {
        Members {
            list: Vec::with_capacity(capacity),
            keys: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is a member of that key.
    pub(super) fn has(&self, key: &str) -> bool {
        match &self.keys {
            Some(keys) => keys.contains(key),
            None => self.list.iter().any(|(had, _)| **had == *key),
        }
    }

    /// Adds a member whose key is not there.
    pub(super) fn push(&mut self, key: Cow<'p, str>, value: GeneratedValue<'p>) {
        if let Some(keys) = &mut self.keys {
            keys.insert(key.clone());
        }
        self.list.push((key, value));
        if self.list.len() == FEW {
            self.keys = Some(self.list.iter().map(|(key, _)| key.clone()).collect());
        }
    }

    /// The members, in the order in which they were added.
    pub(super) fn into_list(self) -> Vec<(Cow<'p, str>, GeneratedValue<'p>)> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::value::Body;

    #[test]
    fn few_and_many_members_are_found() {
        let mut members = Members::with_capacity(0);
        for number in 0..2 * FEW {
            let key = format!("key_{number}");
            assert!(!members.has(&key));
            members.push(Cow::Owned(key.clone()), GeneratedValue::plain(Body::Null));
            assert!(members.has(&key) && members.has("key_0"));
        }
        assert_eq!((members.len(), members.into_list().len()), (2 * FEW, 2 * FEW));
    }
}
