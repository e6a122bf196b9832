//! The types of a crate against a document, with no line of Rust: each fault is told once, at its place in the source.

use crate::lab::{Lab, Ran, assert_is_published, skipped};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub(crate) const MANIFEST: &str = r#"
[package]
name = "shop"
version = "0.1.0"
edition = "2021"

[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[workspace]
"#;

/// Each fault stands in a field or a type of its own.
const BROKEN: &str = r#"
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub id: String,
    pub count: i32,
    pub remark: String,
    pub status: Status,
    pub shipping: Address,
    #[serde(rename = "voucher_code", skip_serializing_if = "Option::is_none")]
    pub voucher: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Paid,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<u32>,
}
"#;

pub(crate) const SOUND: &str = r#"
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub id: String,
    pub count: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    pub status: Status,
    pub shipping: Address,
    #[serde(rename = "voucherCode", skip_serializing_if = "Option::is_none")]
    pub voucher: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Paid,
    Refunded,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<u32>,
}
"#;

pub(crate) const DOCUMENT: &str = r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {
    "Order": {"type": "object", "required": ["id", "count", "status", "shipping"], "properties": {
        "id": {"type": "string"},
        "count": {"type": "integer", "minimum": 0, "maximum": 5000000000},
        "remark": {"type": "string"},
        "status": {"enum": ["open", "paid", "refunded"]},
        "shipping": {"$ref": "#/$defs/Address"},
        "voucherCode": {"type": "string"}}},
    "Address": {"type": "object", "required": ["street"], "properties": {
        "street": {"type": "string"},
        "zip": {"type": "string"},
        "floor": {"type": "integer", "minimum": 0, "maximum": 200}}}}}"##;

/// Audits a crate with this source; `None` if what it depends on is not on this machine.
fn audit(lab: &Lab, source: &str, options: &[&str]) -> Option<Ran> {
    lab.write("shop/Cargo.toml", MANIFEST)
        .write("shop/src/lib.rs", source)
        .write("shop.json", DOCUMENT);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The versions that were fetched for this project.
    fs::copy(root.join("Cargo.lock"), lab.path("shop/Cargo.lock")).expect("a file");
    audit_again(lab, options)
}

/// Audits the crate as it is.
fn audit_again(lab: &Lab, options: &[&str]) -> Option<Ran> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit");
    let mut arguments = vec!["audit", "shop", "--spec", "shop.json", "--cases", "300"];
    arguments.extend(options);
    let variables = [("CARGO_TARGET_DIR", &*target), ("CARGO_NET_OFFLINE", Path::new("true"))];
    let ran = lab.run_with(&arguments, b"", &variables);
    if ran.code == 2 && ran.stderr.contains("offline") {
        skipped("an audit: serde is not on this machine, and cargo may not fetch it here");
        return None;
    }
    Some(ran)
}

fn findings(ran: &Ran, level: &str) -> Vec<(String, String)> {
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let all = report["findings"].as_array().expect("findings");
    let of_level = all.iter().filter(|finding| finding["level"] == level);
    let mut found: Vec<(String, String)> = of_level
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
            (text("item"), text("headline"))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn each_fault_is_told_once_at_its_item() {
    let lab = Lab::new();
    let reports = [
        "sarif=a.sarif",
        "github=a.txt",
        "junit=a.xml",
        "html=a.html",
        "markdown=a.md",
        "json=a.json",
    ];
    let options: Vec<&str> = reports.iter().flat_map(|report| ["--report", report]).collect();
    let Some(ran) = audit(&lab, BROKEN, &[&options[..], &["--format", "json"]].concat()) else {
        return;
    };
    assert_is_published(&ran.json());
    assert_source_lines(&lab);
    let headlines: Vec<String> = findings(&ran, "error")
        .into_iter()
        .map(|(_, headline)| headline)
        .collect();
    assert_eq!(
        headlines,
        [
            "`Address` has no field for the documented key `zip`",
            "`Order` has no field for the documented key `voucherCode`; it has `voucher_code`, which the document does not name",
            "`Order.count` refuses a value that the document allows",
            "`Order.remark` is required, and the document allows an object without it",
            "`Status` does not know `refunded`, which the document allows",
        ],
        "{ran:?}"
    );
    assert_eq!(ran.code, 1);
    assert_merges(&lab, &ran.json());
}

/// Audits can be merged: what both found is one finding, in every format.
fn assert_merges(lab: &Lab, single: &Value) {
    let merged = lab.run(&[
        "report",
        "merge",
        "a.json",
        "a.json",
        "--format",
        "json",
        "--report",
        "sarif=m.sarif",
        "--report",
        "human=m.txt",
    ]);
    let report = merged.says(1, &[]).json();
    let of = |report: &Value, name: &str| -> Vec<Value> {
        let findings = report["findings"].as_array().expect("findings").iter();
        findings.map(|finding| finding[name].clone()).collect()
    };
    assert_eq!(of(&report, "cause"), of(single, "cause"));
    let doubled: Vec<Value> = of(single, "count")
        .iter()
        .map(|count| json!(2 * count.as_u64().expect("a number")))
        .collect();
    assert_eq!(of(&report, "count"), doubled);
    assert_eq!(report["summary"]["causes"], single["summary"]["causes"]);
    assert_eq!(report["summary"]["bound_types"], single["summary"]["bound_types"]);
    assert_eq!(
        report["crates"],
        json!([{"crate": "shop", "version": "0.1.0", "document": "shop.json"}])
    );
    let fingerprints = |name: &str| {
        let sarif: Value = serde_json::from_str(&lab.read(name)).expect("JSON");
        let results = sarif["runs"][0]["results"].as_array().expect("results").iter();
        results
            .map(|result| result["partialFingerprints"].clone())
            .collect::<Vec<Value>>()
    };
    assert_eq!(fingerprints("m.sarif"), fingerprints("a.sarif"));
    assert!(
        lab.read("m.txt").contains("--> shop/src/lib.rs:"),
        "{}",
        lab.read("m.txt")
    );
    lab.write("check.json", r#"{"verb": "check"}"#);
    lab.run(&["report", "merge", "a.json", "check.json"])
        .says(2, &["check.json: a report of `check`, beside one of `audit`"]);
}

/// Each report names the line of the source.
fn assert_source_lines(lab: &Lab) {
    let line = BROKEN
        .lines()
        .position(|line| line.contains("pub count"))
        .expect("a field")
        + 1;
    let sarif: Value = serde_json::from_str(&lab.read("a.sarif")).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let place = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        (
            place["artifactLocation"]["uri"].clone(),
            place["region"]["startLine"].clone(),
        )
    };
    let places: Vec<_> = results.iter().map(place).collect();
    assert!(places.contains(&("shop/src/lib.rs".into(), line.into())), "{places:?}");
    let commands = lab.read("a.txt");
    let command = format!("::error file=shop/src/lib.rs,line={line},col=");
    assert!(commands.contains(&command), "{commands}");
    assert!(lab.read("a.xml").contains("pub count: i32"));
    assert!(lab.read("a.html").contains("pub count: i32"));
    let table = lab.read("a.md");
    assert!(table.contains(&format!("shop/src/lib.rs:{line}")), "{table}");
}

#[test]
fn the_sound_twin_gets_no_error() {
    let lab = Lab::new();
    let Some(ran) = audit(&lab, SOUND, &["--format", "json"]) else {
        return;
    };
    assert_eq!(findings(&ran, "error"), [], "{ran:?}");
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_word_that_the_document_does_not_list_is_told_at_its_variant() {
    let lab = Lab::new();
    let stale = SOUND.replace("    Refunded,\n", "    Refunded,\n    Lost,\n");
    let Some(ran) = audit(&lab, &stale, &["--format", "json"]) else {
        return;
    };
    let told = (
        "Status::Lost".to_owned(),
        "`Status::Lost` is a word that the document does not list".to_owned(),
    );
    assert!(findings(&ran, "warning").contains(&told), "{ran:?}");
    assert_eq!(findings(&ran, "error"), [], "{ran:?}");
}

/// One type stands for the roles of all messages, each of which has one word.
const ROLES: &str = r#"
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    User,
    Tool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserMessage {
    pub role: Role,
    pub content: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolMessage {
    pub role: Role,
    pub tool_call_id: String,
}
"#;

#[test]
fn a_word_that_another_schema_of_its_type_lists_is_not_stale() {
    let lab = Lab::new();
    if audit(&lab, ROLES, &["--list"]).is_none() {
        return;
    }
    lab.write(
        "shop.json",
        r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {
            "UserMessage": {"type": "object", "required": ["role", "content"], "properties": {
                "role": {"enum": ["user"]}, "content": {"type": "string"}}},
            "ToolMessage": {"type": "object", "required": ["role", "tool_call_id"], "properties": {
                "role": {"enum": ["tool"]}, "tool_call_id": {"type": "string"}}}}}"##,
    );
    let ran = audit_again(&lab, &["--format", "json"]).expect("serde is there");
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(report["summary"]["bound_schemas"], 4, "{ran:?}");
    let all = [findings(&ran, "warning"), findings(&ran, "error")].concat();
    assert!(
        all.iter().all(|(_, headline)| !headline.contains("does not list")),
        "{all:?}"
    );
}

#[test]
fn the_list_says_what_each_type_stands_for_and_why() {
    let lab = Lab::new();
    let Some(ran) = audit(&lab, SOUND, &["--list", "--format", "json"]) else {
        return;
    };
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let types = report["types"].as_array().expect("types");
    let of = |name: &str| types.iter().find(|row| row["type"] == name).expect(name);
    assert_eq!(of("Order")["schema"], "#/$defs/Order");
    assert_eq!(of("Status")["schema"], "#/$defs/Order/properties/status");
    assert!(of("Address")["why"].to_string().contains("same name"), "{ran:?}");
    assert_eq!(ran.code, 0);
}

/// Types whose source does not say what they read: runs tell it. And one whose source does.
const BY_HAND: &str = r#"
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    pub stamp: Stamp,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Stamp(String);

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Stamp, D::Error> {
        String::deserialize(input).map(Stamp)
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(&self.0)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parcel {
    pub id: String,
    pub weight: u64,
    pub remark: Option<String>,
}

impl<'de> Deserialize<'de> for Parcel {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Parcel, D::Error> {
        let mut map = Map::deserialize(Value::deserialize(input)?).map_err(D::Error::custom)?;
        let mut take = |key: &'static str| map.remove(key).ok_or_else(|| D::Error::missing_field(key));
        let id = take("id")?;
        let weight = take("weight")?;
        Ok(Parcel {
            id: String::deserialize(id).map_err(D::Error::custom)?,
            weight: u64::deserialize(weight).map_err(D::Error::custom)?,
            remark: Option::deserialize(map.remove("remark").unwrap_or_default()).map_err(D::Error::custom)?,
        })
    }
}
"#;

#[test]
fn a_type_that_is_read_by_hand_is_bound_by_what_its_runs_tell() {
    let lab = Lab::new();
    if audit(&lab, BY_HAND, &["--list"]).is_none() {
        return;
    }
    lab.write(
        "shop.json",
        r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {
            "Letter": {"type": "object", "required": ["stamp"], "properties": {"stamp": {"type": "string"}}},
            "Parcels": {"type": "object", "required": ["id", "weight"], "properties": {
                "id": {"type": "string"},
                "weight": {"type": "integer", "minimum": 0, "maximum": 90},
                "remark": {"type": "string"}}}}}"##,
    );
    let ran = audit_again(&lab, &["--list", "--format", "json"]).expect("serde is there");
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let parcel = report["types"]
        .as_array()
        .expect("types")
        .iter()
        .find(|row| row["type"] == "Parcel");
    let parcel = parcel.expect("a row");
    assert_eq!(parcel["schema"], "#/$defs/Parcels", "{ran:?}");
    assert!(parcel["why"].to_string().contains("all 3 keys"), "{ran:?}");
    let ran = audit_again(&lab, &["--format", "json"]).expect("serde is there");
    let expected = "`Parcel.remark` is written as null where it was absent, which the document forbids";
    let found = findings(&ran, "error");
    assert_eq!(found, [("Parcel.remark".to_owned(), expected.to_owned())], "{ran:?}");
    // Cargo builds anew what is newer than its program.
    let before = sources_with("audited::Stamp");
    audit_again(&lab, &["--format", "json"]).expect("serde is there");
    assert_eq!(sources_with("audited::Stamp"), before);
}

/// The sources of the generated programs that hold a type, and when they were written.
fn sources_with(type_name: &str) -> BTreeMap<PathBuf, SystemTime> {
    let mut rest = vec![Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit/wireproof/crates")];
    let mut found = BTreeMap::new();
    while let Some(folder) = rest.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                rest.push(path);
            } else if path.ends_with("src/main.rs")
                && fs::read_to_string(&path).is_ok_and(|text| text.contains(type_name))
            {
                let written = entry.metadata().and_then(|of| of.modified());
                found.insert(path, written.expect("a time"));
            }
        }
    }
    assert!(!found.is_empty(), "no program holds {type_name}");
    found
}

#[test]
fn what_cannot_be_audited_is_one_error_with_the_next_step() {
    let lab = Lab::new();
    lab.write("shop.json", DOCUMENT);
    let refused = |ran: &Ran, text: &str| {
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.stderr.contains(text), "{ran:?}");
    };
    refused(
        &lab.run(&["audit", "./nowhere", "--spec", "shop.json"]),
        "there is no Cargo.toml",
    );
    refused(
        &lab.run(&["audit", "a b", "--spec", "shop.json"]),
        "neither a crate of the registry",
    );
    refused(&lab.run(&["audit", "serde@1"]), "audit needs a document");
    if let Some(ran) = audit(&lab, "pub fn nothing() {}", &[]) {
        refused(&ran, "implements Deserialize or Serialize");
    }
    if let Some(ran) = audit(&lab, "this is not Rust", &[]) {
        refused(&ran, "does not build");
    }
}

/// The diffs by the item that they repair, without context.
fn repairs(ran: &Ran) -> Vec<(String, Vec<String>)> {
    let report = ran.json();
    let all = report["findings"].as_array().expect("findings");
    let changed = |diff: &str| {
        let lines = diff.lines().filter(|line| line.starts_with(['+', '-']));
        lines.skip(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut found: Vec<(String, Vec<String>)> = all
        .iter()
        .filter(|finding| finding["level"] == "error")
        .map(|finding| {
            let diff = finding["repair"].as_str().unwrap_or_default();
            (finding["item"].as_str().expect("an item").to_owned(), changed(diff))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn proven_repairs_are_printed_and_others_are_not() {
    let lab = Lab::new();
    // The crate does not compile any more if `count` is another type.
    let source =
        format!("{BROKEN}\npub fn total(orders: &[Order]) -> i32 {{ orders.iter().map(|order| order.count).sum() }}\n");
    let options = [
        "--format",
        "json",
        "--repair",
        "--report",
        "human=a.txt",
        "--report",
        "html=a.html",
    ];
    let Some(ran) = audit(&lab, &source, &options) else {
        return;
    };
    assert_is_published(&ran.json());
    let found = repairs(&ran);
    let found: Vec<(&str, Vec<&str>)> = found
        .iter()
        .map(|(item, lines)| (item.as_str(), lines.iter().map(String::as_str).collect()))
        .collect();
    let skips = "+    #[serde(skip_serializing_if = \"Option::is_none\")]";
    assert_eq!(
        found,
        [
            ("Address", vec![skips, "+    pub zip: Option<String>,"]),
            (
                "Order",
                vec![
                    "-    #[serde(rename = \"voucher_code\", skip_serializing_if = \"Option::is_none\")]",
                    "+    #[serde(rename = \"voucherCode\", skip_serializing_if = \"Option::is_none\")]",
                ]
            ),
            ("Order.count", vec![]),
            (
                "Order.remark",
                vec!["-    pub remark: String,", skips, "+    pub remark: Option<String>,"]
            ),
            ("Status", vec!["+    Refunded,"]),
        ],
        "{ran:?}"
    );
    let summary = &ran.json()["summary"];
    assert_eq!(
        (&summary["repairable"], &summary["repairs_proven"]),
        (&5.into(), &4.into())
    );
    assert_eq!(lab.read("shop/src/lib.rs"), source, "the crate itself is not changed");
    let human = lab.read("a.txt");
    assert!(
        human.contains("     +    Refunded,") && human.contains("4 of 5 findings repaired"),
        "{human}"
    );
    assert!(lab.read("a.html").contains("Refunded"));
}

#[test]
fn without_the_option_nothing_is_tried() {
    let lab = Lab::new();
    let Some(ran) = audit(&lab, BROKEN, &[]) else { return };
    assert!(
        ran.stdout.contains("5 findings may be repairable; --repair prints"),
        "{ran:?}"
    );
    assert!(!ran.stdout.contains("@@"), "{ran:?}");
}

#[test]
fn a_crate_that_cannot_be_copied_is_reported_without_repairs() {
    let lab = Lab::new();
    if audit(&lab, BROKEN, &["--list"]).is_none() {
        return;
    }
    let manifest = MANIFEST.replace("serde_json", "beside = { path = \"../beside\" }\nserde_json");
    lab.write("shop/Cargo.toml", &manifest)
        .write(
            "beside/Cargo.toml",
            "[package]\nname = \"beside\"\nversion = \"0.1.0\"\n",
        )
        .write("beside/src/lib.rs", "");
    let Some(ran) = audit_again(&lab, &["--repair"]) else {
        return;
    };
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.stderr.contains("no changes are tried: the crate cannot be copied"),
        "{ran:?}"
    );
    assert!(ran.stdout.contains("5 errors"), "{ran:?}");
}
