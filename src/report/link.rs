//! Where the checks are explained, for reports that can lead there.

use crate::finding::Code;

/// The address of the page about the checks; `None` until the project has an address.
pub(super) fn checks_page() -> Option<String> {
    let repository = env!("CARGO_PKG_REPOSITORY");
    (!repository.is_empty()).then(|| format!("{repository}/blob/main/docs/checks.md"))
}

/// A code, as a link for terminals that know links (OSC 8). The others show the code alone.
pub(super) fn linked(code: Code) -> String {
    link(code.as_str(), checks_page().as_deref())
}

fn link(text: &str, address: Option<&str>) -> String {
    match address {
        Some(address) => format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_goes_where_colours_go() {
        assert_eq!(link("lossy", None), "lossy");
        let shown = link("lossy", Some("https://example.com/checks"));
        assert!(shown.contains("]8;;https://example.com/checks"));
        let stripped = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(stripped, "lossy");
    }
}
