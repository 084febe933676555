//! Which cashier gets an order: of those with enough float, the one with the fewest open orders (DESIGN, decided over
//!

pub(crate) use super::assign_store::list_open_paid_from;
pub(crate) use super::assign_store::list_paused;
pub use super::assign_store::{list_candidates, sum_promised};

use super::Routing;
use crate::db::{DbError, Lockable, Tx};
use crate::domain::kernel::money::Money;
use crate::ids::{AccountId, MemberId};

/// A bank account that could pay an order, and how busy its cashier is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub cashier: MemberId,
    pub account: AccountId,
    /// The account's balance minus its holds and its floor.
    pub available: Money,
    /// The sum that the account's open orders will take.
    pub promised: Money,
    /// How many open orders the cashier has, over all accounts.
    pub open_orders: i64,
}

impl Candidate {
    /// `available − promised`. Negative when more is promised than the account holds.
    pub fn free(&self) -> Money {
        let minor = self.available.minor().saturating_sub(self.promised.minor());
        Money::from_minor(minor, self.available.currency())
    }
}

/// Takes the lock of all assignments until the unit ends. Call it before reading candidates, in every unit that chooses
/// a cashier, ends a cashier's work or closes an account; otherwise two units could promise the same float. (SQLite has
/// one writer anyway.)
pub(crate) async fn hold_assignments(tx: &mut Tx) -> Result<(), DbError> {
    tx.lock(Lockable::Members, MemberId::DESK.get()).await
}

/// The largest free amount among the candidates; `None` when there are none. Never below zero: an account that promised
/// more than it has can pay nothing.
pub fn most_free(candidates: &[Candidate]) -> Option<Money> {
    let most = candidates.iter().map(Candidate::free).max_by_key(|free| free.minor())?;
    Some(Money::from_minor(most.minor().max(0), most.currency()))
}

/// The chosen cashier, and the account that the order is to be paid from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    pub cashier: MemberId,
    pub account: AccountId,
}

/// Chooses the cashier and account for an order that needs `float`. Only accounts with enough `available − promised`
/// count; an order that needs none may go to any. The routing's preference comes first, then the fewest open orders, then the account opened first, so that on
/// a quiet desk one cashier gets the orders and the others rest.
pub fn choose(candidates: &[Candidate], float: Money, routing: &Routing) -> Option<Assignment> {
    let left_minor = |candidate: &Candidate| {
        candidate
            .available
            .minor()
            .saturating_sub(candidate.promised.minor())
            .saturating_sub(float.minor())
    };
    candidates
        .iter()
        .filter(|candidate| candidate.available.currency() == float.currency())
        .filter(|candidate| float.is_zero() || 0 <= left_minor(candidate))
        .filter_map(|candidate| Some((routing.rank(candidate.cashier)?, candidate)))
        .min_by_key(|(rank, candidate)| (*rank, candidate.open_orders, candidate.account))
        .map(|(_, candidate)| Assignment {
            cashier: candidate.cashier,
            account: candidate.account,
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, proptest};

    use super::{Candidate, choose, most_free};
    use crate::domain::kernel::money::{Currency, Money};
    use crate::domain::orders::{Others, Routing};
    use crate::ids::{AccountId, MemberId};

    fn ves(whole: i64) -> Money {
        Money::from_minor(whole * 10_000, Currency::VES)
    }

    fn candidate(cashier: i64, available: i64, promised: i64, open_orders: i64) -> Candidate {
        let (cashier, account) = (MemberId::new(cashier), AccountId::new(cashier));
        Candidate {
            cashier,
            account,
            available: ves(available),
            promised: ves(promised),
            open_orders,
        }
    }

    #[test]
    fn the_least_busy_cashier_with_enough_float_gets_the_order() {
        let candidates = [
            candidate(1, 5000, 0, 2),
            candidate(2, 5000, 0, 1),
            candidate(3, 10, 0, 0),
        ];
        assert_eq!(
            choose(&candidates, ves(900), &Routing::default()).unwrap().cashier,
            MemberId::new(2)
        );
    }

    #[test]
    fn what_open_orders_will_take_is_not_promised_twice() {
        assert_eq!(
            choose(&[candidate(1, 1000, 200, 1)], ves(900), &Routing::default()),
            None
        );
    }

    #[test]
    fn an_order_that_needs_no_float_may_go_to_whoever_promised_all_they_have() {
        let candidates = [candidate(1, 100, 2_700, 2)];
        assert!(choose(&candidates, ves(0), &Routing::default()).is_some());
        assert_eq!(choose(&candidates, ves(1), &Routing::default()), None);
    }

    #[test]
    fn who_promised_more_than_they_have_can_pay_nothing() {
        assert_eq!(most_free(&[candidate(1, 100, 2_700, 2)]), Some(ves(0)));
        assert_eq!(
            most_free(&[candidate(1, 100, 2_700, 2), candidate(2, 50, 0, 0)]),
            Some(ves(50))
        );
        assert_eq!(most_free(&[]), None);
    }

    #[test]
    fn among_equals_the_account_opened_first_pays() {
        let candidates = [
            candidate(2, 6000, 0, 0),
            candidate(1, 5000, 0, 0),
            candidate(3, 6000, 0, 0),
        ];
        assert_eq!(
            choose(&candidates, ves(900), &Routing::default()).unwrap().cashier,
            MemberId::new(1)
        );
    }

    #[test]
    fn whom_the_routing_prefers_comes_before_load_and_never_before_float() {
        let candidates = [
            candidate(1, 5000, 0, 9),
            candidate(2, 10, 0, 0),
            candidate(3, 5000, 0, 0),
        ];
        let [first, second, third] = [1, 2, 3].map(MemberId::new);
        let chosen = |preferred: &[MemberId], others| {
            let preferred = preferred.to_vec();
            choose(&candidates, ves(900), &Routing { preferred, others }).map(|to| to.cashier)
        };
        assert_eq!(chosen(&[second, first], Others::After), Some(first));
        assert_eq!(chosen(&[second], Others::After), Some(third));
        assert_eq!(chosen(&[second], Others::Never), None);
    }

    proptest! {
        #[test]
        fn whoever_is_chosen_can_pay(floats in prop::collection::vec((0i64..5000, 0i64..5000, 0i64..5), 0..8),
                                     total in 1i64..5000) {
            let candidates: Vec<Candidate> = (1..).zip(&floats)
                .map(|(id, (available, promised, open))| candidate(id, *available, *promised, *open)).collect();
            match choose(&candidates, ves(total), &Routing::default()) {
                Some(chosen) => {
                    let of = candidates.iter().find(|candidate| candidate.account == chosen.account).unwrap();
                    prop_assert!(total * 10_000 <= of.available.minor() - of.promised.minor());
                }
                None => prop_assert!(candidates.iter()
                    .all(|of| of.available.minor() - of.promised.minor() < total * 10_000)),
            }
        }
    }
}
