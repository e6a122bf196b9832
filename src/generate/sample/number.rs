//! Numbers: bounds, the edges of machine words, many digits, and any others.

use super::super::choices::Choices;
use super::super::plan::{Numbers, float_text, single_text};
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
        let span = grid.last.wrapping_sub(grid.first) as u128;
        let wanted = choices.below(128 - span.leading_zeros() as usize + 1) as u32;
        let high = if wanted > 64 {
            u128::from(choices.bits()) << 64
        } else {
            0
        };
        let mask = 1_u128.checked_shl(wanted).map_or(u128::MAX, |end| end - 1);
        let offset = ((high | u128::from(choices.bits())) & mask).min(span);
        let from_zero = i128::try_from(offset)
            .ok()
            .filter(|offset| (grid.first..=grid.last).contains(offset));
        return grid.text(from_zero.unwrap_or(grid.first.wrapping_add(offset as i128)));
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
    let near = near.clamp(numbers.low, numbers.high);
    let single = if numbers.single {
        single_text(near, numbers.low, numbers.high)
    } else {
        None
    };
    match (single, numbers.special.first()) {
        (Some(text), _) => text,
        // No float of 32 bits is near.
        (None, Some(text)) if numbers.single => text.clone(),
        _ => float_text(near),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::plan::Grid;
    use super::*;

    #[test]
    fn numbers_of_the_widest_grid_are_made_of_all_lengths() {
        let grid = Grid {
            first: i128::MIN,
            last: i128::MAX,
            unit: 1,
            places: 0,
        };
        let numbers = Numbers {
            whole: true,
            plain: false,
            single: false,
            low: -f64::MAX,
            high: f64::MAX,
            special: Vec::new(),
            grid: Some(grid),
        };
        let lengths: std::collections::BTreeSet<usize> = (0..2_000)
            .map(|seed| {
                any(&numbers, &mut Choices::from_seed(seed))
                    .trim_start_matches('-')
                    .len()
            })
            .collect();
        assert_eq!(lengths, (1..=39).collect());
    }
}
