//! What a game cannot mean to do twice (a prize, a refund), decided on plain values.

use super::{PlayersError, Transaction};
use crate::domain::kernel::money::{Money, MoneyError};

/// What counts of a player's transactions in one room: neither failed nor reverted ones do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoomSums {
    /// The entries that the player paid.
    pub(super) paid: Money,
    /// The refunds that they got.
    pub(super) refunded: Money,
}

/// Whether one more refund is more than what was paid.
///
/// # Errors
/// [`MoneyError`]: amounts that cannot be added.
pub(super) fn is_over_refunded(sums: &RoomSums, asked: Money) -> Result<bool, MoneyError> {
    let after = sums.refunded.checked_add(asked)?;
    Ok(sums.paid.checked_cmp(after)?.is_lt())
}

/// Refuses a prize that was paid.
pub(super) fn refuse_second(first: Option<Transaction>) -> Result<(), PlayersError> {
    match first {
        None => Ok(()),
        Some(first) => Err(PlayersError::Repeated { first: Box::new(first) }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{RoomSums, is_over_refunded};
    use crate::domain::kernel::money::{Currency, Money};

    fn ves(minor: i64) -> Money {
        Money::from_minor(minor, Currency::VES)
    }

    fn is_over(paid: i64, refunded: i64, asked: i64) -> bool {
        let sums = RoomSums {
            paid: ves(paid),
            refunded: ves(refunded),
        };
        is_over_refunded(&sums, ves(asked)).expect("small amounts")
    }

    #[test]
    fn what_was_paid_is_refunded_and_no_more() {
        assert!(!is_over(1_000, 0, 1_000));
        assert!(is_over(1_000, 0, 1_001));
        assert!(is_over(1_000, 1_000, 1));
        // Entered again after the refund.
        assert!(!is_over(2_000, 1_000, 1_000));
        assert!(is_over(0, 0, 1));
    }

    proptest! {
        #[test]
        fn no_order_of_entries_and_refunds_gives_back_more_than_was_paid(
            steps in proptest::collection::vec((proptest::bool::ANY, 1_i64..10_000), 0..50),
        ) {
            let (mut paid, mut refunded) = (0, 0);
            for (is_entry, minor) in steps {
                if is_entry {
                    paid += minor;
                } else if !is_over(paid, refunded, minor) {
                    refunded += minor;
                }
                prop_assert!(refunded <= paid);
            }
        }
    }
}
