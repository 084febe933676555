//! Resellers, cashiers and admins in random order, at once, with restarts: the books of giros stay right (issue 13).
//!
//! The model knows only what was answered: what came into each balance, and which giros were made.

mod play;

use cambista::domain::books::ledger::{self, AccountKey};
use cambista::domain::flows::giros::{RecordKind, RecordOf, list_records_of_giro};
use cambista::domain::kernel::money::Currency;
use cambista::domain::orders::{self, Order, OrderState};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::closes_clean;
use play::Play;

const STEPS: usize = 320;
/// Every how many steps all records are read.
const STEPS_BETWEEN_AUDITS: usize = 40;

impl Play {
    async fn balance(&self, key: AccountKey) -> i64 {
        let mut reader = self.desk.db.reader().await.expect("a reader");
        let found = ledger::find_balance(&mut reader, key).await.expect("a balance");
        found.balance.minor()
    }

    async fn order(&self, giro: &play::Made) -> Order {
        let mut reader = self.desk.db.reader().await.expect("a reader");
        let found = orders::find_order(&mut reader, giro.order).await.expect("read");
        found.expect("an order")
    }

    /// What must hold after every step.
    async fn is_right(&self) {
        let (mut open, mut paid) = (0, 0);
        let mut taken = vec![0; self.resellers.len()];
        for giro in &self.giros {
            let order = self.order(giro).await;
            let Some(reseller) = giro.reseller else { continue };
            let minor = order.amount.minor();
            if order.state.is_open() {
                open += minor;
            }
            if order.state == OrderState::Completed {
                paid += minor;
            }
            if order.state.is_open() || order.state == OrderState::Completed {
                taken[reseller] += minor;
            }
        }
        assert_eq!(
            self.balance(AccountKey::Escrow(Currency::VES)).await,
            open,
            "what open giros keep"
        );
        assert_eq!(
            self.balance(AccountKey::Position(Currency::VES)).await,
            paid,
            "what paid giros left"
        );
        for (at, reseller) in self.resellers.iter().enumerate() {
            let there = self.balance(reseller.key()).await;
            assert_eq!(there, reseller.came_in - taken[at], "{}", reseller.actor.name);
            assert!(0 <= there, "{} has {there}", reseller.actor.name);
        }
        for key in self.keys() {
            let there = self.balance(key).await;
            assert!(0 <= there, "{} has {there}", key.code());
        }
    }

    /// What must hold of all records.
    async fn audits(&self) {
        for key in self.keys() {
            let mut reader = self.desk.db.reader().await.expect("a reader");
            let there = ledger::find_balance(&mut reader, key).await.expect("a balance").balance;
            let Some(newest) = ledger::find_newest_entry(&mut reader, key).await.expect("read") else {
                assert!(there.is_zero());
                continue;
            };
            let records = ledger::list_movements(&mut reader, key, newest, 0, 100_000)
                .await
                .expect("read");
            let sum: i64 = records.iter().map(|record| record.amount.minor()).sum();
            assert_eq!(sum, there.minor(), "{} is the sum of its records", key.code());
            for record in &records {
                let after = record.previous.checked_add(record.amount).expect("small");
                assert_eq!(after, record.current, "{}", key.code());
                assert!(0 <= record.current.minor(), "{} was below zero", key.code());
            }
        }
        for giro in &self.giros {
            let order = self.order(giro).await;
            let state = order.state;
            let mut reader = self.desk.db.reader().await.expect("a reader");
            let records = list_records_of_giro(&mut reader, &order).await.expect("read");
            let count = |of: RecordOf, kind: RecordKind| {
                records
                    .iter()
                    .filter(|record| record.of == of && record.kind == kind)
                    .count()
            };
            let is_of_reseller = usize::from(giro.reseller.is_some());
            let is_undone = matches!(state, OrderState::Returned | OrderState::Cancelled);
            assert_eq!(
                count(RecordOf::Prepaid, RecordKind::Discount),
                is_of_reseller,
                "giro {}",
                giro.order
            );
            let refunds = is_of_reseller * usize::from(is_undone);
            assert_eq!(
                count(RecordOf::Prepaid, RecordKind::Refund),
                refunds,
                "giro {} is {state}",
                giro.order
            );
            let paid = count(RecordOf::BankAccount, RecordKind::Withdrawal);
            assert!(
                paid <= 1 && (paid == 1 || state != OrderState::Completed),
                "giro {} is {state}",
                giro.order
            );
        }
    }
}

on_both_engines! {
    async fn whatever_people_do_with_giros_no_balance_is_below_zero_and_each_is_the_sum_of_its_records(test_db: TestDb) {
        let seed: u64 = std::env::var("CAMBISTA_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
        println!("CAMBISTA_TEST_SEED={seed}");
        let mut play = Play::begin(&test_db, seed).await;
        for step in 0..STEPS {
            play.step(&test_db).await;
            play.is_right().await;
            if step % STEPS_BETWEEN_AUDITS == 0 {
                play.audits().await;
            }
        }
        play.audits().await;
        // What happens in every play; rarer things have stories of their own.
        for what in ["send", "execute", "give_back", "cancel", "adjust", "at_once"] {
            assert!(play.done.contains_key(what), "nothing of {what} was done: {:?}", play.done);
        }
        play.ends_all().await;
        play.is_right().await;
        play.audits().await;
        assert_eq!(play.balance(AccountKey::Escrow(Currency::VES)).await, 0, "nothing is kept when no giro is open");
        closes_clean(&play.desk.db).await;
    }
}
