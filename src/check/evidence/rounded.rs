//! Numbers that are rounded, and numbers that become others.

use crate::finding::{FindingDraft, Kind};

/// Two floats this close to each other, as a part of the larger one, are one number that was rounded: to 32 bits, or by a reader that
/// is not exact.
const ROUNDED: f64 = 1e-6;

/// The kind of a finding that needs a number of many digits or places. To round it is one fault, which few types are free of; to make
/// it another number, or nothing, is a second one.
pub(super) fn by_change(draft: &FindingDraft, kind: Kind) -> Kind {
    let is_of_a_value = matches!(draft.kind, Some(Kind::NumberChanged | Kind::ValueChanged));
    match kind == Kind::FloatDigits && is_of_a_value && becomes_another(draft) {
        true => Kind::NumberRange,
        false => kind,
    }
}

fn becomes_another(draft: &FindingDraft) -> bool {
    let number = |text: &Option<String>| text.as_ref()?.parse::<f64>().ok();
    match (number(&draft.read), number(&draft.wrote)) {
        (Some(read), Some(wrote)) => (read - wrote).abs() > read.abs().max(wrote.abs()) * ROUNDED,
        (read, _) => read.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    #[test]
    fn a_number_that_becomes_another_is_not_rounded() {
        for (read, wrote, kind) in [
            ("1e300", "9223372036854775807", Kind::NumberRange),
            ("5e-324", "0.0", Kind::NumberRange),
            ("1e300", "null", Kind::NumberRange),
            ("1e300", "1.0000000000000001e300", Kind::FloatDigits),
            ("1e-20", "9.99999968e-21", Kind::FloatDigits),
            ("[1e300]", "[0]", Kind::FloatDigits),
        ] {
            let draft = FindingDraft::new(Code::Lossy, "changed").kind(Kind::NumberChanged);
            let draft = draft.read(Some(read.to_owned())).wrote(Some(wrote.to_owned()));
            assert_eq!(by_change(&draft, Kind::FloatDigits), kind, "{read} {wrote}");
            assert_eq!(by_change(&draft, Kind::EmptyText), Kind::EmptyText);
        }
    }
}
