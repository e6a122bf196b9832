//! The output of `Debug`, in tokens.

/// The tokens of a text that `Debug` wrote.
pub(in crate::check) struct Tokens<'s> {
    pub(in crate::check) rest: &'s str,
}

#[derive(Clone, Copy)]
pub(in crate::check) enum Token<'s> {
    /// A name or a number.
    Word(&'s str),
    /// A string, without its quotes.
    Text(&'s str),
    /// Any other character, except white space.
    Sign(char),
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        let rest = self.rest.trim_start();
        let first = rest.chars().next()?;
        let (token, end) = if is_in_name(first) {
            let end = rest.find(|character| !is_in_name(character)).unwrap_or(rest.len());
            (Token::Word(&rest[..end]), end)
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|character| {
                let ends = character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                ends
            });
            let end = end.map_or(rest.len(), |end| end + 1);
            (Token::Text(&rest[1..end]), (end + 1).min(rest.len()))
        } else {
            (Token::Sign(first), first.len_utf8())
        };
        self.rest = &rest[end..];
        Some(token)
    }
}

/// Whether a character may be part of a name or a number.
pub(in crate::check) fn is_in_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '#' | '.')
}

/// Whether a field or variant has the name of a key or word, in any of the spellings that Rust allows.
pub(in crate::check) fn is_for(field: &str, key: &str) -> bool {
    fn plain(name: &str) -> impl Iterator<Item = char> {
        let letters = name.chars().filter(|character| character.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    }
    let bare = ["r#", "r_"].into_iter().filter_map(|prefix| field.strip_prefix(prefix));
    plain(field).eq(plain(key)) || bare.map(plain).any(|field| field.eq(plain(key)))
}
