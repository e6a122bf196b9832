//! The command line as a user meets it: the built program, run in a folder of its own, one module for each verb.
//!
//! Snapshots stand in `tests/snapshots`. `INSTA_UPDATE=always cargo test --test command_line` writes them anew.

mod accept;
mod ambiguous_types;
mod audit;
mod bad_folder;
mod bad_input;
mod bad_stream;
mod captures;
mod catalogue;
mod check;
mod check_json;
mod choice;
#[cfg(target_os = "linux")]
mod ci;
mod config;
mod coverage;
mod expectations;
mod explore;
mod filter;
mod help;
mod hostile_types;
mod ingest;
mod ingest_kill;
mod ingest_secrets;
mod ingest_steps;
mod init;
mod interrupts;
mod lab;
mod lines;
mod many_findings;
mod openai_python;
mod overlay;
mod own_build;
mod protocol;
mod replay;
mod report_formats;
mod report_html;
mod reports;
mod shards;
mod shell;
mod sound_types;
mod spec_diff;
mod spec_import;
mod spec_lint;
mod spec_option;
mod spec_propose;
mod spread_types;
mod streams;
mod terminal;
mod time_limit;
mod under_load;
mod usage;
mod walls;
mod without_debug;
#[cfg(unix)]
mod workflows;
