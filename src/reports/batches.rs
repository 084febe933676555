//! Batches as they are shown.

use super::ReadError;
use crate::db::{DbError, Reader};
use crate::domain::flows::batches::{self, Batch, Lot, Named, Part, PickError};
use crate::domain::kernel::money::{Currency, Money, MoneyError, Percent, Rate, price};
use crate::domain::kernel::outbox::BatchFigures;
use crate::domain::people::channels::{self, Channel};
use crate::domain::people::members::{self, Actor, Member, Permission};
use crate::ids::{BatchId, DiscordChannelId, LotId};

/// A batch with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchCard {
    pub batch: Batch,
    pub reseller: Member,
    pub channel: Channel,
    pub figures: BatchFigures,
    pub lots: Vec<Lot>,
}

/// How a batch closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub card: BatchCard,
    /// Average price: received currency per USDT. `None` for a batch that was empty.
    pub price: Option<Rate>,
    /// What was sent, in USD, cut to cents; `None` when a dollar value out of bounds made it overflow.
    pub sent: Option<Money>,
    /// The USDT bought, cut to cents.
    pub bought: Money,
    /// `bought − sent`; negative is a loss, which the desk bears.
    pub gain: Money,
    /// The amount for which no USDT were bought: a superuser closed the batch so, and there is no gain to share.
    pub unbought: Money,
    /// The reseller's part of a gain; in a batch of the desk, what the desk keeps.
    pub cut: Money,
    pub cut_percent: Percent,
    /// The percentage of an earlier closing that was taken back, if it was another one.
    pub cut_before: Option<Percent>,
    /// In a batch of the desk, what the resellers got who brought its clients.
    pub referrers: Vec<(Member, Money)>,
    /// Who got what of the rest, in the order in which they first paid.
    pub cashiers: Vec<(Member, Money)>,
}

/// The open batch that is meant in a reseller's channel, for its reseller and whoever may see everything.
///
/// # Errors
/// [`ReadError::Pick`], [`ReadError::OpenBatchNotYours`].
pub async fn open_card(
    reader: &mut Reader,
    actor: &Actor,
    typed_in: DiscordChannelId,
    named: &Named,
) -> Result<BatchCard, ReadError> {
    let channel = channels::find_channel(reader, typed_in).await?;
    let channel = channel.ok_or(PickError::NoOpenBatch)?;
    let batch = batches::pick_open(reader, &channel, named).await?;
    if !is_for(&batch, actor) {
        return Err(ReadError::OpenBatchNotYours);
    }
    Ok(put_together(reader, batch, channel).await?)
}

/// The same in the channel where clients type. Only whoever may see everything learns which of the desk's batches are
/// open there.
///
/// # Errors
/// As [`open_card`].
pub async fn open_card_of_desk(
    reader: &mut Reader,
    actor: &Actor,
    typed_in: DiscordChannelId,
    named: &Named,
) -> Result<BatchCard, ReadError> {
    if !actor.may(Permission::SeeEverything) {
        return Err(ReadError::OpenBatchNotYours);
    }
    open_card(reader, actor, typed_in, named).await
}

/// Whether the actor may read it: its reseller may, and whoever may see everything.
pub(super) fn is_for(batch: &Batch, actor: &Actor) -> bool {
    batch.reseller == actor.member || actor.may(Permission::SeeEverything)
}

/// The channel where a purchase is told, to decide whether an answer about it may be shown there. `None` when there is
/// no such purchase.
///
/// # Errors
/// [`DbError`].
pub async fn channel_of_lot(reader: &mut Reader, lot: LotId) -> Result<Option<DiscordChannelId>, DbError> {
    let Some(lot) = batches::find_lot(reader, lot).await? else {
        return Ok(None);
    };
    let card = card_for_desk(reader, lot.batch).await?;
    Ok(card.map(|card| card.channel.discord_channel))
}

/// Any batch, as the desk itself reads it; `None` when there is no such batch.
///
/// # Errors
/// [`DbError`].
pub async fn card_for_desk(reader: &mut Reader, batch: BatchId) -> Result<Option<BatchCard>, DbError> {
    let Some(batch) = batches::find_batch(reader, batch).await? else {
        return Ok(None);
    };
    let channel = channels::get_channel(reader, batch.channel).await?;
    Ok(Some(put_together(reader, batch, channel).await?))
}

async fn put_together(reader: &mut Reader, batch: Batch, channel: Channel) -> Result<BatchCard, DbError> {
    Ok(BatchCard {
        reseller: members::get_member(reader, batch.reseller).await?,
        figures: batches::figures_of(reader, &batch).await?,
        lots: batches::list_lots(reader, batch.id).await?,
        channel,
        batch,
    })
}

/// Whether another batch of the same corridor is open in the channel, so that transfers go on.
///
/// # Errors
/// [`DbError`].
pub async fn has_open_beside_for_desk(reader: &mut Reader, batch: &Batch) -> Result<bool, DbError> {
    let open = batches::list_open_batches(reader, batch.channel).await?;
    Ok(open
        .iter()
        .any(|open| !open.is_apart && open.corridor == batch.corridor))
}

/// How a closed batch was settled, as the desk itself reads it; `None` while it is open or when there is none.
///
/// # Errors
/// [`DbError`].
pub async fn closing_for_desk(reader: &mut Reader, batch: BatchId) -> Result<Option<Closing>, DbError> {
    let Some(card) = card_for_desk(reader, batch).await? else {
        return Ok(None);
    };
    let Some(cut_percent) = card.batch.cut else {
        return Ok(None);
    };
    let cut_before = batches::find_cut_before(reader, batch).await?;
    let cut_before = cut_before.filter(|before| *before != cut_percent);
    let mut cut = Money::zero(Currency::USD);
    let mut referrers = Vec::new();
    let mut cashiers = Vec::new();
    for share in batches::list_shares(reader, batch).await? {
        match share.part {
            Part::Reseller => cut = share.usd,
            Part::Referrer => referrers.push((members::get_member(reader, share.member).await?, share.usd)),
            Part::Cashier => cashiers.push((members::get_member(reader, share.member).await?, share.usd)),
        }
    }
    let corrupt = |error: MoneyError| DbError::Corrupt(format!("batch {batch}: {error}"));
    let bought = Money::truncate_to_cents(&card.figures.usdt.to_exact(), Currency::USD).map_err(corrupt)?;
    let gain = card.batch.gain.unwrap_or(Money::zero(Currency::USD));
    let price = price(card.figures.bought, card.figures.usdt).ok();
    let unbought = card
        .figures
        .received
        .checked_sub(card.figures.bought)
        .map_err(corrupt)?;
    let sent = if unbought.is_zero() && !bought.is_zero() {
        // The amount as it was cut at the closing: the shared gain was computed from it, and cutting it again could
        // differ.
        Some(bought.checked_sub(gain).map_err(corrupt)?)
    } else {
        Money::truncate_to_cents(&card.figures.sent_usd, Currency::USD).ok()
    };
    Ok(Some(Closing {
        card,
        price,
        sent,
        bought,
        gain,
        unbought,
        cut,
        cut_percent,
        cut_before,
        referrers,
        cashiers,
    }))
}
