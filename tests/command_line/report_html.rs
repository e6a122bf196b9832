//! `--report html`: one file, which needs nothing else and shows what strangers wrote as text.

use super::captures::{run_with, text_for_a_time};
use super::lab::{Lab, skipped};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const HOSTILE: &str = "</script><script>document.title='bad'</script><img src=x onerror=alert(1)>\u{202e}";

fn page() -> (Lab, String) {
    let lab = Lab::new();
    let hostile = run_with(r#"{"id""#, &format!(r#"{{{}:1,"id""#, json!(HOSTILE)));
    lab.write("runs.jsonl", [hostile, text_for_a_time()].join("\n"));
    lab.run(&["check", "runs.jsonl", "--report", "html=report.html"])
        .says(1, &[]);
    let page = lab.read("report.html");
    (lab, page)
}

/// The data that the script of a page reads.
fn island(page: &str) -> Value {
    let start = "<script type=\"application/json\" id=\"data\">";
    let rest = &page[page.find(start).expect("an island") + start.len()..];
    serde_json::from_str(&rest[..rest.find("</script>").expect("its end")]).expect("JSON")
}

#[test]
fn a_page_loads_nothing_and_no_text_in_it_is_markup() {
    let (_lab, page) = page();
    assert!(
        !page.contains("document.title='bad'</script>") && !page.contains("<img"),
        "{page}"
    );
    assert!(!page.contains('\u{202e}'));
    for loads in ["src=\"", "href=\"http", "url(", "@import", "fetch("] {
        assert!(!page.contains(loads), "{loads}");
    }
    assert!(page.contains("default-src 'none'"));
    assert_eq!(page.matches("<script").count(), 2, "the data and the script");
}

#[test]
fn the_data_has_an_entry_for_each_cause_with_what_it_takes_to_understand_it() {
    let (_lab, page) = page();
    let island = island(&page);
    let entries = island["entries"].as_array().expect("entries");
    let entry = |code: &str| {
        let mut entries = entries.iter();
        entries
            .find(|entry| entry["code"] == code)
            .unwrap_or_else(|| panic!("no {code}"))
    };
    let rejected = entry("rejected");
    assert_eq!(
        (&rejected["at"], &rejected["read"]),
        (&json!("/created_at"), &json!("\"yesterday\""))
    );
    assert_eq!(rejected["codes"], json!({"rejected": 1, "schema_violation": 1}));
    let excerpt = rejected["excerpt"].as_str().unwrap_or_default();
    assert!(excerpt.contains("\"type\""), "{rejected:#}");
    let replay = rejected["replay"].as_str().unwrap_or_default();
    assert!(replay.starts_with("wireproof replay "), "{rejected:#}");
    let undocumented = entry("undocumented_field")["at"].as_str().unwrap_or_default();
    assert!(
        undocumented.contains("<img src=x onerror=alert(1)>"),
        "{undocumented:#}"
    );
    for part in [
        "<h2 id=\"findings\">",
        "<h2>Plots</h2>",
        "<h2>Coverage of the schemas</h2>",
        "Holes",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

/// The page as a browser sees it after its script has run; `None` without a browser.
fn rendered(page: &Path) -> Option<String> {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let found = browsers
        .iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok())?;
    let profile = page.parent()?.join("profile");
    let output = Command::new(found)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_browser_lists_the_findings_and_runs_nothing_of_theirs() {
    let (lab, _) = page();
    let Some(dom) = rendered(&lab.path("report.html")) else {
        return skipped("no browser to open the HTML report in");
    };
    assert!(dom.contains("<title>wireproof check</title>"), "{dom}");
    assert!(dom.contains("2 of 2 causes"), "{dom}");
    assert_eq!(dom.matches("<details class=\"entry\">").count(), 2, "{dom}");
    assert!(dom.contains("&lt;img src=x onerror=alert(1)&gt;"), "{dom}");
    assert!(!dom.contains("<img"), "{dom}");
}
