//! Which report a button gives as a workbook.

use chrono::NaiveDate;

use super::number::{member_or_dash, or_dash};
use crate::ids::MemberId;
use crate::reports::desk::Length;

/// A report of the desk, or of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct ReportOf {
    pub(in crate::discord) length: Length,
    /// A day of the period.
    pub(in crate::discord) day: NaiveDate,
    pub(in crate::discord) whose: Option<MemberId>,
}

impl ReportOf {
    pub(super) fn custom_id(self) -> String {
        format!("workbook:{}:{}:{}", self.length, self.day, or_dash(self.whose))
    }

    /// Parses what follows `workbook:`.
    pub(super) fn parse(parts: &[&str]) -> Option<ReportOf> {
        let [length, day, whose] = parts else { return None };
        let parsed: NaiveDate = day.parse().ok()?;
        Some(ReportOf {
            length: Length::from_code(length).ok()?,
            day: Some(parsed).filter(|parsed| parsed.to_string() == *day)?,
            whose: member_or_dash(whose)?,
        })
    }
}
