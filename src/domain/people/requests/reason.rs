//! The reasons that people type when they reject, undo or move something.

/// Shortest and longest reason, in characters: a word, and what fits an embed beside the rest.
pub const REASON_MIN_CHARS: usize = 3;
pub const REASON_MAX_CHARS: usize = 200;

/// Why a text is not a reason: how many characters it has, and how many it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reason has {min} to {max} characters, not {given}")]
pub struct ReasonMistake {
    pub min: usize,
    pub max: usize,
    pub given: usize,
}

/// Trims a typed reason, and checks its length.
///
/// # Errors
/// [`ReasonMistake`] when it is too short or too long.
pub(crate) fn checked_reason(typed: &str) -> Result<String, ReasonMistake> {
    let reason = typed.trim();
    let given = reason.chars().count();
    if (REASON_MIN_CHARS..=REASON_MAX_CHARS).contains(&given) {
        Ok(reason.to_owned())
    } else {
        Err(ReasonMistake {
            min: REASON_MIN_CHARS,
            max: REASON_MAX_CHARS,
            given,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::checked_reason;

    #[test]
    fn a_reason_is_neither_blank_nor_a_novel() {
        assert!(checked_reason("  ").is_err());
        assert!(checked_reason(" no").is_err());
        assert_eq!(checked_reason(" banco caído ").unwrap(), "banco caído");
        assert_eq!(checked_reason(&"x".repeat(201)).unwrap_err().given, 201);
    }
}
