//! The form in which a number is written.

/// The form of a number token, in words.
pub(super) fn form(source: &str) -> String {
    let (negative, digits) = match source.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, source),
    };
    let mut words = Vec::new();
    if negative {
        words.push("negative");
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, _)) => (mantissa, true),
        None => (digits, false),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    match (exponent, fraction.is_empty()) {
        (true, _) => words.push("exponent"),
        (false, true) => words.push("integer"),
        (false, false) => {
            if fraction.bytes().all(|byte| byte == b'0') {
                words.push("whole");
            }
            words.push("decimal");
        }
    }
    if let (false, Some(word)) = (exponent, size(whole)) {
        words.push(word);
    }
    let significant = format!("{whole}{fraction}");
    if !fraction.is_empty() && significant.trim_start_matches('0').len() > 17 {
        words.push("beyond 17 digits");
    }
    words.join(" ")
}

fn size(whole: &str) -> Option<&'static str> {
    match whole.parse::<u64>() {
        Err(_) => Some("beyond 64 bits"),
        Ok(value) if value > i64::MAX as u64 => Some("beyond 63 bits"),
        Ok(value) if value > 1 << 53 => Some("beyond 53 bits"),
        Ok(value) if value > i32::MAX as u64 => Some("beyond 31 bits"),
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn forms_are_told_apart_and_values_are_not() {
        assert_eq!(form("1"), form("27"));
        for (source, words) in [
            ("0", "integer"),
            ("-3", "negative integer"),
            ("1.0", "whole decimal"),
            ("0.5", "decimal"),
            ("1e5", "exponent"),
            ("1700000000000", "integer beyond 31 bits"),
            ("9007199254740993", "integer beyond 53 bits"),
            ("9223372036854775808", "integer beyond 63 bits"),
            ("18446744073709551616", "integer beyond 64 bits"),
            ("0.1234567890123456789", "decimal beyond 17 digits"),
        ] {
            assert_eq!(form(source), words, "{source}");
        }
    }
}
