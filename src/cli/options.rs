//! Which verb takes which of the options that many verbs have in common. The help of a verb shows its own, and the others are refused.

use super::args::Arguments;
use super::error::CliError;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

const TYPES: [&str; 2] = ["types", "time_limit_given"];
const DOCUMENT: [&str; 4] = ["spec", "overlay", "no_overlay", "dialect_given"];
const FORMATS: &str = "formats_given";
const BUDGET: [&str; 2] = ["max_schema_steps", "max_memory"];
const OUTPUT: [&str; 5] = ["format_given", "quiet", "verbose", "color_given", "keys"];

/// The common options that a verb takes.
fn taken(verb: &[&str]) -> Vec<&'static str> {
    let mut taken = OUTPUT.to_vec();
    let reads_a_document = match verb {
        ["spec", _] => true,
        [verb] => !["list", "explain", "completions", "man"].contains(verb),
        _ => false,
    };
    if reads_a_document {
        taken.extend(BUDGET);
    }
    if let ["check" | "explore" | "ambiguity" | "replay" | "audit"] | ["spec", "samples"] = verb {
        taken.push(FORMATS);
    }
    match verb {
        ["check" | "explore" | "ambiguity" | "ingest" | "replay"] => {
            taken.extend(TYPES);
            taken.extend(DOCUMENT);
            taken.push("expectations");
        }
        ["audit"] => taken.extend(["time_limit_given", "spec", "overlay", "dialect_given", "expectations"]),
        ["coverage"] | ["spec", "propose"] => {
            taken.extend(TYPES);
            taken.extend(DOCUMENT);
        }
        ["init"] => taken.extend(["spec", "dialect_given"]),
        ["list"] => taken.extend(TYPES),
        ["spec", "diff"] => {
            taken.extend(TYPES);
            taken.push("dialect_given");
        }
        ["spec", "samples"] => taken.push("dialect_given"),
        _ => {}
    }
    taken
}

/// The command line, with the options of each verb.
pub(super) fn command() -> Command {
    let command = Arguments::command();
    let common: Vec<Arg> = command
        .get_arguments()
        .filter(|arg| arg.is_global_set())
        .cloned()
        .collect();
    // The help of the program shows what every verb takes.
    let command = command.mut_args(|arg| {
        let is_of_some = arg.is_global_set() && !OUTPUT.contains(&arg.get_id().as_str());
        arg.hide(is_of_some)
    });
    with_own_options(command, &common, &[])
}

/// Shows the common options that the verbs below a command take, and hides the others.
fn with_own_options(mut command: Command, common: &[Arg], above: &[&str]) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|verb| verb.get_name().to_owned())
        .collect();
    for name in names {
        let verb: Vec<&str> = above.iter().copied().chain([name.as_str()]).collect();
        let taken = taken(&verb);
        command = command.mut_subcommand(&name, |sub| {
            let sub = with_own_options(sub, common, &verb);
            let shown = common.iter().map(|arg| {
                let is_taken = taken.contains(&arg.get_id().as_str());
                arg.clone().hide(!is_taken)
            });
            sub.args(shown)
        });
    }
    command
}

/// Parses the arguments of the program.
pub(super) fn parse() -> Result<(Arguments, ArgMatches), clap::Error> {
    let matches = command().try_get_matches()?;
    let arguments = Arguments::from_arg_matches(&matches)?;
    Ok((arguments, matches))
}

/// Refuses an option that the verb does not take.
pub(super) fn refuse_others(matches: &ArgMatches) -> Result<(), CliError> {
    let (mut verb, mut innermost) = (Vec::new(), matches);
    while let Some((name, below)) = innermost.subcommand() {
        verb.push(name);
        innermost = below;
    }
    let taken = taken(&verb);
    for arg in Arguments::command().get_arguments().filter(|arg| arg.is_global_set()) {
        let id = arg.get_id().as_str();
        if innermost.value_source(id) == Some(ValueSource::CommandLine) && !taken.contains(&id) {
            let (option, verb) = (arg.get_long().unwrap_or_default(), verb.join(" "));
            return Err(CliError::unreadable(format!(
                "`{verb}` does not take --{option}; `{verb} --help` lists its options"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn every_common_option_is_taken_by_some_verb() {
        let all = [
            TYPES.as_slice(),
            DOCUMENT.as_slice(),
            BUDGET.as_slice(),
            OUTPUT.as_slice(),
            &["expectations", FORMATS],
        ]
        .concat();
        let command = Arguments::command();
        let common = command.get_arguments().filter(|arg| arg.is_global_set());
        let ids: Vec<&str> = common.map(|arg| arg.get_id().as_str()).collect();
        assert!(ids.iter().all(|id| all.contains(id)), "{ids:?}");
    }
}
