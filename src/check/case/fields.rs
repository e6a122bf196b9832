//! Where the output of `Debug` shows values that were put into a text to be found there.

use super::shown::{Token, Tokens};
use std::collections::HashMap;

/// Unique numbers, each for one member of the text, by its index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbering {
    first: usize,
    step: usize,
}

impl Numbering {
    /// Numbers of five digits, which are found in strings too, and which 16-bit integers and an `f32` can hold.
    pub(super) const WIDE: Numbering = Numbering {
        first: 31_013,
        step: 17,
    };
    /// Numbers that 8-bit integers can hold.
    pub(super) const NARROW: Numbering = Numbering { first: 41, step: 1 };

    /// Numbers from the lowest on that a document may allow, as small as they can be.
    pub(super) fn from(lowest: usize) -> Numbering {
        Numbering {
            first: lowest.max(3),
            step: 2,
        }
    }

    pub(super) fn number(self, index: usize) -> usize {
        self.first + self.step * index
    }

    /// The indices of the members whose numbers are in a token.
    fn indices(self, token: &str, most: usize) -> impl Iterator<Item = usize> + '_ {
        let runs = token.split(|character: char| !character.is_ascii_digit());
        runs.filter_map(move |digits| {
            let above = digits.parse::<usize>().ok()?.checked_sub(self.first)?;
            let index = above / self.step;
            let is_own = above.is_multiple_of(self.step) && digits.len() == self.number(index).to_string().len();
            (is_own && index < most).then_some(index)
        })
    }
}

/// The names of the fields around each member that is shown, outermost first, by the member's index; empty if it is shown twice.
/// There are `most` members.
pub(super) fn fields(shown: &str, numbering: Numbering, most: usize) -> HashMap<usize, Vec<&str>> {
    let mut found: HashMap<usize, Vec<&str>> = HashMap::new();
    // The current field of each open bracket.
    let mut open: Vec<Option<&str>> = vec![None];
    let mut tokens = Tokens { rest: shown };
    let mut name = None;
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) | Token::Text(word) => {
                for member in numbering.indices(word, most) {
                    let fields = match found.contains_key(&member) {
                        true => Vec::new(),
                        false => open.iter().copied().flatten().collect(),
                    };
                    found.insert(member, fields);
                }
            }
            Token::Sign(':') if tokens.rest.starts_with(' ') => {
                if let Some(last) = open.last_mut() {
                    *last = name;
                }
            }
            Token::Sign(',') => {
                if let Some(last) = open.last_mut() {
                    *last = None;
                }
            }
            Token::Sign('(' | '[' | '{') => open.push(None),
            Token::Sign(')' | ']' | '}') if open.len() > 1 => drop(open.pop()),
            Token::Sign(_) => {}
        }
        name = match token {
            Token::Word(word) => Some(word),
            _ => None,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_value_is_shown_in_the_fields_around_it() {
        let shown =
            r#"Run { a: Some(31013), r#b: Wrap("x: \"own31030\", "), c: [D { e: 31047.0 }], f: {"g": 31064}, h: 5 }"#;
        let found = fields(shown, Numbering::WIDE, 64);
        let paths: Vec<Vec<&str>> = (0..5)
            .map(|member| found.get(&member).cloned().unwrap_or_default())
            .collect();
        assert_eq!(paths, [vec!["a"], vec!["r#b"], vec!["c", "e"], vec!["f"], vec![]]);
    }

    #[test]
    fn a_value_that_is_shown_twice_is_in_no_field() {
        assert_eq!(
            fields("Run { a: 31013, b: 31013 }", Numbering::WIDE, 64).get(&0),
            Some(&vec![])
        );
        assert_eq!(fields("] 31013 }) \"", Numbering::WIDE, 64).get(&0), Some(&vec![]));
    }

    #[test]
    fn narrow_numbers_are_found_as_a_whole() {
        let found = fields("Color { red: 42, green: 141, blue: 43.0 }", Numbering::NARROW, 64);
        assert_eq!(found.get(&1), Some(&vec!["red"]));
        assert_eq!(found.get(&2), Some(&vec!["blue"]));
        assert_eq!(found.len(), 2);
    }
}
