//! A crate, and what its types stand for in a document.

use super::by_hand::found_out;
use super::discover::{CrateSource, DiscoverError};
use super::error::AuditError;
use super::matching::{Binding, Matching, Reason, Rules, match_document};
use super::model::{Body, CrateModel, Identity, Instance, Shape, Shapes, TypeId, TypeRef};
use super::names::Names;
use super::probe::{Probe, Project, Registration, build};
use super::register::registrations;
use super::result::{AuditResult, AuditedCrate, RepairCounts};
use crate::runner::Summary;
use crate::schema::{Spec, fragment};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wireproof_subject::{Bindings, BoundType};

/// A crate, and what its types stand for in a document.
pub(crate) struct Audited {
    pub(crate) model: Arc<CrateModel>,
    pub(crate) names: Names,
    /// What types read that are read by hand, as runs tell it.
    pub(crate) known: HashMap<TypeId, Shape>,
    pub(crate) bindings: Bindings,
    /// The instance behind each subject and enum, by its name in reports.
    pub(crate) instances: HashMap<String, Instance>,
    /// The subjects that stand for a component, and not for a place within one.
    pub(crate) of_components: HashSet<String>,
    /// The subjects that stand for their schemas with hardly a doubt.
    pub(crate) sure: HashSet<String>,
    matching: Matching,
    /// What the program registers.
    registrations: Vec<Registration>,
    document: String,
    /// What is bound and not examined on its own: the name, and why.
    left_out: Vec<(String, String)>,
}

/// A type, and what it stands for.
pub(crate) struct Row {
    pub(crate) name: String,
    /// Where it is defined.
    pub(crate) path: String,
    /// The schema, and how sure; `None` if the type is not bound.
    pub(crate) schema: Option<(String, f64)>,
    /// What speaks for the binding, or why there is none.
    pub(crate) why: Vec<String>,
}

/// A type that can be named outside the crate, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BoundInRust {
    /// The type as Rust code outside the crate writes it.
    pub(crate) type_in_rust: String,
    /// Its name in reports.
    pub(crate) name: String,
    /// The place of the schema in the document.
    pub(crate) at: String,
}

/// The program that holds the types, with what it could not be given.
pub(crate) struct BuiltProbe {
    pub(crate) program: PathBuf,
    /// The file of bindings.
    pub(crate) bindings: PathBuf,
    dropped: Vec<(String, String)>,
}

impl Audited {
    /// Reads the rustdoc JSON of a crate, and matches its types to the schemas of a document. `say` is told of what takes long.
    ///
    /// # Errors
    /// If the JSON cannot be read, or if the crate has no types for serde.
    pub(crate) fn new(
        source: &CrateSource,
        json: &Path,
        spec: &Arc<Spec>,
        rules: Rules<'_>,
        say: &dyn Fn(&str),
    ) -> Result<Audited, AuditError> {
        let identity = Identity {
            package: source.package.clone(),
            library: source.library.clone(),
            version: source.version.clone(),
            folder: source.folder.clone(),
        };
        let model = Arc::new(CrateModel::read(json, identity)?);
        if model.types.is_empty() {
            let (package, existing) = (source.package.clone(), source.existing_features.clone());
            return Err(DiscoverError::NoSerdeTypes { package, existing }.into());
        }
        let names = Names::of(&model);
        let all = model.instances();
        let known = found_out(source, &model, &names, spec, say);
        let of_type = |id| known.get(&id).cloned();
        let shapes = Shapes::new(&model, &of_type);
        let shapes = all.iter().map(|instance| (instance.clone(), shapes.of(instance)));
        let matching = match_document(&model, shapes, spec, rules).map_err(|source| AuditError::Document {
            document: spec.document().name().to_owned(),
            source,
        })?;
        let mut audited = Audited {
            registrations: Vec::new(),
            bindings: Bindings {
                name: source.package.clone(),
                ..Bindings::default()
            },
            instances: HashMap::new(),
            of_components: HashSet::new(),
            sure: HashSet::new(),
            document: spec.document().name().to_owned(),
            left_out: Vec::new(),
            matching,
            names,
            known,
            model,
        };
        audited.bind(spec, &all);
        Ok(audited)
    }

    fn bind(&mut self, spec: &Spec, all: &[Instance]) {
        let mut wanted: BTreeMap<String, Registration> = BTreeMap::new();
        let registered = registrations(&self.model, &self.names, all);
        let by_instance: HashMap<&Instance, Option<Registration>> = all.iter().zip(registered).collect();
        let mut used = BTreeSet::new();
        for binding in &self.matching.bindings {
            let name = self.names.of_instance(&binding.instance);
            let Some(Some(registration)) = by_instance.get(&binding.instance) else {
                self.left_out
                    .push((name, "it cannot be named from outside the crate".to_owned()));
                continue;
            };
            if binding.tag_outside.is_some() {
                let reason = "the tag that its schema has is read by the enum around it; it is examined in there";
                self.left_out.push((name, reason.to_owned()));
                continue;
            }
            let registration = match binding.null_outside {
                true => or_null(registration),
                false => registration.clone(),
            };
            let shown = shown_name(&name, binding, &mut used);
            let bound = |at: String| BoundType {
                registered: registration.name.clone(),
                name: shown.clone(),
                at,
            };
            self.bindings.subjects.push(bound(fragment(&binding.pointer)));
            self.instances.insert(shown.clone(), binding.instance.clone());
            self.of_components.extend(binding.is_component.then(|| shown.clone()));
            self.sure.extend(binding.is_sure().then(|| shown.clone()));
            if registration.variants.is_some() && matches!(spec.union_at(&fragment(&binding.pointer)), Ok(Some(_))) {
                self.bindings.enums.push(bound(fragment(&binding.pointer)));
            }
            wanted.insert(registration.name.clone(), registration);
        }
        // What a bound type holds is run on its own to find out which value it is that is refused.
        let known: BTreeSet<&Instance> = all.iter().collect();
        let bound = self.matching.bindings.iter().map(|binding| binding.instance.clone());
        for instance in self.model.reached_from(bound, |instance| known.contains(instance)) {
            if let Some(Some(registration)) = by_instance.get(&instance) {
                wanted
                    .entry(registration.name.clone())
                    .or_insert_with(|| registration.clone());
            }
        }
        self.registrations = wanted.into_values().collect();
    }

    /// Builds the program that holds the types, and writes its bindings.
    ///
    /// # Errors
    /// If it cannot be built, even without what does not compile.
    pub(crate) fn build(&mut self, source: &CrateSource) -> Result<BuiltProbe, AuditError> {
        let project = Project::beside(source);
        let Probe { program, dropped, .. } = build(&project, &self.registrations)?;
        let of_subjects: HashMap<&str, &str> = dropped
            .iter()
            .filter(|one| !one.is_enum)
            .map(|one| (one.name.as_str(), one.reason.as_str()))
            .collect();
        let of_enums: BTreeSet<&str> = dropped
            .iter()
            .filter(|one| one.is_enum)
            .map(|one| one.name.as_str())
            .collect();
        self.bindings
            .subjects
            .retain(|bound| !of_subjects.contains_key(bound.registered.as_str()));
        self.bindings
            .enums
            .retain(|bound| !of_enums.contains(bound.registered.as_str()));
        let text = serde_json::to_string_pretty(&self.bindings).unwrap_or_default();
        let hash: String = Sha256::digest(&text)
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let bindings = project.folder().join(format!("bindings-{hash}.json"));
        fs::write(&bindings, text).map_err(|error| AuditError::io(&bindings, error))?;
        let dropped = dropped.into_iter().map(|one| {
            let what = if one.is_enum { "as an enum: " } else { "" };
            (
                one.name,
                format!("{what}it does not compile outside the crate: {}", one.reason),
            )
        });
        Ok(BuiltProbe {
            program,
            bindings,
            dropped: dropped.collect(),
        })
    }

    /// The result of the runs, before findings are added.
    pub(crate) fn result(&self, source: &CrateSource, probe: &BuiltProbe, summary: Summary) -> AuditResult {
        let types: BTreeSet<&Instance> = self.matching.bindings.iter().map(|binding| &binding.instance).collect();
        let mut not_bound: BTreeMap<String, usize> = BTreeMap::new();
        for unbound in &self.matching.unbound {
            *not_bound.entry(short(&unbound.reason).to_owned()).or_default() += 1;
        }
        AuditResult {
            crates: vec![AuditedCrate {
                package: source.package.clone(),
                version: source.version.clone(),
                document: self.document.clone(),
            }],
            findings: Vec::new(),
            bound_types: types.len(),
            bound_schemas: self.matching.bindings.len(),
            not_bound,
            left_out: self.left_out.iter().chain(&probe.dropped).cloned().collect(),
            unknown: Vec::new(),
            skipped: Vec::new(),
            summary,
            repairs: RepairCounts::default(),
        }
    }

    /// The types that are bound, as code writes them that calls the crate `library`.
    pub(crate) fn bound_in_rust(&self, library: &str) -> Vec<BoundInRust> {
        let subjects = self.bindings.subjects.iter().filter_map(|bound| {
            let instance = self.instances.get(&bound.name)?;
            let own = TypeRef::Local(instance.id, instance.arguments.clone());
            Some(BoundInRust {
                type_in_rust: self.model.type_in_rust(&own, library)?,
                name: bound.name.clone(),
                at: bound.at.clone(),
            })
        });
        subjects.collect()
    }

    /// Each type, bound or not.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let path = |instance: &Instance| {
            let found = self.model.type_of(instance.id);
            found.map(|found| found.path.clone()).unwrap_or_default()
        };
        let bound = self.matching.bindings.iter().map(|binding| {
            let why = binding.evidence.iter().map(ToString::to_string).collect();
            Row {
                name: self.names.of_instance(&binding.instance),
                path: path(&binding.instance),
                schema: Some((fragment(&binding.pointer), binding.score)),
                why,
            }
        });
        let unbound = self.matching.unbound.iter().map(|unbound| {
            let why = vec![unbound.reason.to_string()];
            Row {
                name: self.names.of_instance(&unbound.instance),
                path: path(&unbound.instance),
                schema: None,
                why,
            }
        });
        bound.chain(unbound).collect()
    }
}

/// The name of a binding in reports: that of the type, with its schema from the second one on.
fn shown_name(name: &str, binding: &Binding, used: &mut BTreeSet<String>) -> String {
    let mut shown = name.to_owned();
    if used.contains(&shown) {
        shown = format!("{name} as {}", binding.pointer);
    }
    used.insert(shown.clone());
    shown
}

/// The type as it stands in a field that may be null.
fn or_null(registration: &Registration) -> Registration {
    Registration {
        name: format!("Option<{}>", registration.name),
        type_in_rust: format!("::std::option::Option<{}>", registration.type_in_rust),
        variants: None,
        is_traced: false,
    }
}

/// A reason in a few words, for the summary.
fn short(reason: &Reason) -> &'static str {
    match reason {
        Reason::NoCounterpart => "without counterpart",
        Reason::Ambiguous(_) => "ambiguous",
        Reason::NotPublic => "not public",
        Reason::Generic => "generic",
        Reason::Borrowed => "borrowed",
        Reason::Local => "inside a function",
        Reason::Flattened => "only flattened",
        Reason::Part(_) => "only part of a schema",
        Reason::OtherVersion(_) => "of another version",
        Reason::Ignored => "ignored",
    }
}
