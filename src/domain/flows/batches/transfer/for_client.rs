//! A client's `!t 100 p` with the capture of their own payment: the order enters one of the desk's own batches.

use serde::{Deserialize, Serialize};

use super::again::{self, Candidate, Typed, Word};
use super::ask_rate::ask_rate;
use super::place::{Ready, place};
use super::price::{price, prices};
use super::{RateChoice, Transferred};
use crate::db::{DbError, Tx};
use crate::domain::flows::batches::{Batch, TransferError, store};
use crate::domain::kernel::desk::{Corridor, Desk};
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, Routing};
use crate::domain::people::channels;
use crate::domain::people::members::{self, Actor, Permission, Role};
use crate::domain::people::requests::StoredCapture;
use crate::domain::treasury::rates;
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, RequestId};

/// Whether the client typed in a place for clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientPlace {
    /// In the clients' channel, or in direct messages.
    Allowed,
    /// Somewhere else; with the clients' channel, if there is one.
    Elsewhere(Option<DiscordChannelId>),
}

/// A client's transfer as it was typed. The file of the capture is already stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientTransfer {
    pub channel: DiscordChannelId,
    pub message: Option<DiscordMessageId>,
    pub place: ClientPlace,
    pub amount: String,
    pub rate: RateChoice,
    /// If several batches for the client's currency are open, it may begin with the corridor: `PEN COP Ana 0102`.
    pub beneficiary: Option<String>,
    pub receipt: Option<StoredCapture>,
}

/// Puts a client's transfer into an open batch of the desk. At a rate outside the band it waits for a superuser, as a
/// reseller's does.
///
/// # Errors
/// See [`TransferError`].
pub async fn transfer_for_client(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &ClientTransfer,
    as_typed: &AsTyped,
) -> Result<Transferred, TransferError> {
    actor.require(Permission::SendTransfer)?;
    let asked = Asked::new(request, "batches.transfer_for_client", &(actor.member, typed));
    once(desk, asked, async |tx, _| {
        carry_out(tx, desk, actor, request, typed, &Word::NotAsked(as_typed.clone())).await
    })
    .await
}

pub(super) async fn carry_out(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &ClientTransfer,
    word: &Word,
) -> Result<Transferred, TransferError> {
    if actor.role != Role::Client {
        return Err(TransferError::ClientsOnly);
    }
    if let ClientPlace::Elsewhere(clients) = typed.place {
        return Err(TransferError::NotAClientsPlace { clients });
    }
    let (batch, rest) = batch_for(tx, desk, actor, typed.beneficiary.as_deref()).await?;
    let prices = prices(tx, batch.corridor, desk.policy.rate_band).await?;
    let priced = price(&typed.amount, typed.rate, &prices)?;
    let beneficiary = again::whom(rest.as_deref(), &desk.policy)?;
    let receipt = unused_receipt(tx, typed).await?;
    let now = desk.clock.now();
    let candidate = Candidate {
        batch: &batch,
        client: Some(actor.member),
        priced: &priced,
        beneficiary: beneficiary.as_deref(),
    };
    if let Some(first) = again::ask_first(tx, &desk.policy, word, &candidate, now).await? {
        let typed = Typed::Client(typed.clone());
        let asked = again::ask(tx, actor.member, typed, beneficiary.as_deref(), first, now).await?;
        return Ok(Transferred::Repeated(asked));
    }
    let candidates = orders::list_candidates(tx, priced.total.currency(), None).await?;
    let assignment = orders::choose(&candidates, priced.total, &Routing::default());
    let ready = Ready {
        creator: actor.member,
        received: priced.received,
        rate: priced.rate,
        amount: priced.amount,
        fee: priced.fee,
        usd_value: prices.usd_value,
        beneficiary,
        source_channel: typed.channel,
        source_message: typed.message,
        receipt: Some(receipt),
    };
    Ok(match priced.outside {
        None => Transferred::Placed(place(tx, &batch, &ready, assignment, now).await?),
        Some(outside) => Transferred::Asked(ask_rate(tx, desk, request, &batch, &ready, &outside).await?),
    })
}

/// The capture of the client's payment; refused when it is missing or was used before.
async fn unused_receipt(tx: &mut Tx, typed: &ClientTransfer) -> Result<StoredCapture, TransferError> {
    let receipt = typed.receipt.clone().ok_or(TransferError::NoReceipt)?;
    match orders::find_capture_use(tx, &receipt.sha256, None).await? {
        Some(_) => Err(TransferError::ReceiptUsed),
        None => Ok(receipt),
    }
}

/// The batch that the transfer enters, locked until the unit ends, and the beneficiary without the corridor.
async fn batch_for(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    typed: Option<&str>,
) -> Result<(Batch, Option<String>), TransferError> {
    // One transfer at a time: otherwise two units could use one capture for two orders.
    orders::hold_assignments(tx).await?;
    let open = match channels::find_channel_of(tx, MemberId::DESK).await? {
        Some(channel) => store::list_open_batches(tx, channel.id).await?,
        None => Vec::new(),
    };
    let open: Vec<Batch> = open.into_iter().filter(|batch| !batch.is_apart).collect();
    let (named, rest) = named_corridor(tx, typed).await?;
    let is_open = |corridor: &Corridor| open.iter().any(|batch| batch.corridor == *corridor);
    let named = named.filter(is_open);
    let rest = if named.is_some() {
        rest
    } else {
        typed.map(str::to_owned)
    };
    let country = home_currency(tx, actor).await?;
    let corridors: Vec<Corridor> = open.iter().map(|batch| batch.corridor).collect();
    let chosen = match named {
        Some(named) => named,
        None => choose(&corridors, country, desk.policy.default_corridor)?,
    };
    let found = open.iter().find(|batch| batch.corridor == chosen);
    let found = found.ok_or(TransferError::NoDeskBatch)?;
    let held = store::hold_open(tx, found.id).await?;
    Ok((held.ok_or(TransferError::NoDeskBatch)?, rest))
}

/// `PEN COP Ana 0102`: the corridor, if the first two words are currencies, and the rest of the text.
async fn named_corridor(tx: &mut Tx, typed: Option<&str>) -> Result<(Option<Corridor>, Option<String>), DbError> {
    let Some((from, rest)) = typed.and_then(|typed| typed.trim().split_once(char::is_whitespace)) else {
        return Ok((None, None));
    };
    let rest = rest.trim_start();
    let (to, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let receive = rates::find_currency_of_place(tx, from).await?;
    let send = rates::find_currency_of_place(tx, to).await?;
    let corridor = receive.zip(send).map(|(receive, send)| Corridor { receive, send });
    Ok((corridor, Some(rest.to_owned())))
}

/// The currency of the client's country.
async fn home_currency(tx: &mut Tx, actor: &Actor) -> Result<Option<Currency>, DbError> {
    let Some(country) = members::get_member(tx, actor.member).await?.country else {
        return Ok(None);
    };
    let country = rates::find_country(tx, &country).await?;
    Ok(country.map(|country| country.currency))
}

/// The only open corridor; else the only one that receives the client's currency; else the desk's usual one, if it is
/// among those.
fn choose(open: &[Corridor], home: Option<Currency>, usual: Corridor) -> Result<Corridor, TransferError> {
    let of_home: Vec<Corridor> = open
        .iter()
        .copied()
        .filter(|corridor| Some(corridor.receive) == home)
        .collect();
    match (open, of_home.as_slice()) {
        ([], _) => Err(TransferError::NoDeskBatch),
        ([only], _) | (_, [only]) => Ok(*only),
        (_, []) if open.contains(&usual) => Ok(usual),
        (_, of_home) if of_home.contains(&usual) => Ok(usual),
        _ => Err(TransferError::WhichBatch(open.to_vec())),
    }
}

#[cfg(test)]
mod tests {
    use super::{TransferError, choose};
    use crate::domain::kernel::desk::Corridor;
    use crate::domain::kernel::money::Currency;

    const fn corridor(receive: Currency, send: Currency) -> Corridor {
        Corridor { receive, send }
    }

    const USUAL: Corridor = corridor(Currency::PEN, Currency::VES);
    const TO_COLOMBIA: Corridor = corridor(Currency::PEN, Currency::COP);
    const FROM_COLOMBIA: Corridor = corridor(Currency::COP, Currency::VES);
    const TO_PERU: Corridor = corridor(Currency::COP, Currency::PEN);

    #[test]
    fn a_transfer_enters_the_only_batch_or_the_one_of_the_clients_currency() {
        let chosen = |open: &[Corridor], home| choose(open, home, USUAL).ok();
        assert_eq!(chosen(&[FROM_COLOMBIA], Some(Currency::PEN)), Some(FROM_COLOMBIA));
        assert_eq!(
            chosen(&[USUAL, FROM_COLOMBIA], Some(Currency::COP)),
            Some(FROM_COLOMBIA)
        );
        assert_eq!(chosen(&[USUAL, TO_COLOMBIA], Some(Currency::PEN)), Some(USUAL));
        assert_eq!(chosen(&[USUAL, FROM_COLOMBIA], None), Some(USUAL));
        assert_eq!(chosen(&[USUAL, TO_PERU], Some(Currency::USD)), Some(USUAL));
    }

    #[test]
    fn where_nothing_says_which_the_client_is_asked() {
        let open = [FROM_COLOMBIA, TO_PERU, USUAL];
        assert!(matches!(
            choose(&open, Some(Currency::COP), USUAL),
            Err(TransferError::WhichBatch(_))
        ));
        assert!(matches!(
            choose(&[FROM_COLOMBIA, TO_COLOMBIA], Some(Currency::USD), USUAL),
            Err(TransferError::WhichBatch(_))
        ));
        assert!(matches!(choose(&[], None, USUAL), Err(TransferError::NoDeskBatch)));
    }
}
