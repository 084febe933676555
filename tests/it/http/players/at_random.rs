//! Players, bots, cashiers and admins in random order, at once, with restarts: the books stay right (issue 12).
//!
//! The model knows only what was answered: what came in, what went out, and what games and bonuses moved.

mod play;

use std::collections::BTreeSet;

use cambista::domain::books::ledger::{self, AccountKey};
use cambista::domain::flows::players::{self, Direction, Kept, Listing, PublicId, Slice};
use cambista::domain::kernel::money::Currency;
use cambista::domain::orders::{self, OrderState};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::closes_clean;
use play::Play;

const STEPS: usize = 220;
/// What each cashier's bank account begins with, in minor units.
const FLOAT_MINOR: i64 = 50_000_000;

impl Play {
    async fn transactions(&self) -> Vec<(PublicId, Kept)> {
        let mut reader = self.desk.db.reader().await.expect("a reader");
        let slice = Slice {
            below: None,
            skip: 0,
            rows_max: 10_000,
        };
        let all = players::list_transactions(&mut reader, &Listing::default(), &slice)
            .await
            .expect("listed");
        all.into_iter().map(|one| (one.public_id, one.kept)).collect()
    }

    async fn balance(&self, key: AccountKey) -> i64 {
        let mut reader = self.desk.db.reader().await.expect("a reader");
        ledger::find_balance(&mut reader, key)
            .await
            .expect("a balance")
            .balance
            .minor()
    }

    /// What must hold after every step.
    async fn is_right(&self) {
        let mut of_players = 0;
        for player in &self.players {
            let mut reader = self.desk.db.reader().await.expect("a reader");
            let balance = ledger::find_balance(&mut reader, player.key())
                .await
                .expect("a balance");
            assert!(0 <= balance.available().minor(), "{} has {balance:?}", player.name);
            of_players += balance.balance.minor();
        }
        let contra = [
            AccountKey::Players(Currency::VES),
            AccountKey::Games(Currency::VES),
            AccountKey::Commissions(Currency::VES),
            AccountKey::Bonuses(Currency::VES),
        ];
        let mut others = 0;
        for key in contra {
            others += self.balance(key).await;
        }
        assert_eq!(
            of_players + others,
            0,
            "what players have is what came in, less what went out and was played"
        );
    }

    /// What came in less what went out, by the orders that are completed now.
    async fn cash(&self) -> i64 {
        let mut sum = 0;
        let mut reader = self.desk.db.reader().await.expect("a reader");
        for (order, direction, amount) in &self.asked {
            let found = orders::find_order(&mut reader, *order)
                .await
                .expect("read")
                .expect("an order");
            if found.state == OrderState::Completed {
                sum += match direction {
                    Direction::Deposit => amount.minor(),
                    Direction::Withdrawal => -amount.minor(),
                };
            }
        }
        sum
    }
}

on_both_engines! {
    async fn whatever_people_and_programs_do_the_money_of_players_is_right(test_db: TestDb) {
        let seed: u64 = std::env::var("CAMBISTA_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
        println!("CAMBISTA_TEST_SEED={seed}");
        let mut play = Play::begin(&test_db, seed).await;
        for _ in 0..STEPS {
            play.step(&test_db).await;
            play.is_right().await;
        }
        for what in ["deposito", "confirm", "bonificacion"] {
            assert!(play.done.contains_key(what), "nothing of {what} was done: {:?}", play.done);
        }
        let cash = play.cash().await;
        assert_eq!(play.balance(AccountKey::Players(Currency::VES)).await, -cash);
        // Two bank accounts began with their float: they have what came in less what went out.
        assert_eq!(play.balance(AccountKey::World(Currency::VES)).await, -cash - 2 * FLOAT_MINOR);
        let transactions = play.transactions().await;
        let ids: BTreeSet<String> = transactions.iter().map(|(id, _)| id.to_string()).collect();
        assert_eq!(ids.len(), transactions.len(), "each id once");
        for (order, ..) in &play.asked {
            let mut reader = play.desk.db.reader().await.expect("a reader");
            let backlog = orders::list_backlog(&mut reader, *order).await.expect("its backlog");
            let ends = backlog.iter().filter(|row| {
                !row.to_state.is_open() && !matches!(row.to_state, OrderState::Reversed | OrderState::Returned)
            });
            assert!(ends.count() <= 1, "order {order} ended more than once");
        }
        closes_clean(&play.desk.db).await;
    }
}
