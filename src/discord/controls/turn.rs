//! Which way the movements of an account are turned.

/// Which way a page is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Turn {
    /// **Siguientes**: the newest come first.
    Older,
    /// **Anteriores**.
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
