//! A recursive type counts on a depth that the document does not promise, and brings the program down on a deeper text.
//! It happened to users of recursive types. An overflow of the stack is the same bug, but takes the test along.

use crate::exhibit::{Exhibit, Expect};
use wireproof::finding::Code;
use wireproof::subject;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Outline": {
        "type": "object",
        "required": ["title"],
        "properties": {
            "title": {"type": "string"},
            "items": {"type": "array", "items": {"$ref": "#/$defs/Outline"}}
        },
        "additionalProperties": false
    }}
}"##;

mod broken {
    const BULLETS: [char; 3] = ['•', '◦', '▪'];

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(from = "super::good::Outline")]
    pub struct Outline {
        title: String,
        #[serde(skip)]
        bullet: char,
        #[serde(skip_serializing_if = "Option::is_none")]
        items: Option<Vec<Outline>>,
    }

    impl From<super::good::Outline> for Outline {
        fn from(outline: super::good::Outline) -> Outline {
            at(0, outline)
        }
    }

    fn at(depth: usize, outline: super::good::Outline) -> Outline {
        let below = |items: Vec<_>| items.into_iter().map(|item| at(depth + 1, item)).collect();
        Outline {
            title: outline.title,
            bullet: BULLETS[depth],
            items: outline.items.map(below),
        }
    }
}

mod good {
    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    pub struct Outline {
        pub(super) title: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) items: Option<Vec<Outline>>,
    }
}

pub fn exhibit() -> Exhibit {
    Exhibit {
        class: 24,
        name: "deep_nesting_panics",
        schema: SCHEMA,
        component: "Outline",
        broken: subject!(broken::Outline),
        good: subject!(good::Outline),
        captures: &[
            r#"{"title": "1", "items": [{"title": "1.1", "items": [{"title": "1.1.1"}]}, {"title": "1.2", "items": []}]}"#,
            r#"{"title": "1", "items": [{"title": "1.1", "items": [{"title": "1.1.1", "items": [{"title": "1.1.1.1"}]}]}]}"#,
        ],
        expects: const { &[Expect::new(Code::Panicked, Some("panic"), "")] },
    }
}
