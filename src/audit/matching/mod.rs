//! Which type stands for which schema of the document.
//!
//! Types and schemas are two graphs. A type and a schema that bear the same name and hold alike keys, words or constants belong
//! together; so do the types of the fields and the schemas of the properties of such a pair, and so on. The surest pairs
//! are bound first, and each time the structure is followed as far as it leads. What is close to several schemas, or resembles
//! one too little, is not bound.

mod align;
mod binding;
mod candidates;
mod content_match;
mod key_name;
mod name_match;
mod name_words;
mod outcome;
mod round;
mod rules;
mod schema_build;
mod schema_view;
mod score;
mod search;
mod seeds;
mod source;
mod support;
mod type_build;
mod type_content;
mod type_graph;
mod variants;
mod versions;

use super::model::{CrateModel, Instance, Shape};
pub(crate) use binding::{Binding, Evidence, Further, Matching, Reason, Unbound};
use outcome::Excluded;
pub(crate) use rules::Rules;
pub(crate) use schema_build::{NamedSchema, RootName, SchemaSource};
use schema_view::SchemaView;
use score::Scorer;
use search::Search;
pub(crate) use source::match_document;
use type_build::type_graph;

/// Finds the schemas for which the types of a crate stand.
pub(crate) fn match_types(
    model: &CrateModel,
    shapes: impl IntoIterator<Item = (Instance, Shape)>,
    source: &SchemaSource<'_>,
    rules: Rules<'_>,
) -> Matching {
    let types = type_graph(model, shapes);
    let view = SchemaView::build(source);
    let scorer = Scorer::new(&types, &view);
    let mut search = Search::new(&scorer);
    let outdone = versions::outdone(&types, &search.ranked).into_iter();
    let mut excluded: Excluded = outdone.map(|(at, module)| (at, Reason::OtherVersion(module))).collect();
    let ignored = types.ids().filter(|at| rules.ignores(&types, *at));
    excluded.extend(ignored.map(|at| (at, Reason::Ignored)));
    search.exclude(excluded.keys());
    let (configured, unfulfilled) = rules.bound(&types, &view);
    // What is refuted is not bound again, so this ends.
    loop {
        for (at, schema) in &configured {
            search.bind_configured(*at, *schema);
        }
        search.run();
        if !search.forget_refuted() {
            break;
        }
    }
    Matching {
        unfulfilled,
        ..outcome::outcome(model, &scorer, &search, &excluded)
    }
}

#[cfg(test)]
mod edge_tests;
#[cfg(test)]
mod name_tests;
#[cfg(test)]
mod operation_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod union_tests;
