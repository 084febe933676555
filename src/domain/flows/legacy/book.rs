//! The rows of the old book as they are stored, and the fingerprint of all of them.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::progress::{Progress, Stage};
use super::{CURRENCIES, ImportError, Missing};
use crate::db::{Cell, ForeignBook, ForeignColumn, ForeignRow};

/// How many rows are in memory at once.
pub(super) const PAGE_ROWS: i64 = 2_000;

pub(super) const CLIENTS: &str = "clientes";
pub(super) const ACCOUNTS: &str = "cuentas";
pub(super) const TRANSACTIONS: &str = "transacciones";

static NULL: Cell = Cell::Null;

/// A table with its columns.
#[derive(Debug, Clone)]
pub(super) struct Table {
    name: &'static str,
    columns: Vec<ForeignColumn>,
    places: HashMap<String, usize>,
    pub(super) rows: u64,
}

impl Table {
    /// `None` when the book has no such table.
    pub(super) async fn find(book: &mut ForeignBook, name: &'static str) -> Result<Option<Table>, ImportError> {
        let mut columns = book.columns(name).await?;
        if columns.is_empty() {
            return Ok(None);
        }
        columns.retain(|column| column.name != "id");
        let places = (0..).zip(&columns).map(|(place, column)| (column.name.clone(), place));
        Ok(Some(Table {
            name,
            rows: book.count(name).await?,
            places: places.collect(),
            columns,
        }))
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.places.contains_key(column)
    }

    /// A cell of a row; null when the table has no such column.
    pub(super) fn cell<'a>(&self, row: &'a ForeignRow, column: &str) -> &'a Cell {
        let place = self.places.get(column);
        place.and_then(|place| row.cells.get(*place)).unwrap_or(&NULL)
    }

    pub(super) async fn page(&self, book: &mut ForeignBook, after: i64) -> Result<Vec<ForeignRow>, ImportError> {
        Ok(book.rows(self.name, &self.columns, after, PAGE_ROWS).await?)
    }

    /// Reads every row once, in the order of ids.
    pub(super) async fn each(
        &self,
        book: &mut ForeignBook,
        (progress, stage): (&dyn Progress, Stage),
        mut work: impl FnMut(&ForeignRow),
    ) -> Result<(), ImportError> {
        let (mut after, mut done) = (i64::MIN, 0);
        loop {
            let rows = self.page(book, after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id;
            rows.iter().for_each(&mut work);
            done += rows.len() as u64;
            progress.at(stage, done, self.rows);
        }
    }
}

/// What a book must have to be one of the old application.
pub(super) async fn required(book: &mut ForeignBook, name: &'static str) -> Result<Table, ImportError> {
    let table = Table::find(book, name).await?;
    table.ok_or(ImportError::NoBook(Missing::Table(name)))
}

/// Which balances the table of accounts has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `saldo_ves`, …
    Old,
    /// Those, and `moneda` and `saldo`.
    Both,
    New,
}

impl Shape {
    pub(super) fn of(accounts: &Table) -> Result<Shape, ImportError> {
        let has_old = CURRENCIES
            .iter()
            .any(|currency| accounts.has(&old_column(currency.as_str())));
        let has_new = accounts.has("moneda") && accounts.has("saldo");
        match (has_old, has_new) {
            (true, false) => Ok(Shape::Old),
            (true, true) => Ok(Shape::Both),
            (false, true) => Ok(Shape::New),
            (false, false) => Err(ImportError::NoBook(Missing::Balances)),
        }
    }
}

pub(super) fn old_column(currency: &str) -> String {
    format!("saldo_{}", currency.to_ascii_lowercase())
}

/// A hash over everything that was read: the same book has the same one.
pub(super) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(super) fn new() -> Fingerprint {
        Fingerprint(Sha256::new())
    }

    pub(super) fn table(&mut self, table: &Table) {
        self.field("t", table.name);
        for column in &table.columns {
            self.field("c", &column.name);
        }
    }

    pub(super) fn row(&mut self, row: &ForeignRow) {
        self.field("r", &row.id.to_string());
        for cell in &row.cells {
            match cell {
                Cell::Null => self.field("n", ""),
                Cell::Integer(number) => self.field("i", &number.to_string()),
                Cell::Real { shortest, .. } => self.field("f", shortest),
                Cell::Text(text) => self.field("s", text),
                Cell::Bytes(hex) => self.field("b", hex),
            }
        }
    }

    /// Every field with its kind and its length, so that no two books give one text.
    fn field(&mut self, kind: &str, value: &str) {
        self.0.update(kind);
        self.0.update(value.len().to_le_bytes());
        self.0.update(value);
    }

    pub(super) fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}
