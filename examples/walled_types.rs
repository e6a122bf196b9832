//! A program with a type that refuses every valid text, for several reasons, and has other faults behind them, and with its twin that has
//! none. `wireproof explore` finds what is behind.
//!
//! ```sh
//! cargo build --example walled_types
//! wireproof explore --types target/debug/examples/walled_types --spec examples/walled_types.json
//! ```

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wireproof_subject::{TypeSet, serve, subject};

/// Times are taken for numbers, the state for a text. Behind them `share` loses digits, and `metadata` is not known.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    id: String,
    created: i64,
    closed: i64,
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f32>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Twin {
    id: String,
    created: String,
    closed: String,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<BTreeMap<String, String>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct State {
    by: bool,
}

fn main() {
    serve(TypeSet::new([subject!(Order), subject!(Twin as "Order" named "Twin")]).named("walled"))
}
