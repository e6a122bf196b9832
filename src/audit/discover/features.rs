//! The Cargo features that a crate is audited with.

/// What `--features`, `--all-features` and `--no-default-features` ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FeatureSelection {
    pub(crate) features: Vec<String>,
    pub(crate) all: bool,
    pub(crate) without_default: bool,
}

impl FeatureSelection {
    /// The same selection by name, given the features that the crate has.
    pub(super) fn resolved(&self, existing: &[String]) -> FeatureSelection {
        let mut features = if self.all {
            existing.to_vec()
        } else {
            self.features.clone()
        };
        features.sort_unstable();
        features.dedup();
        FeatureSelection {
            features,
            all: false,
            without_default: self.without_default && !self.all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_features_are_those_that_exist_and_the_default() {
        let selection = FeatureSelection {
            features: vec!["b".to_owned()],
            all: true,
            without_default: true,
        };
        let existing = ["b".to_owned(), "a".to_owned(), "default".to_owned()];
        let resolved = selection.resolved(&existing);
        assert_eq!(resolved.features, ["a", "b", "default"]);
        assert!(!resolved.without_default);
    }
}
