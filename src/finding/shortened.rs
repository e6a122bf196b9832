//! JSON texts as long as a report can use.

/// Longer texts are cut.
const MAX_BYTES: usize = 160;
/// What two texts have in common is shown for so many characters in front of the first difference.
const IN_FRONT: usize = 12;

/// The beginning of a JSON text.
pub(crate) fn shortened(text: impl AsRef<str>) -> String {
    let text = text.as_ref();
    if text.len() <= MAX_BYTES {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(MAX_BYTES)])
}

/// Two JSON texts that differ, as far as a report can use them. Where one is too long, both begin shortly before their first
/// difference, if the beginnings alone would look the same.
pub(crate) fn shortened_pair(one: &str, other: &str) -> (String, String) {
    let is_long = one.len().max(other.len()) > MAX_BYTES;
    let start = if is_long {
        without_beginning(one, other, MAX_BYTES)
    } else {
        0
    };
    let cut = |text: &str| match start {
        0 => shortened(text),
        _ => format!("…{}", shortened(&text[start..])),
    };
    (cut(one), cut(other))
}

/// How much of the beginning of two texts to leave out, so that `most` characters of the rest show the first difference.
pub(crate) fn without_beginning(one: &str, other: &str, most: usize) -> usize {
    let pairs = one.char_indices().zip(other.chars());
    let alike: Vec<usize> = pairs.take_while(|((_, a), b)| a == b).map(|((at, _), _)| at).collect();
    match alike.len() + IN_FRONT <= most {
        true => 0,
        false => alike[alike.len().saturating_sub(IN_FRONT)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_long_texts_are_shown_where_they_differ() {
        let (long, cut) = ("é".repeat(1_000), "é".repeat(300));
        let (one, other) = shortened_pair(&format!("\"{long}\""), &format!("\"{cut}\""));
        assert_eq!(other, format!("…{}\"", "é".repeat(12)));
        assert!(
            one.starts_with(&format!("…{}", "é".repeat(13))) && one.ends_with('…'),
            "{one}"
        );
    }

    #[test]
    fn texts_that_differ_at_once_and_short_texts_keep_their_beginning() {
        let long = "b".repeat(500);
        assert_eq!(shortened_pair("\"a\"", &long), ("\"a\"".to_owned(), shortened(&long)));
        let alike = "a".repeat(100);
        let (one, other) = (format!("{alike}1"), format!("{alike}2"));
        assert_eq!(shortened_pair(&one, &other), (one.clone(), other.clone()));
        assert_eq!(without_beginning(&one, &other, 40), 88);
    }
}
