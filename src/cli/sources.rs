//! A document and the texts of its overlays.

use super::CliError;
use super::args::{Common, DialectName, Formats};
use super::types::Types;
use crate::schema::{ActionOutcome, Dialect, Document, Overlay, Spec, read_text};
use crate::subject::{Resource, ResourceKind};
use std::path::Path;
use std::sync::Arc;

/// A document and the texts of its overlays, each read once, since they may come from a pipe.
pub(super) struct SpecSources {
    document: Document,
    overlays: Vec<Text>,
    strict: bool,
    asserts_formats: bool,
}

struct Text {
    name: String,
    text: String,
}

impl From<Resource> for Text {
    fn from(file: Resource) -> Text {
        Text {
            name: file.name,
            text: String::from_utf8_lossy(&file.bytes).into_owned(),
        }
    }
}

impl SpecSources {
    /// Reads what the arguments name, else what comes with the types. The overlays of the types belong to their document; those
    /// that the caller names are applied after them.
    pub(super) fn read(common: &Common, types: &Types) -> Result<SpecSources, CliError> {
        let configured = &common.config;
        let document = match common.spec.as_ref().or(configured.document.as_ref()) {
            Some(path) => Document::open(path).map_err(CliError::unreadable)?,
            None => match types.files(ResourceKind::Document)?.into_iter().next() {
                Some(file) => Document::parse(&file.name, &file.bytes).map_err(CliError::unreadable)?,
                None => {
                    let reason = format!(
                        "the type set `{}` brings no document; name one with --spec, or as `document` in wireproof.toml",
                        types.set().name()
                    );
                    return Err(CliError::unreadable(reason));
                }
            },
        };
        let mut overlays = Vec::new();
        // Overlays belong to the document beside which they are named.
        if common.spec.is_none() && configured.document.is_none() && !common.no_overlay {
            overlays.extend(types.files(ResourceKind::Overlay)?.into_iter().map(Text::from));
        }
        let of_config = configured
            .overlays
            .iter()
            .filter(|_| common.spec.is_none() && !common.no_overlay);
        for path in of_config.chain(&common.overlay) {
            overlays.push(text(path)?);
        }
        Ok(SpecSources {
            document,
            overlays,
            strict: common.dialect == DialectName::Strict,
            asserts_formats: common.formats == Formats::Assert,
        })
    }

    /// The document, before any overlay.
    pub(super) fn document(&self) -> Document {
        self.document.clone()
    }

    pub(super) fn overlays(&self) -> Result<Vec<Overlay>, CliError> {
        let overlays = self.overlays.iter();
        overlays
            .map(|overlay| Overlay::parse(&overlay.name, overlay.text.as_bytes()).map_err(CliError::unreadable))
            .collect()
    }

    pub(super) fn dialect(&self) -> Dialect {
        if self.strict { Dialect::Strict } else { Dialect::AsMeant }
    }

    /// The spec, and what its overlays did.
    pub(super) fn setting(&self) -> Result<LoadedSpec, CliError> {
        let mut document = self.document();
        let mut overlays = Vec::new();
        for overlay in self.overlays()? {
            let outcomes = document.apply(&overlay).map_err(CliError::unreadable)?;
            overlays.push((overlay, outcomes));
        }
        let spec = Spec::new(document, self.dialect());
        Ok(LoadedSpec {
            spec: Arc::new(match self.asserts_formats {
                true => spec.asserting_formats(),
                false => spec,
            }),
            overlays,
        })
    }
}

fn text(path: &Path) -> Result<Text, CliError> {
    Ok(Text {
        name: path.display().to_string(),
        text: read_text(path).map_err(CliError::unreadable)?,
    })
}

/// A spec, and what its overlays did.
pub(super) struct LoadedSpec {
    pub(super) spec: Arc<Spec>,
    pub(super) overlays: Vec<(Overlay, Vec<ActionOutcome>)>,
}
