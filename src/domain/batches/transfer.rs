//! `!t 100 p`: puts a transfer into the channel's open batch and gives it to a cashier (S0-40 … S0-42).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Batch, TransferError, channel_for, store};
use crate::db::Tx;
use crate::domain::desk::Desk;
use crate::domain::members::{Actor, Permission, Role};
use crate::domain::money::{Money, Percent, Rate, convert, fee_on, parse_amount};
use crate::domain::orders::{self, NewOrder};
use crate::domain::outbox::{self, Notice};
use crate::domain::rates;
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestId};

/// Longest beneficiary, in characters: name, bank, number and a phone fit.
const BENEFICIARY_MAX_CHARS: usize = 200;

/// `p`, or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RateChoice {
    Published,
    Typed(Rate),
}

/// A transfer as it was typed. The batch's currency decides how the amount is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTransfer {
    pub channel: DiscordChannelId,
    pub message: Option<DiscordMessageId>,
    pub amount: String,
    pub rate: RateChoice,
    pub beneficiary: Option<String>,
}

/// The order that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferPlaced {
    pub order: OrderId,
    pub total: Money,
    /// `None`: nobody has the float now; whoever presses **Tomar** gets it.
    pub cashier: Option<MemberId>,
}

/// Puts a transfer into the open batch. A cashier may type it in a reseller's channel: it is then the reseller's order,
/// and that cashier's to pay.
///
/// # Errors
/// See [`TransferError`].
pub async fn transfer(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &NewTransfer,
) -> Result<TransferPlaced, TransferError> {
    actor.require(Permission::SendTransfer)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "batches.transfer", &(actor.member, typed));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        return Ok(outcome);
    }
    let channel = channel_for(&mut tx, actor, typed.channel).await?;
    let batch = store::find_open_batch_for_update(&mut tx, channel.id)
        .await?
        .ok_or(TransferError::NoOpenBatch)?;
    let prices = prices(&mut tx, &batch).await?;
    let priced = price(typed, &batch, &prices, desk.policy.rate_band)?;
    let total = priced
        .amount
        .checked_add(priced.fee)
        .map_err(|_| too_large(priced.received))?;
    let only = if actor.role == Role::Cashier {
        Some(actor.member)
    } else {
        None
    };
    let candidates = orders::list_candidates(&mut tx, total.currency(), only).await?;
    let assignment = orders::choose(&candidates, total);
    if only.is_some() && assignment.is_none() {
        let available = orders::most_free(&candidates);
        return Err(TransferError::NoFloat {
            needed: total,
            available,
        });
    }
    let now = desk.clock.now();
    let new = NewOrder {
        batch: batch.id,
        reseller: batch.reseller,
        creator: actor.member,
        assignment,
        received: priced.received,
        rate: priced.rate,
        amount: priced.amount,
        fee: priced.fee,
        usd_value: prices.usd_value,
        beneficiary: beneficiary(typed.beneficiary.as_deref())?,
        source_channel: typed.channel,
        source_message: typed.message,
    };
    let order = orders::insert_order(&mut tx, &new, now).await?;
    outbox::enqueue(&mut tx, &batch.outbox_subject(), &Notice::OrderChanged { order }, now).await?;
    let outcome = TransferPlaced {
        order,
        total,
        cashier: assignment.map(|assignment| assignment.cashier),
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// What a transfer is priced with.
struct Prices {
    published: Option<Rate>,
    fee: Percent,
    usd_value: Rate,
}

async fn prices(tx: &mut Tx, batch: &Batch) -> Result<Prices, TransferError> {
    let send = batch.corridor.send;
    let published = rates::find_rate(tx, batch.corridor).await?;
    let fee = rates::find_fee_for(tx, send).await?;
    let usd_value = rates::find_usd_value(tx, send)
        .await?
        .ok_or(TransferError::NoUsdValue(send))?;
    Ok(Prices {
        published,
        fee,
        usd_value,
    })
}

/// A transfer with its amounts.
#[derive(Debug, PartialEq, Eq)]
struct Priced {
    received: Money,
    rate: Rate,
    amount: Money,
    fee: Money,
}

/// Decides amounts: `received × rate`, half-up to what can be paid, and the fee on top (S0-27, S0-28).
fn price(typed: &NewTransfer, batch: &Batch, prices: &Prices, band: Percent) -> Result<Priced, TransferError> {
    let received = parse_amount(&typed.amount, batch.corridor.receive).map_err(TransferError::Amount)?;
    let published = prices.published.ok_or(TransferError::NoPublishedRate(batch.corridor))?;
    let rate = match typed.rate {
        RateChoice::Published => published,
        RateChoice::Typed(rate) => within_band(rate, published, band)?,
    };
    let amount = convert(received, rate, batch.corridor.send).map_err(|_| too_large(received))?;
    if !amount.is_positive() {
        return Err(TransferError::TooSmall { received });
    }
    let fee = fee_on(amount, prices.fee).map_err(|_| too_large(received))?;
    Ok(Priced {
        received,
        rate,
        amount,
        fee,
    })
}

fn too_large(received: Money) -> TransferError {
    TransferError::TooLarge { received }
}

/// The rate guard: a typed rate may lie `band` percent off the published one, either way.
fn within_band(typed: Rate, published: Rate, band: Percent) -> Result<Rate, TransferError> {
    let low = published.as_decimal() * (Decimal::ONE - band.as_fraction());
    let high = published.as_decimal() * (Decimal::ONE + band.as_fraction());
    if low <= typed.as_decimal() && typed.as_decimal() <= high {
        Ok(typed)
    } else {
        Err(TransferError::RateOutsideBand {
            typed,
            published,
            low: low.normalize(),
            high: high.normalize(),
        })
    }
}

fn beneficiary(typed: Option<&str>) -> Result<Option<String>, TransferError> {
    let Some(text) = typed.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let given = text.chars().count();
    if BENEFICIARY_MAX_CHARS < given {
        return Err(TransferError::BeneficiaryTooLong {
            max: BENEFICIARY_MAX_CHARS,
            given,
        });
    }
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{NewTransfer, Prices, RateChoice, TransferError, beneficiary, price, within_band};
    use crate::clock::Moment;
    use crate::domain::batches::{Batch, BatchState};
    use crate::domain::desk::Corridor;
    use crate::domain::money::{Currency, Money, Percent, Rate};
    use crate::ids::{AccountId, BatchId, ChannelId, DiscordChannelId, MemberId};

    fn rate(text: &str) -> Rate {
        Rate::from_text(text).unwrap()
    }

    fn percent(text: &str) -> Percent {
        Percent::from_text(text).unwrap()
    }

    fn batch() -> Batch {
        Batch {
            id: BatchId::new(1),
            channel: ChannelId::new(1),
            reseller: MemberId::new(1),
            corridor: Corridor {
                receive: Currency::PEN,
                send: Currency::VES,
            },
            account: AccountId::new(1),
            state: BatchState::Open,
            opened_at: Moment::from_ms(0),
            closed_at: None,
            gain: None,
            cut: None,
        }
    }

    fn typed(amount: &str, rate: RateChoice) -> NewTransfer {
        let channel = DiscordChannelId::new(1);
        NewTransfer {
            channel,
            message: None,
            amount: amount.into(),
            rate,
            beneficiary: None,
        }
    }

    fn prices() -> Prices {
        Prices {
            published: Some(rate("9")),
            fee: percent("0.3"),
            usd_value: rate("38"),
        }
    }

    #[test]
    fn the_published_rate_gives_900_and_a_fee_of_2_70() {
        let priced = price(&typed("100", RateChoice::Published), &batch(), &prices(), percent("5")).unwrap();
        assert_eq!(priced.amount, Money::from_minor(9_000_000, Currency::VES));
        assert_eq!(priced.fee, Money::from_minor(27_000, Currency::VES));
    }

    #[test]
    fn a_typed_rate_gives_920_and_a_fee_of_2_76() {
        let choice = RateChoice::Typed(rate("9.2"));
        let priced = price(&typed("100", choice), &batch(), &prices(), percent("5")).unwrap();
        assert_eq!(priced.amount, Money::from_minor(9_200_000, Currency::VES));
        assert_eq!(priced.fee, Money::from_minor(27_600, Currency::VES));
    }

    #[test]
    fn the_band_includes_its_edges_and_nothing_beyond() {
        assert!(within_band(rate("9.45"), rate("9"), percent("5")).is_ok());
        assert!(within_band(rate("8.55"), rate("9"), percent("5")).is_ok());
        let refused = within_band(rate("9.451"), rate("9"), percent("5"));
        assert!(matches!(refused, Err(TransferError::RateOutsideBand { .. })));
    }

    #[test]
    fn without_a_published_rate_even_a_typed_one_is_refused() {
        let prices = Prices {
            published: None,
            ..prices()
        };
        let refused = price(
            &typed("100", RateChoice::Typed(rate("9"))),
            &batch(),
            &prices,
            percent("5"),
        );
        assert!(matches!(refused, Err(TransferError::NoPublishedRate(_))));
    }

    #[test]
    fn an_amount_that_pays_nothing_is_refused() {
        let prices = Prices {
            published: Some(rate("0.0001")),
            ..prices()
        };
        let refused = price(&typed("1", RateChoice::Published), &batch(), &prices, percent("5"));
        assert!(matches!(refused, Err(TransferError::TooSmall { .. })));
    }

    #[test]
    fn a_blank_beneficiary_is_none_and_a_long_one_is_refused() {
        assert_eq!(beneficiary(Some("  ")).unwrap(), None);
        assert!(matches!(
            beneficiary(Some(&"x".repeat(201))),
            Err(TransferError::BeneficiaryTooLong { .. })
        ));
    }
}
