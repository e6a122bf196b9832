//! A program that holds types which misbehave. `tests/command_line/hostile_types.rs` has what wireproof reports of them.
//!
//! It also shows how short a program with types of one's own is:
//!
//! ```sh
//! cargo build --example hostile_types
//! wireproof check --types target/debug/examples/hostile_types --spec examples/hostile_types.json FILE
//! ```

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use wireproof_subject::{TypeSet, serve, subject, untagged};

/// Overflows the stack: it recurses once for each byte of its text.
#[derive(Debug, PartialEq, Serialize)]
struct Overflows {
    depth: usize,
}

impl<'de> Deserialize<'de> for Overflows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let text = value["nest"]
            .as_str()
            .ok_or_else(|| D::Error::custom("missing key `nest`"))?;
        Ok(Overflows {
            depth: depth(text.as_bytes()),
        })
    }
}

#[inline(never)]
fn depth(text: &[u8]) -> usize {
    let page = [text.len(); 64];
    match text {
        [] => 0,
        [b'(', rest @ ..] => depth(rest) + std::hint::black_box(page).len() / 64,
        [_, rest @ ..] => depth(rest),
    }
}

/// Panics on a value that the schema allows.
#[derive(Debug, PartialEq, Serialize)]
struct Panics {
    size: u8,
}

impl<'de> Deserialize<'de> for Panics {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wide {
            size: i64,
        }
        let wide = Wide::deserialize(deserializer)?;
        Ok(Panics {
            size: u8::try_from(wide.size).expect("size fits a byte"),
        })
    }
}

/// Never returns.
#[derive(Debug, PartialEq, Serialize)]
struct Hangs;

impl<'de> Deserialize<'de> for Hangs {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        loop {
            std::thread::park();
        }
    }
}

/// Ends the process.
#[derive(Debug, PartialEq, Serialize)]
struct Exits;

impl<'de> Deserialize<'de> for Exits {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::abort()
    }
}

/// Prints while it reads.
#[derive(Debug, PartialEq, Serialize)]
struct Prints {
    word: String,
}

impl<'de> Deserialize<'de> for Prints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Plain { word } = Plain::deserialize(deserializer)?;
        #[allow(clippy::disallowed_macros, clippy::print_stdout)]
        {
            println!("reading {word}");
        }
        Ok(Prints { word })
    }
}

/// Takes memory and never gives it back.
#[derive(Debug, PartialEq, Serialize)]
struct Grows;

impl<'de> Deserialize<'de> for Grows {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        let mut kept = Vec::new();
        loop {
            kept.push(std::hint::black_box(vec![1_u8; 16 << 20]));
        }
    }
}

/// Ends the process as if all were well.
#[derive(Debug, PartialEq, Serialize)]
struct Leaves;

impl<'de> Deserialize<'de> for Leaves {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::exit(0)
    }
}

/// Closes standard output, and reads on.
#[derive(Debug, PartialEq, Serialize)]
struct Closes {
    word: String,
}

impl<'de> Deserialize<'de> for Closes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Plain { word } = Plain::deserialize(deserializer)?;
        #[cfg(unix)]
        let _ = nix::unistd::close(1);
        Ok(Closes { word })
    }
}

/// Starts threads that print for as long as the process lives, and writes long texts.
#[derive(Debug, PartialEq, Serialize)]
struct Chatters {
    word: String,
    more: Vec<String>,
}

impl<'de> Deserialize<'de> for Chatters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        static ONCE: std::sync::Once = std::sync::Once::new();
        let Plain { word } = Plain::deserialize(deserializer)?;
        ONCE.call_once(|| {
            for _ in 0..2 {
                std::thread::spawn(|| {
                    loop {
                        #[allow(clippy::disallowed_macros, clippy::print_stdout)]
                        {
                            println!("still there");
                        }
                        std::thread::yield_now();
                    }
                });
            }
        });
        let more = vec![word.clone(); 20_000];
        Ok(Chatters { word, more })
    }
}

#[derive(Deserialize)]
struct Plain {
    word: String,
}

/// Does nothing wrong.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Behaves {
    word: String,
}

/// Overflows the stack on an empty list, and ends the process on true.
#[derive(Debug, PartialEq, Serialize)]
struct Traps;

impl<'de> Deserialize<'de> for Traps {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Array(items) if items.is_empty() => {
                dig(0);
                Ok(Traps)
            }
            serde_json::Value::Bool(true) => std::process::abort(),
            _ => Err(D::Error::custom("neither")),
        }
    }
}

#[inline(never)]
fn dig(depth: usize) -> usize {
    let page = [depth; 64];
    match std::hint::black_box(depth) {
        usize::MAX => 0,
        depth => dig(depth + 1) + std::hint::black_box(page)[0],
    }
}

/// Ends the process on two texts, and reads others.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Trapped {
    Traps(Traps),
    Behaves(Behaves),
    Lax { word: Option<String> },
}

/// Ends the process on every text.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Exiting {
    Behaves(Behaves),
    Exits(Exits),
}

/// Returns on no text.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Hanging {
    Hangs(Hangs),
    Behaves(Behaves),
}

/// Panics on some texts, and is examined after the enums that end the process.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Panicking {
    Panics(Panics),
    Behaves(Behaves),
}

fn main() {
    let subjects = vec![
        subject!(Overflows),
        subject!(Panics),
        subject!(Hangs),
        subject!(Exits),
        subject!(Prints),
        subject!(Behaves),
        subject!(Grows),
        subject!(Leaves),
        subject!(Closes),
        subject!(Chatters),
    ];
    let unions = vec![
        untagged! { Trapped { Traps(Traps), Behaves(Behaves), Lax { word: Option<String> } } },
        untagged! { Exiting { Behaves(Behaves), Exits(Exits) } },
        untagged! { Hanging { Hangs(Hangs), Behaves(Behaves) } },
        untagged! { Panicking { Panics(Panics), Behaves(Behaves) } },
    ];
    serve(TypeSet::new(subjects).named("hostile").with_enums(unions))
}
