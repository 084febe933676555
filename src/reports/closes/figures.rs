//! The figures of a close, from the report of its period and from what waits.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::clock::Moment;
use crate::db::{DbError, Place, Reader};
use crate::domain::books::closes::{
    self, AccountFigures, BatchGain, CashierFigures, CloseFigures, CloseLength, FigureOf, HeadBefore, Numbers,
    OpenBatch, Summed, Waiting,
};
use crate::domain::flows::batches::{self, Batch, BatchState};
use crate::domain::flows::players;
use crate::domain::kernel::money::{Currency, Money, MoneyError};
use crate::domain::kernel::outbox;
use crate::domain::orders::{self, CashierAccount, Order, OrderState};
use crate::domain::people::members::{self, Actor};
use crate::domain::people::places;
use crate::domain::people::requests::{self, Listing, RequestState};
use crate::domain::treasury::accounts::{AccountClass, AccountState};
use crate::ids::{AccountId, BatchId, MemberId};
use crate::reports::ReadError;
use crate::reports::desk::read::desk_report;
use crate::reports::desk::{DeskReport, GainKind, ReportedAccount, Span, Total, TotalOf};

/// How many open orders and undecided requests are looked at.
const OPEN_MAX: i64 = 20_000;
const REQUESTS_MAX: i64 = 1_000;

/// The figures of a period at this moment.
pub(super) async fn read(
    reader: &mut Reader,
    actor: &Actor,
    span: Span,
    now: Moment,
) -> Result<CloseFigures, ReadError> {
    let report = desk_report(reader, actor, None, span, now).await?;
    let open = orders::list_open(reader, OPEN_MAX).await?;
    let paid = report.orders.iter().filter(|order| order.paid_at.is_some()).count();
    Ok(CloseFigures {
        orders: counted(report.orders.len()),
        paid: counted(paid),
        totals: totals(&report),
        cashiers: cashiers(&report, &open)?,
        open_batches: open_batches(&report),
        gains: gains(reader, &report).await?,
        waiting: waiting(reader, &open).await?,
        before: head_before(reader).await?,
        is_cut: report.is_cut,
    })
}

fn counted(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// The totals of a report.
pub(super) fn totals(report: &DeskReport) -> Vec<FigureOf> {
    let figure = |total: &Total| FigureOf {
        of: match total.of {
            TotalOf::PaidOut => Summed::PaidOut,
            TotalOf::CameIn => Summed::CameIn,
            TotalOf::BatchesSent => Summed::BatchesSent,
            TotalOf::Shared => Summed::Shared,
            TotalOf::Earnings => Summed::Earnings,
            TotalOf::Moved => Summed::Moved,
        },
        rows: total.rows,
        books: total.books,
    };
    report.totals.iter().map(figure).collect()
}

/// What one account paid, and what waits for it.
#[derive(Default)]
struct OfAccount {
    orders: i64,
    paid_out: i64,
    came_in: i64,
    waiting: i64,
    waits: i64,
}

/// The accounts that pay orders, by their cashiers. An account in which nothing is, moved or waits is left out.
fn cashiers(report: &DeskReport, open: &[Order]) -> Result<Vec<CashierFigures>, DbError> {
    let by_account = by_account(report, open)?;
    let mut cashiers: Vec<(MemberId, CashierFigures)> = Vec::new();
    for reported in &report.accounts {
        let found = by_account.get(&reported.account.id);
        let is_paying = reported.account.class == AccountClass::Bank;
        let is_idle = reported.account.state == AccountState::Closed || reported.turned.closing.is_zero();
        if found.is_none() && (!is_paying || is_idle) {
            continue;
        }
        let figures = account_figures(reported, found);
        match cashiers.iter_mut().find(|(owner, _)| *owner == reported.account.member) {
            Some((_, cashier)) => cashier.accounts.push(figures),
            None => cashiers.push((
                reported.account.member,
                CashierFigures {
                    name: reported.owner.clone(),
                    accounts: vec![figures],
                },
            )),
        }
    }
    Ok(cashiers.into_iter().map(|(_, cashier)| cashier).collect())
}

fn account_figures(reported: &ReportedAccount, found: Option<&OfAccount>) -> AccountFigures {
    let money = |minor| Money::from_minor(minor, reported.account.currency);
    let none = OfAccount::default();
    let found = found.unwrap_or(&none);
    AccountFigures {
        account: reported.account.id,
        bank: reported.account.bank.clone(),
        orders: found.orders,
        paid_out: money(found.paid_out),
        came_in: money(found.came_in),
        books: reported.turned.closing,
        waiting: found.waiting,
        waits: money(found.waits),
    }
}

fn by_account(report: &DeskReport, open: &[Order]) -> Result<BTreeMap<AccountId, OfAccount>, DbError> {
    let mut by_account: BTreeMap<AccountId, OfAccount> = BTreeMap::new();
    let plus = |sum: i64, amount: Money| {
        let sum = sum.checked_add(amount.minor());
        sum.ok_or_else(|| DbError::Corrupt(format!("a close: {}", MoneyError::Overflow)))
    };
    for order in &report.orders {
        let Some(account) = order.order.account.filter(|_| order.moved.is_some()) else {
            continue;
        };
        let of = by_account.entry(account).or_default();
        of.orders += 1;
        if let Some(paid) = order.paid_out() {
            of.paid_out = plus(of.paid_out, paid)?;
        }
        if let Some(came) = order.came_in() {
            of.came_in = plus(of.came_in, came)?;
        }
    }
    for order in open.iter().filter(|order| order.cashier.is_some()) {
        let Some(account) = order.account else { continue };
        let of = by_account.entry(account).or_default();
        of.waiting += 1;
        if order.kind.rules().cashier_account == CashierAccount::Pays {
            of.waits = plus(of.waits, order.float)?;
        }
    }
    Ok(by_account)
}

fn open_batches(report: &DeskReport) -> Vec<OpenBatch> {
    let open = report
        .batches
        .iter()
        .filter(|batch| batch.batch.state == BatchState::Open);
    let shown = open.map(|reported| OpenBatch {
        batch: reported.batch.id,
        reseller: reseller_of(&reported.batch, &reported.reseller),
        corridor: reported.batch.corridor,
        opened_at: reported.batch.opened_at,
        figures: reported.figures.clone(),
    });
    shown.collect()
}

fn reseller_of(batch: &Batch, name: &str) -> Option<String> {
    (!batch.is_of_desk()).then(|| name.to_owned())
}

/// What closed in the period, and whose shares moved in it.
async fn gains(reader: &mut Reader, report: &DeskReport) -> Result<Vec<BatchGain>, DbError> {
    let mut gains: BTreeMap<BatchId, BatchGain> = BTreeMap::new();
    for reported in &report.batches {
        let batch = &reported.batch;
        if batch.closed_at.is_some_and(|at| report.span.period.contains(at)) {
            let gain = BatchGain {
                batch: batch.id,
                reseller: reseller_of(batch, &reported.reseller),
                gain: batch.gain,
                shared: Money::zero(Currency::USD),
            };
            gains.insert(batch.id, gain);
        }
    }
    for share in report.gains.iter().filter(|gain| gain.what == GainKind::Share) {
        let Some(batch) = share.batch else { continue };
        if let Entry::Vacant(place) = gains.entry(batch) {
            place.insert(not_closed_in_it(reader, batch).await?);
        }
        if let Some(gain) = gains.get_mut(&batch) {
            let shared = gain.shared.checked_add(share.movement.amount);
            gain.shared = shared.map_err(|error| DbError::Corrupt(format!("batch {batch}: {error}")))?;
        }
    }
    Ok(gains.into_values().collect())
}

async fn not_closed_in_it(reader: &mut Reader, batch: BatchId) -> Result<BatchGain, DbError> {
    let found = batches::find_batch(reader, batch).await?;
    let found = found.ok_or_else(|| DbError::Corrupt(format!("batch {batch} is not there")))?;
    let reseller = members::get_member(reader, found.reseller).await?;
    Ok(BatchGain {
        batch,
        reseller: reseller_of(&found, &reseller.name),
        gain: None,
        shared: Money::zero(Currency::USD),
    })
}

async fn waiting(reader: &mut Reader, open: &[Order]) -> Result<Waiting, DbError> {
    let mut waiting = Waiting::default();
    for order in open {
        let numbers = match order.state {
            OrderState::Processing => &mut waiting.with_capture,
            _ if order.cashier.is_none() || order.state == OrderState::Pending => &mut waiting.unassigned,
            _ => &mut waiting.assigned,
        };
        numbers.add(order.id.get(), order.created_at);
    }
    waiting.requests = undecided(reader).await?;
    let alarms = players::count_open_alarms(reader).await?;
    waiting.alarms = alarms.iter().map(|(_, count)| *count).sum();
    waiting.findings = counted(places::list_findings(reader).await?.len());
    waiting.set_aside = outbox::count_set_aside(reader).await?;
    Ok(waiting)
}

async fn undecided(reader: &mut Reader) -> Result<Numbers, DbError> {
    let listing = Listing {
        kind: None,
        state: Some(RequestState::Pending),
    };
    let (count, _) = requests::count_requests(reader, listing, None).await?;
    let rows = requests::list_requests(reader, listing, Place::First, REQUESTS_MAX).await?;
    let mut numbers = Numbers::default();
    for request in rows.iter().rev() {
        numbers.add(request.number.get(), request.created_at);
    }
    numbers.count = count;
    Ok(numbers)
}

async fn head_before(reader: &mut Reader) -> Result<Option<HeadBefore>, DbError> {
    let Some(before) = closes::find_newest_close(reader, CloseLength::Day).await? else {
        return Ok(None);
    };
    Ok(Some(HeadBefore {
        seq: before.head.seq,
        is_there: closes::is_in_chain(reader, &before.head).await?,
    }))
}
