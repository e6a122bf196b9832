//! Parts of texts that some transformation changes.

/// A part of a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece {
    /// Anywhere within the text.
    Within(&'static str),
    /// At its beginning and at its end.
    Around(&'static str, &'static str),
}

use Piece::{Around, Within};

/// The pieces, in groups that are composed to one text where there is room. A decoder that refuses a text as a whole if one
/// part of it is malformed must find well-formed parts only, so the pieces for decoders and those for encoders are in
/// different groups.
///
/// A composed text has at most 40 characters, a length to which code and documents often limit strings.
pub(super) const GROUPS: &[&[Piece]] = &[
    // White space that is trimmed or collapsed.
    &[Around(" ", " "), Within("  ")],
    &[
        Around("\n", "\r\n"),
        Within("\t"),
        Within("\n\n"),
        Within("\r\n"),
        Within("\r"),
    ],
    &[
        Around("\u{a0}", "\u{3000}"),
        Within("\u{2003}"),
        Within("\u{85}"),
        Within("\u{2028}"),
        Within("\u{2029}"),
        Within("\u{202f}"),
        Within("\u{b}"),
        Within("\u{c}"),
    ],
    // Invisible characters that are dropped.
    &[
        Around("\u{feff}", "\u{200b}"),
        Within("\u{ad}"),
        Within("\u{200c}"),
        Within("\u{200d}"),
        Within("\u{200f}"),
        Within("\u{202e}"),
        Within("\u{2060}"),
        Within("\u{fe0f}"),
    ],
    // Entities that are decoded, and markup that is encoded or removed.
    &[
        Within("&amp;"),
        Within("&lt;"),
        Within("&gt;"),
        Within("&quot;"),
        Within("&#39;"),
        Within("&nbsp;"),
    ],
    &[
        Within("<b>"),
        Within("&"),
        Within("</b>"),
        Within("<br/>"),
        Within("<!--"),
        Within("-->"),
        Within("\""),
        Within("'"),
    ],
    // Percent-encoding and forms.
    &[
        Within("%20"),
        Within("%C3%A9"),
        Within("%2F"),
        Within("%25"),
        Within("+"),
    ],
    // Delimiters at which texts are cut.
    &[
        Within("?"),
        Within("#"),
        Within("="),
        Within("&"),
        Within("/"),
        Within(":"),
        Within(";"),
        Within(","),
        Within("|"),
        Within("@"),
        Within("%"),
        Within("\\"),
    ],
    &[
        Within(", "),
        Within(" - "),
        Within(": "),
        Within(" | "),
        Within("; "),
        Within(" "),
    ],
    // Separators of words that are replaced, and a final dot.
    &[
        Around("", "."),
        Within("-"),
        Within("_"),
        Within("."),
        Within("--"),
        Within("__"),
        Within("..."),
    ],
    // Escapes that are decoded.
    &[
        Within("\\n"),
        Within("\\t"),
        Within("\\\\"),
        Within("\\\""),
        Within("\\u0041"),
        Within("\\/"),
    ],
    &[
        Within("''"),
        Within("\"\""),
        Within("\\'"),
        Within("``"),
        Within("\\x41"),
        Within("\\0"),
    ],
    // Quotation marks and brackets around the text.
    &[Around("\"", "\"")],
    &[Around("'", "'")],
    &[Around("(", ")")],
    &[Around("[", "]")],
    &[Around("{", "}")],
    &[Around("<", ">")],
    &[Around("`", "`")],
    &[Around("“", "”")],
    // Typography, and what becomes typography.
    &[
        Within("–"),
        Within("—"),
        Within("“"),
        Within("”"),
        Within("‘"),
        Within("’"),
        Within("…"),
        Within("«"),
        Within("»"),
        Within("„"),
        Within("−"),
        Within("×"),
        Within("©"),
    ],
    &[
        Within("--"),
        Within("..."),
        Within("(c)"),
        Within("->"),
        Within("1/2"),
        Within(":)"),
        Within("\"q\""),
        Within("'s"),
    ],
    // Normal forms of Unicode.
    &[Within("e\u{301}"), Within("\u{1100}\u{1161}"), Within("A\u{30a}")],
    &[Within("é"), Within("가"), Within("Å"), Within("ñ"), Within("ö")],
    &[
        Within("ﬁ"),
        Within("①"),
        Within("Ａ"),
        Within("²"),
        Within("\u{212b}"),
        Within("ｱ"),
        Within("½"),
        Within("ⅷ"),
    ],
    // Case, in both directions.
    &[
        Within("A"),
        Within("İ"),
        Within("Σ"),
        Within("Ǆ"),
        Within("\u{212a}"),
        Within("ß"),
        Within("ſ"),
        Within("ŉ"),
        Within("ı"),
    ],
    &[Around("A", "Z"), Within("B")],
    // Beyond 16 bits, control characters, and characters that are none.
    &[
        Within("😀"),
        Within("👨\u{200d}👩\u{200d}👧"),
        Within("🇩🇪"),
        Within("👍🏽"),
        Within("𝒳"),
        Within("𠮷"),
        Within("\u{10ffff}"),
    ],
    &[
        Within("\u{0}"),
        Within("\u{1}"),
        Within("\u{1f}"),
        Within("\u{7f}"),
        Within("\u{80}"),
        Within("\u{9f}"),
    ],
    &[
        Within("\u{fffd}"),
        Within("\u{ffff}"),
        Within("\u{e000}"),
        Within("\u{fdd0}"),
        Within("\u{d7ff}"),
    ],
    &[Within("\u{1b}[31m"), Within("\u{8}"), Within("\u{1b}[0m")],
    // Scripts, and text that looks wrongly decoded.
    &[Within("日本語"), Within("עברית"), Within("العربية"), Within("हिन्दी")],
    &[Within("Ã©"), Within("â€™"), Within("ï»¿"), Within("Â")],
    // Paths that are normalized.
    &[Around("./", "/"), Within("//"), Within("/./"), Within("/../")],
    &[Around("../", "\\"), Within("\\"), Within("/")],
    // Templates, markup of other languages, repetitions.
    &[
        Within("${a}"),
        Within("{{b}}"),
        Within("{}"),
        Within("{0}"),
        Within("%s"),
        Within("$1"),
        Within("$HOME"),
    ],
    &[
        Within("**"),
        Within("*"),
        Within("`"),
        Within("[a](b)"),
        Within("~~"),
        Within("# "),
    ],
    &[
        Within("';--"),
        Within("\",\""),
        Within("/*"),
        Within("*/"),
        Within("//"),
    ],
    &[
        Within("bb"),
        Within("!!!"),
        Within(" b b "),
        Within(":smile:"),
        Within("****"),
    ],
    &[
        Within("1,000"),
        Within("007"),
        Within("1.50"),
        Within("٣"),
        Within("３"),
    ],
    &[Within(" https://a.example/ "), Within(" a@b.example ")],
    // What is stripped from one of the ends.
    &[Around("@", ",")],
    &[Around("#", "/")],
    &[Around("$", ";")],
    &[Around("-", ":")],
    &[Around("+", "!")],
    &[Around("/", "?")],
    &[Around("~", "…")],
    &[Around("*", "*")],
    &[Around(".", "-")],
    &[Around("_", "_")],
    &[Around("=", "=")],
    &[Around("\\", "%")],
];
