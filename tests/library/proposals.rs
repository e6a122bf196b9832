//! What `spec propose` writes corrects what captures need, and nothing else: no mutant becomes valid that has another fault.

use serde_json::Value;
use wireproof::case::{Input, Texts};
use wireproof::default_types as corpus;
use wireproof::generate::{Generator, Plan};
use wireproof::schema::{CorrectionKind, Dialect, Document, Overlay, Proposal, Recorded, Spec, propose};

/// Mutants of each component that are tried.
const MUTANTS: usize = 1000;

fn published() -> Spec {
    let bytes = corpus::file(corpus::SCHEMA).expect("the schema");
    Spec::new(
        Document::parse(corpus::SCHEMA, bytes).expect("a document"),
        Dialect::AsMeant,
    )
}

/// The embedded captures of some components.
fn recorded(components: &[&str]) -> Vec<Recorded> {
    let mut recorded = Vec::new();
    for (name, bytes) in corpus::captures() {
        let component = name.split('/').nth(1).expect("a folder");
        if !components.contains(&component) {
            continue;
        }
        for case in Texts::new(Input::named(name, bytes)) {
            let case = case.expect("JSON");
            recorded.push(Recorded {
                component: component.to_owned(),
                capture: name.to_owned(),
                place: name.to_owned(),
                value: serde_json::from_str(&case.text).expect("JSON"),
            });
        }
    }
    recorded
}

fn corrected(spec: &Spec, proposal: &Proposal) -> Spec {
    let mut document = spec.document().clone();
    let overlay = proposal.overlay("x").to_string();
    let overlay = Overlay::parse("overlay", overlay.as_bytes()).expect("an overlay");
    let outcomes = document.apply(&overlay).expect("applied");
    assert!(outcomes.iter().all(|outcome| outcome.changed), "{outcomes:?}");
    Spec::new(document, spec.dialect())
}

/// Whether a correction is about the fault of a mutant.
fn touches(kind: CorrectionKind, at: &str, reason: &str, operator: &str, place: &str) -> bool {
    let last = |pointer: &str| pointer.rsplit('/').next().unwrap_or_default().to_owned();
    let schema = at.trim_end_matches("/enum").trim_end_matches("/required");
    match kind {
        CorrectionKind::Nullable => operator == "null_forbidden" && last(place) == last(at),
        CorrectionKind::NotRequired => operator == "required_dropped" && reason.contains(&format!("`{}`", last(place))),
        CorrectionKind::EnumValue => {
            ["outside_enum", "tag_of_another_branch"].contains(&operator) && last(place) == last(schema)
        }
        CorrectionKind::Bound => {
            ["below_minimum", "above_maximum"].contains(&operator) && at.contains(&format!("/{}/", last(place)))
        }
        // They forbid more than before, or speak of a tag that no mutant has.
        CorrectionKind::Property | CorrectionKind::Branch => false,
    }
}

#[test]
fn no_mutant_becomes_valid_but_by_the_fault_that_a_correction_is_about() {
    let components = ["RunObject", "RunStepObject", "ListRunsResponse"];
    let spec = published();
    let recorded = recorded(&components);
    let proposal = propose(&spec, &recorded).expect("a proposal");
    let after = corrected(&spec, &proposal);
    let (mut invalid, mut mended) = (0, 0);
    for component in components {
        let (old, new) = (spec.component(component).unwrap(), after.component(component).unwrap());
        let plan = Plan::new(old.json_schema()).expect("a plan");
        let mutants = Generator::new(&plan, component, 7).filter(|case| case.mutant.is_some());
        for case in mutants.take(MUTANTS) {
            let Ok(value) = serde_json::from_str::<Value>(&case.text()) else {
                continue;
            };
            assert!(!old.is_valid(&value));
            if !new.is_valid(&value) {
                invalid += 1;
                continue;
            }
            mended += 1;
            let mutant = case.mutant.as_ref().expect("a mutant");
            let place = mutant.pointer.as_str();
            let touched = proposal.corrections.iter().any(|correction| {
                touches(
                    correction.kind,
                    &correction.pointer,
                    &correction.reason,
                    mutant.operator,
                    place,
                )
            });
            assert!(touched, "{} at {place}: {}", mutant.operator, case.text());
        }
    }
    assert!(
        invalid > 2000 && mended > 20,
        "{invalid} stay invalid, {mended} become valid"
    );
}

#[test]
fn exactly_the_captures_that_were_invalid_become_valid() {
    let components = [
        "RunObject",
        "RunStepObject",
        "ListRunsResponse",
        "ListRunStepsResponse",
        "RunStepDeltaObject",
    ];
    let spec = published();
    let recorded = recorded(&components);
    let proposal = propose(&spec, &recorded).expect("a proposal");
    let after = corrected(&spec, &proposal);
    let valid = |spec: &Spec, one: &Recorded| spec.component(&one.component).unwrap().is_valid(&one.value);
    let (before, now): (Vec<bool>, Vec<bool>) = recorded
        .iter()
        .map(|one| (valid(&spec, one), valid(&after, one)))
        .unzip();
    let mended = before
        .iter()
        .zip(&now)
        .filter(|(before, now)| !**before && **now)
        .count();
    assert_eq!((proposal.corrected, proposal.invalid), (mended, 0));
    assert!(now.iter().all(|valid| *valid));
    assert!(mended > 100, "{mended}");
}

#[test]
fn without_any_of_the_corrections_as_many_objects_are_worse_off_as_it_says() {
    let spec = published();
    let recorded = recorded(&["RunStepObject", "ListRunStepsResponse"]);
    let proposal = propose(&spec, &recorded).expect("a proposal");
    let complaints = |spec: &Spec, one: &Recorded| {
        let schema = spec.component(&one.component).unwrap();
        (
            schema.violations(&one.value).len(),
            schema.undocumented(&one.value).len(),
        )
    };
    let all = corrected(&spec, &proposal);
    for number in 0..proposal.corrections.len() {
        let mut rest = proposal.clone();
        let left_out = rest.corrections.remove(number);
        let without = corrected(&spec, &rest);
        let worse = recorded
            .iter()
            .filter(|one| complaints(&without, one) > complaints(&all, one));
        let worse: Vec<&str> = worse.map(|one| one.capture.as_str()).collect();
        assert_eq!(worse.len(), left_out.objects, "{left_out:?}: {worse:?}");
        assert!(worse.contains(&left_out.capture.as_str()), "{left_out:?}");
    }
}
