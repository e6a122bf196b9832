//! Every size at which code cuts texts, lists and maps, and every such size that a schema allows at most.

use super::{LIST, MAP, TEXT, at_most};

rows! {
    Text16, TEXT, |value| at_most(value, 16);
    Text20, TEXT, |value| at_most(value, 20);
    Text32, TEXT, |value| at_most(value, 32);
    Text50, TEXT, |value| at_most(value, 50);
    Text64, TEXT, |value| at_most(value, 64);
    Text100, TEXT, |value| at_most(value, 100);
    Text128, TEXT, |value| at_most(value, 128);
    Text255, TEXT, |value| at_most(value, 255);
    Text256, TEXT, |value| at_most(value, 256);
    Text512, TEXT, |value| at_most(value, 512);
    Text1000, TEXT, |value| at_most(value, 1_000);
    Text1024, TEXT, |value| at_most(value, 1_024);
    Text4096, TEXT, |value| at_most(value, 4_096);
    Text65536, TEXT, |value| at_most(value, 65_536);
    Items16, LIST, |value| at_most(value, 16);
    Items20, LIST, |value| at_most(value, 20);
    Items50, LIST, |value| at_most(value, 50);
    Items64, LIST, |value| at_most(value, 64);
    Items128, LIST, |value| at_most(value, 128);
    Items255, LIST, |value| at_most(value, 255);
    Items512, LIST, |value| at_most(value, 512);
    Items1000, LIST, |value| at_most(value, 1_000);
    Items1024, LIST, |value| at_most(value, 1_024);
    Entries20, MAP, |value| at_most(value, 20);
    Entries32, MAP, |value| at_most(value, 32);
    Entries100, MAP, |value| at_most(value, 100);
    Entries128, MAP, |value| at_most(value, 128);
    Entries255, MAP, |value| at_most(value, 255);
    Entries256, MAP, |value| at_most(value, 256);
    TextBelowMost, r#"{"type": "string", "maxLength": 300}"#, |value| at_most(value, 299);
    EntriesBelowMost, r#"{"type": "object", "additionalProperties": {"type": "boolean"}, "maxProperties": 80}"#, |value| at_most(value, 79);
}
