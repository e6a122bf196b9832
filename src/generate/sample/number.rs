//! Numbers: bounds, the edges of machine words, many digits, and any others.

use super::super::choices::Choices;
use super::super::plan::{Numbers, float_text};
use std::borrow::Cow;

/// A number: one of the special ones two times in three. Says which; a number beyond the special ones is none of them.
pub(super) fn make<'p>(
    numbers: &'p Numbers,
    choice: Option<usize>,
    choices: &mut Choices<'_>,
) -> (usize, Cow<'p, str>) {
    let count = numbers.special.len();
    let choice = choice.unwrap_or_else(|| choices.below(count + count / 2 + 1));
    if let Some(text) = numbers.special.get(choice) {
        return (choice, Cow::Borrowed(text));
    }
    (choice, Cow::Owned(any(numbers, choices)))
}

fn any(numbers: &Numbers, choices: &mut Choices<'_>) -> String {
    if let Some(grid) = &numbers.grid {
        // As many digits as may be are as likely as few.
        let span = (grid.last - grid.first) as u128;
        let bits = 128 - span.leading_zeros();
        let wanted = choices.below(bits as usize + 1) as u32;
        let mask = if wanted >= 64 { u64::MAX } else { (1 << wanted) - 1 };
        let offset = u128::from(choices.bits() & mask).min(span);
        let from_zero = (grid.first <= 0 && 0 <= grid.last && 0 <= grid.last.saturating_sub(offset as i128))
            .then_some(offset as i128);
        return grid.text(from_zero.unwrap_or(grid.first + offset as i128));
    }
    let share = choices.bits() as f64 / u64::MAX as f64;
    // Not the difference first: it may be infinite.
    let float = numbers.low * (1.0 - share) + numbers.high * share;
    let digits = choices.below(18);
    let rounded: f64 = format!("{float:.*e}", digits).parse().unwrap_or(float);
    let near = if (numbers.low..=numbers.high).contains(&rounded) {
        rounded
    } else {
        float
    };
    float_text(near.clamp(numbers.low, numbers.high))
}
