//! The rules of `rename_all`, as serde's derive applies them.

/// A rule of `rename_all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    /// A rule by the name that the attribute gives.
    pub(crate) fn parse(name: &str) -> Option<RenameRule> {
        Some(match name {
            "lowercase" => RenameRule::Lower,
            "UPPERCASE" => RenameRule::Upper,
            "PascalCase" => RenameRule::Pascal,
            "camelCase" => RenameRule::Camel,
            "snake_case" => RenameRule::Snake,
            "SCREAMING_SNAKE_CASE" => RenameRule::ScreamingSnake,
            "kebab-case" => RenameRule::Kebab,
            "SCREAMING-KEBAB-CASE" => RenameRule::ScreamingKebab,
            _ => return None,
        })
    }

    /// The name of a variant, which is assumed to be in `PascalCase`.
    pub(crate) fn of_variant(self, ident: &str) -> String {
        match self {
            RenameRule::Pascal => ident.to_owned(),
            RenameRule::Lower => ident.to_ascii_lowercase(),
            RenameRule::Upper => ident.to_ascii_uppercase(),
            RenameRule::Camel => with_lower_first(ident),
            RenameRule::Snake => {
                let mut snake = String::new();
                for (at, one) in ident.char_indices() {
                    if at > 0 && one.is_uppercase() {
                        snake.push('_');
                    }
                    snake.push(one.to_ascii_lowercase());
                }
                snake
            }
            RenameRule::ScreamingSnake => RenameRule::Snake.of_variant(ident).to_ascii_uppercase(),
            RenameRule::Kebab => RenameRule::Snake.of_variant(ident).replace('_', "-"),
            RenameRule::ScreamingKebab => RenameRule::ScreamingSnake.of_variant(ident).replace('_', "-"),
        }
    }

    /// The name of a field, which is assumed to be in `snake_case`.
    pub(crate) fn of_field(self, ident: &str) -> String {
        match self {
            RenameRule::Lower | RenameRule::Snake => ident.to_owned(),
            RenameRule::Upper | RenameRule::ScreamingSnake => ident.to_ascii_uppercase(),
            RenameRule::Pascal => {
                let mut pascal = String::new();
                let mut starts_word = true;
                for one in ident.chars() {
                    match one {
                        '_' => starts_word = true,
                        _ if starts_word => {
                            pascal.push(one.to_ascii_uppercase());
                            starts_word = false;
                        }
                        _ => pascal.push(one),
                    }
                }
                pascal
            }
            RenameRule::Camel => with_lower_first(&RenameRule::Pascal.of_field(ident)),
            RenameRule::Kebab => ident.replace('_', "-"),
            RenameRule::ScreamingKebab => RenameRule::ScreamingSnake.of_field(ident).replace('_', "-"),
        }
    }
}

fn with_lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => format!("{}{}", first.to_ascii_lowercase(), characters.as_str()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::RenameRule;

    const RULES: [&str; 8] = [
        "lowercase",
        "UPPERCASE",
        "PascalCase",
        "camelCase",
        "snake_case",
        "SCREAMING_SNAKE_CASE",
        "kebab-case",
        "SCREAMING-KEBAB-CASE",
    ];

    fn all(of: fn(RenameRule, &str) -> String, ident: &str) -> Vec<String> {
        RULES
            .iter()
            .map(|name| of(RenameRule::parse(name).unwrap(), ident))
            .collect()
    }

    #[test]
    fn variants_are_renamed_as_serde_does() {
        let expected = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            all(RenameRule::of_variant, "VeryTasty"),
            expected("verytasty VERYTASTY VeryTasty veryTasty very_tasty VERY_TASTY very-tasty VERY-TASTY")
        );
        assert_eq!(
            all(RenameRule::of_variant, "Z42"),
            expected("z42 Z42 Z42 z42 z42 Z42 z42 Z42")
        );
        assert_eq!(RenameRule::Snake.of_variant("HTTPCode"), "h_t_t_p_code");
    }

    #[test]
    fn fields_are_renamed_as_serde_does() {
        let expected = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            all(RenameRule::of_field, "very_tasty"),
            expected("very_tasty VERY_TASTY VeryTasty veryTasty very_tasty VERY_TASTY very-tasty VERY-TASTY")
        );
        assert_eq!(
            all(RenameRule::of_field, "z42"),
            expected("z42 Z42 Z42 z42 z42 Z42 z42 Z42")
        );
        assert_eq!(RenameRule::Camel.of_field("_x"), "x");
    }

    #[test]
    fn names_beyond_ascii_are_renamed_without_a_panic() {
        assert_eq!(RenameRule::Camel.of_variant("Über"), "Über");
        assert_eq!(RenameRule::Camel.of_field("_"), "");
    }
}
