//! Reads the rows of the old table of accounts, and recognises a half-run of the specification's script (S4-18, Q-36).
//!
//! That script adds `moneda` (`VES` in every row) and `saldo` (0), makes a new row for each positive balance in another
//! currency, and changes no old column. So after it a dollar stands twice, in `saldo_usd` of the old row and in `saldo`
//! of the new one, and a bolívar only in `saldo_ves`.

use super::book::{Shape, Table, old_column};
use super::cells::{self, Amount, Wall};
use super::inquiry::{Inquiry, ProblemKind};
use super::notes::{Note, NoteKind};
use super::{CURRENCIES, slot};
use crate::clock::Moment;
use crate::db::{Cell, ForeignRow};
use crate::domain::kernel::money::Currency;
use crate::domain::people::requests::AccountType;

/// An amount in ten-thousandths: as people saw it, and as it will come in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) found: i64,
    pub(super) imported: i64,
}

/// A row of the old table of accounts.
#[derive(Debug, Clone)]
pub(super) struct OldAccount {
    pub(super) id: i64,
    pub(super) client: Option<i64>,
    pub(super) number: Option<String>,
    pub(super) account_type: AccountType,
    pub(super) state: Option<String>,
    pub(super) is_closed: bool,
    pub(super) created: Option<String>,
    pub(super) opened_at: Option<Moment>,
    /// `None`: it stays behind.
    pub(super) own: Option<Currency>,
    /// What counts, in each of [`CURRENCIES`].
    pub(super) held: [Held; CURRENCIES.len()],
    /// `saldo`, until the two shapes are brought together.
    new: Option<Held>,
    /// Whether it is a row of before the specification's script.
    has_old: bool,
}

impl OldAccount {
    /// Of a row that does not come in: what `saldo` holds counts as left behind in its currency. Returns it when that is no
    /// currency of [`CURRENCIES`], so that it counts in no total.
    pub(super) fn count_what_stays(&mut self) -> Option<Held> {
        let new = self.new.take().filter(|_| !self.has_old)?;
        match self.own.and_then(slot) {
            Some(own) => {
                self.held[own] = new;
                None
            }
            None => Some(new),
        }
    }
}

/// What reading a row needs besides the row.
pub(super) struct Reading<'a, 'b> {
    pub(super) table: &'a Table,
    pub(super) shape: Shape,
    pub(super) zone: chrono_tz::Tz,
    pub(super) inquiry: &'a mut Inquiry<'b>,
    pub(super) notes: &'a mut Vec<Note>,
}

impl Reading<'_, '_> {
    pub(super) fn account(&mut self, row: &ForeignRow) -> OldAccount {
        let about = format!("cuenta {}", row.id);
        let old_cells: Vec<Cell> = CURRENCIES
            .iter()
            .map(|currency| self.table.cell(row, &old_column(currency.as_str())).clone())
            .collect();
        let new_cell = self.table.cell(row, "saldo").clone();
        let has_old = self.has_old(row, &old_cells, &new_cell);
        let mut held = [Held::default(); CURRENCIES.len()];
        for (place, currency) in CURRENCIES.iter().enumerate() {
            let column = old_column(currency.as_str());
            let is_expected = match self.shape {
                Shape::Old => self.table.has(&column),
                Shape::Both => old_cells[place] != Cell::Null,
                Shape::New => false,
            };
            if is_expected {
                held[place] = self.held(format!("{about} {currency}"), &old_cells[place]);
            }
        }
        let own = self.own(row, &about, has_old);
        let new = match (self.shape, &new_cell, own) {
            (Shape::Old, _, _) => None,
            (Shape::Both, Cell::Null, _) if has_old => None,
            (Shape::New, _, Some(currency)) => Some(self.held(format!("{about} {currency}"), &new_cell)),
            (Shape::New | Shape::Both, _, _) => Some(self.held(format!("{about} saldo"), &new_cell)),
        };
        let created = cells::text(self.table.cell(row, "fecha_creacion"));
        let state = cells::text(self.table.cell(row, "estado"));
        OldAccount {
            id: row.id,
            client: cells::reference(self.table.cell(row, "cliente_id")),
            number: cells::text(self.table.cell(row, "numero_cuenta")),
            account_type: self.account_type(row, &about),
            is_closed: self.is_closed(state.as_deref(), &about),
            state,
            opened_at: self.opened_at(created.as_deref(), &about),
            created,
            own,
            held,
            new,
            has_old,
        }
    }

    /// Whether this is a row of before the script. The old model fills old columns of new rows with zero, so zeros alone do
    /// not make it one: the script says `VES` in every old row, and in its own rows another currency.
    fn has_old(&self, row: &ForeignRow, old: &[Cell], new: &Cell) -> bool {
        let holds = |cell: &Cell| !matches!(cells::amount(cell), Amount::Null | Amount::Read { minor: 0, .. });
        if self.shape == Shape::New {
            return false;
        }
        let is_made_later = match cells::text(self.table.cell(row, "moneda")) {
            Some(currency) => currency != Currency::VES.as_str(),
            None => holds(new),
        };
        old.iter().any(holds) || (old.iter().any(|cell| *cell != Cell::Null) && !is_made_later)
    }

    fn held(&mut self, about: String, cell: &Cell) -> Held {
        let zero_or_amount = |answer: &str| match answer {
            "cero" => Some(0),
            amount => cells::decided(amount),
        };
        match cells::amount(cell) {
            Amount::Null => {
                let zero = |answer: &str| (answer == "cero").then_some(0);
                let imported = self.inquiry.ask(ProblemKind::NullBalance, about, String::new(), zero);
                Held {
                    found: 0,
                    imported: imported.unwrap_or(0),
                }
            }
            Amount::Unreadable(stored) => {
                let kind = ProblemKind::Unreadable;
                let imported = self.inquiry.ask(kind, about.clone(), stored, zero_or_amount);
                Held {
                    found: 0,
                    imported: self.or_overdrawn(about, imported.unwrap_or(0)),
                }
            }
            Amount::Beyond { minor, stored } => {
                let read = |answer: &str| match answer {
                    "leido" => minor,
                    amount => cells::decided(amount),
                };
                let kind = match minor {
                    Some(_) => ProblemKind::BeyondRange,
                    None => ProblemKind::BeyondBooks,
                };
                let imported = self.inquiry.ask(kind, about.clone(), stored, read);
                let found = minor.unwrap_or(0);
                // Until somebody decides, it counts as what it is.
                Held {
                    found,
                    imported: self.or_overdrawn(about, imported.unwrap_or(found)),
                }
            }
            Amount::Read { minor, stored } => {
                if let Some(stored) = stored {
                    let facts = [stored, cells::shown(minor.into())];
                    self.notes.push(Note::new(NoteKind::MoreDecimals, about.clone(), facts));
                }
                Held {
                    found: minor,
                    imported: self.or_overdrawn(about, minor),
                }
            }
        }
    }

    /// A balance below zero, however it was read or decided, comes in as an overdraft only when that is decided, too.
    fn or_overdrawn(&mut self, about: String, minor: i64) -> i64 {
        if 0 <= minor {
            return minor;
        }
        let read = |answer: &str| match answer {
            "sobregiro" => Some(minor),
            "cero" => Some(0),
            _ => None,
        };
        let found = cells::shown(minor.into());
        let decided = self.inquiry.ask(ProblemKind::Negative, about, found, read);
        decided.unwrap_or(minor)
    }

    fn own(&mut self, row: &ForeignRow, about: &str, has_old: bool) -> Option<Currency> {
        if self.shape == Shape::Old {
            return Some(Currency::VES);
        }
        let known = |text: &str| Currency::parse(text).ok().filter(|currency| slot(*currency).is_some());
        let stored = cells::text(self.table.cell(row, "moneda"));
        match stored {
            None if has_old => Some(Currency::VES),
            stored => {
                let stored = stored.unwrap_or_default();
                known(&stored).or_else(|| {
                    let read = |answer: &str| match answer {
                        "omitir" => Some(None),
                        currency => known(currency).map(Some),
                    };
                    let kind = ProblemKind::WrongCurrency;
                    self.inquiry.ask(kind, about.to_owned(), stored, read).flatten()
                })
            }
        }
    }

    fn account_type(&mut self, row: &ForeignRow, about: &str) -> AccountType {
        let read = |text: &str| match text.to_lowercase().as_str() {
            "corriente" => Some(AccountType::Checking),
            "ahorro" => Some(AccountType::Savings),
            _ => None,
        };
        let stored = cells::text(self.table.cell(row, "tipo_cuenta")).unwrap_or_default();
        read(&stored)
            .or_else(|| {
                self.inquiry
                    .ask(ProblemKind::UnknownType, about.to_owned(), stored, read)
            })
            .unwrap_or(AccountType::Checking)
    }

    fn is_closed(&mut self, state: Option<&str>, about: &str) -> bool {
        let read = |text: &str| match text.to_lowercase().as_str() {
            "activa" => Some(false),
            "cerrada" | "inactiva" => Some(true),
            _ => None,
        };
        let stored = state.unwrap_or_default();
        let asked = |inquiry: &mut Inquiry<'_>| {
            inquiry.ask(ProblemKind::UnknownState, about.to_owned(), stored.to_owned(), read)
        };
        read(stored).or_else(|| asked(self.inquiry)).unwrap_or(false)
    }

    /// `None`: the moment of the import.
    fn opened_at(&mut self, created: Option<&str>, about: &str) -> Option<Moment> {
        let zone = self.zone;
        if let Some((at, wall)) = created.and_then(|text| cells::moment(text, zone)) {
            let noticed = match wall {
                Wall::Once => None,
                Wall::Twice => Some(NoteKind::DateTwice),
                Wall::Never => Some(NoteKind::DateSkipped),
            };
            let text = created.unwrap_or_default().to_owned();
            self.notes.extend(noticed.map(|kind| Note::new(kind, about, [text])));
            return Some(at);
        }
        let read = |answer: &str| match answer {
            "hoy" => Some(None),
            text => cells::moment(text, zone).map(|(at, _)| Some(at)),
        };
        let found = created.unwrap_or_default().to_owned();
        let kind = ProblemKind::UnreadableDate;
        self.inquiry.ask(kind, about.to_owned(), found, read).flatten()
    }
}

/// Brings the old and the new columns of one client's rows together. `rows` are in the order of ids.
pub(super) fn bring_together(
    client: i64,
    rows: &mut [&mut OldAccount],
    inquiry: &mut Inquiry<'_>,
    notes: &mut Vec<Note>,
) {
    for row in rows.iter_mut() {
        let (Some(own), Some(new)) = (row.own.and_then(slot), row.new.take()) else {
            continue;
        };
        if !row.has_old {
            row.held[own] = new;
            row.new = Some(new);
            continue;
        }
        let old = row.held[own];
        row.held[own] = of_one_row(row.id, CURRENCIES[own], old, new, inquiry, notes);
    }
    for (place, currency) in CURRENCIES.iter().enumerate() {
        let old: Vec<usize> = places(rows, |row| row.has_old && row.held[place] != Held::default());
        let is_new = |row: &OldAccount| !row.has_old && row.own == Some(*currency) && row.new.is_some();
        let new: Vec<usize> = places(rows, |row| is_new(row) && row.held[place] != Held::default());
        let (Some(first), false) = (old.first().copied(), new.is_empty()) else {
            continue;
        };
        let sum = |of: &[usize]| {
            of.iter()
                .map(|at| i128::from(rows[*at].held[place].imported))
                .sum::<i128>()
        };
        let ids = |of: &[usize]| {
            of.iter()
                .map(|at| rows[*at].id.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let about = format!("cliente {client} {currency}");
        let twice = |old: &[usize]| [cells::shown(sum(&new)), ids(old), ids(&new)];
        let of_first = i128::from(rows[first].held[place].imported);
        let emptied = if sum(&new) == of_first {
            // The new row bears the number that people were given.
            notes.push(Note::new(NoteKind::HalfRunTwice, about, twice(&[first])));
            vec![first]
        } else if sum(&new) == sum(&old) {
            notes.push(Note::new(NoteKind::HalfRunTwice, about, twice(&old)));
            old
        } else {
            let found = format!("vieja {}, nueva {}", cells::shown(sum(&old)), cells::shown(sum(&new)));
            let read = |answer: &str| match answer {
                "vieja" => Some(new.clone()),
                "nueva" => Some(old.clone()),
                "suma" => Some(Vec::new()),
                _ => None,
            };
            inquiry
                .ask(ProblemKind::HalfMigrated, about, found, read)
                .unwrap_or_default()
        };
        for at in emptied {
            rows[at].held[place] = Held::default();
        }
    }
}

/// One row whose own currency has an old column and the new one.
fn of_one_row(
    id: i64,
    currency: Currency,
    old: Held,
    new: Held,
    inquiry: &mut Inquiry<'_>,
    notes: &mut Vec<Note>,
) -> Held {
    let about = format!("cuenta {id} {currency}");
    let shown = |held: Held| cells::shown(held.found.into());
    if new == Held::default() {
        if old != Held::default() {
            notes.push(Note::new(NoteKind::HalfRunOldOnly, about, [shown(old)]));
        }
        return old;
    }
    if old == Held::default() {
        return new;
    }
    if old == new {
        notes.push(Note::new(NoteKind::HalfRunAgrees, about, [shown(old)]));
        return old;
    }
    let read = |answer: &str| match answer {
        "vieja" => Some(old),
        "nueva" => Some(new),
        "suma" => Some(Held {
            found: old.found.checked_add(new.found)?,
            imported: old.imported.checked_add(new.imported)?,
        }),
        _ => None,
    };
    let found = format!("vieja {}, nueva {}", shown(old), shown(new));
    inquiry
        .ask(ProblemKind::HalfMigrated, about, found, read)
        .unwrap_or(old)
}

fn places(rows: &[&mut OldAccount], is_it: impl Fn(&OldAccount) -> bool) -> Vec<usize> {
    (0..rows.len()).filter(|at| is_it(rows[*at])).collect()
}
