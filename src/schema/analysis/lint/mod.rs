//! What is wrong with a published document.

mod defect;
mod effort;
mod examples;
mod inspect;
mod locations;

use crate::schema::{Dialect, Document, Spec};

use effort::Effort;

pub use defect::{Defect, DefectKind};
pub use examples::{Example, ExampleOutcome, ExampleSource};

/// The defects of a document, and how its examples fare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintReport {
    /// Defects, in the order in which they stand in the document.
    pub defects: Vec<Defect>,
    /// Every example that the document gives.
    pub examples: Vec<Example>,
    /// How many defaults and patterns were not checked, because the document takes too many steps.
    pub unchecked: usize,
}

impl LintReport {
    /// How many defects are of this kind.
    pub fn count(&self, kind: DefectKind) -> usize {
        self.defects.iter().filter(|d| d.kind == kind).count()
    }

    /// The examples that were checked and failed.
    pub fn failed(&self) -> impl Iterator<Item = &Example> {
        self.examples
            .iter()
            .filter(|e| matches!(e.outcome, ExampleOutcome::Invalid(_)))
    }
}

/// Lists what is wrong with a document, and checks its examples against its schemas, read as meant.
pub fn lint(document: &Document) -> LintReport {
    let spec = Spec::new(document.clone(), Dialect::AsMeant);
    let effort = Effort::new(&spec);
    let mut defects = Vec::new();
    for place in locations::schemas(document) {
        inspect::inspect(&effort, &place, &mut defects);
    }
    LintReport {
        defects,
        examples: examples::check(&effort),
        unchecked: effort.unchecked(),
    }
}

#[cfg(test)]
mod tests;
