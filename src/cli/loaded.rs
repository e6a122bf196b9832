//! What a run is set up with: the known deviations, and the options that shape a verdict.

use super::CliError;
use super::args::{Common, DialectName};
use super::types::Types;
use crate::finding::Expectations;
use crate::subject::ResourceKind;

/// The known deviations of the file that the caller names, else the embedded ones, if they are wanted; they speak of
/// embedded captures.
pub(super) fn known(common: &Common, types: &Types, embedded: bool) -> Result<Expectations, CliError> {
    let parse = |name: &str, text: &str| Expectations::parse(name, text).map_err(CliError::unreadable);
    match &common.known {
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|error| CliError::unreadable(format!("{name}: cannot be read: {error}")))?;
            parse(&name, &text)
        }
        None if !embedded => Ok(Expectations::default()),
        None => {
            let Some(file) = types.files(ResourceKind::Expectations)?.into_iter().next() else {
                return Ok(Expectations::default());
            };
            let mut known = parse(&file.name, &String::from_utf8_lossy(&file.bytes))?;
            // They speak of the embedded document too: what another reading of it makes needless is not for its caller to
            // mend.
            if !replay_options(common).is_empty() {
                known.never_stale();
            }
            Ok(known)
        }
    }
}

/// The options that shape a verdict, as arguments.
pub(super) fn replay_options(common: &Common) -> Vec<String> {
    let mut arguments = Vec::new();
    if let Some(types) = &common.types {
        arguments.extend(["--types".to_owned(), types.clone()]);
    }
    let mut option = |name: &str, value: &std::path::Path| {
        arguments.extend([name.to_owned(), value.display().to_string()]);
    };
    if let Some(spec) = &common.spec {
        option("--spec", spec);
    }
    common.overlay.iter().for_each(|overlay| option("--overlay", overlay));
    if common.no_overlay {
        arguments.push("--no-overlay".to_owned());
    }
    if common.dialect == DialectName::Strict {
        arguments.extend(["--dialect".to_owned(), "strict".to_owned()]);
    }
    arguments
}
