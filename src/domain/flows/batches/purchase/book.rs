//! Books a purchase of USDT that was decided: at once, confirmed or approved.
//!
//! Posting `batch.bought` for every lot: `batch.received −b, reseller's account +b; reseller's account −b, position +b;
//! position:USDT −u, treasury:USDT +u`. The last lot closes the batch ([`close`]).

use super::Purchased;
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::flows::batches::close::close;
use crate::domain::flows::batches::lots::NewLot;
use crate::domain::flows::batches::{Batch, PurchaseError, figures_of, lots};
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::orders::Step;

pub(super) async fn book(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    lot: &NewLot,
) -> Result<Purchased, PurchaseError> {
    let journal = ledger::post(tx, bought(step, batch, lot)?).await?;
    let number = lots::insert_lot(tx, batch.id, lot, step.actor.member, journal, step.at).await?;
    let figures = figures_of(tx, batch).await?;
    let closed = if lot.closes {
        Some(close(tx, step, batch, &figures).await?)
    } else {
        None
    };
    let (closed, cut_change) = match closed {
        Some(closed) => (Some(closed.settlement), closed.cut_change),
        None => (None, None),
    };
    let notice = match closed {
        Some(_) => Notice::BatchClosed {
            batch: batch.id,
            figures: figures.clone(),
        },
        None => Notice::LotBought {
            batch: batch.id,
            lot: Some(number),
            bought: lot.bought,
            usdt: lot.usdt,
            figures: figures.clone(),
        },
    };
    outbox::enqueue(tx, &batch.outbox_subject(), &notice, step.at).await?;
    Ok(Purchased {
        batch: batch.id,
        lot: Some(number),
        price: lot.price,
        figures,
        closed,
        cut_change,
    })
}

pub(in crate::domain::flows::batches) fn bought(
    step: &Step<'_>,
    batch: &Batch,
    lot: &NewLot,
) -> Result<Posting, LedgerError> {
    let receive = batch.corridor.receive;
    let account = AccountKey::Account(batch.account, receive);
    let lines = vec![
        Line::take(batch.received_key(), lot.bought)?,
        Line::add(account, lot.bought),
        Line::take(account, lot.bought)?,
        Line::add(AccountKey::Position(receive), lot.bought),
        Line::take(AccountKey::Position(Currency::USDT), lot.usdt)?,
        Line::add(AccountKey::Treasury(Currency::USDT), lot.usdt),
    ];
    Ok(step.posting("batch.bought", batch, lines))
}
