//! The texts of the files.

use std::fmt::Write;

/// A type with captures.
pub(super) struct TypeInTest {
    /// The type as Rust code outside the crate writes it.
    pub(super) type_in_rust: String,
    /// Its name in reports.
    pub(super) name: String,
    /// The name of its test.
    pub(super) test: String,
    pub(super) component: String,
    /// The place of the component in the document.
    pub(super) at: String,
    /// The folder with its captures, or a pattern of files.
    pub(super) captures: String,
}

pub(super) fn configuration(program: &str, document: &str, captures: &[String]) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let captures: Vec<String> = captures.iter().map(|folder| quoted(folder)).collect();
    format!(
        "# What `wireproof check`, `explore`, `ambiguity` and `coverage` examine.\n\n\
         # Built by `cargo build --example wire_types`.\n\
         types = {}\n\
         document = {}\n\
         # Recorded JSON, one folder for each component.\n\
         captures = [{}]\n",
        quoted(program),
        quoted(document),
        captures.join(", ")
    )
}

pub(super) fn program(types: &[TypeInTest]) -> String {
    let mut lines = String::new();
    for one in types {
        let named = match one.type_in_rust.rsplit("::").next() == Some(one.name.as_str()) {
            true => String::new(),
            false => format!(" named {:?}", one.name),
        };
        let _ = writeln!(
            lines,
            "        subject!({} as {:?}{named}),",
            one.type_in_rust, one.component
        );
    }
    format!(
        "//! The types of this crate, each with the component of the document that it stands for. wireproof runs this program.\n\n\
         use wireproof_subject::{{TypeSet, serve, subject}};\n\n\
         fn main() {{\n    serve(types())\n}}\n\n\
         /// The types. The fuzz targets examine them too.\n\
         pub fn types() -> TypeSet {{\n    TypeSet::new([\n{lines}    ])\n}}\n"
    )
}

pub(super) fn test(types: &[TypeInTest], document: &str) -> String {
    let mut text = "//! The types of this crate against the document, on recorded JSON.\n".to_owned();
    for one in types {
        let document = format!("{document}{}", one.at);
        let _ = write!(
            text,
            "\n#[test]\nfn {}() {{\n    wireproof::assert_conforms!({}, {document:?}, {:?});\n}}\n",
            one.test, one.type_in_rust, one.captures
        );
    }
    text
}

pub(super) fn workflow(package: &str) -> String {
    format!(
        "# GitHub reads workflows in the root of the repository.\n\
         name: wire\n\
         on:\n  push:\n    branches: [main]\n  pull_request:\n\
         permissions:\n  contents: read\n\
         jobs:\n  wire:\n    runs-on: ubuntu-latest\n    timeout-minutes: 30\n    steps:\n\
         \x20     - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n\
         \x20       with:\n\
         \x20         persist-credentials: false\n\
         \x20     - run: cargo test --package {package} --test wire\n"
    )
}

pub(super) fn about_captures() -> String {
    "# Captures\n\nOne folder for each component of the document. `sample.json` was generated of the schema, so that there is something to\n\
     start from; put JSON that a server sent beside it, and delete it. `wireproof ingest` takes JSON out of recordings and redacts it.\n"
        .to_owned()
}

/// The name of a type as the name of a test: `OrderLine` is `order_line_conforms`.
pub(super) fn test_name(name: &str) -> String {
    let mut out = String::new();
    let mut was_lower = false;
    for one in name.chars() {
        match one {
            'A'..='Z' => {
                if was_lower {
                    out.push('_');
                }
                out.push(one.to_ascii_lowercase());
            }
            'a'..='z' | '0'..='9' => out.push(one),
            _ if out.is_empty() || out.ends_with('_') => {}
            _ => out.push('_'),
        }
        was_lower = one.is_ascii_lowercase() || one.is_ascii_digit();
    }
    let out = out.trim_matches('_');
    match out.starts_with(|one: char| one.is_ascii_digit()) || out.is_empty() {
        true => format!("type_{out}_conforms").replace("__", "_"),
        false => format!("{out}_conforms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_a_test() {
        assert_eq!(test_name("OrderLine"), "order_line_conforms");
        assert_eq!(test_name("Page<Order>"), "page_order_conforms");
        assert_eq!(test_name("v2::HTTPError"), "v2_httperror_conforms");
        assert_eq!(test_name("2Fast"), "type_2_fast_conforms");
        assert_eq!(test_name("ß"), "type_conforms");
    }

    #[test]
    fn the_program_names_a_type_whose_name_in_reports_is_another() {
        let one = |name: &str| TypeInTest {
            type_in_rust: "zoo::Pet".to_owned(),
            name: name.to_owned(),
            test: String::new(),
            component: "Animal".to_owned(),
            at: String::new(),
            captures: String::new(),
        };
        let text = program(&[one("Pet"), one("Pet as /$defs/Animal")]);
        assert!(text.contains("subject!(zoo::Pet as \"Animal\"),\n"), "{text}");
        assert!(
            text.contains("subject!(zoo::Pet as \"Animal\" named \"Pet as /$defs/Animal\"),"),
            "{text}"
        );
    }

    #[test]
    fn the_configuration_is_read_as_it_is_meant() {
        let text = configuration("target/debug/x", "a \"b\".json", &["captures".to_owned()]);
        let table: toml::Table = toml::from_str(&text).unwrap();
        assert_eq!(table["document"].as_str(), Some("a \"b\".json"));
    }
}
