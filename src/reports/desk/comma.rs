//! A table of a report as CSV: UTF-8 with a byte order mark, commas, a point before decimals. It is for programs; a spreadsheet
//! reads long numbers of a CSV as numbers and rounds them, so people are given the workbook.

use chrono_tz::Tz;

use super::DeskReport;
use super::sheets::{Cell, Sheet, table};
use crate::clock::Moment;
use crate::domain::kernel::days::local_time;

/// Without it Excel reads UTF-8 as another encoding.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// Cells that begin with these are formulas for one spreadsheet or another; so are their wide forms.
const BEGIN_FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// In front of such a cell: spreadsheets then take it as text.
const AS_TEXT: char = '\'';
/// Amounts and rates have at least four decimals, so that none reads as thousands where the comma is the decimal sign.
const DECIMALS_MIN: u32 = 4;

/// The CSV of one table.
///
/// # Errors
/// [`csv::Error`], which would be a mistake of this code: it is written into memory.
pub fn render(report: &DeskReport, sheet: Sheet) -> Result<Vec<u8>, csv::Error> {
    let table = table(report, sheet);
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(table.columns.iter().map(|column| column.title))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| field(cell, report.span.time_zone)))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

fn field(cell: &Cell, time_zone: Tz) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Count(count) => count.to_string(),
        Cell::Money(amount) if amount.currency().scale() == 0 => amount.to_decimal().to_string(),
        Cell::Money(amount) => decimal(amount.to_decimal()),
        Cell::Rate(rate) => decimal(*rate),
        Cell::At(moment) => local(*moment, time_zone),
        Cell::Sum(summed) => decimal(summed.total.rows.to_decimal()),
    }
}

fn decimal(value: rust_decimal::Decimal) -> String {
    let value = value.normalize();
    let decimals = usize::try_from(value.scale().max(DECIMALS_MIN)).unwrap_or(usize::MAX);
    format!("{value:.decimals$}")
}

/// The text, so that no spreadsheet computes it.
fn harmless(text: &str) -> String {
    match text.starts_with(BEGIN_FORMULAS) {
        true => format!("{AS_TEXT}{text}"),
        false => text.to_owned(),
    }
}

/// `2026-11-30 14:05:00`, the time of day at the desk.
fn local(moment: Moment, time_zone: Tz) -> String {
    let local = local_time(moment, time_zone).unwrap_or_default();
    local.format("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::{decimal, field, harmless};
    use crate::clock::Moment;
    use crate::reports::desk::sheets::Cell;

    #[test]
    fn what_a_person_typed_is_never_a_formula() {
        for typed in ["=1+1", "+58414", "-2", "@SUM(A1)", "\tx", "\rx", "＝1+1"] {
            assert_eq!(harmless(typed), format!("'{typed}"));
        }
        assert_eq!(harmless("Ana =1"), "Ana =1");
    }

    #[test]
    fn numbers_are_written_so_that_none_reads_as_thousands() {
        let of = |text: &str| decimal(text.parse().unwrap());
        assert_eq!(of("1.825"), "1.8250");
        assert_eq!(of("-902.7"), "-902.7000");
        assert_eq!(of("0.00000001"), "0.00000001");
    }

    #[test]
    fn moments_are_those_of_the_desk() {
        let cell = Cell::At(Moment::from_ms(0));
        assert_eq!(field(&cell, chrono_tz::America::Lima), "1969-12-31 19:00:00");
    }
}
