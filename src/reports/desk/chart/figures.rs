//! The figures of a picture, taken from a report. Doubles are good enough here: they become pixels.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};
use rust_decimal::prelude::ToPrimitive as _;

use crate::domain::kernel::money::{Currency, Exact, Money};
use crate::reports::desk::{DeskReport, Length, Span, words};

/// How many currencies, cashiers, batches and positions are drawn.
const CURRENCIES_MAX: usize = 2;
const CASHIERS_MAX: usize = 6;
const BATCHES_MAX: usize = 8;
const POSITIONS_MAX: usize = 8;

/// What a picture shows; what there is none of is left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figures {
    /// What cashiers paid in each currency, those with the most orders first.
    pub(super) volumes: Vec<Columns>,
    /// Of batches by when they were closed, in dollars.
    pub(super) gains: Option<Columns>,
    pub(super) prices: Option<Prices>,
    pub(super) cashiers: Vec<Cashier>,
    pub(super) positions: Vec<Money>,
    /// What is written below the title: whose report it is, the time zone.
    pub(super) foot: String,
}

/// A value for each hour or day of the period.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    pub(super) total: Money,
    pub(super) orders: usize,
    pub(super) values: Vec<f64>,
    /// The columns that have a label.
    pub(super) labels: Vec<(usize, String)>,
}

/// The price of USDT of batches against the one at which they make neither gain nor loss, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prices {
    pub(super) currency: Currency,
    pub(super) batches: Vec<BatchPrice>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct BatchPrice {
    pub(super) label: String,
    pub(super) price: f64,
    pub(super) break_even: f64,
}

/// How long a cashier took, as the middle one of their orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cashier {
    pub(super) name: String,
    pub(super) middle_ms: i64,
    pub(super) orders: usize,
}

impl Figures {
    pub(super) fn of(report: &DeskReport) -> Figures {
        let whose = report.whose.as_ref().map(|person| person.name.as_str());
        let zone = report.span.time_zone.name().replace('_', " ");
        Figures {
            volumes: volumes(report),
            gains: gains(report),
            prices: prices(report),
            cashiers: cashiers(report),
            positions: positions(report),
            foot: format!(
                "{} · hora de {zone} · cierre {}",
                whose.unwrap_or("toda la mesa"),
                report.span.closes_at
            ),
        }
    }
}

fn units(amount: Money) -> f64 {
    amount.to_decimal().to_f64().unwrap_or(0.0)
}

fn exact_units(value: &Exact) -> Option<f64> {
    value.rounded(6).ok()?.to_f64()
}

fn empty_columns(span: &Span, currency: Currency) -> Columns {
    Columns {
        total: Money::zero(currency),
        orders: 0,
        values: vec![0.0; span.columns()],
        labels: labels(span),
    }
}

impl Columns {
    fn add(&mut self, column: Option<usize>, amount: Money) {
        if let Some(value) = column.and_then(|column| self.values.get_mut(column)) {
            *value += units(amount);
            self.orders += 1;
            self.total = self.total.checked_add(amount).unwrap_or(self.total);
        }
    }
}

const WEEKDAYS: [&str; 7] = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];

fn labels(span: &Span) -> Vec<(usize, String)> {
    let all = 0..span.columns();
    match span.length {
        Length::Day => all.step_by(6).map(|hour| (hour, format!("{hour} h"))).collect(),
        Length::Week => {
            let day = |place: usize| {
                let date = span.first_day.checked_add_days(Days::new(u64::try_from(place).ok()?))?;
                Some((place, format!("{} {}", WEEKDAYS.get(place)?, date.day())))
            };
            all.filter_map(day).collect()
        }
        Length::Month => {
            let is_shown = |place: &usize| *place == 0 || (place + 1).is_multiple_of(5);
            all.filter(is_shown)
                .map(|place| (place, (place + 1).to_string()))
                .collect()
        }
    }
}

fn volumes(report: &DeskReport) -> Vec<Columns> {
    let mut by_currency: BTreeMap<Currency, Columns> = BTreeMap::new();
    for order in &report.orders {
        let (Some(paid), Some(at)) = (order.paid_out(), order.paid_at) else {
            continue;
        };
        let columns = by_currency
            .entry(paid.currency())
            .or_insert_with(|| empty_columns(&report.span, paid.currency()));
        columns.add(report.span.column_of(at), paid);
    }
    let mut volumes: Vec<Columns> = by_currency.into_values().collect();
    volumes.sort_by_key(|columns| std::cmp::Reverse(columns.orders));
    volumes.truncate(CURRENCIES_MAX);
    volumes
}

fn gains(report: &DeskReport) -> Option<Columns> {
    let mut columns = empty_columns(&report.span, Currency::USD);
    for reported in &report.batches {
        if let (Some(gain), Some(at)) = (reported.batch.gain, reported.batch.closed_at) {
            columns.add(report.span.column_of(at), gain);
        }
    }
    (0 < columns.orders).then_some(columns)
}

fn prices(report: &DeskReport) -> Option<Prices> {
    let mut by_currency: BTreeMap<Currency, Vec<BatchPrice>> = BTreeMap::new();
    for reported in &report.batches {
        let price = reported.price.and_then(|price| price.as_decimal().to_f64());
        let break_even = reported.break_even().as_ref().and_then(exact_units);
        if let (Some(price), Some(break_even)) = (price, break_even) {
            let batches = by_currency.entry(reported.batch.corridor.receive).or_default();
            batches.push(BatchPrice {
                label: format!("b{}", reported.batch.id),
                price,
                break_even,
            });
        }
    }
    let (currency, mut batches) = by_currency.into_iter().max_by_key(|(_, batches)| batches.len())?;
    let older = batches.len().saturating_sub(BATCHES_MAX);
    batches.drain(..older);
    Some(Prices { currency, batches })
}

fn cashiers(report: &DeskReport) -> Vec<Cashier> {
    let mut by_name: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for order in &report.orders {
        if let (Some(cashier), Some(took_ms)) = (order.cashier.as_deref(), order.took_ms) {
            by_name.entry(cashier).or_default().push(took_ms);
        }
    }
    let cashier = |(name, mut took): (&str, Vec<i64>)| {
        took.sort_unstable();
        Some(Cashier {
            name: name.to_owned(),
            middle_ms: *took.get(took.len() / 2)?,
            orders: took.len(),
        })
    };
    let mut cashiers: Vec<Cashier> = by_name.into_iter().filter_map(cashier).collect();
    cashiers.sort_by_key(|cashier| std::cmp::Reverse(cashier.orders));
    cashiers.truncate(CASHIERS_MAX);
    cashiers
}

fn positions(report: &DeskReport) -> Vec<Money> {
    report.positions.iter().copied().take(POSITIONS_MAX).collect()
}

impl Cashier {
    /// `4 min · 12 órdenes`.
    pub(super) fn told(&self) -> String {
        let orders = if self.orders == 1 { "orden" } else { "órdenes" };
        format!("{} · {} {orders}", words::lasted(self.middle_ms), self.orders)
    }
}
