//! Text inside of XML.

use crate::finding::is_unprintable;

/// A text for an element or an attribute. Characters that XML cannot hold, or that change how their neighbours are shown, are
/// replaced; in an attribute, a line break is kept as a reference.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if is_unprintable(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(xml("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&apos;");
        assert_eq!(
            xml("\u{1b}[31m\u{0}\u{202e}\u{ffff}"),
            "\u{fffd}[31m\u{fffd}\u{fffd}\u{fffd}"
        );
    }
}
