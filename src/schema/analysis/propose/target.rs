//! JSONPaths (RFC 9535) to places of a document.

use crate::schema::pointer::unescape;
use serde_json::Value;

/// The JSONPath of a JSON pointer into `document`; `None` if it leads nowhere.
pub(super) fn path(document: &Value, pointer: &str) -> Option<String> {
    let mut path = "$".to_owned();
    let mut value = document;
    for token in pointer.split('/').skip(1) {
        let token = unescape(token);
        match value {
            Value::Array(items) => {
                value = items.get(token.parse::<usize>().ok()?)?;
                path += &format!("[{token}]");
            }
            Value::Object(members) => {
                value = members.get(token.as_ref())?;
                path += &match is_name(&token) {
                    true => format!(".{token}"),
                    false => format!("[{}]", quoted(&token)),
                };
            }
            _ => return None,
        }
    }
    Some(path)
}

/// The JSONPath of the strings in an array that are `text`.
pub(super) fn members(document: &Value, pointer: &str, text: &str) -> Option<String> {
    Some(format!("{}[?@=={}]", path(document, pointer)?, quoted(text)))
}

fn is_name(token: &str) -> bool {
    let mut letters = token.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => out += &format!("\\u{:04x}", u32::from(letter)),
            letter => out.push(letter),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use serde_json_path::JsonPath;

    #[test]
    fn a_path_leads_to_where_its_pointer_leads() {
        let document = json!({"a": {"it's": [0, {"x-y/z": {"\u{1}\\": "here"}}]}});
        let pointer = "/a/it's/1/x-y~1z/\u{1}\\";
        let path = path(&document, pointer).unwrap();
        let found = JsonPath::parse(&path)
            .unwrap()
            .query(&document)
            .exactly_one()
            .unwrap()
            .clone();
        assert_eq!(found, "here");
        let list = json!({"required": ["a'b", "c"]});
        let path = members(&list, "/required", "a'b").unwrap();
        assert_eq!(JsonPath::parse(&path).unwrap().query(&list).all(), [&json!("a'b")]);
        assert_eq!(super::path(&document, "/a/b"), None);
    }
}
