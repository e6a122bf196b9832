//! The JSON of the types that are read by hand, found out by running them.

use super::discover::CrateSource;
use super::model::{CrateModel, Impl, Instance, Shape, Shapes, TypeId, traced_shape};
use super::names::Names;
use super::probe::{Project, Registration, build};
use super::register::registrations;
use crate::schema::Spec;
use crate::subject::{Limits, RemoteTypes, TypeProgram};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use wireproof_subject::{Attempt, Candidates};

/// No more types are traced: each takes some thousand runs.
const MOST: usize = 1500;
/// How long the trace of one type may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// What the types of a crate read whose source does not say, as runs tell it. Nothing is said of those that cannot be run: they have
/// no counterpart then, and the list of types shows them.
pub(super) fn found_out(
    source: &CrateSource,
    model: &CrateModel,
    names: &Names,
    spec: &Spec,
    say: &dyn Fn(&str),
) -> HashMap<TypeId, Shape> {
    let shapes = Shapes::new(model, &|_| None);
    let is_by_hand = |instance: &Instance| {
        let of = model.type_of(instance.id);
        of.is_some_and(|of| of.read == Impl::ByHand && of.parameters.is_empty())
            && shapes.of(instance) == Shape::Unknown
    };
    let mut all: Vec<Instance> = model.instances().into_iter().filter(is_by_hand).collect();
    if let Some(more) = all.len().checked_sub(MOST).filter(|more| *more > 0) {
        say(&format!(
            "{more} more types are read by hand than the {MOST} that are run to find out what they read"
        ));
        all.truncate(MOST);
    }
    let traced = |registration: Registration| Registration {
        variants: None,
        is_traced: true,
        ..registration
    };
    let registered = registrations(model, names, &all).into_iter().flatten();
    let registered: Vec<Registration> = registered.map(traced).collect();
    if registered.is_empty() {
        return HashMap::new();
    }
    say("building the types that are read by hand, to find out what they read");
    let probe = match build(&Project::of_traces(source), &registered) {
        Ok(probe) => probe,
        Err(error) => {
            say(&format!("nothing is known of what they read: {error}"));
            return HashMap::new();
        }
    };
    let limits = Limits {
        time: TIME_LIMIT,
        ..Limits::default()
    };
    let Ok(remote) = RemoteTypes::start(&TypeProgram::new(probe.program, []).with_limits(limits)) else {
        return HashMap::new();
    };
    let candidates = candidates(spec);
    let by_name: HashMap<String, TypeId> = all
        .iter()
        .map(|instance| (names.of_instance(instance), instance.id))
        .collect();
    let traced = remote.set.subjects().iter().filter_map(|subject| {
        let id = *by_name.get(subject.name())?;
        let traced = subject.trace(&candidates);
        let Attempt::Done(trace) = traced else {
            return None;
        };
        Some((id, traced_shape(model, id, &trace)?))
    });
    traced.collect()
}

/// The names that the document has: a type is not asked for others.
fn candidates(spec: &Spec) -> Candidates {
    let Ok(whole) = spec.whole() else {
        return Candidates::default();
    };
    let graph = whole.graph();
    let (mut keys, mut words) = (BTreeSet::new(), BTreeSet::new());
    for node in graph.ids().map(|id| &graph[id]) {
        keys.extend(node.properties().iter().map(|(key, _)| key.to_string()));
        let listed = node.listed.iter().flatten().chain(&node.constant);
        words.extend(listed.filter_map(|word| word.as_str()).map(str::to_owned));
    }
    Candidates {
        keys: keys.into_iter().collect(),
        words: words.into_iter().collect(),
    }
}
