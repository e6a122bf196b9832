//! What the compiler says, as cargo passes it on.

use serde::Deserialize;

/// An error of the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// The message, in one line.
    pub(crate) message: String,
    /// As the compiler shows it in a terminal.
    pub(crate) rendered: String,
    /// The lines of the program's source that it is about.
    pub(crate) lines: Vec<usize>,
}

#[derive(Deserialize)]
struct CargoMessage {
    reason: String,
    #[serde(default)]
    target: Option<Target>,
    #[serde(default)]
    message: Option<CompilerMessage>,
}

#[derive(Deserialize)]
struct Target {
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    message: String,
    #[serde(default)]
    rendered: Option<String>,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    children: Vec<CompilerMessage>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    #[serde(default)]
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

/// The errors in what `cargo build --message-format json` writes about the target of this name; those of other packages have
/// no lines.
pub(super) fn errors(output: &str, target: &str) -> Vec<Diagnostic> {
    let messages = output
        .lines()
        .filter_map(|line| serde_json::from_str::<CargoMessage>(line).ok());
    let of_compiler = messages.filter(|message| message.reason == "compiler-message");
    of_compiler
        .filter_map(|message| {
            let is_own = message.target.is_some_and(|of| of.name == target);
            let message = message.message?;
            // "aborting due to 3 previous errors" is about nothing.
            let is_error = message.level.starts_with("error") && !message.message.starts_with("aborting due to");
            is_error.then(|| Diagnostic {
                lines: if is_own { lines(&message) } else { Vec::new() },
                rendered: message.rendered.unwrap_or_else(|| message.message.clone()),
                message: message.message,
            })
        })
        .collect()
}

fn lines(message: &CompilerMessage) -> Vec<usize> {
    let of_children = message.children.iter().flat_map(|child| &child.spans);
    let mut lines: Vec<usize> = message.spans.iter().filter_map(line).collect();
    if lines.is_empty() {
        lines.extend(of_children.filter_map(line));
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// The line of the program that a span is in, through the macros that expanded to it.
fn line(span: &Span) -> Option<usize> {
    let mut span = span;
    // The depth of expansions is bounded by the compiler.
    while let Some(expansion) = &span.expansion {
        span = &expansion.span;
    }
    let is_main = span.file_name == "src/main.rs" || span.file_name.ends_with("/src/main.rs");
    is_main.then_some(span.line_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_in_a_macro_is_placed_where_the_program_calls_it() {
        let span = r#"{"file_name": "/x/register.rs", "line_start": 80,
            "expansion": {"span": {"file_name": "src/main.rs", "line_start": 7}}}"#;
        let output = format!(
            r#"{{"reason": "compiler-message", "target": {{"name": "p"}}, "message": {{"level": "error", "message": "no", "spans": [{span}]}}}}"#
        )
        .replace('\n', " ");
        let found = errors(&format!("{output}\nnoise\n"), "p");
        assert_eq!((found.len(), &found[0].lines), (1, &vec![7]));
        assert!(errors(&output, "other")[0].lines.is_empty());
    }

    #[test]
    fn warnings_and_the_closing_line_are_no_errors() {
        let message = |level: &str, text: &str| {
            format!(
                r#"{{"reason":"compiler-message","target":{{"name":"p"}},"message":{{"level":"{level}","message":"{text}"}}}}"#
            )
        };
        let output = [
            message("warning", "unused"),
            message("error", "aborting due to 2 previous errors"),
        ];
        assert_eq!(errors(&output.join("\n"), "p"), []);
    }
}
