//! The types of a type set, numbered for the conversation.

use crate::enums::{BranchName, EnumSubject};
use crate::protocol::{self, BranchEntry, EnumEntry, ResourceEntry, SubjectEntry, TypeEntry, VariantEntry, Welcome};
use crate::subject::Subject;
use crate::type_set::TypeSet;

/// The description of a type set for the engine, and its types in the order of their numbers.
pub(super) fn catalogue(types: &TypeSet) -> (Welcome, Vec<Subject>) {
    let mut numbered = Numbered(Vec::new());
    let subjects = types.subjects().iter().map(|subject| SubjectEntry {
        name: subject.name().to_owned(),
        component: subject.component().map(str::to_owned),
        type_index: numbered.add(subject),
    });
    let subjects = subjects.collect();
    let enums = types.enums().iter().map(|union| numbered.add_enum(union)).collect();
    let resources = types.resources().iter().map(|resource| ResourceEntry {
        kind: resource.kind,
        name: resource.name.clone(),
    });
    let welcome = Welcome {
        protocol: protocol::VERSION,
        name: types.name().to_owned(),
        types: numbered.0.iter().map(entry).collect(),
        subjects,
        enums,
        resources: resources.collect(),
    };
    (welcome, numbered.0)
}

fn entry(subject: &Subject) -> TypeEntry {
    let can = subject.capabilities();
    TypeEntry {
        type_name: subject.type_name().to_owned(),
        write: can.write,
        compare: can.compare,
        debug: can.debug,
        decoders: can.decoders.clone(),
        examples: true,
        trace: true,
    }
}

struct Numbered(Vec<Subject>);

impl Numbered {
    fn add(&mut self, subject: &Subject) -> u16 {
        self.0.push(subject.clone());
        // No program that compiles has more types than that.
        u16::try_from(self.0.len() - 1).unwrap_or(u16::MAX)
    }

    fn add_enum(&mut self, union: &EnumSubject) -> EnumEntry {
        EnumEntry {
            name: union.name().to_owned(),
            tagging: union.tagging(),
            at: union.at().map(str::to_owned),
            type_index: self.add(union.whole()),
            variants: union
                .variants()
                .iter()
                .map(|variant| VariantEntry {
                    name: variant.name().to_owned(),
                    branches: variant.branches().iter().map(branch).collect(),
                    plain: variant.payload().map(|payload| self.add(payload.plain())),
                    buffered: variant.payload().map(|payload| self.add(payload.buffered())),
                })
                .collect(),
        }
    }
}

fn branch(name: &BranchName) -> BranchEntry {
    match name {
        BranchName::At(position) => BranchEntry {
            position: Some(*position),
            name: None,
        },
        BranchName::Named(name) => BranchEntry {
            position: None,
            name: Some(name.clone()),
        },
    }
}
