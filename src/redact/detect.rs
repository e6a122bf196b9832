//! Finds secrets in text: by their form, by the word before them, or because they look random.

use super::entropy::{SHORTEST, is_random};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that announce a secret, as in `token: …`.
const NAMES: &str = r"(?:proxy[-_ ]?)?authorization|(?:set[-_ ]?)?cookies?|x[-_]api[-_]key|api[-_ ]?keys?|apikey|access[-_ ]?keys?(?:[-_ ]?id)?|account[-_ ]?key|shared[-_ ]?access[-_ ]?(?:key|signature)|private[-_ ]?key|client[-_ ]?secret|secrets?(?:[-_ ]?key)?|passw(?:or)?d|passphrase|passwd|pwd|pin|otp|tokens?|bearer|credentials?|signature|sig|session(?:[-_ ]?id)?|sid|csrf|xsrf|jsessionid|phpsessid|__cf_bm|_cfuvid|webhook";

/// Words that announce a secret which may contain spaces.
const PASSWORDS: &str =
    r"passw(?:or)?d|passphrase|passwd|pwd|seed[-_ ]?phrase|mnemonic|recovery[-_ ]?(?:phrase|key|code)s?";

/// Tokens with a prefix that tells what they are, such as `ghp_`.
const MARKED: &str = concat!(
    // Keys are ASCII. With the classes of Unicode the automaton is too large to be built, and the search that remains is a thousand
    // times slower.
    r"(?-u)\b(?:sk|pk|rk|ak|sess|key|gsk|xai|pplx|tvly|org|proj|user|sec|pat|tok|secret|token|whsec|rpa|ark|csk|fw|nvapi|together)[-_][A-Za-z0-9_-]{8,}",
    r"|\bgh[pousr]_[A-Za-z0-9_]{8,}|\bgithub_pat_\w+|\bgl(?:pat|ptt|sa|rt|dt|cbt)[-_][\w-]{8,}",
    r"|\bx(?:ox[a-z]|app)-[\w-]{6,}|\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{8,}|\bAIza[\w-]{10,}",
    r"|\bya29\.[\w.-]+|\b1//[\w-]{10,}|\bGOCSPX-[\w-]+|\bnpm_\w{8,}|\bpypi-[\w-]{8,}|\bhf_\w{8,}|\bSG\.[\w.-]{8,}",
    r"|\bdo[opr]_v1_\w+|\bshp(?:at|ca|pa|ss)_\w+|\bsq0[a-z]{3}-[\w-]+|\bEAA\w{12,}|\bAC[0-9a-fA-F]{32}\b|\br8_\w{8,}",
    r"|\b(?:lin_api|ntn|secret|rubygems|sntry[su]?|dckr_pat|dop|figd|glc|nfp|sbp|phc|phx|pscale_\w+|vercel|cfut|PMAK|ATATT|ATCTT)[-_][\w-]{8,}",
    r"|\bdapi[0-9a-f]{16,}|\bhv[sb]\.[\w-]+|\bAGE-SECRET-KEY-\w+|\b[0-9]{8,10}:AA[\w-]{30,}|\beyJ[\w-]{4,}(?:\.[\w-]*){0,4}",
    r"|\bssh-(?:rsa|ed25519|dss)\s+[A-Za-z0-9+/=]+|\bLTAI\w{8,}|\b[MNO][\w-]{23}\.[\w-]{6}\.[\w-]{27,}",
);

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        // A key in PEM armour, possibly cut off.
        r"(?s)-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|\z)".to_owned(),
        // A header with a secret, up to the end of the line.
        r#"(?im)(?:authorization|cookie2?|x-api-key|api-key|x-[a-z-]*(?:token|key|secret))["']?\s*[:=]\s*([^\r\n]+)"#.to_owned(),
        // A password may contain spaces: up to the end of the line.
        format!(r#"(?i)(?:{PASSWORDS})[a-z0-9_-]*\\*["']?\s*(?:[:=]|=>)\s*([^\r\n]+)"#),
        // Latitude and longitude.
        r"[-+]?\d{1,3}\.\d{2,}°?\s*[NS]?\s*[,;/|\s]\s*[-+]?\d{1,3}\.\d{2,}°?".to_owned(),
        r#"\d{1,3}\s*°\s*\d{1,2}(?:\.\d+)?\s*['′](?:\s*\d{1,2}(?:\.\d+)?\s*["″])?"#.to_owned(),
        r"(?i)\b(?:bearer|basic|token|digest|apikey|negotiate)\s+([A-Za-z0-9._~+/=-]{4,})".to_owned(),
        MARKED.to_owned(),
        r"[\p{L}\p{N}._%+'-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*".to_owned(),
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?".to_owned(),
        r"(?i)(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?:\.\d+){0,3}|(?:[0-9a-f]{1,4}:)+(?::[0-9a-f]{1,4})+|::(?:[0-9a-f]{1,4}:)*[0-9a-f]{1,4}|(?:[0-9a-f]{2}-){5}[0-9a-f]{2}".to_owned(),
        r#"(?i)\b[a-z][a-z0-9+.-]*://[^\s/@"'<>]*[:@][^\s"'<>]*@[^\s"'<>]+|\b[a-z][a-z0-9+.-]*://[^\s/@"'<>]+@[^\s"'<>]+"#.to_owned(),
        r#"[?&][^=\s&?"'<>]+=([^\s&"'<>#]{4,})"#.to_owned(),
        // Numbers of cards, accounts and telephones.
        r"\+?[0-9](?:[ ().-]{0,2}[0-9]){8,}".to_owned(),
    ];
    patterns
        .iter()
        .map(|pattern| Regex::new(pattern).unwrap_or_else(|error| unreachable!("{error}")))
        .collect()
});

/// A name that announces a secret, and the start of its value: in double quotes, in single quotes, or up to the next space.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?im)(?:{NAMES})[a-z0-9_-]*\\*["']?\s*(?:[:=]|=>|\bis\b|\bwas\b)\s*\\*(?:"([^"\r\n]+)|(')|"?([^\s"'<>]+))"#
    ))
});

/// The same numbers in the digits of any script, which takes far longer to search for.
static FOREIGN_NUMBERS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\+?\d(?:[ ().-]{0,2}\d){8,}"));

static TOKENS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9+/=_~.$!@%^&*-]{8,}"));

/// Keys whose value is a secret, whatever it looks like.
static SENSITIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|[^a-z]|_)(?:{NAMES})(?:$|[^a-z])|(?i)(?:password|secret|apikey|token|credential|privatekey|accesskey|authorization|cookie)$|(?i)^(?:lat|latitude|lon|long|lng|longitude|geo|location|coords?|coordinates?)$"
    ))
});

/// Ids with a prefix, such as `user_…`, and UUIDs.
static IDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:run|thread|asst|msg|step|call|file|vs|vsfs|vsfb|ft|ftjob|org|proj|user|req|batch|resp|chatcmpl|cmpl|fc|rs|evt|assistant|tool)[-_][A-Za-z0-9]{6,}\b|\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| unreachable!("{error}"))
}

/// The ranges of the secrets in a text, in order and without overlaps.
pub(super) fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = marked(text);
    TOKENS
        .find_iter(text)
        .for_each(|token| random_parts(token.as_str(), token.start(), &mut found));
    merged(found)
}

/// The token, if it looks random as a whole, or its parts that do: the steps of a path, the values of a query.
fn random_parts(token: &str, start: usize, found: &mut Vec<Range<usize>>) {
    if is_random(token) {
        found.push(start..start + token.len());
        return;
    }
    let mut at = 0;
    for part in token.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
        if part.len() >= SHORTEST && is_random(part) {
            found.push(start + at..start + at + part.len());
        }
        at += part.len() + 1;
    }
}

/// The ranges of the secrets that are recognized by their form or by the word before them.
pub(super) fn marked(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for pattern in PATTERNS.iter() {
        for captures in pattern.captures_iter(text) {
            // The group is the secret itself, without the word before it.
            let group = captures.iter().skip(1).flatten().next();
            found.extend(group.or_else(|| captures.get(0)).map(|secret| secret.range()));
        }
    }
    named(text, &mut found);
    if !text.is_ascii() {
        found.extend(FOREIGN_NUMBERS.find_iter(text).map(|number| number.range()));
    }
    merged(found)
}

/// The ranges of the secrets behind a name that announces them. The end of single quotes is not searched for by the pattern, which
/// would do so up to the end of the line for each of them.
fn named(text: &str, found: &mut Vec<Range<usize>>) {
    let (mut at, mut line, mut is_open) = (0, 0, false);
    while let Some(captures) = NAMED.captures_at(text, at) {
        let Some(whole) = captures.get(0) else { return };
        if let Some(value) = captures.get(1).or(captures.get(3)) {
            found.push(value.range());
            at = whole.end();
            continue;
        }
        let start = whole.end();
        if start > line {
            line = start + text[start..].find(['\r', '\n']).unwrap_or(text.len() - start);
            is_open = false;
        }
        let closing = (!is_open).then(|| closing_quote(text, start..line)).flatten();
        let end = closing.unwrap_or_else(|| {
            // No quote ends on this line: the value ends with its word.
            is_open = true;
            let word = text[start..line].find(|c: char| c.is_whitespace() || "\"'<>".contains(c));
            word.map_or(line, |word| start + word)
        });
        found.extend((end > start || closing.is_some()).then_some(start..end));
        at = end.max(whole.end());
    }
}

/// The first single quote in a range that a value in quotes can end with.
fn closing_quote(text: &str, range: Range<usize>) -> Option<usize> {
    let quotes = text[range.clone()].match_indices('\'').map(|(at, _)| range.start + at);
    let ends = |at: &usize| match text[at + 1..].chars().next() {
        Some(behind) => behind.is_whitespace() || ",;)]}".contains(behind),
        None => true,
    };
    quotes.into_iter().find(ends)
}

/// The ranges of the ids in a text.
pub(super) fn ids(text: &str) -> Vec<Range<usize>> {
    IDS.find_iter(text).map(|id| id.range()).collect()
}

/// Whether the value of a key is a secret.
pub(super) fn is_sensitive(key: &str) -> bool {
    SENSITIVE.is_match(key)
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_single_quotes_ends_with_them_or_with_its_word() {
        let of = |text: &str| {
            let mut found = Vec::new();
            named(text, &mut found);
            found
                .into_iter()
                .map(|range| text[range].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("pin: 'a b', sid='it's so' pwd='c'"), ["a b", "it's so", "c"]);
        assert_eq!(of("pwd='a b pwd='c d\npwd='e f'"), ["a", "c", "e f"]);
        assert_eq!(of("pwd=' x' pwd='' token is \"a b\" otp=7"), [" x", "", "a b", "7"]);
        assert!(of("pwd='\n").is_empty());
        // As many quotes as words, none of which ends: each line is searched once. For each of its words it would take minutes.
        let many = "password='x ".repeat(20_000);
        assert_eq!(of(&many).len(), 20_000);
    }

    #[test]
    fn secrets_are_found_and_words_are_not() {
        for text in [
            "sk-proj-Zq81hfPwLx02mNvTbR77",
            "AKIAQ3EGRZ7WPLNBXT5K",
            "Authorization: Basic dXNlcjpodW50ZXIy",
            "password=correct-horse",
            "mail to someone.else@firm.example today",
            "from 203.0.113.77",
            "at 2001:db8:0:1::7f",
            "https://bob:letmein@host.example/x",
            "4f9a1c0de83b7725d1f06a5c9be412aa",
            "+49 170 5550 1234",
            "٠١٧٠ ٥٥٥٠ ١٢٣٤",
            "ésk-proj-Zq81hfPwLx02mNvTbR77",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
            "Tr0ub4dor9Kx",
            "password='A B C'",
            "password=a,b;c&d",
            "Passphrase: correct horse battery",
            "at 52.5200, 13.4050 sharp",
            "52° 31' 12\" N",
            "https://host.example/very/long/path/of/words/x7Gq2LmZ9pRt",
        ] {
            assert_eq!(secrets(text).len(), 1, "{text}: {:?}", secrets(text));
        }
        for text in [
            "gpt-4o-mini-2024-07-18",
            "default_2024_08_21",
            "The quick brown fox",
            "get_weather_forecast",
            "/usr/lib/python3/dist-packages",
            "code_interpreter",
            "reasoning_effort",
            "ranking_options",
            "prompt_token_details",
        ] {
            assert!(secrets(text).is_empty(), "{text}: {:?}", secrets(text));
        }
    }
}
