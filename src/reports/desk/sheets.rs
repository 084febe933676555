//! The tables of a report: typed cells under headings, for whoever writes them into a file.

use super::{DeskReport, Total, TotalOf, rows, words};
use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::kernel::money::{Currency, Exact, Money, Rate};
use crate::domain::people::members::Member;

coded_enum! {
    /// A table of the report.
    pub enum Sheet {
        Summary => "resumen",
        Orders => "ordenes",
        Batches => "batches",
        Accounts => "cuentas",
        Gains => "ganancias",
        Movements => "movimientos",
    }
}

impl Sheet {
    /// As its tab is called.
    pub fn title(self) -> &'static str {
        match self {
            Sheet::Summary => "Resumen",
            Sheet::Orders => "Órdenes",
            Sheet::Batches => "Batches",
            Sheet::Accounts => "Cuentas",
            Sheet::Gains => "Ganancias",
            Sheet::Movements => "Movimientos",
        }
    }
}

/// What is in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// Whatever it looks like, it is text: names, references, numbers of accounts and phones.
    Text(String),
    Count(i64),
    Money(Money),
    /// A rate or a price.
    Rate(rust_decimal::Decimal),
    At(Moment),
    /// The sum of a column's cells in one currency; of all cells where the column has one currency.
    Sum(Summed),
}

/// A total and the columns that it sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summed {
    pub sheet: Sheet,
    /// Numbers of columns, from 0.
    pub amounts: usize,
    pub currencies: usize,
    pub total: Total,
}

/// A heading, and how wide its cells are, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub title: &'static str,
    pub width: u16,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub sheet: Sheet,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// All tables of a report, in the order of their tabs.
pub fn tables(report: &DeskReport) -> Vec<Table> {
    Sheet::ALL.iter().map(|sheet| table(report, *sheet)).collect()
}

/// One table of a report.
pub fn table(report: &DeskReport, sheet: Sheet) -> Table {
    match sheet {
        Sheet::Summary => summary(report),
        Sheet::Orders => rows::orders(report),
        Sheet::Batches => rows::batches(report),
        Sheet::Accounts => rows::accounts(report),
        Sheet::Gains => rows::gains(report),
        Sheet::Movements => rows::movements(report),
    }
}

pub(super) fn columns<const N: usize>(titles: [(&'static str, u16); N]) -> Vec<Column> {
    titles
        .into_iter()
        .map(|(title, width)| Column { title, width })
        .collect()
}

pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

pub(super) fn text_or_empty(text: Option<&str>) -> Cell {
    text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()))
}

pub(super) fn money_or_empty(amount: Option<Money>) -> Cell {
    amount.map_or(Cell::Empty, Cell::Money)
}

pub(super) fn rate(rate: Rate) -> Cell {
    Cell::Rate(rate.as_decimal())
}

pub(super) fn exact(value: Option<Exact>, decimals: u32) -> Cell {
    let rounded = value.and_then(|value| value.rounded(decimals).ok());
    rounded.map_or(Cell::Empty, Cell::Rate)
}

pub(super) fn at(moment: Option<Moment>) -> Cell {
    moment.map_or(Cell::Empty, Cell::At)
}

pub(super) fn currency(currency: Currency) -> Cell {
    text(currency.as_str())
}

fn summary(report: &DeskReport) -> Table {
    let line = |what: &str, value: Cell| vec![text(what), value, Cell::Empty, Cell::Empty];
    let whose = report.whose.as_ref().map(|person: &Member| person.name.as_str());
    let paid = report.orders.iter().filter(|order| order.paid_at.is_some());
    let mut rows = vec![
        line("Reporte", text(words::title(report))),
        line("De quién", text(whose.unwrap_or("toda la mesa"))),
        line("Desde", Cell::At(report.span.period.from)),
        line("Hasta", Cell::At(report.span.period.until.plus_ms(-1))),
        line("Zona horaria", text(report.span.time_zone.name())),
        line("Hora de cierre del día", text(report.span.closes_at.to_string())),
        line("Hecho", Cell::At(report.made_at)),
        line("Órdenes del período", count(report.orders.len())),
        line("Órdenes pagadas", count(paid.count())),
        line("Batches cerrados o abiertos", count(report.batches.len())),
    ];
    if report.is_cut {
        rows.push(line(
            "Aviso",
            text("Hay más filas de las que caben: los totales son de las que están aquí. Pida un período más corto."),
        ));
    }
    rows.push(vec![
        text("Total"),
        text("Monto"),
        text("Moneda"),
        text("En los libros"),
    ]);
    for total in &report.totals {
        let (sheet, amounts, currencies) = summed_columns(total.of);
        rows.push(vec![
            text(words::total(total.of)),
            Cell::Sum(Summed {
                sheet,
                amounts,
                currencies,
                total: total.clone(),
            }),
            currency(total.rows.currency()),
            text(if total.agrees() { "cuadra" } else { "NO cuadra" }),
        ]);
    }
    for open in &report.positions {
        rows.push(vec![
            text("Posición abierta al final"),
            Cell::Money(*open),
            currency(open.currency()),
            text("de los libros"),
        ]);
    }
    Table {
        sheet: Sheet::Summary,
        columns: columns([("Concepto", 36), ("Valor", 34), ("Moneda", 9), ("Nota", 16)]),
        rows,
    }
}

fn count(rows: usize) -> Cell {
    Cell::Count(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// Where the rows of a total are: the sheet, the column of the amounts and that of the currencies.
fn summed_columns(of: TotalOf) -> (Sheet, usize, usize) {
    match of {
        TotalOf::PaidOut => (Sheet::Orders, 14, 10),
        TotalOf::CameIn => (Sheet::Orders, 15, 10),
        TotalOf::BatchesSent => (Sheet::Batches, 11, 10),
        TotalOf::Shared => (Sheet::Gains, 4, 7),
        TotalOf::Earnings => (Sheet::Gains, 6, 7),
        TotalOf::Moved => (Sheet::Movements, 5, 7),
    }
}
