//! Input that was made to do harm, given to the built program: each with the limit that holds, and the outcome that is expected.
#![cfg(unix)]

#[allow(dead_code)]
#[path = "../command_line/captures.rs"]
mod captures;
#[allow(dead_code, unused_imports, unused_macros)]
#[path = "../command_line/lab.rs"]
mod lab;

mod corpus;
mod documents;
mod environment;
mod outputs;
mod packed;
mod privacy;
mod signals;
mod sizes;
mod terminal;
