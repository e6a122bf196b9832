//! The test and the program in a manifest that switches off their discovery, as those of published crates do.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// A target: its section, the switch of its discovery, its name and its file.
const TARGETS: [(&str, &str, &str, &str); 2] = [
    ("test", "autotests", "wire", "tests/wire.rs"),
    ("example", "autoexamples", "wire_types", "examples/wire_types.rs"),
];

/// Adds the targets that Cargo would not find to the end of a manifest. Returns their names.
///
/// # Errors
/// When the manifest cannot be read or written.
pub(crate) fn declare_targets(manifest: &Path) -> io::Result<Vec<&'static str>> {
    let text = fs::read_to_string(manifest)?;
    let missing: Vec<_> = TARGETS.iter().filter(|target| is_missing(&text, target)).collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let mut out = OpenOptions::new().append(true).open(manifest)?;
    for (section, _, name, path) in &missing {
        write!(out, "\n[[{section}]]\nname = \"{name}\"\npath = \"{path}\"\n")?;
    }
    Ok(missing.iter().map(|(_, _, name, _)| *name).collect())
}

fn is_missing(manifest: &str, (section, switch, name, _): &(&str, &str, &str, &str)) -> bool {
    let Ok(table) = toml::from_str::<toml::Table>(manifest) else {
        return false;
    };
    let is_off = table.get("package").and_then(|package| package.get(*switch)) == Some(&toml::Value::Boolean(false));
    let declared = table
        .get(*section)
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten();
    let mut names = declared.filter_map(|target| target.get("name")?.as_str());
    is_off && !names.any(|other| other == *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_without_discovery_gets_the_targets_once() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("Cargo.toml");
        fs::write(
            &manifest,
            "[package]\nname = \"x\"\nautotests = false\nautoexamples = false",
        )
        .unwrap();
        assert_eq!(declare_targets(&manifest).unwrap(), ["wire", "wire_types"]);
        assert!(declare_targets(&manifest).unwrap().is_empty());
        fs::write(&manifest, "[package]\nname = \"x\"\n").unwrap();
        assert!(declare_targets(&manifest).unwrap().is_empty());
    }
}
