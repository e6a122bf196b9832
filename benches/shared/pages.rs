//! Pages and streams of any size, made anew each time and always the same.
//!
//! Steps of four kinds in turn, with ids, words and numbers of varied length, in the key order of live servers and without
//! space between tokens. `Documented` is what the published schema asks for, no key more or less. `AsSent` is what live servers
//! make of it.

use std::fmt::Write;

/// Which keys the objects of a page have.
#[derive(Clone, Copy, PartialEq)]
pub enum Keys {
    /// Those of the published schema.
    Documented,
    /// Without `expired_at` and `metadata`, with `expires_at`, details of `usage`, and attributes of what a search found.
    AsSent,
}

/// A page of steps; 100 of them are about 60 kB.
pub fn steps(count: usize, keys: Keys) -> String {
    let mut dice = Dice(7);
    let items = (0..count).map(|number| step(&mut dice, number, keys));
    page(items.collect())
}

/// A page of runs.
pub fn runs(count: usize) -> String {
    let mut dice = Dice(11);
    page((0..count).map(|number| run(&mut dice, number)).collect())
}

fn page(items: Vec<String>) -> String {
    format!(
        r#"{{"object":"list","data":[{}],"first_id":"step_first","last_id":"step_last","has_more":true}}"#,
        items.join(",")
    )
}

/// How many kinds of step there are.
pub const KINDS: [&str; 4] = ["message_creation", "code_interpreter", "file_search", "function"];

/// One step of the kind `KINDS[number % 4]`.
pub fn step(dice: &mut Dice, number: usize, keys: Keys) -> String {
    let kind = KINDS[number % KINDS.len()];
    let sent = |text: &str| {
        if keys == Keys::AsSent {
            text.to_owned()
        } else {
            String::new()
        }
    };
    let details = match kind {
        "message_creation" => format!(
            r#"{{"type":"message_creation","message_creation":{{"message_id":"msg_{}"}}}}"#,
            dice.id()
        ),
        _ => format!(r#"{{"type":"tool_calls","tool_calls":[{}]}}"#, call(dice, kind, keys)),
    };
    let step_type = if kind == "message_creation" { kind } else { "tool_calls" };
    let at = 1_700_000_000 + dice.below(50_000_000);
    let (prompt, completion) = (dice.below(4000), dice.below(900));
    let (before, behind) = match keys {
        Keys::Documented => (r#""expired_at":null,"#, r#","metadata":{}"#),
        Keys::AsSent => (r#""expires_at":null,"#, ""),
    };
    format!(
        concat!(
            r#"{{"id":"step_{}","object":"thread.run.step","created_at":{},"run_id":"run_{}","assistant_id":"asst_{}","#,
            r#""thread_id":"thread_{}","type":"{}","status":"completed","cancelled_at":null,"completed_at":{},{}"#,
            r#""failed_at":null,"last_error":null,"step_details":{},"usage":{{"prompt_tokens":{},"completion_tokens":{},"#,
            r#""total_tokens":{}{}}}{}}}"#,
        ),
        dice.id(),
        at,
        dice.id(),
        dice.id(),
        dice.id(),
        step_type,
        at + dice.below(60),
        before,
        details,
        prompt,
        completion,
        prompt + completion,
        sent(r#","prompt_token_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}"#),
        behind,
    )
}

fn call(dice: &mut Dice, kind: &str, keys: Keys) -> String {
    let id = dice.id();
    match kind {
        "code_interpreter" => format!(
            r#"{{"id":"call_{id}","type":"code_interpreter","code_interpreter":{{"input":"{}","outputs":[{{"type":"logs","logs":"{}\n"}},{{"type":"image","image":{{"file_id":"file-{}"}}}}]}}}}"#,
            dice.words(3),
            dice.words(2),
            dice.id(),
        ),
        "file_search" => format!(
            r#"{{"id":"call_{id}","type":"file_search","file_search":{{"ranking_options":{{"ranker":"default_2024_08_21","score_threshold":0.0}},"results":[{}]}}}}"#,
            found(dice, keys),
        ),
        _ => format!(
            r#"{{"id":"call_{id}","type":"function","function":{{"name":"look_up","arguments":"{{\"place\":\"{}\",\"unit\":\"c\"}}","output":"{}"}}}}"#,
            dice.words(2),
            dice.words(4),
        ),
    }
}

fn found(dice: &mut Dice, keys: Keys) -> String {
    let attributes = if keys == Keys::AsSent {
        r#""attributes":{},"#
    } else {
        ""
    };
    format!(
        r#"{{"file_id":"file-{}","file_name":"{}.md","score":0.{},{attributes}"content":[{{"type":"text","text":"{}"}}]}}"#,
        dice.id(),
        dice.words(1),
        1 + dice.below(999_999_999),
        dice.words(3),
    )
}

/// One run with three tools.
pub fn run(dice: &mut Dice, number: usize) -> String {
    let at = 1_700_000_000 + dice.below(50_000_000);
    let status = ["completed", "in_progress", "queued", "failed"][number % 4];
    format!(
        concat!(
            r#"{{"id":"run_{}","object":"thread.run","created_at":{},"assistant_id":"asst_{}","thread_id":"thread_{}","#,
            r#""status":"{}","started_at":{},"expires_at":null,"cancelled_at":null,"failed_at":null,"completed_at":{},"#,
            r#""required_action":null,"last_error":null,"model":"gpt-4o-mini","instructions":"{}","#,
            r#""tools":[{{"type":"code_interpreter"}},{{"type":"file_search"}},{{"type":"function","function":{{"name":"look_up","#,
            r#""description":"{}","parameters":{{"type":"object","properties":{{"place":{{"type":"string"}}}},"required":["place"]}},"#,
            r#""strict":false}}}}],"metadata":{{"origin":"{}"}},"temperature":1.0,"top_p":1.0,"max_completion_tokens":null,"#,
            r#""max_prompt_tokens":null,"truncation_strategy":{{"type":"auto","last_messages":null}},"incomplete_details":null,"#,
            r#""usage":{{"prompt_tokens":{},"completion_tokens":{},"total_tokens":{}}},"response_format":"auto","#,
            r#""tool_choice":"auto","parallel_tool_calls":true}}"#,
        ),
        dice.id(),
        at,
        dice.id(),
        dice.id(),
        status,
        at + 1,
        at + dice.below(60),
        dice.words(20),
        dice.words(7),
        dice.words(1),
        400,
        17,
        417,
    )
}

/// A stream of a run: its steps as they are created and completed, with a blank line behind each event.
pub fn stream(steps: usize) -> String {
    let mut dice = Dice(13);
    let mut stream = format!("event: thread.run.created\ndata: {}\n\n", run(&mut dice, 0));
    for number in 0..steps {
        let data = step(&mut dice, number, Keys::AsSent);
        let _ = write!(stream, "event: thread.run.step.completed\ndata: {data}\n\n");
    }
    stream + "event: done\ndata: [DONE]\n\n"
}

/// Numbers that look like chance and are always the same.
pub struct Dice(pub u64);

const WORDS: [&str; 16] = [
    "harbour", "bell", "tide", "crane", "of", "the", "sea", "rope", "lantern", "a", "mooring", "is", "buoy", "Käpten",
    "wind", "two",
];

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn id(&mut self) -> String {
        const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..24).map(|_| char::from(LETTERS[self.below(62) as usize])).collect()
    }

    fn words(&mut self, about: u64) -> String {
        let count = about.div_ceil(2) + self.below(about);
        let mut text = String::new();
        for at in 0..count.max(1) {
            let space = if at == 0 { "" } else { " " };
            let _ = write!(text, "{space}{}", WORDS[self.below(16) as usize]);
        }
        text
    }
}
