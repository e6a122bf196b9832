//! The words of a name, in whatever case it is written.

/// A name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NameWords {
    /// Its words in lower case and in the singular.
    pub(super) stems: Vec<String>,
    /// All letters and digits in lower case.
    pub(super) joined: String,
    /// The stems without those that say nothing about the subject, joined; all of them if none is left.
    pub(super) core: String,
    /// All stems, joined.
    pub(super) stemmed: String,
    /// The stems without fillers at the end, joined.
    pub(super) trimmed: String,
    /// The core without the words for the use of a type as well.
    pub(super) subject: String,
}

/// Words that authors add to a name, or leave out, without meaning something else.
const FILLERS: &[&str] = &[
    "data", "detail", "dto", "enum", "info", "inner", "item", "kind", "model", "obj", "object", "payload", "schema",
    "spec", "struct", "type", "value",
];
/// Words that tell the use of a type rather than its subject.
const ROLES: &[&str] = &[
    "arg",
    "body",
    "input",
    "option",
    "output",
    "param",
    "parameter",
    "query",
    "request",
    "resource",
    "response",
    "result",
];

impl NameWords {
    pub(super) fn new(name: &str) -> NameWords {
        NameWords::of_parts(&[name])
    }

    /// The words of several names, one after the other.
    pub(super) fn of_parts(parts: &[&str]) -> NameWords {
        let words: Vec<String> = parts.iter().flat_map(|part| split(part)).collect();
        let stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
        let without = |lists: &[&[&str]]| {
            let is_left_out = |stem: &String| lists.iter().any(|list| list.contains(&stem.as_str()));
            let rest: String = stems.iter().filter(|stem| !is_left_out(stem)).cloned().collect();
            if rest.is_empty() { stems.concat() } else { rest }
        };
        let is_filler = |stem: &String| FILLERS.contains(&stem.as_str());
        let trimmed = stems.len() - stems.iter().rev().take_while(|stem| is_filler(stem)).count();
        NameWords {
            stemmed: stems.concat(),
            trimmed: stems.get(..trimmed.max(1)).unwrap_or_default().concat(),
            joined: words.concat(),
            core: without(&[FILLERS]),
            subject: without(&[FILLERS, ROLES]),
            stems,
        }
    }
}

impl NameWords {
    /// Whether another name has all its words.
    pub(super) fn is_inside(&self, other: &NameWords) -> bool {
        self.stems.iter().all(|stem| other.stems.contains(stem))
    }

    /// Its words that tell the use of a type.
    pub(super) fn roles(&self) -> impl Iterator<Item = &String> {
        self.stems.iter().filter(|stem| ROLES.contains(&stem.as_str()))
    }
}

/// How much a word says about the subject of a name, from 0 to 1.
pub(super) fn tellingness(stem: &str) -> f64 {
    match stem {
        _ if FILLERS.contains(&stem) => 0.15,
        _ if ROLES.contains(&stem) => 0.4,
        _ => 1.0,
    }
}

/// A key or a word without case and separators. A sign in front of it stays, as in `+1`.
pub(super) fn normalized(text: &str) -> String {
    let mut plain = String::new();
    for char in text.chars() {
        let is_separator = matches!(char, '_' | '-' | '.' | ' ' | '/' | ':');
        if !is_separator || plain.is_empty() {
            plain.extend(char.to_lowercase());
        }
    }
    plain
}

/// The words of a name in lower case: separators and changes of case part them.
fn split(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, char) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + 1).copied();
        let starts = before.is_some_and(|before| {
            // `fooBar`, and the last capital of `IPAMConfig`.
            char.is_uppercase()
                && (before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && after.is_some_and(char::is_lowercase)))
        });
        if starts || !char.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| char.is_alphanumeric()) {
            word.extend(char.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A word in the singular, roughly: both sides of a comparison go through it.
fn stem(word: &str) -> String {
    let cut = |count: usize| word[..word.len() - count].to_owned();
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match word {
        _ if !word.is_ascii() || word.len() < 4 || ends(&["ss", "us", "is"]) => word.to_owned(),
        _ if word.len() > 4 && ends(&["ies"]) => cut(3) + "y",
        _ if ends(&["sses", "xes", "ches", "shes"]) => cut(2),
        _ if ends(&["s"]) => cut(1),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_separators_and_number_do_not_matter() {
        let words = |name| NameWords::new(name).stems.join(" ");
        assert_eq!(words("IPAMConfig"), "ipam config");
        assert_eq!(words("pull-request_reviews"), "pull request review");
        assert_eq!(words("IDResponse"), words("IdResponse"));
        assert_eq!(words("Policies"), "policy");
        assert_eq!(
            NameWords::new("OAuth2Flow").joined,
            NameWords::new("oauth2_flow").joined
        );
    }

    #[test]
    fn fillers_do_not_count_unless_there_is_nothing_else() {
        assert_eq!(NameWords::new("PetObject").core, "pet");
        assert_eq!(NameWords::new("ObjectType").core, "objecttype");
    }

    #[test]
    fn keys_are_compared_without_case() {
        assert_eq!(normalized("EndpointsConfig"), normalized("endpoints_config"));
        assert_eq!(normalized("-1"), "-1");
    }
}
