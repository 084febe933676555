//! The direction in which the pages of an account's movements are turned.

/// The direction of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Turn {
    /// **Siguientes**: older movements, since the newest come first.
    Older,
    /// **Anteriores**: newer movements.
    Newer,
}

impl Turn {
    pub(super) fn code(self) -> &'static str {
        match self {
            Turn::Older => "older",
            Turn::Newer => "newer",
        }
    }

    pub(super) fn parse(code: &str) -> Option<Turn> {
        [Turn::Older, Turn::Newer].into_iter().find(|turn| turn.code() == code)
    }
}
