//! A capture as a file.

use crate::case::{Case, Input, Texts};
use crate::json::{Kind, Tree};

/// What ends a stream, by custom.
const DONE: &str = "[DONE]";

/// The file of a case: its ending and its text. `None` when no file gives exactly this case back.
pub(super) fn of(case: &Case) -> Option<(&'static str, String)> {
    let (ending, text) = match case.event {
        true => ("sse", event(case)?),
        false => ("json", format!("{}\n", case.text.trim())),
    };
    let mut texts = Texts::new(Input {
        name: format!("x.{ending}"),
        reader: text.as_bytes(),
    });
    let back = texts.next()?.ok()?;
    let same = back.event == case.event && back.text.trim() == case.text.trim() && texts.next().is_none();
    same.then_some((ending, text))
}

fn event(case: &Case) -> Option<String> {
    let tree = case.tree().ok()?;
    let member = |key: &str| tree.children(Tree::ROOT).find(|&child| tree.key(child) == key);
    let (name, data) = (tree.string(member("event")?)?, member("data")?);
    // Data that is no JSON stands in the case as a string; a case does not tell it from a string that stood in quotes.
    let plain = tree.string(data).filter(|text| {
        let like_json = text.trim_start().starts_with(['{', '[', '"']) || Tree::parse(text).is_ok();
        tree.kind(data) == Kind::String && (text == DONE || !like_json)
    });
    let data = plain.as_deref().unwrap_or_else(|| tree.source(data));
    let lines: String = data.split('\n').map(|line| format!("data: {line}\n")).collect();
    Some(format!("event: {name}\n{lines}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_comes_back_as_it_was() {
        for stream in [
            "event: a\ndata: {\"x\":\ndata:  1}\n\n",
            "event: done\ndata: [DONE]\n\n",
        ] {
            let mut texts = Texts::new(Input {
                name: "x".to_owned(),
                reader: stream.as_bytes(),
            });
            let case = texts.next().unwrap().unwrap();
            assert_eq!(of(&case).unwrap(), ("sse", stream.to_owned()));
        }
    }
}
