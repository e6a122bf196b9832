//! A report to click through: one HTML file that needs nothing else, neither a server nor the network.
//!
//! The entries are in a JSON island, and a little JavaScript draws those that are looked at. Everything else is in the page as it is.

mod coverage;
mod island;
mod markup;
mod plot;

use super::digest::Digest;
use super::words::count;
use crate::finding::Level;
use markup::escaped;
use std::io::{self, Write};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub(super) fn html(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let title = format!("wireproof {}", digest.facts.verb);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#findings\">To the findings</a>\n<header>\n<h1>{title}</h1>"
    )?;
    summary(out, digest)?;
    writeln!(out, "</header>\n<main>")?;
    findings(out)?;
    plot::plots(out, digest)?;
    if let Some(coverage) = digest.coverage {
        coverage::coverage(out, coverage)?;
    }
    left_out(out, digest)?;
    writeln!(out, "</main>\n<script type=\"application/json\" id=\"data\">")?;
    island::island(out, digest)?;
    writeln!(out, "</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>")?;
    out.flush()
}

fn summary(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let (summary, facts) = (digest.summary, digest.facts);
    let document = match facts.document.as_str() {
        "" => String::new(),
        document => format!(" against <code>{}</code>", escaped(document)),
    };
    let seed = facts.seed.map_or_else(String::new, |seed| format!(", seed {seed}"));
    writeln!(
        out,
        "<p>{}, {} in {}{document}, in {:.1} s{seed}: {} clean.</p>",
        count(summary.subjects, "subject"),
        count(summary.objects, "text"),
        count(summary.cases, if summary.explored.is_some() { "case" } else { "file" }),
        digest.took.as_secs_f64(),
        summary.clean
    )?;
    if summary.interrupted {
        writeln!(
            out,
            "<p><strong>Interrupted</strong>: the numbers are of what was examined so far.</p>"
        )?;
    }
    let causes = digest.causes();
    writeln!(
        out,
        "<table>\n<caption class=\"soft\">What was found</caption>\n\
         <tr><th scope=\"col\">Level</th><th scope=\"col\" class=\"n\">Causes</th><th scope=\"col\" class=\"n\">Findings</th></tr>"
    )?;
    for (level, findings) in [
        (Level::Error, summary.errors),
        (Level::Warning, summary.warnings),
        (Level::Note, summary.notes),
    ] {
        let (name, causes) = (level.as_str(), causes.at(level));
        writeln!(
            out,
            "<tr><th scope=\"row\" class=\"level {name}\">{name}</th><td class=\"n\">{causes}</td><td class=\"n\">{findings}</td></tr>"
        )?;
    }
    writeln!(
        out,
        "</table>\n<p>{} expected, {} not decided, {} not examined.</p>",
        count(summary.expected, "finding"),
        count(summary.unknown, "question"),
        count(summary.skipped, "input")
    )?;
    let asked: Vec<String> = facts.asked.iter().map(|code| format!("<code>{code}</code>")).collect();
    writeln!(out, "<p class=\"soft\">Checked: {}.</p>", asked.join(", "))
}

fn findings(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<h2 id=\"findings\">Findings</h2>\n\
         <noscript><p>Without JavaScript the findings are not listed. The reports <code>markdown</code> and <code>human</code> list them.</p></noscript>\n\
         <form id=\"filter\" role=\"search\">\n\
         <label>Search <input type=\"search\" name=\"search\" autocomplete=\"off\"></label>\n\
         <label>Level <select name=\"level\"><option value=\"\">all</option></select></label>\n\
         <label>Code <select name=\"code\"><option value=\"\">all</option></select></label>\n\
         <label>Subject <select name=\"subject\"><option value=\"\">all</option></select></label>\n\
         <label>Accepted too <input type=\"checkbox\" name=\"accepted\"></label>\n\
         </form>\n\
         <p id=\"found\" class=\"soft\" aria-live=\"polite\"></p>\n\
         <ul id=\"entries\" class=\"entries\"></ul>\n\
         <button id=\"more\" type=\"button\" hidden>Show more</button>"
    )
}

/// What could not be examined or decided.
fn left_out(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    const MOST: usize = 500;
    let (skipped, unknown) = (&digest.collection.skipped, &digest.collection.unknown);
    if !skipped.is_empty() {
        writeln!(out, "<h2>Not examined</h2>\n<ul>")?;
        for one in skipped.iter().take(MOST) {
            let place = format!("{}:{}:{}", one.case, one.line, one.column);
            writeln!(
                out,
                "<li><code>{}</code> {}</li>",
                escaped(&place),
                escaped(&one.reason)
            )?;
        }
        writeln!(out, "</ul>\n<p>{} in all.</p>", digest.summary.skipped)?;
    }
    if !unknown.is_empty() {
        writeln!(out, "<h2>Not decided</h2>\n<ul>")?;
        for ((code, reason), times) in unknown.iter().take(MOST) {
            writeln!(out, "<li><code>{code}</code> {} ({times} times)</li>", escaped(reason))?;
        }
        writeln!(out, "</ul>")?;
    }
    Ok(())
}
