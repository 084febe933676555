//! What players, bots, cashiers and admins do in a play, one step after the other.

use std::collections::BTreeMap;

use cambista::clock::HandClock;
use cambista::db::retrying;
use cambista::domain::flows::players::{
    self, AskCash, Asker, Automatic, CashError, Category, ConfirmCash, Direction, Kept, NewPlayer, PaymentDetails,
    Player, PlayersError, Sent,
};
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::kernel::uptime;
use cambista::domain::orders::{self, CompleteError, Completion, HandOver, OrderError};
use cambista::domain::people::members::{Actor, Role};
use cambista::domain::people::tokens::{ApiRole, Holder, Principal};
use cambista::ids::{AppId, MemberId, OrderId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::http::at_random::{desk_on, opens_again, sweeps_orders};
use crate::support::database::TestDb;
use crate::support::desk::{NOON, fresh_request};
use crate::support::staff::{joins, opens_bank_account};

pub(super) struct Play {
    pub(super) desk: Desk,
    hand: HandClock,
    random: StdRng,
    pub(super) players: Vec<Player>,
    cashiers: Vec<Actor>,
    /// Deposits and withdrawals, as they were answered.
    pub(super) asked: Vec<(OrderId, Direction, Money)>,
    /// How often each call worked: a play in which nothing works proves nothing.
    pub(super) done: BTreeMap<&'static str, usize>,
}

fn bot() -> Principal {
    Principal {
        role: ApiRole::Bot,
        holder: Holder::App {
            id: AppId::new(1),
            name: "Ludo".to_owned(),
        },
    }
}

fn ves(minor: i64) -> Money {
    Money::from_minor(minor, Currency::VES)
}

/// A refusal is right; a fault is not.
fn is_refusal(error: &CashError) -> bool {
    !matches!(error, CashError::Db(_) | CashError::Books(_) | CashError::OtherInput(_))
}

impl Play {
    pub(super) async fn begin(test_db: &TestDb, seed: u64) -> Play {
        let hand = HandClock::starting_at(NOON);
        let desk = desk_on(test_db, &hand).await;
        retrying(|| uptime::resume(&desk.db, &desk.clock)).await.expect("open");
        let mut play = Play {
            desk,
            hand,
            random: StdRng::seed_from_u64(seed),
            players: Vec::new(),
            cashiers: Vec::new(),
            asked: Vec::new(),
            done: BTreeMap::new(),
        };
        for (user, name) in [(11, "cajero1"), (12, "cajero2")] {
            let cashier = play.cashier(user, name).await;
            play.cashiers.push(cashier);
        }
        for name in ["ana", "luis", "eva"] {
            let new = NewPlayer {
                name: name.to_owned(),
                telegram: None,
                discord: None,
            };
            let (caller, request) = (bot(), fresh_request());
            let made = retrying(|| players::register(&play.desk, &caller, &request, &new)).await;
            play.players.push(made.expect("a player").player);
        }
        play
    }

    async fn cashier(&self, user: i64, name: &str) -> Actor {
        let cashier = joins(&self.desk, user, name, Role::Cashier).await;
        opens_bank_account(&self.desk, cashier.member, "5000", "Banesco").await;
        cashier
    }

    fn note(&mut self, what: &'static str, worked: bool) {
        if worked {
            *self.done.entry(what).or_default() += 1;
        }
    }

    pub(super) async fn step(&mut self, test_db: &TestDb) {
        match self.random.random_range(0..100) {
            0..16 => self.asks(Direction::Deposit).await,
            16..28 => self.asks(Direction::Withdrawal).await,
            28..50 => self.moves().await,
            50..66 => self.confirms().await,
            66..72 => self.presses_listo().await,
            72..78 => self.rejects().await,
            78..84 => self.cancels().await,
            84..88 => self.reverts().await,
            88..91 => self.hands_over().await,
            91..95 => self.sweeps().await,
            95..98 => self.at_once().await,
            _ => self.restarts(test_db).await,
        }
    }

    fn player(&mut self) -> Player {
        let at = self.random.random_range(0..self.players.len());
        self.players[at].clone()
    }

    fn order(&mut self) -> Option<OrderId> {
        if self.asked.is_empty() {
            return None;
        }
        // The newest are the likeliest to be open.
        let from = self.asked.len().saturating_sub(8);
        let at = self.random.random_range(from..self.asked.len());
        Some(self.asked[at].0)
    }

    fn ask(&mut self, direction: Direction) -> AskCash {
        AskCash {
            direction,
            amount: ves(self.random.random_range(1..60_000) * 100),
            method: "transferencia".to_owned(),
            description: "Prueba".to_owned(),
            destination: (direction == Direction::Withdrawal).then(|| "Banesco 0134".to_owned()),
            receipt: None,
            source: None,
            external: Sent::default(),
            metadata: Sent::default(),
        }
    }

    async fn asks(&mut self, direction: Direction) {
        let (player, typed) = (self.player(), self.ask(direction));
        let (caller, request) = (bot(), fresh_request());
        let asker = Asker::Caller(&caller, player.member);
        match retrying(|| players::ask(&self.desk, asker, &request, &typed)).await {
            Ok(asked) => {
                // The same call again is the same order.
                let again = retrying(|| players::ask(&self.desk, asker, &request, &typed)).await;
                assert_eq!(again.expect("recalled"), asked);
                self.asked.push((asked.order, direction, typed.amount));
                self.note(direction.code(), true);
            }
            Err(CashError::InsufficientFunds { .. }) if direction == Direction::Withdrawal => {}
            Err(error) => panic!("{direction}: {error}"),
        }
    }

    async fn moves(&mut self) {
        let player = self.player();
        let categories = [
            Category::RoomEntry,
            Category::Commission,
            Category::GamePrize,
            Category::Refund,
            Category::Bonus,
            Category::Transfer,
        ];
        let category = categories[self.random.random_range(0..categories.len())];
        let recipient = self.player();
        let position = self.random.random_range(1..4);
        let typed = Automatic {
            player: player.player_id.to_string(),
            side: category.side(),
            category,
            amount: ves(self.random.random_range(1..20_000) * 100),
            description: "Prueba".to_owned(),
            recipient: (category == Category::Transfer).then(|| recipient.player_id.to_string()),
            room: matches!(category, Category::RoomEntry | Category::Refund).then(|| "sala".to_owned()),
            game: (category == Category::GamePrize).then(|| format!("juego{}", self.random.random_range(0..6))),
            position: (category == Category::GamePrize).then_some(position),
            repeat_allowed: false,
            external: Sent::default(),
            metadata: Sent::default(),
        };
        let (caller, request) = (bot(), fresh_request());
        let done = retrying(|| players::process(&self.desk, &caller, &request, &typed)).await;
        match done {
            Ok(_) => self.note(category.code(), true),
            Err(
                PlayersError::InsufficientFunds { .. }
                | PlayersError::Repeated { .. }
                | PlayersError::NoEntry { .. }
                | PlayersError::OverRefunded { .. }
                | PlayersError::ToOneself,
            ) => {}
            Err(error) => panic!("{category}: {error}"),
        }
    }

    fn cashier_or_admin(&mut self) -> Actor {
        match self.random.random_range(0..4) {
            0 => Actor::desk(),
            at => self.cashiers[at % self.cashiers.len()].clone(),
        }
    }

    fn payment(&mut self) -> PaymentDetails {
        PaymentDetails {
            // Some are used twice.
            bank_reference: Some(format!("REF-{}", self.random.random_range(1..400))),
            bank_to: Some("Banesco".to_owned()),
            ..PaymentDetails::default()
        }
    }

    async fn confirms(&mut self) {
        let Some(order) = self.order() else { return };
        let (actor, details, request) = (self.cashier_or_admin(), self.payment(), fresh_request());
        let typed = ConfirmCash {
            order,
            details,
            account: None,
            although_repeated: self.random.random_bool(0.5),
        };
        let done = retrying(|| players::confirm(&self.desk, &actor, &request, &typed)).await;
        if let Err(error) = &done {
            assert!(is_refusal(error), "{error}");
        }
        self.note("confirm", done.is_ok());
    }

    async fn presses_listo(&mut self) {
        let Some(order) = self.order() else { return };
        let actor = self.cashiers[self.random.random_range(0..2)].clone();
        let (completion, request) = (Completion { order, from: None }, fresh_request());
        match retrying(|| orders::complete(&self.desk, &actor, &request, completion)).await {
            Ok(_) => self.note("listo", true),
            Err(CompleteError::Db(fault)) => panic!("{fault}"),
            Err(CompleteError::Books(error)) => panic!("{error}"),
            Err(_) => {}
        }
    }

    async fn rejects(&mut self) {
        let Some(order) = self.order() else { return };
        let (actor, request) = (self.cashier_or_admin(), fresh_request());
        let done = retrying(|| orders::reject(&self.desk, &actor, &request, order, "no llegó")).await;
        self.ended("reject", done.map(|_| ()));
    }

    async fn cancels(&mut self) {
        let Some(order) = self.order() else { return };
        let (player, request) = (self.player(), fresh_request());
        let actor = players::acting_for(&bot(), &player);
        let done = retrying(|| orders::cancel(&self.desk, &actor, &request, order)).await;
        self.ended("cancel", done.map(|_| ()));
    }

    fn ended(&mut self, what: &'static str, done: Result<(), OrderError>) {
        match done {
            Ok(()) => self.note(what, true),
            Err(OrderError::Db(fault)) => panic!("{fault}"),
            Err(OrderError::Books(error)) => panic!("{error}"),
            Err(_) => {}
        }
    }

    async fn reverts(&mut self) {
        let Some(order) = self.order() else { return };
        let request = fresh_request();
        let owner = Actor::desk();
        let done = retrying(|| players::revert_order(&self.desk, &owner, &request, order, "un error")).await;
        if let Err(error) = &done {
            assert!(is_refusal(error), "{error}");
        }
        self.note("revert", done.is_ok());
        let newest = self
            .transactions()
            .await
            .into_iter()
            .find(|(_, kept)| matches!(kept, Kept::Completed { .. }));
        let Some((id, _)) = newest else { return };
        let admin = Principal {
            role: ApiRole::Admin,
            ..bot()
        };
        let request = fresh_request();
        match retrying(|| players::revert(&self.desk, &admin, &request, &id, "un error")).await {
            Ok(_) => self.note("revert_automatic", true),
            Err(
                PlayersError::InsufficientFunds { .. }
                | PlayersError::NotReversible(_)
                | PlayersError::EntryRefunded { .. },
            ) => {}
            Err(error) => panic!("{error}"),
        }
    }

    async fn hands_over(&mut self) {
        let Some(order) = self.order() else { return };
        let to: MemberId = self.cashiers[self.random.random_range(0..2)].member;
        let (owner, request) = (Actor::desk(), fresh_request());
        let done = retrying(|| orders::hand_over(&self.desk, &owner, &request, HandOver { order, to })).await;
        self.ended("hand_over", done.map(|_| ()));
    }

    async fn sweeps(&mut self) {
        self.hand.advance_ms(self.random.random_range(1_000..1_200_000));
        sweeps_orders(&self.desk).await;
    }

    /// Several callers want the same thing in the same moment: each order ends once, and nobody spends twice.
    async fn at_once(&mut self) {
        let Some(order) = self.order() else { return };
        let player = self.player();
        let withdrawal = self.ask(Direction::Withdrawal);
        let (desk, caller, cashier) = (&self.desk, bot(), self.cashiers[0].clone());
        let asker = Asker::Caller(&caller, player.member);
        let (one, two, three, four) = (fresh_request(), fresh_request(), fresh_request(), fresh_request());
        let confirm = ConfirmCash {
            order,
            details: PaymentDetails {
                proof_url: Some(format!("https://example.com/{order}")),
                ..PaymentDetails::default()
            },
            account: None,
            although_repeated: false,
        };
        let owner = Actor::desk();
        let (first, second, confirmed, rejected) = tokio::join!(
            retrying(|| players::ask(desk, asker, &one, &withdrawal)),
            retrying(|| players::ask(desk, asker, &two, &withdrawal)),
            retrying(|| players::confirm(desk, &owner, &three, &confirm)),
            retrying(|| orders::reject(desk, &cashier, &four, order, "no llegó")),
        );
        for asked in [first, second].into_iter().flatten() {
            self.asked.push((asked.order, Direction::Withdrawal, withdrawal.amount));
        }
        if let Err(error) = &confirmed {
            assert!(is_refusal(error), "{error}");
        }
        assert!(confirmed.is_err() || rejected.is_err(), "an order ends once");
        self.note("at_once", true);
    }

    async fn restarts(&mut self, test_db: &TestDb) {
        let down_ms = self.random.random_range(0..600_000);
        self.desk = opens_again(&self.desk, &self.hand, test_db, down_ms).await;
        self.note("restart", true);
    }
}
