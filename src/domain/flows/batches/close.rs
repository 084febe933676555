//! Closes a batch: shares its gain and empties its accounts.
//!
//! Posting `batch.closed`: `batch.sent −s, world +amounts, fees +fees; profit −gain, earnings +shares` (a loss:
//! `profit +loss, loss −loss`).

use std::collections::BTreeMap;

use super::figures::totals_by_cashier;
use super::keys::{closing_key, purchase_key, rate_keys};
use super::referrals::{ClientShare, Terms, settle_for_clients};
use super::settlement::{Settlement, settle};
use super::store::{ClosingTerms, End};
use super::{Batch, BatchEvent, CloseError, PaidTotal, Part, Transfer, shares, store, terms_store, with_terms};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::money::{Currency, Money, Percent, are_dollars_in_bounds, sum, worth};
use crate::domain::kernel::outbox::{self, BatchFigures, GainPart, Notice};
use crate::domain::orders::OrderState;
use crate::domain::orders::Step;
use crate::domain::people::members;
use crate::domain::people::requests::{self, CutChange, Withdrawal};
use crate::ids::MemberId;

/// Which percentages a closing shares by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SharedBy {
    /// Today's percentages: for a closing whose result somebody sees.
    Today,
    /// The percentages of an earlier closing of the same batch, which is only corrected.
    Earlier(ClosingTerms),
}

/// A closing whose notices are not enqueued yet.
pub(super) struct Closed {
    pub(super) settlement: Settlement,
    /// The percentage of the previous closing and of this one, if they differ.
    pub(super) cut_change: Option<CutChange>,
    /// How much of each member's earnings went to their debt at once.
    paid_debts: BTreeMap<MemberId, Money>,
}

/// Shares the gain, empties the batch's accounts, closes it, and tells each person their own share.
pub(super) async fn close(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    figures: &BatchFigures,
) -> Result<Closed, CloseError> {
    let closed = close_quietly(tx, step, batch, figures, SharedBy::Today).await?;
    tell_shares(tx, batch, &closed, step.at).await?;
    Ok(closed)
}

/// As [`close`], but enqueues no notice.
pub(super) async fn close_quietly(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    figures: &BatchFigures,
    by: SharedBy,
) -> Result<Closed, CloseError> {
    let totals = terms_store::totals_of_batch(tx, batch.id).await?;
    refuse_worth_too_much(tx, batch, &totals).await?;
    let terms = match by {
        SharedBy::Today => terms_today(tx, step, batch).await?,
        SharedBy::Earlier(terms) => terms,
    };
    let cut = terms.cut;
    let cut_change = cut_change(tx, batch, cut).await?;
    let settlement = settle_batch(tx, step, batch, figures, (&totals, terms)).await?;
    let journal = ledger::post(tx, closing_posted(step, batch, &totals, &settlement)?).await?;
    let end = End {
        gain: settlement.gain,
        cut,
        journal: Some(journal),
    };
    close_with(tx, step, batch, &end).await?;
    shares::insert_shares(tx, batch, &settlement).await?;
    let details = serde_json::json!({
        "received": figures.received, "sent": figures.sent, "usdt": figures.usdt, "gain": settlement.gain,
        "cut_percent": cut, "referral_percent": terms.referral, "cut": settlement.cut,
    });
    store::insert_backlog(tx, batch.id, BatchEvent::Closed, &details, step.actor.member, step.at).await?;
    let mut paid_debts = BTreeMap::new();
    for (_, share) in settlement.earned(batch.reseller) {
        let paid = ledger::settle_debt(tx, share.member, step.request, step.actor.member, step.at).await?;
        if paid.is_positive() {
            paid_debts.insert(share.member, paid);
        }
    }
    Ok(Closed {
        settlement,
        cut_change,
        paid_debts,
    })
}

/// Today's percentages.
async fn terms_today(tx: &mut Tx, step: &Step<'_>, batch: &Batch) -> Result<ClosingTerms, DbError> {
    if batch.is_of_desk() {
        return Ok(ClosingTerms {
            cut: step.policy.desk_cut,
            referral: Some(step.policy.referral),
        });
    }
    let reseller = members::get_member(tx, batch.reseller).await?;
    Ok(ClosingTerms {
        cut: reseller.cut,
        referral: None,
    })
}

/// The change of percentage, if a reopened batch closes by another one than before.
async fn cut_change(tx: &mut Tx, batch: &Batch, now: Percent) -> Result<Option<CutChange>, DbError> {
    if batch.reopened == 0 {
        return Ok(None);
    }
    let before = store::find_last_terms(tx, batch.id).await?.map(|terms| terms.cut);
    Ok(before
        .filter(|before| *before != now)
        .map(|before| CutChange { before, now }))
}

/// Tells everybody who has a share their own figure, and how much of it paid a debt of theirs.
async fn tell_shares(tx: &mut Tx, batch: &Batch, closed: &Closed, at: Moment) -> Result<(), DbError> {
    let settlement = &closed.settlement;
    if !settlement.gain.is_positive() {
        return Ok(());
    }
    let mut paid_debts = closed.paid_debts.clone();
    for (part, share) in settlement.earned(batch.reseller) {
        if !share.usd.is_positive() {
            continue;
        }
        let part = match part {
            Part::Reseller => GainPart::Reseller,
            Part::Referrer => GainPart::Referrer,
            Part::Cashier => GainPart::Cashier,
        };
        let notice = Notice::GainShared {
            batch: batch.id,
            member: share.member,
            part,
            usd: share.usd,
            paid_debt: paid_debts.remove(&share.member),
        };
        outbox::enqueue(tx, &batch.outbox_subject(), &notice, at).await?;
    }
    Ok(())
}

/// The shares if the batch closed with these figures, and the change of its percentage. Writes nothing.
pub(super) async fn settlement_of(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    figures: &BatchFigures,
) -> Result<(Settlement, Option<CutChange>), CloseError> {
    let totals = terms_store::totals_of_batch(tx, batch.id).await?;
    refuse_worth_too_much(tx, batch, &totals).await?;
    let terms = terms_today(tx, step, batch).await?;
    let change = cut_change(tx, batch, terms.cut).await?;
    Ok((settle_batch(tx, step, batch, figures, (&totals, terms)).await?, change))
}

/// The shares by these percentages.
async fn settle_batch(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    figures: &BatchFigures,
    (totals, terms): (&[PaidTotal], ClosingTerms),
) -> Result<Settlement, CloseError> {
    let paid_usd = totals_by_cashier(batch, totals)?;
    if !batch.is_of_desk() {
        return Ok(settle(figures.usdt, &paid_usd, terms.cut)?);
    }
    let mut clients = Vec::new();
    for total in terms_store::totals_of_clients(tx, batch.id).await? {
        let sent = Money::from_minor(total.sent_minor, batch.corridor.send);
        clients.push(ClientShare {
            referrer: total.referrer_id,
            received: Money::from_minor(total.received_minor, batch.corridor.receive),
            sent_usd: worth(sent, total.usd_value),
        });
    }
    let terms = Terms {
        // Closings by older versions did not store it.
        referral: terms.referral.unwrap_or(step.policy.referral),
        desk_cut: terms.cut,
    };
    Ok(settle_for_clients(figures.usdt, &paid_usd, &clients, terms)?)
}

/// Refuses a batch with orders whose dollar value is out of bounds: such orders are older than the bounds, and their
/// dollars cannot be counted.
async fn refuse_worth_too_much(tx: &mut Tx, batch: &Batch, totals: &[PaidTotal]) -> Result<(), CloseError> {
    let mut is_suspect = false;
    for total in totals {
        let dollars = worth(total.sent(batch.corridor.send)?, total.usd_value);
        is_suspect |= !total.usd_value.is_in_bounds() || !are_dollars_in_bounds(&dollars);
    }
    if !is_suspect {
        return Ok(());
    }
    let mut beyond = Vec::new();
    let orders = terms_store::list_orders_of_batch(tx, batch.id).await?;
    for Transfer { order, terms } in with_terms(tx, orders).await? {
        let is_paid = order.state == OrderState::Completed;
        let is_in_bounds =
            terms.usd_value.is_in_bounds() && are_dollars_in_bounds(&worth(order.total()?, terms.usd_value));
        if is_paid && !is_in_bounds {
            beyond.push(order.id);
        }
    }
    if beyond.is_empty() {
        return Ok(());
    }
    Err(CloseError::WorthTooMuch(beyond))
}

/// Closes the batch and withdraws the pending requests about it.
pub(super) async fn close_with(tx: &mut Tx, step: &Step<'_>, batch: &Batch, end: &End) -> Result<(), CloseError> {
    store::close_batch(tx, batch, end, step.at).await?;
    let mut about = requests::list_pending_like(tx, &rate_keys(batch.id)).await?;
    for key in [closing_key(batch.id), purchase_key(batch.id)] {
        let pending = requests::find_pending_about(tx, &key).await?;
        about.extend(pending.map(|pending| pending.number));
    }
    for number in about {
        let request = requests::begin_decision(tx, number).await?;
        requests::withdraw(tx, &request, step.actor.member, Withdrawal::BatchClosed, step.at).await?;
    }
    Ok(())
}

/// The lines that take what cashiers paid out of the batch: the amounts to the world, the fees to the banks.
pub(super) fn sent_lines(batch: &Batch, totals: &[PaidTotal]) -> Result<Vec<Line>, LedgerError> {
    let send = batch.corridor.send;
    let amounts = sum(
        send,
        totals.iter().map(|total| Money::from_minor(total.amount_minor, send)),
    )?;
    let fees = sum(
        send,
        totals.iter().map(|total| Money::from_minor(total.fee_minor, send)),
    )?;
    Ok(vec![
        Line::take(batch.sent_key(), amounts.checked_add(fees)?)?,
        Line::add(AccountKey::World(send), amounts),
        Line::add(AccountKey::Fees(send), fees),
    ])
}

/// The posting that empties the batch and shares its gain.
fn closing_posted(
    step: &Step<'_>,
    batch: &Batch,
    totals: &[PaidTotal],
    settled: &Settlement,
) -> Result<Posting, LedgerError> {
    let mut lines = sent_lines(batch, totals)?;
    if settled.gain.is_positive() {
        // What the desk keeps of its own batch stays in profit: it is nobody's earnings.
        let kept = settled.desk.unwrap_or(Money::zero(Currency::USD));
        lines.push(Line::take(AccountKey::Profit, settled.gain.checked_sub(kept)?)?);
        for (_, share) in settled.earned(batch.reseller) {
            lines.push(Line::add(AccountKey::Earnings(share.member), share.usd));
        }
    } else {
        let loss = settled.gain.checked_neg()?;
        lines.push(Line::add(AccountKey::Profit, loss));
        lines.push(Line::take(AccountKey::Loss, loss)?);
    }
    // An amount of zero (no fee, a cut of 0 %, neither gain nor loss) gets no entry.
    lines.retain(|line| !line.amount.is_zero());
    Ok(step.posting("batch.closed", batch, lines))
}
