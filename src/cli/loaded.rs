//! What a run is set up with: the known deviations, and the options that shape a verdict.

use super::CliError;
use super::args::{Common, DialectName};
use crate::corpus;
use crate::finding::Expectations;

/// The known deviations of the file that the caller names, else the embedded ones, if they are wanted; they speak of
/// embedded captures.
pub(super) fn known(common: &Common, embedded: bool) -> Result<Expectations, CliError> {
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
            let text = corpus::file(corpus::EXPECTATIONS).unwrap_or_default();
            let mut known = parse("corpus/expectations.toml", &String::from_utf8_lossy(text))?;
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
