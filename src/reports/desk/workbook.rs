//! A report as a workbook for Excel and LibreOffice.
//!
//! Amounts are numbers with a number format; one with more digits than a spreadsheet holds is text, and a note says so. What a
//! person typed is always text. Totals are formulas over the rows with their results stored beside them, and the hidden sheet
//! *Comprobación* compares them with the figures of the books.

use chrono::DateTime;
use chrono_tz::Tz;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, DocProperties, Format, FormatAlign, Formula, Note, Workbook, Worksheet, XlsxError};

use super::sheets::{Cell, Sheet, Summed, Table, tables};
use super::{DeskReport, words};
use crate::domain::kernel::days::local_time;
use crate::domain::kernel::money::{Currency, Money};

/// A spreadsheet's numbers are doubles, which keep 15 digits whatever they are.
const DIGITS_MAX: usize = 15;
const CHECKS: &str = "Comprobación";
const TOO_LONG: &str = "Tiene más de 15 cifras, que una hoja de cálculo redondearía: va como texto.";
const CHECK_TITLES: [&str; 6] = [
    "Total",
    "Moneda",
    "En las hojas",
    "En los libros",
    "Diferencia",
    "Cuadra",
];

/// The workbook's bytes.
///
/// # Errors
/// [`XlsxError`], which would be a mistake of this code: all limits of a workbook lie far above those of a report.
pub fn render(report: &DeskReport) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = DateTime::from_timestamp_millis(report.made_at.ms()).unwrap_or_default();
    let properties = DocProperties::new()
        .set_title(words::title(report))
        .set_author("Cambista")
        // Without it the same report would give other bytes a second later.
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let tables = tables(report);
    let looks = Looks::new(report.span.time_zone);
    for table in &tables {
        let mut sheet = looks.sheet(table, &tables)?;
        sheet.set_name(table.sheet.title())?;
        workbook.push_worksheet(sheet);
    }
    let mut checks = looks.checks(&tables)?;
    checks.set_name(CHECKS)?.set_hidden(true);
    workbook.push_worksheet(checks);
    workbook.save_to_buffer()
}

/// How cells are formatted.
struct Looks {
    time_zone: Tz,
    heading: Format,
    moment: Format,
    cents: Format,
    whole: Format,
    /// More than two decimals.
    fine: Format,
    rate: Format,
    count: Format,
    text: Format,
}

impl Looks {
    fn new(time_zone: Tz) -> Self {
        let number = |format: &str| Format::new().set_num_format(format);
        Self {
            time_zone,
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x2B_3A_55)),
            moment: number("dd/mm/yyyy hh:mm"),
            cents: number("#,##0.00;[Red]-#,##0.00"),
            whole: number("#,##0;[Red]-#,##0"),
            fine: number("#,##0.00##;[Red]-#,##0.00##"),
            rate: number("#,##0.00######"),
            count: number("0"),
            text: number("@"),
        }
    }

    fn sheet(&self, table: &Table, all: &[Table]) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        for (place, column) in table.columns.iter().enumerate() {
            let place = narrow(place);
            sheet.write_string_with_format(0, place, column.title, &self.heading)?;
            sheet.set_column_width(place, column.width)?;
        }
        for (row, cells) in (1..).zip(&table.rows) {
            for (column, cell) in cells.iter().enumerate() {
                self.cell(&mut sheet, (row, narrow(column)), cell, all)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        let last = narrow(table.columns.len().saturating_sub(1));
        if table.sheet != Sheet::Summary && !table.rows.is_empty() {
            sheet.autofilter(0, 0, last_row(table), last)?;
        }
        Ok(sheet)
    }

    fn cell(&self, sheet: &mut Worksheet, at: (u32, u16), cell: &Cell, all: &[Table]) -> Result<(), XlsxError> {
        let (row, column) = at;
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                sheet.write_string_with_format(row, column, clipped(text), &self.text)?;
            }
            Cell::Count(count) => {
                self.number(sheet, at, Decimal::from(*count), &self.count)?;
            }
            Cell::Money(amount) => self.number(sheet, at, amount.to_decimal(), self.of(*amount))?,
            Cell::Rate(rate) => self.number(sheet, at, *rate, &self.rate)?,
            // Spreadsheets have no time zones.
            Cell::At(moment) => match local_time(*moment, self.time_zone) {
                Some(local) => {
                    sheet.write_datetime_with_format(row, column, local, &self.moment)?;
                }
                None => {
                    sheet.write_string(row, column, moment.ms().to_string())?;
                }
            },
            Cell::Sum(summed) => self.sum(sheet, at, summed, all)?,
        }
        Ok(())
    }

    /// A number that a spreadsheet holds exactly; otherwise text with a note.
    fn number(&self, sheet: &mut Worksheet, at: (u32, u16), value: Decimal, format: &Format) -> Result<(), XlsxError> {
        let (row, column) = at;
        match as_double(value) {
            Some(double) => {
                sheet.write_number_with_format(row, column, double, format)?;
            }
            None => {
                sheet.write_string_with_format(row, column, value.normalize().to_string(), &self.text)?;
                sheet.insert_note(row, column, &Note::new(TOO_LONG))?;
            }
        }
        Ok(())
    }

    /// A formula over the rows, with its result; text with a note where a spreadsheet could not hold the sum or one of the rows.
    fn sum(&self, sheet: &mut Worksheet, at: (u32, u16), summed: &Summed, all: &[Table]) -> Result<(), XlsxError> {
        let (row, column) = at;
        let value = summed.total.rows;
        let rows = all.iter().find(|table| table.sheet == summed.sheet);
        match rows.filter(|rows| is_summable(rows, summed)) {
            Some(rows) => {
                let formula = Formula::new(sum_formula(rows, summed)).set_result(result(value));
                sheet.write_formula_with_format(row, column, formula, self.of(value))?;
            }
            None => {
                let text = value.to_decimal().normalize().to_string();
                sheet.write_string_with_format(row, column, text, &self.text)?;
                sheet.insert_note(row, column, &Note::new(TOO_LONG))?;
            }
        }
        Ok(())
    }

    fn of(&self, amount: Money) -> &Format {
        match amount.to_decimal().normalize().scale() {
            0..=2 if amount.currency().scale() == 0 => &self.whole,
            0..=2 => &self.cents,
            _ => &self.fine,
        }
    }

    /// Every total of the summary beside the figure of the books.
    fn checks(&self, tables: &[Table]) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        for (column, title) in (0..).zip(CHECK_TITLES) {
            sheet.write_string_with_format(0, column, title, &self.heading)?;
            sheet.set_column_width(column, 24)?;
        }
        let summary = tables.iter().filter(|table| table.sheet == Sheet::Summary);
        let mut row = 1;
        for (place, cells) in summary.flat_map(|table| (2_u32..).zip(&table.rows)) {
            let Some(Cell::Sum(summed)) = cells.get(1) else {
                continue;
            };
            self.check(&mut sheet, row, summed, (place, tables))?;
            row += 1;
        }
        Ok(sheet)
    }

    fn check(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        summed: &Summed,
        (place, all): (u32, &[Table]),
    ) -> Result<(), XlsxError> {
        let total = &summed.total;
        let rows = all.iter().find(|table| table.sheet == summed.sheet);
        let is_compared =
            rows.is_some_and(|rows| is_summable(rows, summed)) && as_double(total.books.to_decimal()).is_some();
        sheet.write_string(row, 0, words::total(total.of))?;
        sheet.write_string(row, 1, total.rows.currency().as_str())?;
        self.number(sheet, (row, 3), total.books.to_decimal(), self.of(total.books))?;
        let answer = if total.agrees() { "sí" } else { "NO" };
        if !is_compared {
            self.number(sheet, (row, 2), total.rows.to_decimal(), self.of(total.rows))?;
            sheet.write_string(row, 5, answer)?;
            return Ok(());
        }
        let line = row + 1;
        let difference = total.rows.to_decimal() - total.books.to_decimal();
        let linked = Formula::new(format!("={}!B{place}", Sheet::Summary.title())).set_result(result(total.rows));
        let less = Formula::new(format!("=ROUND(C{line}-D{line},4)")).set_result(difference.normalize().to_string());
        let agrees = Formula::new(format!("=IF(E{line}=0,\"sí\",\"NO\")")).set_result(answer);
        sheet.write_formula_with_format(row, 2, linked, self.of(total.rows))?;
        sheet.write_formula_with_format(row, 4, less, &self.fine)?;
        sheet.write_formula(row, 5, agrees)?;
        Ok(())
    }
}

fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

fn last_row(table: &Table) -> u32 {
    u32::try_from(table.rows.len()).unwrap_or(u32::MAX)
}

/// A cell takes 32 767 characters; more is refused by Excel.
fn clipped(text: &str) -> String {
    text.chars().take(32_000).collect()
}

fn result(value: Money) -> String {
    value.to_decimal().normalize().to_string()
}

/// The double that shows this number with all its digits; `None` when none does.
fn as_double(value: Decimal) -> Option<f64> {
    let text = value.normalize().to_string();
    let digits = text
        .trim_start_matches(['-', '0', '.'])
        .chars()
        .filter(char::is_ascii_digit);
    (digits.count() <= DIGITS_MAX).then(|| text.parse().ok()).flatten()
}

/// The currency of a row, and its amount, as far as it has one.
fn summed_in<'a>(cells: &'a [Cell], summed: &Summed) -> Option<(&'a str, Money)> {
    match (cells.get(summed.currencies), cells.get(summed.amounts)) {
        (Some(Cell::Text(currency)), Some(Cell::Money(amount))) => Some((currency, *amount)),
        _ => None,
    }
}

/// Whether the rows and their sum are numbers that a spreadsheet holds.
fn is_summable(rows: &Table, summed: &Summed) -> bool {
    let currency: Currency = summed.total.rows.currency();
    let mut amounts = rows.rows.iter().filter_map(|cells| summed_in(cells, summed));
    let fit = amounts.all(|(of, amount)| of != currency.as_str() || as_double(amount.to_decimal()).is_some());
    fit && as_double(summed.total.rows.to_decimal()).is_some()
}

/// `=SUMIFS('Órdenes'!O2:O9,'Órdenes'!K2:K9,"VES")`, rounded to what money keeps.
fn sum_formula(rows: &Table, summed: &Summed) -> String {
    let (sheet, last) = (rows.sheet.title(), last_row(rows).max(1) + 1);
    let range = |column: usize| {
        let letter = letter(column);
        format!("'{sheet}'!{letter}2:{letter}{last}")
    };
    format!(
        "=ROUND(SUMIFS({},{},\"{}\"),4)",
        range(summed.amounts),
        range(summed.currencies),
        summed.total.rows.currency()
    )
}

/// The letter of a column from 0; reports have no more than 26.
fn letter(column: usize) -> char {
    let place = u8::try_from(column).unwrap_or(25).min(25);
    char::from(b'A' + place)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{as_double, letter};

    #[test]
    fn a_number_with_more_than_fifteen_digits_is_no_double() {
        let double = |text: &str| as_double(text.parse::<Decimal>().unwrap());
        assert_eq!(double("902.70"), Some(902.7));
        assert_eq!(double("-0.0001"), Some(-0.0001));
        assert_eq!(double("12345678901.2345"), Some(12_345_678_901.234_5));
        assert_eq!(double("123456789012.3456"), None);
        assert_eq!(double("-123456789012345"), Some(-123_456_789_012_345.0));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!((letter(0), letter(14)), ('A', 'O'));
    }
}
