//! Currencies, rates and percentages are stored as text: SQLite has no decimal type, and a float is not exact.

use super::{Currency, Percent, Rate};
use crate::text_column;

text_column!(Currency, Currency::parse, |currency| currency.as_str().to_owned());
text_column!(Rate, Rate::from_text, |rate| rate.to_text());
text_column!(Percent, Percent::from_text, |percent| percent.to_text());
