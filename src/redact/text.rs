//! How a string is redacted: it becomes a pseudonym or random characters, or only the secrets in it are replaced.

use super::{Redactor, Replaced, Role, cipher, detect};
use crate::json::Tree;
use crate::schema::Place;
use std::ops::Range;

/// Strings may contain JSON, whose strings may contain JSON, and so on. Below this depth they are treated as text.
const MOST_LEVELS: usize = 8;

/// The words before an id that tell what it is of. Any other word may be a part of the id, such as a name.
const PREFIXES: [&str; 72] = [
    "acct",
    "admin",
    "assistant",
    "asst",
    "batch",
    "call",
    "card",
    "ch",
    "chatcmpl",
    "checkpoint",
    "ckpt",
    "claude",
    "cmpl",
    "cntr",
    "compl",
    "conv",
    "cs",
    "cus",
    "eval",
    "evalrun",
    "event",
    "evt",
    "fc",
    "file",
    "ft",
    "ftckpt",
    "ftevent",
    "ftjob",
    "func",
    "function",
    "gen",
    "image",
    "img",
    "input",
    "inv",
    "invite",
    "item",
    "job",
    "key",
    "mcp",
    "mcpl",
    "mcpr",
    "message",
    "model",
    "msg",
    "msgbatch",
    "org",
    "output",
    "pi",
    "pm",
    "price",
    "prod",
    "proj",
    "project",
    "req",
    "resp",
    "response",
    "rs",
    "run",
    "session",
    "sess",
    "step",
    "sub",
    "thread",
    "tool",
    "toolu",
    "upload",
    "user",
    "vs",
    "vsfb",
    "vsfs",
    "ws",
];

const TEXT: u8 = 0;
const ID: u8 = 1;
const SECRET: u8 = 4;

impl Redactor {
    pub(super) fn other_text(&self, text: &str, role: Role, level: usize, replaced: &mut Replaced) -> String {
        let ids = detect::ids(text);
        let is_id = ids.len() == 1 && ids[0].len() == text.len();
        if is_id || role.id && is_token(text) && detect::marked(text).is_empty() {
            replaced.ids += 1;
            return self.pseudonym(text);
        }
        if level < MOST_LEVELS
            && text.trim_start().starts_with(['{', '['])
            && let Ok(tree) = Tree::parse(text)
        {
            return self.tree(&tree, None, Place::Free, level + 1, replaced);
        }
        replaced.ids += ids.len() as u64;
        if !self.keep_text || role.sensitive {
            replaced.texts += 1;
            return self.with_ids(text, &ids, |part| self.noise(TEXT, part));
        }
        let secrets = detect::secrets(text);
        replaced.texts += u64::from(!secrets.is_empty());
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        // An id is not a secret although it looks random. A longer range that contains one is.
        for range in secrets.into_iter().filter(|secret| !is_within(secret, &ids)) {
            out.push_str(&self.kept(text, done..range.start, &ids));
            out.push_str(&self.noise(SECRET, &text[range.clone()]));
            done = range.end;
        }
        out + &self.kept(text, done..text.len(), &ids)
    }

    fn kept(&self, text: &str, range: Range<usize>, ids: &[Range<usize>]) -> String {
        let (first, end) = (
            ids.partition_point(|id| id.start < range.start),
            ids.partition_point(|id| id.end <= range.end),
        );
        let inside = ids.get(first..end).unwrap_or_default().iter();
        let inside: Vec<_> = inside.map(|id| id.start - range.start..id.end - range.start).collect();
        self.with_ids(&text[range], &inside, str::to_owned)
    }

    /// Replaces ids by pseudonyms, and the text between them with `between`.
    fn with_ids(&self, text: &str, ids: &[Range<usize>], between: impl Fn(&str) -> String) -> String {
        if ids.is_empty() {
            return between(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for id in ids {
            out.push_str(&between(&text[done..id.start]));
            out.push_str(&self.pseudonym(&text[id.clone()]));
            done = id.end;
        }
        out + &between(&text[done..])
    }

    /// Another id with the same prefix and length. A hexadecimal id stays hexadecimal.
    fn pseudonym(&self, id: &str) -> String {
        let prefix = prefix(id);
        let body = &id[prefix..];
        let mut stream = self.key.stream(ID, id);
        let hex =
            body.chars().all(|c| c.is_ascii_hexdigit() || c == '-') && body.bytes().any(|byte| byte.is_ascii_digit());
        let other = body.chars().map(|c| match hex {
            true => cipher::other_hex(c, &mut stream),
            false => cipher::other(c, &mut stream),
        });
        id[..prefix].chars().chain(other).collect()
    }
}

/// Whether one of some ranges contains another one. They are in order and without overlaps, and there may be as many as there are
/// words: none is searched for from the start.
fn is_within(inner: &Range<usize>, ranges: &[Range<usize>]) -> bool {
    let behind = ranges.partition_point(|range| range.start <= inner.start);
    ranges[..behind].last().is_some_and(|range| inner.end <= range.end)
}

/// The length of the prefix of an id: one or two known words, each followed by `_` or `-`.
fn prefix(id: &str) -> usize {
    let mut end = 0;
    for _ in 0..2 {
        let rest = &id[end..];
        let word = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let behind = rest.as_bytes().get(word);
        if !PREFIXES.contains(&&rest[..word]) || !matches!(behind, Some(b'_' | b'-')) || rest.len() <= word + 4 {
            break;
        }
        end += word + 1;
    }
    end
}

fn is_token(text: &str) -> bool {
    text.len() <= 256
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'))
}
