//! The gain of a batch, shared to the cent (S0-54 … S0-56).

use super::Part;
use crate::domain::kernel::money::{Currency, Exact, Money, MoneyError, Percent, percent_of, split};
use crate::ids::MemberId;

/// A member's part of a gain, in USD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Share {
    pub member: MemberId,
    pub usd: Money,
}

/// The shares of a batch, in whole cents of USD.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Settlement {
    /// What was sent, cut to cents (Q-1: 48.03842… is 48.03).
    pub sent: Money,
    /// The USDT bought, cut to cents.
    pub bought: Money,
    /// `bought − sent`; negative is a loss, which the desk bears.
    pub gain: Money,
    /// The reseller's part: their percentage of a gain; zero for a loss.
    pub cut: Money,
    /// In a batch of the desk: the commissions of the resellers who brought its clients.
    #[serde(default)]
    pub referrers: Vec<Share>,
    /// In a batch of the desk: what the desk keeps of the rest. It is nobody's earnings.
    #[serde(default)]
    pub desk: Option<Money>,
    /// The rest of a gain, in proportion to the dollars that each cashier paid.
    pub cashiers: Vec<Share>,
}

impl Settlement {
    /// Every share with its role, in the order in which they are shown.
    pub fn earned(&self, reseller: MemberId) -> Vec<(Part, Share)> {
        let reseller = Share {
            member: reseller,
            usd: self.cut,
        };
        let referrers = self.referrers.iter().map(|share| (Part::Referrer, *share));
        let cashiers = self.cashiers.iter().map(|share| (Part::Cashier, *share));
        let first = self.desk.is_none().then_some((Part::Reseller, reseller));
        first.into_iter().chain(referrers).chain(cashiers).collect()
    }
}

/// Shares a batch: gain = USDT bought − dollars sent, both cut to cents. The reseller gets `cut` percent of it, cut to
/// cents, and the cashiers get the rest, to the last cent.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn settle(usdt: Money, paid_usd: &[(MemberId, Exact)], cut: Percent) -> Result<Settlement, MoneyError> {
    let mut settled = unshared(usdt, paid_usd)?;
    if !settled.gain.is_positive() || paid_usd.is_empty() {
        return Ok(settled);
    }
    settled.cut = percent_of(settled.gain, cut)?;
    settled.cashiers = among_cashiers(settled.gain.checked_sub(settled.cut)?, paid_usd)?;
    Ok(settled)
}

/// The gain of a batch, before it is shared.
pub(super) fn unshared(usdt: Money, paid_usd: &[(MemberId, Exact)]) -> Result<Settlement, MoneyError> {
    let sent = Money::truncate_to_cents(&sum_usd(paid_usd), Currency::USD)?;
    let bought = Money::truncate_to_cents(&usdt.to_exact(), Currency::USD)?;
    Ok(Settlement {
        sent,
        bought,
        gain: bought.checked_sub(sent)?,
        cut: Money::zero(Currency::USD),
        referrers: Vec::new(),
        desk: None,
        cashiers: Vec::new(),
    })
}

/// Splits `rest` in proportion to the dollars that each cashier paid, to the last cent.
pub(super) fn among_cashiers(rest: Money, paid_usd: &[(MemberId, Exact)]) -> Result<Vec<Share>, MoneyError> {
    let weights: Vec<Exact> = paid_usd.iter().map(|(_, usd)| usd.clone()).collect();
    let parts = split(rest, &weights)?;
    let share = |((member, _), usd): (&(MemberId, Exact), Money)| Share { member: *member, usd };
    Ok(paid_usd.iter().zip(parts).map(share).collect())
}

/// What all cashiers paid together, in exact dollars.
pub(super) fn sum_usd(paid_usd: &[(MemberId, Exact)]) -> Exact {
    Exact::sum(paid_usd.iter().map(|(_, usd)| usd.clone()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::settle;
    use crate::domain::kernel::money::{Currency, Exact, Money, Percent};
    use crate::ids::MemberId;

    fn usd(cents: i64) -> Money {
        Money::from_minor(cents * 100, Currency::USD)
    }

    fn usdt(text: &str) -> Money {
        Money::from_decimal(text.parse().unwrap(), Currency::USDT).unwrap()
    }

    fn percent(text: &str) -> Percent {
        Percent::from_text(text).unwrap()
    }

    #[test]
    fn the_worked_example_gains_4_60_and_splits_1_84_and_2_76() {
        let sent = Exact::new(182_546, 2).over(&Exact::new(38, 0)).unwrap();
        let settled = settle(usdt("52.63"), &[(MemberId::new(2), sent)], percent("40")).unwrap();
        assert_eq!(
            (settled.sent, settled.bought, settled.gain),
            (usd(4803), usd(5263), usd(460))
        );
        assert_eq!((settled.cut, settled.cashiers[0].usd), (usd(184), usd(276)));
    }

    #[test]
    fn a_loss_gives_nobody_a_negative_share() {
        let settled = settle(usdt("40"), &[(MemberId::new(2), Exact::new(48, 0))], percent("40")).unwrap();
        assert_eq!((settled.gain, settled.cut), (usd(-800), usd(0)));
        assert!(settled.cashiers.is_empty());
    }

    proptest! {
        #[test]
        fn cut_and_shares_are_the_gain_to_the_last_cent(
            bought in 1i64..10_000_000, cut in 0u32..=100,
            paid in prop::collection::vec(1i64..1_000_000, 1..6),
        ) {
            let paid: Vec<(MemberId, Exact)> = (1..)
                .zip(&paid)
                .map(|(id, thousandths)| (MemberId::new(id), Exact::new(i128::from(*thousandths), 3)))
                .collect();
            let cut = Percent::new(Decimal::from(cut)).unwrap();
            let settled = settle(Money::from_minor(bought, Currency::USDT), &paid, cut).unwrap();
            if settled.gain.is_positive() {
                let shares: i64 = settled.cashiers.iter().map(|share| share.usd.minor()).sum();
                prop_assert_eq!(settled.cut.minor() + shares, settled.gain.minor());
                prop_assert!(settled.cashiers.iter().all(|share| 0 <= share.usd.minor()));
            } else {
                prop_assert!(settled.cut.is_zero() && settled.cashiers.is_empty());
            }
        }
    }
}
