//! The library as a user's program calls it, one module for each subject.
//!
//! One binary for all of them: each test binary links the whole engine. What needs a process of its own has a binary of its own.

mod corpus;
mod features;
mod fuzz;
mod imports;
mod json_schema_suite;
mod pages;
mod planted;
mod properties;
mod proposals;
mod published_documents;
mod run_types;
mod subject_process;
mod untagged;
