//! Which close a list shows page by page.

use chrono::NaiveDate;

use crate::reports::desk::Length;

/// The close of the day or of the month that contains a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct CloseOf {
    /// [`Length::Day`] or [`Length::Month`].
    pub(in crate::discord) length: Length,
    pub(in crate::discord) day: NaiveDate,
}

impl CloseOf {
    pub(super) fn custom_id(self) -> String {
        format!("close:{}:{}", self.length, self.day)
    }

    /// Parses what follows `close:`.
    pub(super) fn parse(length: &str, day: &str) -> Option<CloseOf> {
        let length = Length::from_code(length)
            .ok()
            .filter(|length| *length != Length::Week)?;
        let parsed: NaiveDate = day.parse().ok()?;
        Some(CloseOf {
            length,
            day: Some(parsed).filter(|parsed| parsed.to_string() == day)?,
        })
    }
}
