//! A type that prints while it reads, as a subject process shows it, and one that does not.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wireproof::finding::{Code, Finding, Level};
use wireproof::subject::{Attempt, Behaviour, Capabilities, Decoder, Instance, Printed, RoundTrip, Subject, Wanted};
use wireproof::{Case, examine, subject};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pet {
    name: String,
}

/// A type in another process, of which that process shows what it printed.
struct Watched {
    pet: Subject,
    printed: Option<Printed>,
}

impl Behaviour for Watched {
    fn capabilities(&self) -> Capabilities {
        self.pet.capabilities().clone()
    }

    fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        self.pet.read(decoder, text)
    }

    fn round_trip(&self, text: &str, wanted: Wanted) -> RoundTrip {
        RoundTrip {
            printed: self.printed.clone(),
            ..self.pet.round_trip(text, wanted)
        }
    }

    fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.pet.write(instance)
    }

    fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>> {
        self.pet.equal(a, b)
    }

    fn debug(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.pet.debug(instance)
    }
}

fn found(printed: Option<Printed>) -> Vec<Finding> {
    let watched = Watched {
        pet: subject!(Pet),
        printed,
    };
    let subject = Subject::of("Pet", None, "Pet", Arc::new(watched));
    examine(&subject, None, &Case::new("pet.json", r#"{"name":"Rex"}"#))
        .unwrap()
        .findings
}

/// What is found in a type that prints.
pub fn of_a_type_that_prints() -> Vec<Finding> {
    found(Some(Printed {
        stdout: "reading Rex\n".to_owned(),
        stderr: String::new(),
    }))
}

#[test]
fn a_type_that_prints_is_a_note_and_its_twin_is_silent() {
    let found_in_printing = of_a_type_that_prints();
    let [finding] = &found_in_printing[..] else {
        panic!("{found_in_printing:?}")
    };
    assert_eq!((finding.code, finding.level), (Code::Prints, Level::Note));
    assert_eq!(
        finding.message,
        "the type prints to standard output `reading Rex` while it reads and writes the text"
    );
    assert_eq!(found(None), []);
}
