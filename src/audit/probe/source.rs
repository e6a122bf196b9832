//! The source of the program: one line for each registration, so that a compiler error names the registration by its line.

use std::fmt::Write;

/// A type to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Registration {
    /// The name under which it is registered.
    pub(crate) name: String,
    /// The type as the program writes it.
    pub(crate) type_in_rust: String,
    /// The variants, if it is registered as an enum as well.
    pub(crate) variants: Option<EnumRegistration>,
    /// Whether it is registered to be traced, and not to be examined.
    pub(crate) is_traced: bool,
}

/// The variants of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnumRegistration {
    pub(crate) is_untagged: bool,
    /// Whether other variants may be added, so that a `match` needs a catch-all.
    pub(crate) is_non_exhaustive: bool,
    /// The variants in their order.
    pub(crate) variants: Vec<VariantRegistration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VariantRegistration {
    pub(crate) ident: String,
    /// What it holds, for an untagged enum; `None` if the program cannot write it down.
    pub(crate) payload: Option<Payload>,
}

/// What a variant holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Payload {
    Unit,
    /// The types.
    Tuple(Vec<String>),
    /// The serde attributes of the variant, and the fields: attributes, name, type.
    Fields {
        attributes: Vec<String>,
        fields: Vec<(Vec<String>, String, String)>,
    },
}

/// What a line of the source registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Subject(usize),
    Enum(usize),
}

/// The source, and what each of its lines registers.
pub(crate) struct Source {
    pub(crate) text: String,
    /// By line, from 0.
    lines: Vec<Option<Part>>,
}

impl Source {
    /// What a line registers, counted from 1 as compilers do.
    pub(crate) fn part_at(&self, line: usize) -> Option<Part> {
        *self.lines.get(line.checked_sub(1)?)?
    }

    /// Writes the program. `plain` says for which enums the payloads are left out.
    pub(crate) fn write(
        registrations: &[Registration],
        keeps: impl Fn(Part) -> bool,
        plain: impl Fn(usize) -> bool,
    ) -> Source {
        let mut source = Source {
            text: String::new(),
            lines: Vec::new(),
        };
        source.line(None, "//! Written by `wireproof audit`.");
        source.line(None, "#![allow(warnings)]");
        let (mut subjects, mut enums) = (Vec::new(), Vec::new());
        for (index, registration) in registrations.iter().enumerate() {
            let name = format!("{:?}", registration.name);
            if keeps(Part::Subject(index)) {
                let how = if registration.is_traced { "@traced" } else { "@lean" };
                let line = format!(
                    "fn s{index}() -> wireproof_subject::Subject {{ wireproof_subject::subject!({how} {}, {name}) }}",
                    registration.type_in_rust
                );
                source.line(Some(Part::Subject(index)), &line);
                subjects.push(format!("s{index}()"));
            }
            if let Some(variants) = &registration.variants
                && keeps(Part::Enum(index))
            {
                let registered = enum_in_rust(&registration.type_in_rust, &name, variants, plain(index));
                let line = format!("fn e{index}() -> wireproof_subject::EnumSubject {{ {registered} }}");
                source.line(Some(Part::Enum(index)), &line);
                enums.push(format!("e{index}()"));
            }
        }
        let main = format!(
            "fn main() {{ wireproof_subject::serve_audited(wireproof_subject::TypeSet::new([{}]).with_enums([{}])) }}",
            subjects.join(", "),
            enums.join(", ")
        );
        source.line(None, &main);
        source
    }

    fn line(&mut self, part: Option<Part>, text: &str) {
        // An attribute may have line breaks in it, which mean nothing outside of literals.
        let text = text.replace(['\n', '\r'], " ");
        self.text.push_str(&text);
        self.text.push('\n');
        self.lines.push(part);
    }
}

fn enum_in_rust(type_in_rust: &str, name: &str, registration: &EnumRegistration, is_plain: bool) -> String {
    let payloads: Option<Vec<String>> = match registration.is_untagged && !is_plain {
        true => registration.variants.iter().map(with_payload).collect(),
        false => None,
    };
    let rest = if registration.is_non_exhaustive { ", .." } else { "" };
    match payloads {
        Some(variants) => format!(
            "wireproof_subject::untagged! {{ {type_in_rust} as {name} {{ {}{rest} }} }}",
            variants.join(", ")
        ),
        None => {
            let idents: Vec<String> = registration
                .variants
                .iter()
                .map(|variant| raw(&variant.ident))
                .collect();
            format!(
                "wireproof_subject::tagged! {{ {type_in_rust} as {name} {{ {}{rest} }} }}",
                idents.join(", ")
            )
        }
    }
}

fn with_payload(variant: &VariantRegistration) -> Option<String> {
    let ident = raw(&variant.ident);
    Some(match variant.payload.as_ref()? {
        Payload::Unit => ident,
        Payload::Tuple(types) => format!("{ident}({})", types.join(", ")),
        Payload::Fields { attributes, fields } => {
            let mut text = String::new();
            for attribute in attributes {
                let _ = write!(text, "{attribute} ");
            }
            let fields = fields.iter().map(|(attributes, name, type_in_rust)| {
                let attributes = attributes.join(" ");
                format!("{attributes} {}: {type_in_rust}", raw(name))
            });
            let fields: Vec<String> = fields.collect();
            format!("{text}{ident} {{ {} }}", fields.join(", "))
        }
    })
}

/// An identifier as source writes it: words of the language need `r#`.
pub(crate) fn raw(ident: &str) -> String {
    const WORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
        "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    match WORDS.contains(&ident) {
        true => format!("r#{ident}"),
        false => ident.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(variants: Option<EnumRegistration>) -> Registration {
        Registration {
            name: "zoo::Food".to_owned(),
            type_in_rust: "::zoo::Food".to_owned(),
            variants,
            is_traced: false,
        }
    }

    fn variant(ident: &str, payload: Option<Payload>) -> VariantRegistration {
        VariantRegistration {
            ident: ident.to_owned(),
            payload,
        }
    }

    fn untagged(variants: Vec<VariantRegistration>) -> EnumRegistration {
        EnumRegistration {
            is_untagged: true,
            is_non_exhaustive: true,
            variants,
        }
    }

    #[test]
    fn each_registration_is_on_a_line_of_its_own() {
        let all = [registration(None), registration(None)];
        let source = Source::write(&all, |part| part != Part::Subject(0), |_| false);
        let line = source.text.lines().position(|line| line.contains("fn s1()")).unwrap() + 1;
        assert_eq!(source.part_at(line), Some(Part::Subject(1)));
        assert!(!source.text.contains("s0()") && source.part_at(0).is_none() && source.part_at(99).is_none());
    }

    #[test]
    fn an_untagged_enum_is_written_with_its_payloads_unless_they_cannot_be_named() {
        let fields = Payload::Fields {
            attributes: vec!["#[serde(rename_all =\n\"camelCase\")]".to_owned()],
            fields: vec![(vec!["#[serde(default)]".to_owned()], "type".to_owned(), "u8".to_owned())],
        };
        let all = [
            variant("A", Some(Payload::Unit)),
            variant("B", Some(Payload::Tuple(vec!["u8".to_owned(), "String".to_owned()]))),
            variant("C", Some(fields)),
        ];
        let source = Source::write(&[registration(Some(untagged(all.to_vec())))], |_| true, |_| false);
        let written = "::zoo::Food as \"zoo::Food\" { A, B(u8, String), #[serde(rename_all = \"camelCase\")] C { #[serde(default)] r#type: u8 }, .. }";
        assert!(source.text.contains(written), "{}", source.text);
        let unnamed = untagged(vec![variant("A", Some(Payload::Unit)), variant("B", None)]);
        let source = Source::write(&[registration(Some(unnamed))], |_| true, |_| false);
        assert!(
            source
                .text
                .contains("tagged! { ::zoo::Food as \"zoo::Food\" { A, B, .. } }"),
            "{}",
            source.text
        );
    }
}
