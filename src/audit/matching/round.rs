//! How much resemblance is enough, round by round.

use super::score::Scored;

/// Fewer keys without a name are chance.
const MIN_KEYS: usize = 4;
/// So many keys in common say something though others differ.
const MANY_KEYS: usize = 7;
/// More keys bind by themselves.
const FEW_KEYS: usize = 2;
/// Query parameters that say so much are hardly those of another operation.
const RARE: f64 = 2.5;

/// Bindings that are as sure as each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    /// The same name, and contents that agree.
    SameName,
    /// The same name, whose contents differ.
    SameNameOnly,
    /// A similar name, and contents that agree.
    SimilarName,
    /// Types of fields that stand for the properties.
    Fields,
    /// Contents that hardly any other schema has.
    Contents,
    /// So many keys that one schema is far ahead of all others, though the version of the document is not that of the type.
    ManyKeys,
    /// A key or two that are the only ones on both sides, and a name that has all words of the other and some more.
    FewKeys,
}

impl Round {
    pub(super) const ALL: [Round; 7] = [
        Round::SameName,
        Round::SameNameOnly,
        Round::SimilarName,
        Round::Contents,
        Round::ManyKeys,
        Round::Fields,
        Round::FewKeys,
    ];

    pub(super) fn takes(self, scored: &Scored) -> bool {
        let content = scored.content.unwrap_or_default();
        match self {
            Round::SameName => scored.is_exact_name && scored.score >= 0.78,
            Round::SameNameOnly => scored.is_exact_name && scored.score >= 0.6,
            // A few words say little: the name must say the rest.
            Round::SimilarName if scored.keys.is_none() => scored.name >= 0.5 && content >= 0.5 && scored.score >= 0.52,
            Round::SimilarName => {
                let (shared, ..) = scored.keys.unwrap_or_default();
                let is_named = scored.name >= 0.25 && (shared > 1 || scored.name >= 0.5);
                let is_telling = scored.is_documented || scored.covered >= 0.6 || scored.information >= 2.5;
                // A type that has few keys, but no other ones, is known by its name.
                let is_known = scored.name >= 0.6 && content >= 0.3 && scored.has_no_more_keys();
                let least = if is_known { 0.45 } else { 0.52 };
                is_named && is_telling && content > 0.0 && scored.score >= least
            }
            Round::Fields => true,
            Round::Contents => {
                let (shared, of_type, of_schema) = scored.keys.unwrap_or_default();
                let is_nearly_all = |of: usize| 20 * shared >= 17 * of;
                let is_view = shared == of_type && 4 * shared >= 3 * of_schema && scored.information >= 8.0;
                let is_equal = is_nearly_all(of_type)
                    && is_nearly_all(of_schema)
                    && of_type >= MIN_KEYS
                    && scored.information >= 2.5;
                content >= 0.85 && (is_equal || is_view)
            }
            Round::FewKeys => {
                let (shared, ..) = scored.keys.unwrap_or_default();
                let is_same = scored.has_same_keys() && shared <= FEW_KEYS && content >= 0.9;
                is_same && scored.is_inside && scored.name >= 0.4 && scored.covered >= 0.5
            }
            Round::ManyKeys => {
                let (shared, of_type, of_schema) = scored.keys.unwrap_or_default();
                let is_most = |of: usize| 4 * shared >= 3 * of;
                content >= 0.75
                    && shared >= MANY_KEYS
                    && is_most(of_type)
                    && is_most(of_schema)
                    && scored.information >= 4.0
            }
        }
    }

    /// Whether it binds types that the structure has bound already.
    pub(super) fn binds_again(self) -> bool {
        self == Round::SameName
    }

    pub(super) fn margin(self) -> f64 {
        match self {
            Round::SameName | Round::SameNameOnly => 0.02,
            Round::SimilarName | Round::Fields | Round::Contents | Round::FewKeys => 0.05,
            Round::ManyKeys => 0.2,
        }
    }

    /// How much less than the best one another type may resemble the same schema.
    pub(super) fn rivalry(self) -> f64 {
        match self {
            Round::SameName => 0.12,
            Round::SameNameOnly | Round::SimilarName | Round::Contents | Round::FewKeys => 0.02,
            Round::ManyKeys => 0.1,
            Round::Fields => 1.0,
        }
    }
}

/// Whether a type may stand for the query parameters of this very operation: many operations have the same, such as those of
/// pages.
pub(super) fn is_query_of(scored: &Scored) -> bool {
    let content = scored.content.unwrap_or_default();
    let is_rare = scored.information >= RARE && scored.name >= 0.3 && content >= 0.8;
    content > 0.0 && (scored.is_documented || scored.is_exact_name || scored.is_same_subject || is_rare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_binds_only_names_of_which_one_has_all_words_of_the_other() {
        let scored = |is_inside| Scored {
            score: 0.6,
            name: 0.45,
            is_exact_name: false,
            is_same_subject: false,
            covered: 0.8,
            is_inside,
            content: Some(1.0),
            information: 0.8,
            keys: Some((1, 1, 1)),
            is_documented: false,
            is_query: false,
            evidence: Vec::new(),
        };
        assert!(Round::FewKeys.takes(&scored(true)));
        assert!(!Round::FewKeys.takes(&scored(false)));
    }
}
