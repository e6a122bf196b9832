//! Captures whose component the user names by their path.

use crate::finding::matches;
use serde::Deserialize;

/// Captures of one component.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacedCaptures {
    /// A folder, or a pattern of files in which `*` stands for any characters. It may leave out the folders in front.
    pub path: String,
    /// The component.
    pub component: String,
}

impl PlacedCaptures {
    /// Whether a path is among them.
    pub(super) fn has(&self, path: &str) -> bool {
        let path = path.replace('\\', "/");
        let pattern = self.path.trim_start_matches("./").trim_end_matches('/');
        let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
        let inside = format!("{pattern}/*");
        starts
            .map(|at| &path[at..])
            .any(|rest| matches(pattern, rest) || matches(&inside, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_folder_or_a_pattern_and_begins_at_any_folder() {
        let has = |pattern: &str, path: &str| {
            let placed = PlacedCaptures {
                path: pattern.to_owned(),
                component: "Pet".to_owned(),
            };
            placed.has(path)
        };
        assert!(has("pets", "captures/pets/a.json") && has("./pets/", r"c:\pets\b\a.json"));
        assert!(has("captures/pet-*.json", "/home/x/captures/pet-1.json"));
        assert!(!has("pets", "captures/carpets/a.json") && !has("pets", "captures/pets.json"));
        assert!(!has("pet-*.json", "captures/pet-1.txt"));
    }
}
