//! From the attributes as rustdoc prints them to what they mean.

use super::attributes::{ContainerAttributes, FieldAttributes, Rename, Tagging};
use super::tokens::{Token, tokens};

/// One setting inside `#[serde(…)]`.
#[derive(Debug, Default)]
struct Setting {
    name: String,
    /// `name = "value"`.
    value: Option<String>,
    /// `name(key = "value", …)`.
    inner: Vec<(String, String)>,
}

/// The settings of one attribute; `None` if it is not serde's.
fn settings(attribute: &str) -> Option<Vec<Setting>> {
    let tokens = tokens(attribute);
    let mut rest = tokens.iter().peekable();
    let is_serde = |token: &&Token| matches!(token, Token::Word(word) if word == "serde");
    for expected in ['#', '['] {
        rest.next_if(|token| **token == Token::Sign(expected))?;
    }
    rest.next_if(is_serde)?;
    rest.next_if(|token| **token == Token::Sign('('))?;
    let mut settings = Vec::new();
    let mut setting = Setting::default();
    let mut inner_name: Option<String> = None;
    let mut depth = 0usize;
    for token in rest {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => break,
            },
            Token::Sign(',') if depth == 0 => settings.push(std::mem::take(&mut setting)),
            Token::Word(word) if depth == 0 && setting.name.is_empty() => setting.name.clone_from(word),
            Token::Text(text) if depth == 0 => setting.value = Some(text.clone()),
            Token::Word(word) => inner_name = Some(word.clone()),
            Token::Text(text) => setting
                .inner
                .push((inner_name.take().unwrap_or_default(), text.clone())),
            Token::Sign(_) => {}
        }
    }
    settings.push(setting);
    settings.retain(|setting| !setting.name.is_empty());
    Some(settings)
}

impl Setting {
    /// `name = "x"`, or `name(serialize = "x", deserialize = "y")`.
    fn rename(&self, into: &mut Rename) {
        let of = |key: &str| {
            self.inner
                .iter()
                .rev()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.clone())
        };
        let read = self.value.clone().or_else(|| of("deserialize"));
        let write = self.value.clone().or_else(|| of("serialize"));
        into.read = read.or(into.read.take());
        into.write = write.or(into.write.take());
    }
}

/// All settings of serde, with the texts of their attributes.
fn all_settings<'a>(attributes: impl Iterator<Item = &'a str>) -> (Vec<Setting>, Vec<String>) {
    let mut all = Vec::new();
    let mut texts = Vec::new();
    for attribute in attributes {
        if let Some(found) = settings(attribute) {
            all.extend(found);
            texts.push(attribute.to_owned());
        }
    }
    (all, texts)
}

impl ContainerAttributes {
    pub(super) fn parse<'a>(attributes: impl Iterator<Item = &'a str>) -> ContainerAttributes {
        let (settings, texts) = all_settings(attributes);
        let mut parsed = ContainerAttributes {
            texts,
            ..ContainerAttributes::default()
        };
        let mut tag = None;
        let mut content = None;
        let mut is_untagged = false;
        for setting in settings {
            match setting.name.as_str() {
                "rename" => setting.rename(&mut parsed.rename),
                "rename_all" => setting.rename(&mut parsed.rename_all),
                "rename_all_fields" => setting.rename(&mut parsed.rename_all_fields),
                "tag" => tag = setting.value,
                "content" => content = setting.value,
                "untagged" => is_untagged = true,
                "deny_unknown_fields" => parsed.denies_unknown = true,
                "transparent" => parsed.is_transparent = true,
                "default" => parsed.has_default = true,
                "from" => parsed.conversion.from = setting.value,
                "try_from" => parsed.conversion.try_from = setting.value,
                "into" => parsed.conversion.into = setting.value,
                "remote" => parsed.remote = setting.value,
                "field_identifier" | "variant_identifier" => parsed.is_identifier = true,
                _ => {}
            }
        }
        parsed.tagging = match (tag, content) {
            _ if is_untagged => Tagging::Untagged,
            (Some(tag), Some(content)) => Tagging::Adjacent { tag, content },
            (Some(tag), None) => Tagging::Internal { tag },
            (None, _) => Tagging::External,
        };
        parsed
    }
}

impl FieldAttributes {
    pub(super) fn parse<'a>(attributes: impl Iterator<Item = &'a str>) -> FieldAttributes {
        let (settings, texts) = all_settings(attributes);
        let mut parsed = FieldAttributes {
            texts,
            ..FieldAttributes::default()
        };
        for setting in settings {
            let value = setting.value.clone();
            match setting.name.as_str() {
                "rename" => setting.rename(&mut parsed.rename),
                "rename_all" => setting.rename(&mut parsed.rename_all),
                "alias" => parsed.aliases.extend(value),
                "default" => parsed.has_default = true,
                "skip" => {
                    parsed.skips_reading = true;
                    parsed.skips_writing = true;
                }
                "skip_deserializing" => parsed.skips_reading = true,
                "skip_serializing" => parsed.skips_writing = true,
                "skip_serializing_if" => parsed.skips_writing_if = value,
                "flatten" => parsed.is_flattened = true,
                "with" => {
                    // serde takes the functions of that module.
                    parsed.read_with.clone_from(&value);
                    parsed.write_with = value;
                }
                "deserialize_with" => parsed.read_with = value,
                "serialize_with" => parsed.write_with = value,
                "other" => parsed.is_other = true,
                "untagged" => parsed.is_untagged = true,
                "deny_unknown_fields" => parsed.denies_unknown = true,
                _ => {}
            }
        }
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(text: &str) -> ContainerAttributes {
        ContainerAttributes::parse(std::iter::once(text))
    }

    fn field(texts: &[&str]) -> FieldAttributes {
        FieldAttributes::parse(texts.iter().copied())
    }

    #[test]
    fn names_may_differ_for_reading_and_writing() {
        let parsed = field(&["#[serde(rename(serialize = \"w\", deserialize = \"r\"), alias = \"a\", alias = \"b\")]"]);
        assert_eq!(parsed.rename.read.as_deref(), Some("r"));
        assert_eq!(parsed.rename.write.as_deref(), Some("w"));
        assert_eq!(parsed.aliases, ["a", "b"]);
        let parsed = field(&["#[serde(rename = \"\")]"]);
        assert_eq!(parsed.rename.read.as_deref(), Some(""));
    }

    #[test]
    fn line_breaks_and_several_attributes_are_read() {
        let parsed = field(&[
            "#[serde(default,\nskip_serializing_if =\n\"Option::is_none\")]",
            "#[doc(hidden)]",
            "#[serde(with =\n\":: serde_with :: As :: < Option < :: serde_with :: DisplayFromStr > >\")]",
        ]);
        assert!(parsed.has_default && !parsed.is_flattened);
        assert_eq!(parsed.skips_writing_if.as_deref(), Some("Option::is_none"));
        assert!(parsed.read_with.unwrap().contains("serde_with"));
        assert_eq!(parsed.texts.len(), 2);
    }

    #[test]
    fn a_setting_inside_another_one_is_none_of_its_own() {
        let parsed =
            container("#[serde(bound(deserialize = \"T: untagged\"), rename_all(deserialize = \"camelCase\"))]");
        assert_eq!(parsed.tagging, Tagging::External);
        assert_eq!(parsed.rename_all.read.as_deref(), Some("camelCase"));
        assert_eq!(parsed.rename_all.write, None);
    }

    #[test]
    fn tagging_is_read() {
        let tag = || "t".to_owned();
        assert_eq!(
            container("#[serde(tag = \"t\")]").tagging,
            Tagging::Internal { tag: tag() }
        );
        let adjacent = Tagging::Adjacent {
            tag: tag(),
            content: "c".to_owned(),
        };
        assert_eq!(container("#[serde(content = \"c\", tag = \"t\")]").tagging, adjacent);
        assert_eq!(container("#[serde(untagged)]").tagging, Tagging::Untagged);
        assert_eq!(container("#[serde_with(untagged)]").tagging, Tagging::External);
    }
}
