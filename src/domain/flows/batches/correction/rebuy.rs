//! Repeats the purchases for what is left of a batch, at their own prices.

use crate::domain::flows::batches::Lot;
use crate::domain::flows::batches::lots::NewLot;
use crate::domain::kernel::money::{Currency, Money, MoneyError, price};

/// The purchases again, oldest first, for at most `received`. The last one shrinks or falls away first; its USDT shrink
/// in proportion and are rounded half-up.
pub(super) fn refit(lots: &[Lot], received: Money) -> Result<Vec<NewLot>, MoneyError> {
    let mut left = received;
    let mut fitted = Vec::new();
    for lot in lots {
        if !left.is_positive() {
            break;
        }
        let bought = if lot.bought.checked_cmp(left)?.is_gt() {
            left
        } else {
            lot.bought
        };
        let usdt = part_of(lot, bought)?;
        left = left.checked_sub(bought)?;
        // If it rounds to zero, the smallest amount of USDT is bought.
        let usdt = if usdt.is_positive() {
            usdt
        } else {
            Money::least(Currency::USDT)
        };
        fitted.push(NewLot {
            bought,
            usdt,
            price: price(bought, usdt)?,
            closes: false,
        });
    }
    Ok(fitted)
}

fn part_of(lot: &Lot, bought: Money) -> Result<Money, MoneyError> {
    if bought == lot.bought {
        return Ok(lot.usdt);
    }
    let part = lot
        .usdt
        .to_exact()
        .times(&bought.to_exact())
        .over(&lot.bought.to_exact());
    Money::round_half_up(&part.ok_or(MoneyError::NotPositive)?, Currency::USDT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{Lot, refit};
    use crate::clock::Moment;
    use crate::domain::kernel::money::{Currency, Money, price};
    use crate::ids::{BatchId, JournalId, LotId};

    fn lot(bought_minor: i64, usdt_minor: i64) -> Lot {
        let bought = Money::from_minor(bought_minor, Currency::PEN);
        let usdt = Money::from_minor(usdt_minor, Currency::USDT);
        Lot {
            id: LotId::new(1),
            bought,
            usdt,
            price: price(bought, usdt).expect("positive"),
            actor: None,
            at: Moment::from_ms(0),
            journal: JournalId::new(1),
            batch: BatchId::new(1),
        }
    }

    fn refitted(lots: &[Lot], received_minor: i64) -> Vec<(i64, i64)> {
        let fitted = refit(lots, Money::from_minor(received_minor, Currency::PEN)).expect("small");
        fitted
            .iter()
            .map(|lot| (lot.bought.minor(), lot.usdt.minor()))
            .collect()
    }

    #[test]
    fn what_was_bought_last_gives_way_first_at_its_own_price() {
        // 200 for 52.63, half of it: 26.315.
        assert_eq!(refitted(&[lot(2_000_000, 526_300)], 1_000_000), [(1_000_000, 263_150)]);
        let two = [lot(500_000, 130_000), lot(1_500_000, 396_300)];
        assert_eq!(refitted(&two, 1_000_000), [(500_000, 130_000), (500_000, 132_100)]);
        assert_eq!(refitted(&two, 400_000), [(400_000, 104_000)]);
        assert_eq!(refitted(&two, 0), []);
        assert_eq!(refitted(&two, 2_000_000), [(500_000, 130_000), (1_500_000, 396_300)]);
    }

    proptest! {
        #[test]
        fn all_that_is_left_is_bought_for_and_never_more_usdt_than_before(
            amounts in proptest::collection::vec((1_i64..10_000_000, 1_i64..10_000_000), 1..5),
            share in any::<u16>(),
        ) {
            let lots: Vec<Lot> = amounts.iter().map(|(bought, usdt)| lot(*bought, *usdt)).collect();
            let all: i64 = amounts.iter().map(|(bought, _)| bought).sum();
            let received = all * i64::from(share) / i64::from(u16::MAX);
            let fitted = refitted(&lots, received);
            prop_assert_eq!(fitted.iter().map(|(bought, _)| bought).sum::<i64>(), received);
            prop_assert!(fitted.iter().map(|(_, usdt)| usdt).sum::<i64>() <= amounts.iter().map(|(_, usdt)| usdt).sum::<i64>());
        }
    }
}
