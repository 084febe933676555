//! The report of a day, a week or a month: orders, batches, accounts, gains and movements, with totals that are compared with the
//! books (S0-75, Q-41).
//!
//! [`read`] reads the data. [`workbook`], [`comma`], [`chart`] and [`pdf`] are its renderers: each gives bytes, the same for every
//! surface. Tables are written from [`sheets`], so a workbook, its CSV and its PDF never differ.

pub mod chart;
pub mod comma;
pub mod pdf;
mod period;
pub mod read;
pub mod rendered;
mod report;
mod rows;
pub mod sheets;
mod totals;
mod words;
pub mod workbook;

pub use period::{Length, Span, day_typed};
pub use report::{
    DeskReport, GainKind, ReportedAccount, ReportedBatch, ReportedGain, ReportedMovement, ReportedOrder, Total, TotalOf,
};
pub use words::{counted_by, money, month_name, month_named, of_span, title};
