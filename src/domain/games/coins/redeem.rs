//! `!canjear <puntos>`: turns points into coins at the configured rate.

use serde::{Deserialize, Serialize};

use super::CoinError;
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money, parse_amount};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// The points that were taken and the coins that were given for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsRedeemed {
    pub points: Money,
    pub coins: Money,
    pub points_left: Money,
    pub has: Money,
}

/// Turns points into coins. Only whole coins are made; points that do not make a whole one stay.
///
/// # Errors
/// [`CoinError::NotAllowed`], [`CoinError::Amount`], [`CoinError::TooFewPoints`], [`CoinError::InsufficientFunds`] in points;
/// [`CoinError::PointsOwed`] after the reversal of an order whose points were spent.
pub async fn redeem(desk: &Desk, actor: &Actor, request: &RequestId, typed: &str) -> Result<PointsRedeemed, CoinError> {
    actor.require(Permission::MoveCoins)?;
    let asked = Asked::new(request, "coins.redeem", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let typed = parse_amount(typed, Currency::PTS).map_err(|error| CoinError::Amount {
            error,
            currency: Currency::PTS,
        })?;
        let (points, coins) = decide(typed, desk.policy.points_per_coin)?;
        let (of_points, of_coins) = (AccountKey::Points(actor.member), AccountKey::Coins(actor.member));
        let owed = ledger::find_balance_for_update(tx, of_points, now).await?.owed();
        if owed.is_positive() {
            return Err(CoinError::PointsOwed { owed });
        }
        let posting = Posting {
            kind: "points.redeemed",
            request: request.clone(),
            actor: Some(actor.member),
            at: now,
            details: serde_json::json!({ "points_per_coin": desk.policy.points_per_coin }),
            lines: vec![
                Line::take(of_points, points)?,
                Line::add(AccountKey::Issuance(Currency::PTS), points),
                Line::take(AccountKey::Issuance(Currency::COIN), coins)?,
                Line::add(of_coins, coins),
            ],
        };
        ledger::post(tx, posting).await?;
        Ok(PointsRedeemed {
            points,
            coins,
            points_left: ledger::find_balance(tx, of_points).await?.available(),
            has: ledger::find_balance(tx, of_coins).await?.available(),
        })
    })
    .await
}

/// How many points are taken, and how many coins they become.
fn decide(points: Money, points_per_coin: u32) -> Result<(Money, Money), CoinError> {
    let rate = i64::from(points_per_coin.max(1));
    let coins = points.minor() / rate;
    if coins < 1 {
        return Err(CoinError::TooFewPoints {
            points,
            points_per_coin,
        });
    }
    Ok((
        Money::from_minor(coins * rate, Currency::PTS),
        Money::from_minor(coins, Currency::COIN),
    ))
}

#[cfg(test)]
mod tests {
    use super::decide;
    use crate::domain::kernel::money::{Currency, Money};

    #[test]
    fn only_points_that_make_a_whole_coin_are_taken() {
        let points = |minor| Money::from_minor(minor, Currency::PTS);
        let of = |minor, rate| decide(points(minor), rate).map(|(taken, coins)| (taken.minor(), coins.minor()));
        assert_eq!(of(25, 10).unwrap(), (20, 2));
        assert_eq!(of(7, 1).unwrap(), (7, 7));
        assert!(of(9, 10).is_err());
    }
}
