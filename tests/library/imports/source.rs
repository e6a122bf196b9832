//! What one source file declares, re-exports and names. A small reader of Rust that knows only as much as paths need.

use std::collections::BTreeMap;

/// A path from the root of the crate: `crate::json::Tree` is `["json", "Tree"]`.
pub type Path = Vec<String>;

/// The paths in one source file, without its tests.
#[derive(Debug, Default)]
pub struct Source {
    /// The module that the file is.
    pub module: Path,
    /// Names that a `use` brings into the module, and what they stand for. A re-exported name is no import of this file's own code,
    /// unless the code uses it.
    pub names: BTreeMap<String, Path>,
    /// Modules whose names are all brought into this one.
    pub globs: Vec<Path>,
    /// Paths that the code depends on: private imports, and paths in expressions and types.
    pub paths: Vec<Path>,
    /// Modules that are compiled for tests only.
    pub test_modules: Vec<String>,
}

impl Source {
    /// Reads a file. `children` are the names of its submodules.
    pub fn read(module: Path, text: &str, children: &[String]) -> Source {
        let mut source = Source {
            module,
            ..Source::default()
        };
        let code = source.without_tests(text);
        let tokens = tokens(&code);
        let mut code_words = Vec::new();
        let mut public = BTreeMap::new();
        let mut at = 0;
        while at < tokens.len() {
            if tokens[at] == "use" && starts_an_item(&tokens, at) {
                let is_public = at > 0 && (tokens[at - 1] == "pub" || tokens[at - 1] == ")");
                let mut found = Vec::new();
                at = tree(&tokens, at + 1, &[], &mut found);
                for (path, name) in found {
                    let Some(path) = source.absolute(path, children) else {
                        continue;
                    };
                    match &*name {
                        "*" => source.globs.push(path),
                        _ if is_public => drop(public.insert(name, path)),
                        _ => drop(source.names.insert(name, path)),
                    }
                }
                continue;
            }
            let declares_or_continues = at > 0 && ["mod", "fn", "::", "."].contains(&&*tokens[at - 1]);
            if !declares_or_continues && is_word(&tokens[at]) {
                let mut path = vec![tokens[at].clone()];
                while at + 2 < tokens.len() && tokens[at + 1] == "::" && is_word(&tokens[at + 2]) {
                    path.push(tokens[at + 2].clone());
                    at += 2;
                }
                code_words.push(path);
            }
            at += 1;
        }
        source.names.extend(public.clone());
        for (name, path) in &source.names {
            // A trait may be used through its methods alone, so that its name does not occur in the code.
            if !public.contains_key(name) && !is_lower(name) {
                source.paths.push(path.clone());
            }
        }
        for words in code_words {
            let first = &words[0];
            if let Some(path) = source.names.get(first) {
                source.paths.push(path.iter().chain(&words[1..]).cloned().collect());
            } else if words.len() > 1
                && let Some(path) = source.absolute(words, children)
            {
                source.paths.push(path);
            }
        }
        source
    }

    /// The path from the root of the crate; `None` if it leads to another crate.
    fn absolute(&self, path: Path, children: &[String]) -> Option<Path> {
        let mut base = self.module.clone();
        let rest = match &*path[0] {
            "crate" => {
                base.clear();
                &path[1..]
            }
            "self" => &path[1..],
            "super" => {
                let ups = path.iter().take_while(|step| *step == "super").count();
                base.truncate(base.len().saturating_sub(ups));
                &path[ups..]
            }
            child if children.iter().any(|name| name == child) => &path[..],
            _ => return None,
        };
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The text without comments and without items that are compiled for tests only.
    fn without_tests(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let code = line.trim_start();
            if code.starts_with("//") {
                continue;
            }
            if code != "#[cfg(test)]" {
                out += line.split(" // ").next().unwrap_or_default();
                out.push('\n');
                continue;
            }
            let indent = &line[..line.len() - code.len()];
            let Some(item) = lines.by_ref().find(|line| !line.trim_start().starts_with("#[")) else {
                break;
            };
            if let Some(module) = item.trim().strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
                self.test_modules.push(module.to_owned());
            }
            if !item.trim_end().ends_with([';', '}']) {
                let end = format!("{indent}}}");
                lines.by_ref().find(|line| line.starts_with(&end));
            }
        }
        out
    }
}

fn starts_an_item(tokens: &[String], at: usize) -> bool {
    at == 0 || [";", "}", "{", "pub", ")", "]"].contains(&&*tokens[at - 1])
}

/// Reads a tree of imports, and returns where it ends.
fn tree(tokens: &[String], mut at: usize, prefix: &[String], found: &mut Vec<(Path, String)>) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = tree(tokens, at, &path, found);
                    at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
                }
                return at + 1;
            }
            Some("*") => {
                found.push((path, "*".to_owned()));
                return at + 1;
            }
            Some("::") => at += 1,
            Some("as") => {
                found.push((path, tokens[at + 1].clone()));
                return at + 2;
            }
            Some("self") if !path.is_empty() => at += 1,
            Some(word) if is_word(word) => {
                path.push(word.to_owned());
                at += 1;
            }
            _ => {
                if let Some(name) = path.last().cloned() {
                    found.push((path, name));
                }
                return at;
            }
        }
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn is_lower(name: &str) -> bool {
    name.starts_with(char::is_lowercase)
}

/// Words, `::`, and single characters of everything else; string literals are left out.
fn tokens(code: &str) -> Vec<String> {
    let characters: Vec<char> = code.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let start = at;
        match characters[at] {
            'r' if raw_string_end(&characters, at).is_some() => {
                at = raw_string_end(&characters, at).unwrap();
                continue;
            }
            '"' => {
                at += 1;
                while at < characters.len() && characters[at] != '"' {
                    at += 1 + usize::from(characters[at] == '\\');
                }
                at += 1;
                continue;
            }
            '\'' if characters.get(at + 2) == Some(&'\'') => {
                at += 3;
                continue;
            }
            c if c.is_alphanumeric() || c == '_' => {
                while at < characters.len() && (characters[at].is_alphanumeric() || characters[at] == '_') {
                    at += 1;
                }
            }
            ':' if characters.get(at + 1) == Some(&':') => at += 2,
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            _ => at += 1,
        }
        tokens.push(characters[start..at].iter().collect());
    }
    tokens
}

/// The end of the raw string literal at a position, if there is one.
fn raw_string_end(characters: &[char], at: usize) -> Option<usize> {
    let hashes = characters[at + 1..].iter().take_while(|c| **c == '#').count();
    let open = at + 1 + hashes;
    if characters.get(open) != Some(&'"') {
        return None;
    }
    let closes = |at: &usize| {
        characters[*at] == '"' && characters[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
    };
    (open + 1..characters.len()).find(closes).map(|end| end + 1 + hashes)
}
