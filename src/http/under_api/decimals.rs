//! Numbers with a point as they were written: JSON numbers, or text.

/// What an amount has before its point.
const WHOLE_DIGITS_MAX: usize = 11;

/// The token of a number, or what is inside of a text.
pub(in crate::http) fn unquoted(raw: &str) -> String {
    serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned())
}

/// The digits before and after the point of a number without a sign: no exponent, no leading zeros, no lone point.
pub(in crate::http) fn plain(text: &str, decimals_max: usize) -> Option<(&str, &str)> {
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, decimals)) if !decimals.is_empty() => (whole, decimals),
        Some(_) => return None,
        None => (text, ""),
    };
    let are_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_plain = are_digits(whole)
        && are_digits(decimals)
        && (1..=WHOLE_DIGITS_MAX).contains(&whole.len())
        && decimals.len() <= decimals_max
        && (whole == "0" || !whole.starts_with('0'));
    is_plain.then_some((whole, decimals))
}
