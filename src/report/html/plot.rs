//! Plots as inline SVG, each with its numbers as text.

use super::markup::escaped;
use crate::report::digest::Digest;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Bars of one plot.
const MOST_BARS: usize = 20;
const ROW: usize = 22;
const LABEL: usize = 240;
const WIDTH: usize = 640;

/// Writes the plots.
pub(super) fn plots(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let mut of_subject: BTreeMap<&str, f64> = BTreeMap::new();
    let mut of_code: BTreeMap<&str, f64> = BTreeMap::new();
    for entry in digest.shown() {
        *of_subject.entry(&entry.finding.subject).or_default() += entry.count as f64;
        for (code, count) in &entry.codes {
            *of_code.entry(code.as_str()).or_default() += *count as f64;
        }
    }
    let subjects = digest
        .summary
        .by_subject
        .iter()
        .filter(|(_, numbers)| numbers.objects > 0);
    let texts: BTreeMap<&str, f64> = subjects
        .clone()
        .map(|(name, numbers)| (name.as_str(), numbers.objects as f64))
        .collect();
    let timed = subjects.filter(|(_, numbers)| numbers.micros > 0);
    let times: BTreeMap<&str, f64> = timed
        .map(|(name, numbers)| (name.as_str(), numbers.micros as f64 / numbers.objects as f64))
        .collect();
    let plots = [
        ("Findings by subject", of_subject, ""),
        ("Findings by code", of_code, ""),
        ("Texts by subject", texts, ""),
        ("Time to examine one text", times, " µs"),
    ];
    if plots.iter().any(|(_, values, _)| !values.is_empty()) {
        writeln!(out, "<h2>Plots</h2>")?;
    }
    for (title, values, unit) in plots {
        bars(out, title, &values, unit)?;
    }
    Ok(())
}

/// Writes a plot of horizontal bars, the longest first.
fn bars(out: &mut impl Write, title: &str, values: &BTreeMap<&str, f64>, unit: &str) -> io::Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<(&str, f64)> = values.iter().map(|(name, value)| (*name, *value)).collect();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1));
    let more = sorted.len().saturating_sub(MOST_BARS);
    sorted.truncate(MOST_BARS);
    let most = sorted.first().map_or(1.0, |(_, value)| value.max(f64::MIN_POSITIVE));
    let height = sorted.len() * ROW;
    writeln!(
        out,
        "<figure><figcaption>{title}</figcaption>\n\
         <svg role=\"img\" aria-label=\"{title}\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\">"
    )?;
    for (row, (name, value)) in sorted.iter().enumerate() {
        let (y, length) = (row * ROW, value / most * (WIDTH - LABEL - 90) as f64);
        let (label, baseline) = (escaped(&shortened(name)), y + ROW - 7);
        writeln!(
            out,
            "<g><title>{}: {value:.0}{unit}</title><text x=\"{}\" y=\"{baseline}\" text-anchor=\"end\">{label}</text>\
             <rect class=\"bar\" x=\"{LABEL}\" y=\"{}\" width=\"{length:.1}\" height=\"{}\"/>\
             <text x=\"{:.1}\" y=\"{baseline}\">{value:.0}{unit}</text></g>",
            escaped(name),
            LABEL - 8,
            y + 3,
            ROW - 6,
            LABEL as f64 + length + 6.0
        )?;
    }
    writeln!(out, "</svg>")?;
    if more > 0 {
        writeln!(out, "<p class=\"soft\">and {more} more</p>")?;
    }
    writeln!(out, "</figure>")
}

fn shortened(name: &str) -> String {
    const MOST: usize = 30;
    match name.chars().count() {
        0..=MOST => name.to_owned(),
        _ => name.chars().take(MOST - 1).chain(['…']).collect(),
    }
}
