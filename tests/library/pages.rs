//! The pages of documentation agree with the program.

use super::imports::FLOORS;
use std::fs;
use std::path::{Path, PathBuf};
use wireproof::check::RULES;
use wireproof::config::Config;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(page: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(page)).unwrap()
}

/// Every page of the repository that people read.
fn pages() -> Vec<PathBuf> {
    ["", "docs", "subjects", "fuzz", "benches"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

/// The first block of code in that language.
fn block<'a>(page: &'a str, language: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// The name under which a heading can be linked to.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

#[test]
fn the_page_of_checks_lists_every_rule_with_question_and_level() {
    let page = read("docs/checks.md");
    for rule in RULES {
        let line = format!(
            "| `{}` | {} | {} |",
            rule.code,
            rule.question,
            rule.code.level().as_str()
        );
        assert!(page.contains(&line), "docs/checks.md lacks {line}");
    }
}

#[test]
fn the_printed_configuration_is_valid_and_shows_every_key() {
    let page = read("docs/command-line.md");
    let (_, section) = page.split_once("## wireproof.toml").unwrap();
    let printed = block(section, "toml");
    Config::parse(Path::new("wireproof.toml"), printed).unwrap();
    for table in ["", "[explore]\n", "[ingest]\n"] {
        let unknown = format!("{table}nothing_like_this = 1");
        let error = Config::parse(Path::new("wireproof.toml"), &unknown)
            .unwrap_err()
            .to_string();
        let (_, keys) = error.split_once("; there are ").expect(&error);
        for key in keys.split(", ") {
            let shown = [format!("{key} = "), format!("[{key}]"), format!("[[{key}]]")];
            assert!(
                shown.iter().any(|shown| printed.contains(shown)),
                "`{key}` is not shown"
            );
        }
    }
}

#[test]
fn the_design_shows_the_rule_of_imports() {
    let page = read("DESIGN.md");
    let (_, section) = page.split_once("## Parts, and who may import whom").unwrap();
    let printed: Vec<Vec<&str>> = block(section, "text")
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(printed, FLOORS);
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut seen = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
            let link = link.0;
            if link.starts_with("http") || link.contains(' ') {
                continue;
            }
            seen += 1;
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.parent().unwrap().join(file),
            };
            assert!(
                target.exists(),
                "{} links to {link}, which does not exist",
                page.display()
            );
            if !heading.is_empty() {
                let headings = fs::read_to_string(&target).unwrap();
                let headings = headings.lines().filter(|line| line.starts_with('#'));
                let mut anchors = headings.map(|line| anchor(line.trim_start_matches('#')));
                assert!(
                    anchors.any(|anchor| anchor == heading),
                    "{} links to {link}: there is no such heading",
                    page.display()
                );
            }
        }
    }
    assert!(
        seen > 30,
        "only {seen} links found: the test does not read the pages any more"
    );
}
