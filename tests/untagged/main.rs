//! Enums whose variants are told apart, with known answers.

mod registration;
