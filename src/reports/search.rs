//! Orders found by what people remember of them: the beneficiary, a reference, an amount, a day, a state, a name.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::ReadError;
use super::desk::{Length, Span};
use super::lists::{ListedOrder, Names};
use super::particulars::Particulars;
use super::search_store::{self, Scope, Searched};
use crate::db::Reader;
use crate::domain::kernel::days::DeskDays;
use crate::domain::kernel::letters::plain;
use crate::domain::orders::{self, Which, Whose};
use crate::domain::people::members::{Actor, Permission, Role};
use crate::ids::OrderId;

/// How many orders are looked at, the newest first.
const SEARCHED_MAX: usize = 20_000;
/// How many are read at once.
const PIECE: i64 = 500;
/// In a digit's company, these are separators of an amount.
const SEPARATORS: [char; 2] = ['.', ','];

/// What is looked for. All of it must fit an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// Each is a part of the beneficiary, of a reference or of a name, or an amount, or the order's number.
    pub words: Vec<String>,
    /// When it was made or ended.
    pub day: Option<NaiveDate>,
    pub which: Which,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundOrders {
    /// Newest first.
    pub orders: Vec<ListedOrder>,
    pub names: Names,
    /// There are more, or more orders than are looked at.
    pub is_cut: bool,
}

/// The orders that fit, newest first, at most so many: of everybody for whoever may list everything, else the actor's own.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn find_orders(
    reader: &mut Reader,
    actor: &Actor,
    sought: &Sought,
    days: DeskDays,
    orders_max: usize,
) -> Result<FoundOrders, ReadError> {
    actor.require(Permission::SeeOwn)?;
    let whose = match actor.role {
        _ if actor.may(Permission::ListEverything) => Whose::Everybody,
        Role::Cashier => Whose::Cashier(actor.member),
        Role::Guest | Role::Client | Role::Reseller | Role::Admin => Whose::Sender(actor.member),
    };
    let span = sought.day.and_then(|day| Span::containing(Length::Day, day, days));
    let scope = Scope {
        whose,
        which: sought.which,
        period: span.map(|span| span.period),
    };
    let words: Vec<Word> = sought.words.iter().map(|word| Word::read(word)).collect();
    let (mut found, mut looked_at, mut before) = (Vec::new(), 0, i64::MAX);
    let is_cut = loop {
        let piece = search_store::list(reader, &scope, before, PIECE).await?;
        let Some(last) = piece.last() else { break false };
        before = last.order.get();
        looked_at += piece.len();
        let fitting = piece.iter().filter(|order| words.iter().all(|word| word.fits(order)));
        found.extend(fitting.map(|order| order.order));
        if orders_max < found.len() || SEARCHED_MAX <= looked_at {
            break true;
        }
    };
    found.truncate(orders_max);
    let (orders, names) = listed(reader, &found).await?;
    Ok(FoundOrders { orders, names, is_cut })
}

async fn listed(reader: &mut Reader, found: &[OrderId]) -> Result<(Vec<ListedOrder>, Names), ReadError> {
    let mut rows = Vec::new();
    for order in found {
        rows.extend(orders::find_order(reader, *order).await?);
    }
    let people = rows
        .iter()
        .flat_map(|order| [Some(order.owner), Some(order.creator), order.cashier])
        .flatten();
    let names = Names::of(reader, people.collect()).await?;
    let mut particulars = Particulars::of_all(reader, &rows).await?;
    let listed = rows.into_iter().map(|order| ListedOrder {
        particulars: particulars.remove(&order.id).unwrap_or(Particulars::Plain),
        order,
    });
    Ok((listed.collect(), names))
}

/// A word that is looked for, in every way in which it can be meant.
struct Word {
    plain: String,
    /// `1.825` is 1825 and 1.825: both are looked for.
    amounts: Vec<Decimal>,
    number: Option<i64>,
}

impl Word {
    fn read(typed: &str) -> Word {
        let plain = plain(typed.trim_start_matches(['@', '#']));
        Word {
            amounts: amounts_in(&plain),
            number: plain.parse().ok(),
            plain,
        }
    }

    fn fits(&self, order: &Searched) -> bool {
        let is_amount = self.amounts.iter().any(|amount| order.amounts.contains(amount));
        let is_number = self.number == Some(order.order.get());
        is_amount || is_number || order.texts.iter().any(|text| plain(text).contains(&self.plain))
    }
}

fn amounts_in(word: &str) -> Vec<Decimal> {
    let is_number = word.starts_with(|first: char| first.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || SEPARATORS.contains(&c));
    if !is_number {
        return Vec::new();
    }
    let digits = |text: &str| text.replace(SEPARATORS, "");
    let mut readings = vec![digits(word)];
    if let Some((whole, decimals)) = word.rsplit_once(SEPARATORS) {
        readings.push(format!("{}.{decimals}", digits(whole)));
    }
    let parsed = readings.iter().filter_map(|reading| reading.parse::<Decimal>().ok());
    parsed.map(|amount| amount.normalize()).collect()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Word, amounts_in};
    use crate::ids::OrderId;
    use crate::reports::search_store::Searched;

    fn order() -> Searched {
        Searched {
            order: OrderId::new(12),
            texts: vec!["María Pérez 0102-1234".to_owned(), "david".to_owned()],
            amounts: vec![Decimal::new(9_027, 1), Decimal::new(1_825, 0)],
        }
    }

    #[test]
    fn an_amount_is_found_however_it_is_written() {
        for typed in ["902.70", "902,7", "1.825", "1825", "1,825.00", "12", "#12"] {
            assert!(Word::read(typed).fits(&order()), "{typed}");
        }
        for typed in ["902", "1826", "13"] {
            assert!(!Word::read(typed).fits(&order()), "{typed}");
        }
        assert!(amounts_in("0102-1234").is_empty() && amounts_in("").is_empty());
    }

    #[test]
    fn text_is_found_without_accents_and_by_a_part_of_it() {
        for typed in ["perez", "MARÍA", "1234", "@david"] {
            assert!(Word::read(typed).fits(&order()), "{typed}");
        }
        assert!(!Word::read("ana").fits(&order()));
    }
}
