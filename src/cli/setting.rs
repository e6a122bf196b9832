//! What a run is set up with: the spec with its overlays, and the known deviations.

use super::Stop;
use super::args::{Common, DialectName};
use crate::corpus;
use crate::known::Known;
use crate::spec::{ActionOutcome, Dialect, Document, Overlay, Spec};

/// A spec, and what its overlays did.
pub(super) struct Setting {
    pub(super) spec: Spec,
    pub(super) overlays: Vec<(Overlay, Vec<ActionOutcome>)>,
}

/// Loads spec and overlays as the arguments say.
pub(super) fn load(common: &Common) -> Result<Setting, Stop> {
    let mut document = document(common)?;
    let overlays = overlays(common)?.into_iter().map(|overlay| {
        let outcomes = document.apply(&overlay);
        (overlay, outcomes)
    });
    let overlays = overlays.collect();
    Ok(Setting {
        spec: Spec::new(document, dialect(common)),
        overlays,
    })
}

pub(super) fn dialect(common: &Common) -> Dialect {
    match common.dialect {
        DialectName::AsMeant => Dialect::AsMeant,
        DialectName::Strict => Dialect::Strict,
    }
}

/// The document, before any overlay.
pub(super) fn document(common: &Common) -> Result<Document, Stop> {
    match &common.spec {
        Some(path) => Document::open(path),
        None => Document::parse(corpus::SCHEMA, corpus::file(corpus::SCHEMA).unwrap_or_default()),
    }
    .map_err(Stop::unreadable)
}

/// The embedded overlays belong to the embedded document; those named by the caller come behind them.
pub(super) fn overlays(common: &Common) -> Result<Vec<Overlay>, Stop> {
    let mut overlays = Vec::new();
    if common.spec.is_none() && !common.no_overlay {
        for (name, bytes) in corpus::folder("overlays") {
            overlays.push(Overlay::parse(name, bytes).map_err(Stop::unreadable)?);
        }
    }
    for path in &common.overlay {
        overlays.push(Overlay::open(path).map_err(Stop::unreadable)?);
    }
    Ok(overlays)
}

/// The known deviations of the file that the caller names, else the embedded ones, if they are wanted; they speak of
/// embedded captures.
pub(super) fn known(common: &Common, embedded: bool) -> Result<Known, Stop> {
    let parse = |name: &str, text: &str| Known::parse(name, text).map_err(Stop::unreadable);
    match &common.known {
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|error| Stop::unreadable(format!("{name}: cannot be read: {error}")))?;
            parse(&name, &text)
        }
        None if !embedded => Ok(Known::default()),
        None => {
            let text = corpus::file(corpus::KNOWN).unwrap_or_default();
            parse("corpus/known.toml", &String::from_utf8_lossy(text))
        }
    }
}

/// The options that shape a verdict, as arguments for another process.
pub(super) fn shaping(common: &Common) -> Vec<String> {
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
