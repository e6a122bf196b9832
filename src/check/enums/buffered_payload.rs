//! Does a payload read a text directly that it does not read inside the enum?

use super::check::EnumCheck;
use super::union_table::union_table;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{Code, FindingDraft, Kind};

/// Inside an untagged enum, serde reads every payload from a buffer, which does not support all types.
pub(super) struct BufferedPayload;

impl EnumCheck for BufferedPayload {
    fn codes(&self) -> &'static [Code] {
        &[Code::Rejected]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        for variant in analysis.union.variants() {
            let Some(payload) = variant.payload() else { continue };
            let is_lost = |reading: &Reading| {
                let is_rejected = reading.pick.is_none() && reading.crash.is_none() && reading.is_allowed();
                is_rejected && payload.reads_plainly(&reading.text)
            };
            let Some(reading) = analysis.smallest(is_lost) else {
                continue;
            };
            let name = variant.name();
            let message =
                format!("the payload of `{name}` reads it directly, but not through serde's buffer in the enum");
            drafts.push(
                FindingDraft::new(Code::Rejected, message)
                    .kind(Kind::Buffered)
                    .schema_pointer(analysis.place.as_ref().map(|place| place.pointer()))
                    .table(union_table(analysis, &reading))
                    .witness(reading.text),
            );
        }
    }
}
