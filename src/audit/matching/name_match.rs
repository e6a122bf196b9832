//! How alike the names of a type and of a schema are.

use super::binding::Evidence;
use super::name_words::{NameWords, tellingness};
use super::schema_view::{NameKind, SchemaName, SchemaView, ViewNode};
use super::type_graph::{TypeGraph, TypeNode};
use std::collections::{BTreeMap, BTreeSet};

/// How much each word of a name tells: rare words tell more.
#[derive(Debug)]
pub(super) struct WordWeights {
    weights: BTreeMap<String, f64>,
}

/// The resemblance of two names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NameMatch {
    /// From 0 to 1.
    pub(super) strength: f64,
    /// Whether the whole name is the same, but for case, separators, fillers and modules.
    pub(super) is_exact: bool,
    /// Whether nothing but words for the use of a type tells the names apart, such as `Response`.
    pub(super) is_same_subject: bool,
    /// How much of the type's name the schema's name has, from 0 to 1.
    pub(super) covered: f64,
    /// Whether one of them has all words of the other.
    pub(super) is_inside: bool,
    pub(super) evidence: Option<Evidence>,
}

const EXACT: f64 = 1.0;
/// The name, with that of modules around the type.
const EXACT_WITH_MODULES: f64 = 0.97;
/// But for fillers such as `Object`.
const SAME_CORE: f64 = 0.92;
const SAME_CORE_WITH_MODULES: f64 = 0.88;
const OTHER_ORDER: f64 = 0.85;
/// But for words such as `Response`.
const SAME_SUBJECT: f64 = 0.82;
/// But for such words, and the schema has one that the type has not.
const OTHER_ROLE: f64 = 0.7;
/// How much less a word tells that most types of a module have.
const COMMON: f64 = 0.3;
/// The most that shared words can reach.
const SIMILAR: f64 = 0.8;

impl WordWeights {
    pub(super) fn new(types: &TypeGraph, view: &SchemaView) -> WordWeights {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut total = 0_usize;
        let mut names = BTreeSet::new();
        for at in types.ids() {
            names.extend(types[at].words.iter().map(|words| words.stems.clone()));
        }
        for node in &view.nodes {
            let own = node.names.iter().filter(|name| matches!(name.kind, NameKind::Own));
            names.extend(own.map(|name| name.words.stems.clone()));
        }
        for stems in names {
            total += 1;
            let stems: BTreeSet<String> = stems.into_iter().collect();
            for stem in stems {
                *counts.entry(stem).or_default() += 1;
            }
        }
        let most = (total as f64 + 1.0).ln();
        let weights = counts.into_iter().map(|(stem, count)| {
            let rarity = ((total as f64 + 1.0) / count as f64).ln() / most;
            let weight = tellingness(&stem) * rarity.clamp(0.35, 1.0);
            (stem, weight)
        });
        WordWeights {
            weights: weights.collect(),
        }
    }

    pub(super) fn of(&self, stem: &str) -> f64 {
        self.weights.get(stem).copied().unwrap_or_else(|| tellingness(stem))
    }

    fn sum<'w>(&self, stems: impl IntoIterator<Item = &'w String>) -> f64 {
        stems.into_iter().map(|stem| self.of(stem)).sum()
    }

    /// The resemblance of a type's name and the best of a schema's names.
    pub(super) fn compare(&self, of: &TypeNode, schema: &ViewNode) -> NameMatch {
        let mut best = NameMatch {
            strength: 0.0,
            is_exact: false,
            is_same_subject: false,
            covered: 0.0,
            is_inside: false,
            evidence: None,
        };
        for name in &schema.names {
            for words in &of.words {
                let (strength, is_exact) = self.compare_one(words, (&of.modules, &of.common_stems), name);
                if !matches!(name.kind, NameKind::PathEnd | NameKind::Body) {
                    best.covered = best.covered.max(self.covered_by(of, &name.words.stems));
                    best.is_same_subject |= words.subject == name.words.subject;
                    best.is_inside |= words.is_inside(&name.words) || name.words.is_inside(words);
                }
                let is_single = name.words.stems.len() == 1;
                let factor = match name.kind {
                    NameKind::Own => 1.0,
                    NameKind::Title if schema.own_name.is_some() => 0.85,
                    NameKind::Title => 0.95,
                    NameKind::Path | NameKind::Operation | NameKind::Body => 0.98,
                    NameKind::PathEnd if is_single => 0.6,
                    NameKind::PathEnd => 0.8,
                };
                let strength = strength * factor;
                if strength > best.strength {
                    let is_exact = is_exact && factor > 0.9;
                    let evidence = match (is_exact, name.kind) {
                        (true, NameKind::Own | NameKind::Title | NameKind::Operation | NameKind::Body) => {
                            Some(Evidence::SameName)
                        }
                        (true, _) => Some(Evidence::ParentAndProperty),
                        _ if strength >= 0.25 => Some(Evidence::SimilarName),
                        _ => None,
                    };
                    best = NameMatch {
                        strength,
                        is_exact,
                        evidence,
                        ..best
                    };
                }
            }
        }
        best
    }

    /// How much of a type's name some words are, from 0 to 1.
    pub(super) fn covered_by(&self, of: &TypeNode, stems: &[String]) -> f64 {
        let covered = of.words.iter().map(|words| {
            let shared = words.stems.iter().filter(|stem| stems.contains(stem));
            self.sum_of_type(shared, &of.common_stems)
                / self.sum_of_type(&words.stems, &of.common_stems).max(f64::MIN_POSITIVE)
        });
        covered.fold(0.0, f64::max)
    }

    /// How much words of a type's name tell, of which most types around it have the common ones.
    fn sum_of_type<'w>(&self, stems: impl IntoIterator<Item = &'w String>, common: &BTreeSet<String>) -> f64 {
        let weight = |stem: &String| if common.contains(stem) { COMMON } else { 1.0 };
        stems.into_iter().map(|stem| weight(stem) * self.of(stem)).sum()
    }

    /// The resemblance of a name alone, such as that of a variant, and the best of a schema's names.
    pub(super) fn compare_name(&self, name: &NameWords, schema: &ViewNode) -> f64 {
        let strengths = schema
            .names
            .iter()
            .map(|other| self.compare_one(name, (&[], &BTreeSet::new()), other).0);
        strengths.fold(0.0, f64::max)
    }

    fn compare_one(
        &self,
        of: &NameWords,
        (modules, common): (&[String], &BTreeSet<String>),
        name: &SchemaName,
    ) -> (f64, bool) {
        let schema = &name.words;
        if of.joined == schema.joined {
            return (EXACT, true);
        }
        if let Some(around) = schema.joined.strip_suffix(&*of.joined)
            && name.kind != NameKind::Body
            && is_path_end(modules, around)
        {
            return (EXACT_WITH_MODULES, true);
        }
        // No word of a path is left out: a property may well be called `type`.
        let (ours, theirs) = match name.kind {
            NameKind::Path | NameKind::PathEnd | NameKind::Body => (&of.trimmed, &schema.stemmed),
            NameKind::Own | NameKind::Title | NameKind::Operation => (&of.core, &schema.core),
        };
        // Where more than one filler is left out, it may be the fillers that tell names apart.
        let is_one_apart = of.stems.len().abs_diff(schema.stems.len()) <= 1;
        if (ours == theirs && is_one_apart) || of.stemmed == schema.stemmed {
            return (SAME_CORE, true);
        }
        if name.kind == NameKind::Body {
            return (0.0, false);
        }
        if let Some(around) = theirs.strip_suffix(&**ours)
            && is_path_end(modules, around)
        {
            return (SAME_CORE_WITH_MODULES, true);
        }
        let ours: BTreeSet<&String> = of.stems.iter().collect();
        let theirs: BTreeSet<&String> = schema.stems.iter().collect();
        if ours == theirs {
            return (OTHER_ORDER, true);
        }
        if of.subject == schema.subject {
            let is_role_of_both = schema.roles().all(|role| of.stems.contains(role));
            return (if is_role_of_both { SAME_SUBJECT } else { OTHER_ROLE }, false);
        }
        let around: BTreeSet<String> = modules.iter().flat_map(|module| NameWords::new(module).stems).collect();
        let shared: Vec<&String> = ours.intersection(&theirs).copied().collect();
        if shared.is_empty() {
            return (0.0, false);
        }
        let in_modules = theirs
            .iter()
            .filter(|stem| !ours.contains(*stem) && around.contains(**stem));
        let of_ours = self.sum_of_type(shared.iter().copied(), common)
            / self.sum_of_type(ours.iter().copied(), common).max(f64::MIN_POSITIVE);
        let covered = self.sum(shared.iter().copied().chain(in_modules.copied()));
        let of_theirs = covered / self.sum(theirs.iter().copied()).max(f64::MIN_POSITIVE);
        (SIMILAR * of_ours * of_theirs, false)
    }
}

/// Whether a text is made of the names of the last modules, such as `accessorsparse` of `accessor::sparse`, also in the singular.
fn is_path_end(modules: &[String], text: &str) -> bool {
    let (mut plain, mut stems) = (String::new(), String::new());
    modules.iter().rev().any(|module| {
        let words = NameWords::new(module);
        plain.insert_str(0, &words.joined);
        stems.insert_str(0, &words.stems.concat());
        plain == text || stems == text
    })
}
