//! Tells random letters and digits from words: the logarithm of how much more likely a token is as words than as random characters.
//!
//! Words are modelled by pairs of letters, learned from the identifiers and comments of published source code, and by how rarely
//! they change between lower case, upper case and digits. Random characters are drawn from the classes that occur in the token,
//! each with the same probability. The test at the end measures how often the judgement is wrong.

/// Tokens with fewer letters and digits are not judged: they hold too little to tell.
pub(super) const SHORTEST: usize = 8;

/// A part of a token is random in itself if the logarithm for it is below this one: words are joined to it.
const PART_LIMIT: f32 = -6.0;

/// So many hexadecimal digits are recognized inside a token, if they change between digits and letters so often.
const HEX_INSIDE: usize = 12;
const CHANGES_INSIDE: usize = 3;

/// For each letter, and in the last line for the start of a word: how much more likely than 1/26 each letter follows, in half bits
/// from `a` for -12 to `v` for 9.
const PAIRS: [&str; 27] = [
    "enonchldmaiqmpamapnrjjggje",
    "pilgpiefpibrigoianokpgaclc",
    "pflgpgepnanmhgrhemjpmfedia",
    "ohglshigrgclihnibmoinigfia",
    "ngnqkkjfhcenmpgliqqmgkhmfa",
    "pdjkpoharbdoihqibnmlnbccka",
    "oeharglopaamkoniaqnjoedbge",
    "rhhiseccqaaikhqeanjmlcgakc",
    "lkommlmaaafmmspkclnobmaham",
    "pcccslchnccchgpjccpjrcjccc",
    "nihktifiqaekhmkkfiqlihific",
    "pfglrhgcragpefphaelllidapa",
    "qlghreeaqaeimhoqdfnincacga",
    "nfoookrgndiigjmhchpqkkfagb",
    "iknmgjjdjejnorlmaqmmolmgfb",
    "pdigqfglnafpfdpnaqmomcebia",
    "fjikkakaaaalajiigjkjvajaaa",
    "pgklsijcpajilkpiblonljfcka",
    "mdmgqhhnpaikjhmndhoroficke",
    "oekgrgenraakfenhapollfgelb",
    "mnnkmlkbmaaonqinapppdaagae",
    "qcgguhgaqaaijdnhagifgaafcb",
    "rgikqhgoqahkcpohdonkdbiaea",
    "mepjqidlpaaijgkrfhkrgiemhe",
    "kkminihdpaamopmrajqoajkdkj",
    "qaheueagpaagjalaaalaggaajm",
    "ompnnmklnghmnllohopnmjleff",
];
const START: usize = 26;

/// An underscore joins words more often than it occurs in random characters.
const UNDERSCORE: f32 = 1.5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Upper,
    Lower,
}

fn class(byte: u8) -> Option<Class> {
    match byte {
        b'0'..=b'9' => Some(Class::Digit),
        b'A'..=b'Z' => Some(Class::Upper),
        b'a'..=b'z' => Some(Class::Lower),
        _ => None,
    }
}

/// Whether a token looks random, as a whole or in a part of it.
pub(super) fn is_random(token: &str) -> bool {
    let length = token.bytes().filter(u8::is_ascii_alphanumeric).count();
    if length < SHORTEST || token.bytes().all(|byte| !byte.is_ascii_alphabetic()) {
        return false;
    }
    let parts = token.split(|c: char| !c.is_ascii_alphanumeric());
    let is_random_part = |part: &str| part.len() >= SHORTEST && (is_hex(part) || evidence(part) < PART_LIMIT);
    is_hex(token) || holds_hex(token) || evidence(token) <= 0.0 || parts.into_iter().any(is_random_part)
}

/// Whether hexadecimal digits of one case stand in a token, behind or in front of letters that are none: `SK2bf691d5b687`.
fn holds_hex(token: &str) -> bool {
    let is_one = |run: &str| run.len() >= HEX_INSIDE && is_hex(run) && changes(run) >= CHANGES_INSIDE;
    ["abcdef", "ABCDEF"].iter().any(|letters| {
        let mut runs = token.split(|c: char| !(c.is_ascii_digit() || letters.contains(c)));
        runs.any(is_one)
    })
}

/// How often letters follow digits, or the other way round.
fn changes(token: &str) -> usize {
    let classes: Vec<Class> = token.bytes().filter_map(class).collect();
    classes.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Whether a token consists of hexadecimal digits of one case, in an order that no word or number has.
fn is_hex(token: &str) -> bool {
    let classes: Vec<Class> = token.bytes().filter_map(class).collect();
    let (digits, letters): (Vec<Class>, Vec<Class>) = classes.iter().partition(|class| **class == Class::Digit);
    let one_case = letters.windows(2).all(|pair| pair[0] == pair[1]);
    let hex = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    one_case
        && token.bytes().all(hex)
        && classes.len() >= SHORTEST
        && digits.len() >= 2
        && !letters.is_empty()
        && changes(token) >= 2
}

/// The logarithm to base 2 of the probability as words, divided by the one as random characters.
fn evidence(token: &str) -> f32 {
    // Words in capitals change their class as rarely as others.
    let folded = token
        .bytes()
        .all(|byte| !byte.is_ascii_lowercase())
        .then(|| token.to_ascii_lowercase());
    let token = folded.as_deref().unwrap_or(token);
    let has = |wanted: Class| token.bytes().any(|byte| class(byte) == Some(wanted));
    let size = |wanted: Class, size: f32| if has(wanted) { size } else { 0.0 };
    let alphabet = size(Class::Digit, 10.0) + size(Class::Upper, 26.0) + size(Class::Lower, 26.0);
    let mut sum = 0.0;
    let mut before: Option<(Class, u8)> = None;
    for byte in token.bytes() {
        let Some(now) = class(byte) else {
            before = None;
            sum += if byte == b'_' { UNDERSCORE } else { 0.0 };
            continue;
        };
        sum += alphabet.log2() + class_change(before.map(|(class, _)| class), now);
        sum += match now {
            Class::Digit => -10_f32.log2(),
            _ => pair(before.filter(|(class, _)| !starts_word(*class, now)), byte) - 26_f32.log2(),
        };
        before = Some((now, byte));
    }
    sum
}

fn starts_word(before: Class, now: Class) -> bool {
    before == Class::Digit || before == Class::Lower && now == Class::Upper
}

/// The logarithm of the probability that words go on with this class.
fn class_change(before: Option<Class>, now: Class) -> f32 {
    let probability: f32 = match (before, now) {
        (None, _) => 0.67,
        (Some(Class::Upper), Class::Upper) => 0.3,
        (Some(Class::Upper), Class::Lower) => 0.9,
        (Some(Class::Lower), Class::Upper) => 0.06,
        (Some(before), now) if before == now => 0.88,
        _ => 0.04,
    };
    probability.log2()
}

/// How much more likely a letter is after another one than 1/26, as a logarithm.
fn pair(before: Option<(Class, u8)>, letter: u8) -> f32 {
    let number = |letter: u8| usize::from(letter.to_ascii_lowercase() - b'a');
    let row = before.map_or(START, |(_, before)| number(before));
    let entry = PAIRS.get(row).and_then(|row| row.as_bytes().get(number(letter)));
    (f32::from(*entry.unwrap_or(&b'm')) - f32::from(b'm')) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::dice::Dice;

    const TOKENS: usize = 20_000;

    const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";

    /// How many of 100 random tokens of 8, 12, 16 and 24 characters may look like words, for each alphabet. `docs/recordings.md`
    /// shows the same table.
    fn limits() -> Vec<(&'static str, String, [f64; 4])> {
        let upper = LOWER.to_ascii_uppercase();
        let digits = "0123456789";
        vec![
            ("one case", LOWER.to_owned(), [2.0, 0.5, 0.15, 0.03]),
            ("letters", format!("{LOWER}{upper}"), [2.0, 0.5, 0.15, 0.03]),
            (
                "one case and digits",
                format!("{LOWER}{digits}"),
                [2.0, 0.5, 0.15, 0.03],
            ),
            (
                "letters and digits",
                format!("{LOWER}{upper}{digits}"),
                [2.0, 0.5, 0.15, 0.03],
            ),
            ("base32", format!("{upper}234567"), [2.0, 0.5, 0.15, 0.03]),
            ("base64url", format!("{LOWER}{upper}{digits}-_"), [25.0, 1.0, 0.3, 0.05]),
            ("hexadecimal", format!("{digits}abcdef"), [9.0, 2.0, 0.3, 0.03]),
        ]
    }

    #[test]
    fn random_tokens_are_recognized_at_the_documented_rates() {
        let mut dice = Dice::new();
        for (name, alphabet, limits) in limits() {
            for (length, limit) in [8, 12, 16, 24].into_iter().zip(limits) {
                let tokens = (0..TOKENS).map(|_| dice.draw(&alphabet, length));
                // A token without a letter, or shortened by `-` and `_`, is not judged.
                let missed = tokens.filter(|token| !is_random(token)).count();
                #[allow(clippy::cast_precision_loss)]
                let rate = missed as f64 * 100.0 / TOKENS as f64;
                assert!(rate <= limit, "{name}, {length} characters: {rate} % missed");
            }
        }
    }

    #[test]
    fn words_are_not_random() {
        for words in [
            "gpt-4o-mini-2024-07-18",
            "claude-3-5-sonnet-20241022",
            "get_weather_forecast",
            "maxCompletionTokens",
            "application",
            "x86_64-unknown-linux-gnu",
            "incomplete_details",
            "parallel_tool_calls",
            "HTTP_STATUS_CODES",
            "Rechtsschutzversicherung",
        ] {
            assert!(!is_random(words), "{words}: {}", evidence(words));
        }
        for random in [
            "ranking_options_xkqjzvbw",
            "qhzkwtfpjvqx",
            "Tr0ub4dor9Kx",
            "4f9a1c0de83b7725",
        ] {
            assert!(is_random(random), "{random}: {}", evidence(random));
        }
    }
}
