//! The types of an audited crate: registered once, and bound to a document when the program starts.
//!
//! `wireproof audit` writes a program that registers every type of a crate without a component, builds it, and starts it with a
//! file that says which type stands for which schema. So the program need not be built again for another document.

use crate::serve::complain;
use crate::{EnumSubject, TypeSet, serve};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::{env, fs, process};

/// Which registered type stands for which schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[doc(hidden)]
pub struct Bindings {
    /// The name of the type set.
    pub name: String,
    pub subjects: Vec<BoundType>,
    pub enums: Vec<BoundType>,
}

/// One type and one schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(hidden)]
pub struct BoundType {
    /// The name under which the type is registered.
    pub registered: String,
    /// The name in reports.
    pub name: String,
    /// The component, or the place of the union; a JSON pointer as a URI fragment for an inline schema.
    pub at: String,
}

impl TypeSet {
    /// The set with the subjects and enums that `bindings` lists instead of those that are registered.
    ///
    /// # Errors
    /// If a type is not registered.
    fn bound_by(&self, bindings: &Bindings) -> Result<TypeSet, String> {
        let missing = |bound: &BoundType| format!("`{}` is not registered", bound.registered);
        let subjects: Result<Vec<_>, String> = bindings
            .subjects
            .iter()
            .map(|bound| {
                let registered = self.subject(&bound.registered).ok_or_else(|| missing(bound))?;
                Ok(registered.bound_to(&bound.name, Some(&bound.at)))
            })
            .collect();
        let enums: Result<Vec<_>, String> = bindings
            .enums
            .iter()
            .map(|bound| {
                let registered = self.enum_named(&bound.registered).ok_or_else(|| missing(bound))?;
                let whole = registered.whole().bound_to(&bound.name, None);
                let variants = registered.variants().to_vec();
                Ok(EnumSubject::new(whole, registered.tagging(), Some(&bound.at), variants))
            })
            .collect();
        Ok(TypeSet::new(subjects?).with_enums(enums?).named(&bindings.name))
    }
}

/// Serves the types of an audited crate: bound as the file says that the first argument names, or all of them without a
/// component if there is no argument.
#[doc(hidden)]
pub fn serve_audited(types: TypeSet) {
    let Some(path) = env::args_os().nth(1) else {
        return serve(types);
    };
    match read(Path::new(&path)).and_then(|bindings| types.bound_by(&bindings)) {
        Ok(types) => serve(types),
        Err(reason) => {
            complain(&format!("{}: {reason}", Path::new(&path).display()));
            process::exit(2);
        }
    }
}

fn read(path: &Path) -> Result<Bindings, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{subject, tagged};

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Pet {
        name: String,
    }

    #[derive(Deserialize)]
    #[serde(tag = "kind")]
    #[allow(dead_code)]
    enum Food {
        Hay,
    }

    fn bound(registered: &str, at: &str) -> BoundType {
        BoundType {
            registered: registered.to_owned(),
            name: format!("{registered} at {at}"),
            at: at.to_owned(),
        }
    }

    fn registered() -> TypeSet {
        TypeSet::new([subject!(@bind Pet, "zoo::Pet", None)]).with_enums([tagged! { Food as "zoo::Food" { Hay } }])
    }

    #[test]
    fn one_type_may_be_bound_to_several_schemas() {
        let bindings = Bindings {
            name: "zoo".to_owned(),
            subjects: vec![bound("zoo::Pet", "Pet"), bound("zoo::Pet", "#/$defs/Dog")],
            enums: vec![bound("zoo::Food", "Pet/properties/food")],
        };
        let set = registered().bound_by(&bindings).unwrap();
        let components: Vec<_> = set.subjects().iter().map(|subject| subject.component()).collect();
        assert_eq!(components, [Some("Pet"), Some("#/$defs/Dog")]);
        assert_eq!(set.enums()[0].at(), Some("Pet/properties/food"));
        assert_eq!(set.subjects()[1].name(), "zoo::Pet at #/$defs/Dog");
    }

    #[test]
    fn a_type_that_is_not_registered_is_named() {
        let bindings = Bindings {
            subjects: vec![bound("zoo::Cat", "Cat")],
            ..Bindings::default()
        };
        assert_eq!(
            registered().bound_by(&bindings).unwrap_err(),
            "`zoo::Cat` is not registered"
        );
    }
}
