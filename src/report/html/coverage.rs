//! How much of the schemas the texts showed: a tree with bars, and a list of holes.

use super::markup::escaped;
use crate::schema::{Coverage, Spot};
use std::io::{self, Write};

/// Places of one section, and holes.
const MOST_PLACES: usize = 2000;
const MOST_HOLES: usize = 100;

/// Writes the tree and the holes.
pub(super) fn coverage(out: &mut impl Write, coverage: &Coverage) -> io::Result<()> {
    let all = coverage.share(None);
    writeln!(
        out,
        "<h2>Coverage of the schemas</h2>\n<p>{:.1} % of what can occur was seen: {} of {}.</p>",
        all.percent(),
        all.seen,
        all.possible
    )?;
    for section in coverage.sections() {
        let share = coverage.share(Some(section));
        writeln!(
            out,
            "<details class=\"tree\"><summary>{} <code>{}</code> {} of {}</summary>\n<table class=\"mono\">\n\
             <tr><th scope=\"col\">Place</th><th scope=\"col\">Seen</th><th scope=\"col\">Never seen</th></tr>",
            bar(share.percent(), section),
            escaped(section),
            share.seen,
            share.possible
        )?;
        let places = coverage.places().iter().filter(|place| place.section == section);
        for place in places.take(MOST_PLACES) {
            row(out, place)?;
        }
        writeln!(out, "</table></details>")?;
    }
    let holes = coverage.holes();
    if !holes.is_empty() {
        writeln!(out, "<h3>Holes, those that hide most first</h3>\n<ol>")?;
    }
    for hole in holes.iter().take(MOST_HOLES) {
        writeln!(
            out,
            "<li><code>{}{}</code> {}</li>",
            escaped(&hole.place.section),
            escaped(&hole.place.value),
            escaped(&hole.feature.to_string())
        )?;
    }
    match holes.len() {
        0 => Ok(()),
        1..=MOST_HOLES => writeln!(out, "</ol>"),
        more => writeln!(out, "</ol>\n<p class=\"soft\">and {} more</p>", more - MOST_HOLES),
    }
}

fn row(out: &mut impl Write, place: &Spot) -> io::Result<()> {
    let (seen, missed): (Vec<_>, Vec<_>) = place.features.iter().partition(|feature| feature.hits > 0);
    let listed = |features: Vec<&crate::schema::Feature>| {
        let names: Vec<String> = features
            .into_iter()
            .map(|feature| escaped(&feature.to_string()))
            .collect();
        names.join(", ")
    };
    let missed = missed.into_iter().filter(|feature| feature.never.is_none()).collect();
    writeln!(
        out,
        "<tr><td>{}{}</td><td>{}</td><td>{}</td></tr>",
        "&nbsp;".repeat(2 * place.depth.min(40)),
        escaped(&place.label),
        listed(seen),
        listed(missed)
    )
}

/// A small bar, which says its number to those who do not see it.
fn bar(percent: f64, name: &str) -> String {
    format!(
        "<svg role=\"img\" aria-label=\"{percent:.0} % of {}\" width=\"80\" height=\"10\"><rect class=\"back\" width=\"80\" height=\"10\"/>\
         <rect class=\"bar\" width=\"{:.1}\" height=\"10\"/></svg> {percent:.0} %",
        escaped(name),
        percent * 0.8
    )
}
