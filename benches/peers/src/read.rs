//! One page of 100 steps, valid under the published schema, read by each.

use crate::shapes::{tagged, untagged};
use crate::shared::bodies::{Body, over, read};
use crate::shared::pages::{Keys, steps};
use openai_run_types::ListRunStepsResponse as Ours;
use std::hint::black_box;

/// The readers.
pub fn bodies() -> Vec<Body> {
    let page = || steps(100, Keys::Documented);
    vec![
        read::<serde::de::IgnoredAny>("read/floor: only scanning", page),
        read::<serde_json::Value>("read/serde_json::Value", page),
        read::<Ours>("read/wireproof", page),
        read::<api_openai::components::assistants_shared::ListRunStepsResponse>("read/api_openai 0.3.0", page),
        read::<async_openai::types::assistants::ListRunStepsResponse>("read/async-openai 0.40.3", page),
        read::<untagged::Page>("read/derived, untagged", page),
        read::<tagged::Page>("read/derived, internally tagged", page),
        over("read/wireproof through sonic-rs", page, |text| {
            black_box(sonic_rs::from_str::<Ours>(text).is_ok());
        }),
        // It wants to write into the text: the copy is part of what it costs.
        over("read/wireproof through simd-json", page, |text| {
            black_box(simd_json::from_slice::<Ours>(&mut text.as_bytes().to_vec()).is_ok());
        }),
    ]
}
