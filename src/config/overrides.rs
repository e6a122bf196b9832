//! `--config KEY=VALUE`: keys of the configuration on the command line.

use super::{Config, ConfigError, Explore, Ingest, with_suggestion};

impl Config {
    /// Puts keys of the command line over those of the file. A value is written as in TOML; one that is not TOML is a string, so
    /// that `document=api.json` needs no quotation marks. Paths are relative to the working folder. Of a list, the new one counts;
    /// levels and places of captures are added, and `[bind]` is extended.
    ///
    /// # Errors
    /// When a text is not a key with a value, or the key does not exist.
    pub fn with_overrides(mut self, texts: &[String]) -> Result<Config, ConfigError> {
        for text in texts {
            let parsed = parse(text).map_err(|reason| ConfigError::Override {
                text: text.clone(),
                reason,
            })?;
            self = parsed.over(self);
        }
        Ok(self)
    }

    /// This configuration, and what another one says beyond it.
    fn over(self, base: Config) -> Config {
        let mut severity = base.severity;
        severity.extend(self.severity);
        let mut capture = base.capture;
        capture.extend(self.capture);
        let mut bind = base.bind;
        bind.extend(self.bind);
        Config {
            types: self.types.or(base.types),
            document: self.document.or(base.document),
            overlays: own_or(self.overlays, base.overlays),
            dialect: self.dialect.or(base.dialect),
            formats: self.formats.or(base.formats),
            captures: self.captures.or(base.captures),
            capture,
            expectations: self.expectations.or(base.expectations),
            never: self.never.or(base.never),
            component: self.component.or(base.component),
            subject: self.subject.or(base.subject),
            fail_on: self.fail_on.or(base.fail_on),
            strict: self.strict.or(base.strict),
            time_limit: self.time_limit.or(base.time_limit),
            format: self.format.or(base.format),
            report: own_or(self.report, base.report),
            quiet: self.quiet.or(base.quiet),
            verbose: self.verbose.or(base.verbose),
            color: self.color.or(base.color),
            max_schema_steps: self.max_schema_steps.or(base.max_schema_steps),
            max_memory: self.max_memory.or(base.max_memory),
            severity,
            bind,
            ignore: own_or(self.ignore, base.ignore),
            explore: Explore {
                cases: self.explore.cases.or(base.explore.cases),
                time: self.explore.time.or(base.explore.time),
                seed: self.explore.seed.or(base.explore.seed),
            },
            ingest: Ingest {
                into: self.ingest.into.or(base.ingest.into),
                seeds: self.ingest.seeds.or(base.ingest.seeds),
                keep_text: self.ingest.keep_text.or(base.ingest.keep_text),
            },
            path: base.path,
        }
    }
}

fn own_or<T>(own: Vec<T>, base: Vec<T>) -> Vec<T> {
    if own.is_empty() { base } else { own }
}

fn parse(text: &str) -> Result<Config, String> {
    let (key, value) = text
        .split_once('=')
        .filter(|(key, _)| !key.trim().is_empty())
        .ok_or("not KEY=VALUE")?;
    let quoted = toml::Value::String(value.to_owned()).to_string();
    let is_toml = toml::from_str::<toml::Table>(&format!("value = {value}")).is_ok_and(|table| table.len() == 1);
    let line = format!("{} = {}", key.trim(), if is_toml { value } else { &quoted });
    let table: toml::Table = toml::from_str(&line).map_err(|error| error.message().to_owned())?;
    if table.len() != 1 {
        return Err("not one key".to_owned());
    }
    let parsed: Result<Config, toml::de::Error> = toml::from_str(&line);
    parsed.map_err(|error| with_suggestion(&error.message().replace('\n', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn with(texts: &[&str]) -> Result<Config, String> {
        let file = "document = \"a.json\"\nstrict = true\n[explore]\ncases = 7\nseed = 1\n[bind]\n\"a::B\" = \"B\"\n";
        let config = Config::parse(Path::new("project/wireproof.toml"), file).unwrap();
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        config.with_overrides(&texts).map_err(|error| error.to_string())
    }

    #[test]
    fn a_key_of_the_command_line_is_put_over_that_of_the_file() {
        let config = with(&[
            "document=b c.json",
            "explore.seed=9",
            "captures=[\"x\", \"y\"]",
            "strict=false",
        ])
        .unwrap();
        assert_eq!(config.document.as_deref(), Some(Path::new("b c.json")));
        assert_eq!((config.explore.cases, config.explore.seed), (Some(7), Some(9)));
        assert_eq!(config.captures.map(|paths| paths.len()), Some(2));
        assert_eq!(config.strict, Some(false));
        assert_eq!(config.path, Path::new("project/wireproof.toml"));
    }

    #[test]
    fn the_last_of_several_counts_and_tables_are_extended() {
        let config = with(&["format=json", "format = 'human'", "bind.\"c::D\"=D", "fail_on=\"note\""]).unwrap();
        assert_eq!(config.format.as_deref(), Some("human"));
        assert_eq!(config.bind.len(), 2);
        let levels = "severity=[{code=\"lossy\", level=\"note\"}]";
        assert_eq!(with(&[levels, levels]).unwrap().severity.len(), 2);
    }

    #[test]
    fn what_is_no_key_with_a_value_is_an_error_with_a_suggestion() {
        let refused = |text: &str| with(&[text]).unwrap_err();
        assert_eq!(
            refused("documnet=x"),
            "--config documnet=x: unknown key `documnet`; did you mean `document`?"
        );
        assert_eq!(
            refused("explore.sed=3"),
            "--config explore.sed=3: unknown key `sed`; did you mean `seed`?"
        );
        assert_eq!(refused("strict"), "--config strict: not KEY=VALUE");
        assert_eq!(refused("=3"), "--config =3: not KEY=VALUE");
        assert!(refused("strict=3").starts_with("--config strict=3: invalid type"));
        for hostile in ["a\nb=1", "strict=true\nquiet=true", "[x]\ny=1", "strict.a.b=1"] {
            assert!(with(&[hostile]).is_err(), "{hostile}");
        }
    }
}
