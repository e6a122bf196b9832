//! Levels of findings on the command line.

use crate::finding::{Code, Kind, Level, SeverityOverride};
use clap::{ArgAction, Args};

/// Levels that the caller asks for.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Levels")]
pub(super) struct Levels {
    /// Exit with 1 if there are findings of this level or a worse one: error, warning or note [default: error]
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub(super) fail_on: Option<Level>,
    /// Make these findings notes
    #[arg(long, short = 'A', value_name = "CODE[:KIND]", value_parser = subject_matter, action = ArgAction::Append)]
    allow: Vec<(Code, Option<Kind>)>,
    /// Make these findings warnings
    #[arg(long, short = 'W', value_name = "CODE[:KIND]", value_parser = subject_matter, action = ArgAction::Append)]
    warn: Vec<(Code, Option<Kind>)>,
    /// Make these findings errors
    #[arg(long, short = 'D', value_name = "CODE[:KIND]", value_parser = subject_matter, action = ArgAction::Append)]
    deny: Vec<(Code, Option<Kind>)>,
}

impl Levels {
    /// The overrides, those that count more behind the others: a kind counts more than its code, then the worse level.
    pub(super) fn overrides(&self) -> Vec<SeverityOverride> {
        let of = |named: &[(Code, Option<Kind>)], level: Level| {
            let entry = move |(code, kind): &(Code, Option<Kind>)| SeverityOverride {
                code: Some(*code),
                kind: *kind,
                subject: None,
                level,
            };
            named.iter().map(entry).collect::<Vec<SeverityOverride>>()
        };
        let mut overrides = of(&self.allow, Level::Note);
        overrides.extend(of(&self.warn, Level::Warning));
        overrides.extend(of(&self.deny, Level::Error));
        overrides.sort_by_key(|entry| (entry.kind.is_some(), entry.level));
        overrides
    }
}

/// Reads the name of a level.
pub(super) fn level(text: &str) -> Result<Level, String> {
    let levels = [Level::Error, Level::Warning, Level::Note];
    let found = levels.into_iter().find(|level| level.as_str() == text);
    found.ok_or_else(|| "not a level: error, warning or note".to_owned())
}

/// Reads `CODE` or `CODE:KIND`.
fn subject_matter(text: &str) -> Result<(Code, Option<Kind>), String> {
    let (code, kind) = match text.split_once(':') {
        Some((code, kind)) => (code, Some(kind)),
        None => (text, None),
    };
    let found = Code::from_text(code).ok_or_else(|| format!("no code `{code}`; `wireproof list` has them"))?;
    let named = |kind| Kind::from_text(kind).ok_or_else(|| format!("no kind `{kind}`"));
    Ok((found, kind.map(named).transpose()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_counts_more_than_its_code_and_a_worse_level_more_than_a_better_one() {
        let levels = Levels {
            allow: vec![(Code::Lossy, Some(Kind::AddedKey)), (Code::Rejected, None)],
            warn: vec![(Code::Rejected, None)],
            deny: vec![(Code::Lossy, None)],
            ..Levels::default()
        };
        let order: Vec<(Option<Kind>, Level)> = levels
            .overrides()
            .iter()
            .map(|entry| (entry.kind, entry.level))
            .collect();
        assert_eq!(
            order,
            [
                (None, Level::Note),
                (None, Level::Warning),
                (None, Level::Error),
                (Some(Kind::AddedKey), Level::Note)
            ]
        );
    }

    #[test]
    fn codes_kinds_and_levels_must_exist() {
        assert_eq!(
            subject_matter("lossy:added_key"),
            Ok((Code::Lossy, Some(Kind::AddedKey)))
        );
        assert!(subject_matter("lossi").is_err_and(|error| error.contains("wireproof list")));
        assert!(subject_matter("lossy:x").is_err());
        assert_eq!(level("warning"), Ok(Level::Warning));
        assert!(level("warn").is_err());
    }
}
