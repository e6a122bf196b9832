//! How values of components are made.

use super::CliError;
use super::job::Targets;
use crate::generate::Plan;
use crate::runner::Target;
use crate::schema::{Guide, Spec, SpecError};

/// How values of each component are made.
pub(super) fn targets(spec: &Spec, components: &[&str]) -> Result<Targets, CliError> {
    let mut targets = Targets {
        with: Vec::new(),
        without: Vec::new(),
    };
    for component in components {
        let schema = match spec.component(component) {
            Ok(schema) => schema,
            Err(error @ SpecError::TooComplex { .. }) => {
                targets.without.push(((*component).to_owned(), error.to_string()));
                continue;
            }
            Err(error) => return Err(CliError::unreadable(format!("{}: {error}", spec.document().name()))),
        };
        let component = (*component).to_owned();
        let narrowed = schema.narrowed().and_then(|narrowed| Plan::new(&narrowed).ok());
        let is_narrowed = narrowed.is_some();
        match narrowed.map_or_else(|| Plan::new(schema.json_schema()), Ok) {
            Ok(plan) => targets.with.push(Target {
                component,
                plan,
                is_narrowed,
                guide: Guide::new(&schema),
                schema,
            }),
            Err(reason) => targets.without.push((component, reason.to_string())),
        }
    }
    Ok(targets)
}
