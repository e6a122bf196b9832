//! A program with ordinary derived types that follow their document to the letter. `wireproof explore` reports no error about them:
//! what it finds is what nearly every type does with texts that a document leaves open.
//!
//! ```sh
//! cargo build --example sound_types
//! wireproof explore --types target/debug/examples/sound_types --spec examples/sound_types.json
//! ```

use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, HashMap};
use wireproof_subject::{TypeSet, serve, subject, tagged, untagged};

/// A day, kept as it is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
struct Date(String);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let text = String::deserialize(deserializer)?;
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => Ok(Date(text)),
            _ => Err(D::Error::custom("not a date")),
        }
    }
}

/// An instant, kept as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Timestamp(String);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Point {
    n: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    m: Option<u64>,
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Counts {
    total: u64,
    retries: u32,
    offset: i64,
    delta: i32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Measures {
    share: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<f64>,
    celsius: f64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flags {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived: Option<bool>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Address {
    street: String,
    city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    zip: Option<String>,
    country: Country,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Country {
    De,
    Fr,
    Us,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    customer_id: String,
    display_name: Option<String>,
    addresses: Vec<Address>,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    born_on: Option<Date>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OrderState {
    Open,
    InTransit,
    Delivered,
    #[serde(untagged)]
    Other(String),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Priority {
    Low,
    VeryHigh,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    id: String,
    state: OrderState,
    priority: Priority,
    items: Vec<OrderItem>,
    totals: BTreeMap<String, f64>,
    note: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct OrderItem {
    sku: String,
    quantity: u32,
    price: Money,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Money {
    amount: i64,
    currency: Currency,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Currency {
    Eur,
    Usd,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Payment {
    Card { last4: String, expires: Date },
    Transfer { iban: String },
    Cash,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
enum Notice {
    Text(String),
    Count(i64),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Identifier {
    Number(i64),
    Text(String),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Target {
    Warehouse(Warehouse),
    Shop(Shop),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Warehouse {
    warehouse_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dock: Option<i32>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Shop {
    shop_id: u64,
    opened: Date,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Shipment {
    id: Identifier,
    target: Target,
    labels: OneOrMany,
    payment: Payment,
    #[serde(skip_serializing_if = "Option::is_none")]
    notices: Option<Vec<Notice>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Labels {
    labels: HashMap<String, String>,
    counts: BTreeMap<String, u64>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Metadata {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    owners: Vec<String>,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Tags(Vec<String>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Position(f64, f64);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Route {
    stops: Vec<Position>,
    tags: Tags,
    extra: serde_json::Value,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Folder {
    name: String,
    folders: Vec<Folder>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    from: i32,
    to: i32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Page<T> {
    data: Vec<T>,
    has_more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Audited {
    #[serde(flatten)]
    range: Bounds,
    by: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Bounds {
    low: i64,
    high: i64,
}

fn main() {
    let subjects = vec![
        subject!(Date),
        subject!(Timestamp),
        subject!(Point),
        subject!(Counts),
        subject!(Measures),
        subject!(Flags),
        subject!(Address),
        subject!(Country),
        subject!(Customer),
        subject!(OrderState),
        subject!(Priority),
        subject!(Order),
        subject!(OrderItem),
        subject!(Money),
        subject!(Currency),
        subject!(Payment),
        subject!(Notice),
        subject!(Identifier),
        subject!(OneOrMany),
        subject!(Target),
        subject!(Warehouse),
        subject!(Shop),
        subject!(Shipment),
        subject!(Labels),
        subject!(Metadata),
        subject!(Tags),
        subject!(Position),
        subject!(Route),
        subject!(Folder),
        subject!(Range),
        subject!(Page<Money> as "MoneyPage"),
        subject!(Audited),
        subject!(Bounds),
    ];
    let enums = vec![
        tagged! { Payment { Card, Transfer, Cash } => "Payment" },
        tagged! { Notice { Text, Count } => "Notice" },
        untagged! { Identifier { Number(i64), Text(String) } => "Identifier" },
        untagged! { OneOrMany { One(String), Many(Vec<String>) } => "OneOrMany" },
        untagged! { Target { Warehouse(Warehouse), Shop(Shop) } => "Target" },
    ];
    serve(TypeSet::new(subjects).named("sound").with_enums(enums))
}
