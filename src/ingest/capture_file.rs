//! The file that a case is stored in.

use crate::case::{Case, Input, Texts};
use crate::json::{Kind, Tree};

/// The data of the event that ends a stream by convention. It is not JSON.
const DONE: &str = "[DONE]";

/// The extension and the content of a file that is read back as exactly this case; `None` if there is no such file.
pub(super) fn file_of(case: &Case) -> Option<(&'static str, String)> {
    let (extension, text) = match case.event {
        true => ("sse", event_text(case)?),
        false => ("json", format!("{}\n", case.text.trim())),
    };
    let mut texts = Texts::new(Input::named(format!("x.{extension}"), text.as_bytes()));
    let read_back = texts.next()?.ok()?;
    let is_same = read_back.event == case.event && read_back.text.trim() == case.text.trim() && texts.next().is_none();
    is_same.then_some((extension, text))
}

fn event_text(case: &Case) -> Option<String> {
    let tree = case.tree().ok()?;
    let member = |key: &str| tree.children(Tree::ROOT).find(|&child| tree.key(child) == key);
    let (name, data) = (tree.string(member("event")?)?, member("data")?);
    // A case holds data that is not JSON as a string, and cannot tell it from data that was a JSON string.
    let unquoted = tree.string(data).filter(|text| {
        let looks_like_json = text.trim_start().starts_with(['{', '[', '"']) || Tree::parse(text).is_ok();
        tree.kind(data) == Kind::String && (text == DONE || !looks_like_json)
    });
    let data = unquoted.as_deref().unwrap_or_else(|| tree.source(data));
    let lines: String = data.split('\n').map(|line| format!("data: {line}\n")).collect();
    Some(format!("event: {name}\n{lines}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_back_unchanged() {
        for stream in [
            "event: a\ndata: {\"x\":\ndata:  1}\n\n",
            "event: done\ndata: [DONE]\n\n",
        ] {
            let mut texts = Texts::new(Input::named("x", stream.as_bytes()));
            let case = texts.next().unwrap().unwrap();
            assert_eq!(file_of(&case).unwrap(), ("sse", stream.to_owned()));
        }
    }
}
