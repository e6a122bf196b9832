//! The crate and the document that files are written for.

use crate::audit::BoundInRust;
use crate::generate::{Generator, Plan};
use crate::schema::Spec;
use std::path::Path;

/// What is known of a crate.
pub(crate) struct Setting<'a> {
    pub(crate) package: &'a str,
    /// The folder of its manifest.
    pub(crate) folder: &'a Path,
    /// The folder of build products.
    pub(crate) target_folder: &'a Path,
    pub(crate) document: &'a Path,
    pub(crate) spec: &'a Spec,
    /// The types that stand for schemas.
    pub(crate) bound: Vec<BoundInRust>,
}

/// A generated value of a component, as the text of a file.
pub(super) fn sample(spec: &Spec, component: &str) -> Option<String> {
    let schema = spec.component(component).ok()?;
    let plan = Plan::new(schema.json_schema()).ok()?;
    let sample = Generator::new(&plan, component, 1).find(|case| case.mutant.is_none())?;
    Some(format!("{}\n", sample.sample.text()))
}
