//! The published document: what an API says that it sends.
//!
//! A [`Document`] is the text as published (Swagger 2.0, OpenAPI 3.0 or 3.1, or plain JSON Schema). A [`Spec`] is a document read
//! in one [`Dialect`]: as its authors meant it, or strictly as it is written. A [`Schema`] is one component of it,
//! compiled; it says where a JSON value breaks the component ([`Schema::violations`]) and which keys the component
//! does not name ([`Schema::undocumented`]). Every answer points into the document as published, whatever the
//! dialect had to rewrite to make sense of it.
//!
//! An [`Overlay`] corrects a document, `import` cuts the components that are needed out of one, and `lint` lists
//! what is wrong with one.
//!
//! A document may consist of several files in one folder that refer to each other.
//!
//! Nothing here reads from the network, and no reference leaves the document or its folder. Documents may be hostile: size, nesting
//! and the way references lead are bounded, and what exceeds the bounds is an error.

pub(crate) mod algebra;
mod analysis;
mod branches;
pub(crate) mod budget;
mod bundle;
mod comparer;
mod comparisons;
mod compiled;
mod component;
mod component_tags;
mod components;
mod defaults;
mod depth;
mod dialect;
mod discriminated;
mod discriminator;
mod document;
mod documented;
mod error;
mod explain;
mod fault;
mod files;
mod format_tests;
mod glance;
mod guide;
mod import;
mod instance;
mod integer_format;
pub(crate) mod ir;
mod key_fit;
mod key_pattern;
mod keyword;
mod kind;
mod language;
mod limits;
mod named_values;
mod names;
mod naming;
mod narrowed;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only `explore` asks for it"))]
mod narrowed_schema;
mod of_types;
mod one_direction;
mod operations;
mod overlay;
mod patterns;
mod pieces;
mod pointer;
mod query;
mod reading;
mod reading_options;
mod refs;
mod replaced;
mod resources;
mod root;
mod roots;
mod schema_place;
mod sign;
mod source_text;
#[cfg(feature = "cli")]
mod standing;
mod stated;
mod tag_words;
mod tags;
mod telling_formats;
mod text_format;
mod undocumented;
mod unions;
mod unit;
mod uri;
pub(crate) mod validation;
mod validator_options;
mod violation;
#[cfg(feature = "cli")]
mod whole;
mod words;
mod yaml;

pub use analysis::{
    Answer, Change, ChangeKind, ChangedSchema, Compared, Correction, CorrectionKind, Coverage, Defect, DefectKind,
    Difference, Example, ExampleOutcome, ExampleSource, Feature, FeatureKind, Hole, LintReport, Proposal, Reasons,
    ReasonsError, Recorded, Share, Spot, StaleReason, Uncorrected, dictionary, difference, lint, propose,
};
pub use component::Schema;
pub use component_tags::ComponentTags;
#[cfg(feature = "cli")]
pub(crate) use components::without_endings;
pub use dialect::Dialect;
pub use document::Document;
pub use documented::Documented;
pub use error::SpecError;
pub use guide::{Guide, Place};
pub use import::{Provenance, import};
pub use kind::Kind;
pub use limits::{MAX_ADDED, MAX_BYTES, MAX_FILES, MAX_NAME};
pub use overlay::{Action, ActionOutcome, Overlay};
#[cfg(feature = "cli")]
pub(crate) use pointer::fragment;
pub use reading::Spec;
pub use replaced::Replacement;
pub use root::{Direction, RootRole, SchemaRoot};
pub use roots::roots;
pub use source_text::read_text;
#[cfg(feature = "cli")]
pub(crate) use standing::StandingBudget;
pub(crate) use stated::{Described, DescribedPlace, Stated};
pub(crate) use telling_formats::formats_of;
pub use undocumented::Undocumented;
pub use unions::{UnionPlace, Way, WayStep, unions};
pub use violation::Violation;
pub use words::Listed;
