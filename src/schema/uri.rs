//! References that are relative to the identifier of the schema around them.

use std::borrow::Cow;

/// The URI, without a fragment, that `reference` means inside a resource whose URI is `base`. Both may be relative.
pub(super) fn join(base: &str, reference: &str) -> String {
    let base = without_fragment(base);
    let reference = without_fragment(reference);
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let (scheme, rest) = match scheme_length(base) {
        0 => ("", base),
        length => base.split_at(length),
    };
    if reference.starts_with("//") {
        return format!("{scheme}{reference}");
    }
    let (authority, path) = split_authority(rest);
    let path = match reference.strip_prefix('/') {
        Some(_) => without_dots(reference),
        None => {
            let top = if authority.is_empty() { "" } else { "/" };
            let folder = path.rfind('/').map_or(top, |at| &path[..=at]);
            without_dots(&format!("{folder}{reference}"))
        }
    };
    format!("{scheme}{authority}{path}")
}

/// The path that leads from the resource `from` to the URI `to`; `None` if they have not the same scheme and authority.
pub(super) fn relative<'t>(from: &str, to: &'t str) -> Option<Cow<'t, str>> {
    let start = |uri: &str| {
        let scheme = scheme_length(uri);
        let authority = split_authority(&uri[scheme..]).0.len();
        (scheme > 0 && authority > 0).then_some(scheme + authority)
    };
    let (from, to) = (without_fragment(from), without_fragment(to));
    let length = start(to).filter(|length| start(from) == Some(*length) && from[..*length] == to[..*length])?;
    let (from, to) = (&from[length..], &to[length..]);
    let folder = from.rfind('/').map_or("", |at| &from[..=at]);
    if let Some(below) = to.strip_prefix(folder) {
        return Some(Cow::Borrowed(below.trim_start_matches('/')));
    }
    let shared = folder.split_inclusive('/').zip(to.split_inclusive('/'));
    let shared: usize = shared.take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    let up = folder[shared..].matches('/').count();
    Some(Cow::Owned(format!("{}{}", "../".repeat(up), &to[shared..])))
}

/// A URI up to its fragment.
pub(super) fn without_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(before, _)| before)
}

/// Whether a URI names its scheme, so that it is relative to nothing.
pub(super) fn has_scheme(uri: &str) -> bool {
    scheme_length(uri) > 0
}

/// The length of the scheme with its colon; 0 if there is none.
fn scheme_length(uri: &str) -> usize {
    let Some(colon) = uri.find(':') else { return 0 };
    let scheme = &uri[..colon];
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if is_scheme { colon + 1 } else { 0 }
}

fn split_authority(rest: &str) -> (&str, &str) {
    let Some(after) = rest.strip_prefix("//") else {
        return ("", rest);
    };
    let end = after.find('/').map_or(rest.len(), |at| at + 2);
    rest.split_at(end)
}

/// A path without `.` and `..`. A `..` that would lead above the start is kept, so that it leads nowhere.
pub(super) fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut tokens = path.split('/').peekable();
    while let Some(token) = tokens.next() {
        let is_last = tokens.peek().is_none();
        match token {
            "." if is_last => kept.push(""),
            "." => {}
            ".." if !matches!(kept.last(), None | Some(&"" | &"..")) => {
                kept.pop();
                if is_last {
                    kept.push("");
                }
            }
            token => kept.push(token),
        }
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_resources_of_one_place_is_a_path() {
        let way = |to| relative("https://a/b/c/d.json", to).map(Cow::into_owned);
        assert_eq!(way("https://a/b/c/e/f.json#/x").as_deref(), Some("e/f.json"));
        assert_eq!(way("https://a/b/g.json").as_deref(), Some("../g.json"));
        assert_eq!(way("https://a/x/g.json").as_deref(), Some("../../x/g.json"));
        assert_eq!(way("https://b/b/c/e.json"), None);
        assert_eq!(relative("d.json", "https://a/e.json"), None);
        assert_eq!(relative("urn:a:b", "urn:a:c"), None);
    }

    #[test]
    fn references_are_joined_as_urls() {
        for (base, reference, expected) in [
            ("http://a/b/c.json", "d.json#/x", "http://a/b/d.json"),
            ("http://a/b/c.json#", "../d.json", "http://a/d.json"),
            ("http://a", "d.json", "http://a/d.json"),
            ("http://a/b/c", "/d", "http://a/d"),
            ("http://a/b", "//c/d", "http://c/d"),
            ("http://a/b", "urn:x:y", "urn:x:y"),
            ("urn:x:y", "#/a", "urn:x:y"),
            ("b/c.json", "./d.json", "b/d.json"),
            ("b/c.json", "../e/d.json", "e/d.json"),
            ("c.json", "../d.json", "../d.json"),
            ("b/c.json", "../../d.json", "../d.json"),
            ("", "d.json", "d.json"),
        ] {
            assert_eq!(join(base, reference), expected, "{base} {reference}");
        }
    }
}
