//! How another crate writes a type down, and what it can do with it.

use super::item::{CrateModel, Impl, Parameter};
use super::type_ref::{Instance, IntegerType, TypeRef};

/// What can be done with a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Abilities {
    /// `DeserializeOwned`.
    pub(crate) read: bool,
    pub(crate) write: bool,
    pub(crate) debug: bool,
    pub(crate) partial_eq: bool,
}

impl Abilities {
    const ALL: Abilities = Abilities {
        read: true,
        write: true,
        debug: true,
        partial_eq: true,
    };

    fn and(self, other: Abilities) -> Abilities {
        Abilities {
            read: self.read && other.read,
            write: self.write && other.write,
            debug: self.debug && other.debug,
            partial_eq: self.partial_eq && other.partial_eq,
        }
    }
}

/// How deep a type is written down.
const MAX_DEPTH: usize = 16;

impl CrateModel {
    /// An instance as Rust code of a crate writes it that knows this one as `root`; `None` if it cannot name it.
    pub(crate) fn instance_in_rust(&self, instance: &Instance, root: &str) -> Option<String> {
        self.type_in_rust(&TypeRef::Local(instance.id, instance.arguments.clone()), root)
    }

    /// A type as Rust code of another crate writes it. Where a name is lost in the model (which kind of map, which kind of string)
    /// it is one with the same JSON.
    pub(crate) fn type_in_rust(&self, type_ref: &TypeRef, root: &str) -> Option<String> {
        self.write_type(type_ref, root, 0)
    }

    fn write_type(&self, type_ref: &TypeRef, root: &str, depth: usize) -> Option<String> {
        if depth > MAX_DEPTH {
            return None;
        }
        let inner = |one: &TypeRef| self.write_type(one, root, depth + 1);
        let all = |many: &[TypeRef]| -> Option<Vec<String>> { many.iter().map(inner).collect() };
        Some(match type_ref {
            TypeRef::Local(id, arguments) => {
                let model = self.type_of(*id)?;
                let path = model.public_path.as_ref().ok()?;
                let (_, below) = path.split_once("::")?;
                let mut arguments = all(arguments)?.into_iter();
                let mut written = Vec::new();
                for parameter in &model.parameters {
                    written.push(match parameter {
                        Parameter::Lifetime(_) => "'static".to_owned(),
                        Parameter::Type { .. } => arguments.next()?,
                        Parameter::Const(_) => return None,
                    });
                }
                match written.is_empty() {
                    true => format!("{root}::{below}"),
                    false => format!("{root}::{below}<{}>", written.join(", ")),
                }
            }
            TypeRef::Bool => "bool".to_owned(),
            TypeRef::Char => "char".to_owned(),
            TypeRef::Unit => "()".to_owned(),
            TypeRef::Text => "::std::string::String".to_owned(),
            TypeRef::Integer(integer) => integer_in_rust(integer),
            TypeRef::Float(bits) => format!("f{bits}"),
            TypeRef::Option(held) => format!("::std::option::Option<{}>", inner(held)?),
            TypeRef::List(item) => format!("::std::vec::Vec<{}>", inner(item)?),
            TypeRef::Array(item, length) => format!("[{}; {}]", inner(item)?, (*length)?),
            TypeRef::Tuple(items) => format!("({},)", all(items)?.join(", ")),
            TypeRef::Map(key, value) => {
                format!("::std::collections::BTreeMap<{}, {}>", inner(key)?, inner(value)?)
            }
            TypeRef::AnyJson => "::serde_json::Value".to_owned(),
            TypeRef::AnyObject => "::serde_json::Map<::std::string::String, ::serde_json::Value>".to_owned(),
            TypeRef::External { path, arguments } if arguments.is_empty() => standard(path)?.to_owned(),
            TypeRef::External { .. }
            | TypeRef::Parameter(_)
            | TypeRef::Formatted(_)
            | TypeRef::Variant(..)
            | TypeRef::Other(_) => return None,
        })
    }

    /// What can be done with an instance. Of types of other crates it is assumed that they can do everything; the compiler says
    /// if that is wrong.
    pub(crate) fn abilities(&self, instance: &Instance) -> Abilities {
        self.abilities_at(&TypeRef::Local(instance.id, instance.arguments.clone()), 0)
    }

    fn abilities_at(&self, type_ref: &TypeRef, depth: usize) -> Abilities {
        if depth > MAX_DEPTH {
            return Abilities::ALL;
        }
        let own = match type_ref {
            TypeRef::Local(id, _) => self.type_of(*id).map(|model| Abilities {
                read: model.read != Impl::Absent && !model.borrows,
                write: model.write != Impl::Absent,
                debug: model.has_debug,
                partial_eq: model.has_partial_eq,
            }),
            _ => None,
        };
        let parts = type_ref
            .parts()
            .into_iter()
            .map(|part| self.abilities_at(part, depth + 1));
        parts.fold(own.unwrap_or(Abilities::ALL), Abilities::and)
    }
}

fn integer_in_rust(integer: &IntegerType) -> String {
    let IntegerType {
        is_signed,
        bits,
        is_non_zero,
    } = *integer;
    match (is_non_zero, is_signed) {
        (false, true) => format!("i{bits}"),
        (false, false) => format!("u{bits}"),
        (true, true) => format!("::std::num::NonZeroI{bits}"),
        (true, false) => format!("::std::num::NonZeroU{bits}"),
    }
}

/// A type of the standard library by the path of its definition, which is in a private module as a rule.
fn standard(path: &str) -> Option<&'static str> {
    if !["alloc::", "core::", "std::"]
        .iter()
        .any(|package| path.starts_with(package))
    {
        return None;
    }
    Some(match path.rsplit("::").next()? {
        "Duration" => "::std::time::Duration",
        "SystemTime" => "::std::time::SystemTime",
        "IpAddr" => "::std::net::IpAddr",
        "Ipv4Addr" => "::std::net::Ipv4Addr",
        "Ipv6Addr" => "::std::net::Ipv6Addr",
        "SocketAddr" => "::std::net::SocketAddr",
        "OsString" => "::std::ffi::OsString",
        _ => return None,
    })
}
