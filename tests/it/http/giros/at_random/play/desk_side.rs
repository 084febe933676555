//! What the desk does in a play: it moves money by hand, changes shifts and assignments, and lets time pass.

use cambista::db::retrying;
use cambista::domain::orders;
use cambista::domain::people::members::{Actor, Availability};
use cambista::domain::treasury::accounts::{self, AccountError, ByHand, Movement, Recharge};
use cambista::domain::treasury::banks::{self, AssignBank, BankName};
use cambista::domain::treasury::central::{self, CentralChange, CentralError, CentralToAccount};
use rand::Rng;

use super::{Play, ves};
use crate::http::at_random::sweeps_orders;
use crate::support::desk::fresh_request;

impl Play {
    /// A recharge or an adjustment of a reseller's balance or a bank account.
    pub(super) async fn moves_by_hand(&mut self) {
        let owner = Actor::desk();
        let (movement, amount) = match self.random.random_bool(0.5) {
            true => (Movement::Deposit, ves(self.random.random_range(1..40_000))),
            false => (Movement::Adjustment, ves(-self.random.random_range(1..400_000))),
        };
        let (reference, request) = (Some("a mano".to_owned()), fresh_request());
        let at = self.random.random_range(0..self.resellers.len() + self.accounts.len());
        let moved = match self.resellers.get(at) {
            Some(reseller) => {
                let typed = Recharge {
                    member: reseller.actor.member,
                    amount,
                    movement,
                    reference,
                };
                retrying(|| accounts::recharge(&self.desk, &owner, &request, &typed)).await
            }
            None => {
                let typed = ByHand {
                    account: self.accounts[at - self.resellers.len()].0,
                    amount,
                    movement,
                    reference,
                };
                retrying(|| accounts::move_by_hand(&self.desk, &owner, &request, &typed)).await
            }
        };
        match moved {
            Ok(_) => {
                if let Some(reseller) = self.resellers.get_mut(at) {
                    reseller.came_in += amount.minor();
                }
                self.note("adjust", true);
            }
            Err(AccountError::BelowFloor { .. }) => self.note("refused_adjustment", true),
            Err(error) => panic!("{error}"),
        }
    }

    pub(super) async fn moves_central(&mut self) {
        let (owner, request) = (Actor::desk(), fresh_request());
        let amount = ves(self.random.random_range(1..60_000));
        let done = match self.random.random_range(0..3) {
            0 => {
                let transfer = CentralToAccount {
                    bank: self.bank.id,
                    account: self.any_account(),
                    amount,
                    reference: None,
                };
                let done = retrying(|| central::transfer_to_account(&self.desk, &owner, &request, &transfer)).await;
                done.map(|_| ())
            }
            which => {
                let change = CentralChange {
                    bank: self.bank.id,
                    movement: Movement::Adjustment,
                    amount: if which == 1 {
                        amount
                    } else {
                        amount.checked_neg().expect("small")
                    },
                    commission: Some(ves(5)),
                    reference: Some("cuadre".to_owned()),
                };
                let done = retrying(|| central::move_central(&self.desk, &owner, &request, &change)).await;
                done.map(|_| ())
            }
        };
        match done {
            Ok(()) => self.note("central", true),
            Err(CentralError::InsufficientFunds { .. }) => self.note("short_central", true),
            Err(error) => panic!("{error}"),
        }
    }

    pub(super) async fn changes_shift(&mut self) {
        let cashier = self.cashiers[self.random.random_range(0..2)].clone();
        let now_is = match self.random.random_bool(0.6) {
            true => Availability::Available,
            false => Availability::Busy,
        };
        let request = fresh_request();
        let done = retrying(|| orders::change_shift(&self.desk, &cashier, &request, now_is)).await;
        done.expect("changed");
    }

    pub(super) async fn assigns(&mut self) {
        let typed = AssignBank {
            bank: BankName::new(&self.bank.code),
            cashier: self.cashiers[self.random.random_range(0..2)].member,
            priority: self.random.random_range(0..1_000),
            is_active: self.random.random_bool(0.8),
        };
        let (owner, request) = (Actor::desk(), fresh_request());
        let done = retrying(|| banks::assign_bank(&self.desk, &owner, &request, &typed)).await;
        done.expect("assigned");
    }

    pub(super) async fn sweeps(&mut self) {
        self.hand.advance_ms(self.random.random_range(1_000..1_200_000));
        sweeps_orders(&self.desk).await;
    }
}
