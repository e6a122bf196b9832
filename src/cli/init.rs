//! `wireproof init`: first files for a crate, found out from its types and its document.

use super::args::{Common, Init};
use super::output::Output;
use super::{CliError, CliResult};
use crate::audit::discover::{AuditTarget, Discovered, FeatureSelection, discover, work_folder};
use crate::audit::{Audited, Rules};
use crate::exit_code::ExitCode;
use crate::report::{count, sanitize_for_terminal};
use crate::scaffold::{Added, Scaffold, Setting, Written, add_dependencies, declare_targets, find_document, write_new};
use crate::schema::{Dialect, Document, Spec};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(init: &Init, common: &Common, output: &Output) -> CliResult {
    let path = init.manifest_path.as_deref().unwrap_or(Path::new("."));
    let target = AuditTarget::local(path, init.package.as_deref()).map_err(CliError::unreadable)?;
    let document = match (common.spec.as_ref().or(common.config.document.as_ref()), &target) {
        (Some(path), _) => path.clone(),
        (None, AuditTarget::Local { manifest, .. }) => {
            find_document(manifest.parent().unwrap_or(path)).map_err(CliError::unreadable)?
        }
        (None, AuditTarget::Registry { .. }) => return Err(CliError::unreadable("init needs a local crate")),
    };
    let spec = Document::open(&document).map_err(CliError::unreadable)?;
    let spec = Arc::new(Spec::new(spec, Dialect::from(common.dialect)));
    let work = work_folder(&target);
    if !common.quiet {
        output.note("building the crate's documentation");
    }
    let features = FeatureSelection::default();
    let Discovered { source, json } = discover(&target, &features, &work).map_err(CliError::unreadable)?;
    let rules = Rules { bind: &[], ignore: &[] };
    let audited = Audited::new(&source, &json, &spec, rules, &|_| ()).map_err(CliError::unreadable)?;
    let scaffold = Scaffold::new(&Setting {
        package: &source.package,
        folder: &source.folder,
        target_folder: work.parent().unwrap_or(&work),
        document: &document,
        spec: &spec,
        bound: audited.bound_in_rust(&source.library),
    });
    if scaffold.types == 0 {
        let reason = format!(
            "{}: no type of {} stands for a component of it; `wireproof audit --list` says why",
            document.display(),
            source.package
        );
        return Err(CliError::unreadable(reason));
    }
    let mut out = output.stdout();
    for file in &scaffold.files {
        let shown = source.folder.join(&file.path).display().to_string();
        let written = write_new(&source.folder, file);
        let written = written.map_err(|error| CliError::unreadable(format!("{shown}: cannot be written: {error}")))?;
        let word = match written {
            Written::New => "Wrote",
            Written::Kept => "Kept",
        };
        writeln!(out, "{word:>12} {}", sanitize_for_terminal(&shown))?;
    }
    let manifest = source.folder.join("Cargo.toml");
    for added in add_dependencies(&manifest).map_err(CliError::unreadable)? {
        match added {
            Added::New(name) => writeln!(out, "{:>12} {name} to the dev-dependencies", "Added")?,
            Added::Kept(name) => writeln!(out, "{:>12} {name} in the manifest", "Kept")?,
            Added::Refused { command, reason } => {
                output.warning(&format!("cargo does not add a dependency: {reason}"));
                writeln!(out, "{:>12} {}", "Run", sanitize_for_terminal(&command))?;
            }
        }
    }
    let declared = declare_targets(&manifest);
    let declared = declared
        .map_err(|error| CliError::unreadable(format!("{}: cannot be changed: {error}", manifest.display())))?;
    for name in declared {
        writeln!(
            out,
            "{:>12} {name} to the targets, since the manifest switches off their discovery",
            "Added"
        )?;
    }
    let types = count(scaffold.types, "type");
    writeln!(
        out,
        "{:>12} {types} of {} to components of the document",
        "Bound", source.package
    )?;
    if !scaffold.without_test.is_empty() {
        let names = scaffold.without_test.join(", ");
        writeln!(out, "{:>12} {}", "Without test", sanitize_for_terminal(&names))?;
    }
    if let Some(reason) = &scaffold.without_fuzz {
        writeln!(out, "{:>12} fuzz targets: {}", "Without", sanitize_for_terminal(reason))?;
    }
    let package = &source.package;
    writeln!(
        out,
        "\nNext, in {}:\n  cargo test --package {package} --test wire\n  cargo build --package {package} --example wire_types\n  \
         wireproof check\n  wireproof explore",
        sanitize_for_terminal(&source.folder.display().to_string())
    )?;
    if scaffold.without_fuzz.is_none() {
        writeln!(
            out,
            "  cargo +nightly fuzz run decode fuzz/corpus/decode fuzz/seeds/decode -- -create_missing_dirs=1 -dict=fuzz/wire.dict"
        )?;
    }
    out.flush()?;
    Ok(ExitCode::Clean)
}
