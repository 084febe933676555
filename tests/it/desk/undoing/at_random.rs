//! Done and undone in any order.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::{LITTLE, balances, movement_in, pays_out};
use crate::desk::CHANNEL;
use crate::desk::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn done_and_undone_at_random_the_books_are_as_if_nothing_had_been_done(test_db: TestDb) {
        let seed: u64 = std::env::var("CAMBISTA_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_129);
        let never_db = test_db.another().await;
        let never = World::demo_with(&never_db, &LITTLE).await;
        never.gives_points("david", 57).await;
        two_paid(&never).await.says(CHANNEL, "!c 200 52.63").await;
        let expected = balances(&never).await;
        never.closes_clean().await;
        for seed in [seed, seed + 1] {
            let one_db = test_db.another().await;
            let world = World::demo_with(&one_db, &LITTLE).await;
            two_paid(&world).await;
            world.gives_points("david", 57).await;
            let mut doing = Doing::new(&world, seed);
            for _ in 0..18 {
                doing.does_something().await;
            }
            doing.undoes_the_rest().await;
            world.person("david").says(CHANNEL, "!c 200 52.63").await;
            assert_eq!(balances(&world).await, expected, "seed {seed}: {:?}", doing.did);
            world.closes_clean().await;
        }
    }
}

/// Somebody who does things and undoes them.
struct Doing<'w> {
    world: &'w World,
    random: StdRng,
    /// Purchases that count, by their numbers, and what they bought for.
    lots: Vec<(i64, i64)>,
    is_closed: bool,
    orders_made: i64,
    payouts_made: i64,
    /// Paid and not undone.
    paid: Vec<i64>,
    /// What was typed, to read when it fails.
    did: Vec<String>,
}

impl<'w> Doing<'w> {
    fn new(world: &'w World, seed: u64) -> Self {
        Self {
            world,
            random: StdRng::seed_from_u64(seed),
            lots: Vec::new(),
            is_closed: false,
            orders_made: 2,
            payouts_made: 0,
            paid: Vec::new(),
            did: Vec::new(),
        }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.random.random_range(0..end)
    }

    async fn says(&mut self, who: &'static str, channel: &str, typed: &str) {
        self.did.push(format!("{who}: {typed}"));
        self.world.person(who).says(channel, typed).await;
    }

    async fn does_something(&mut self) {
        match (self.is_closed, self.below(6)) {
            (false, 0) => self.buys().await,
            (false, 1) => self.undoes_a_lot().await,
            (false, 2) => self.pays_and_reverts_an_order().await,
            (false, 3 | 4) => self.closes().await,
            (true, 0) => self.reopens().await,
            (true, 1) => self.corrects_an_order().await,
            (true, 2) => self.pays_out().await,
            (true, 3) => self.undoes_a_payout().await,
            (true, 4) => self.moves_by_hand_and_back().await,
            (_, _) => self.redeems_and_takes_back().await,
        }
    }

    /// Money that no purchase was made for.
    fn left(&self) -> i64 {
        200 - self.lots.iter().map(|(_, bought)| bought).sum::<i64>()
    }

    async fn buys(&mut self) {
        let whole = 10 + i64::try_from(self.below(80)).expect("small");
        if self.left() <= whole {
            return;
        }
        // At a usual price, from 3.5 to 4.9: another one would be asked about.
        let cents = whole * 1_000 / (35 + i64::try_from(self.below(15)).expect("small"));
        let usdt = format!("{}.{:02}", cents / 100, cents % 100);
        self.says("david", CHANNEL, &format!("!c {whole} {usdt}")).await;
        let noted = self.world.person("david").finds(CHANNEL, "Compra anotada").await.text();
        let behind = noted
            .split("`!revertir compra ")
            .nth(1)
            .and_then(|text| text.split(' ').next());
        let lot = behind.expect("a number").parse().expect("a number");
        self.lots.push((lot, whole));
    }

    async fn undoes_a_lot(&mut self) {
        if self.lots.is_empty() {
            return;
        }
        let nth = usize::try_from(self.below(self.lots.len() as u64)).expect("small");
        let (lot, _) = self.lots.remove(nth);
        self.says("superusuario", CHANNEL, &format!("!revertir compra {lot} al azar"))
            .await;
    }

    async fn pays_and_reverts_an_order(&mut self) {
        self.says("david", CHANNEL, "!t 10 p").await;
        self.orders_made += 1;
        let order = self.orders_made;
        self.pays(order).await;
        self.says("superusuario", CHANNEL, &format!("!revertir {order} al azar"))
            .await;
    }

    /// Whoever has the order pays it.
    async fn pays(&self, order: i64) {
        let steps = self.world.backlog_told(order).await;
        let has = steps.last().expect("a step").contains("cajero2");
        let cashier = if has { "cajero2" } else { "cajero1" };
        self.world.person(cashier).pays(order).await;
    }

    async fn closes(&mut self) {
        // Far too many, so that there is something to take back: a superuser means it.
        let (left, usdt) = (self.left(), 300 + self.below(6_000));
        let typed = format!("!c {left} {usdt}");
        self.did.push(format!("superusuario: {typed}"));
        self.world.person("superusuario").means(CHANNEL, &typed).await;
        self.is_closed = true;
    }

    async fn reopens(&mut self) {
        self.says("superusuario", CHANNEL, "!reabrir 1 al azar").await;
        (self.is_closed, self.lots) = (false, Vec::new());
    }

    /// An order too many was paid before the batch closed; it leaves the closed batch.
    async fn corrects_an_order(&mut self) {
        self.reopens().await;
        self.says("david", CHANNEL, "!t 30 p").await;
        self.orders_made += 1;
        let order = self.orders_made;
        self.pays(order).await;
        self.says("david", CHANNEL, "!c 230 61").await;
        let owner = self.world.person("superusuario");
        let question = owner.is_answered(CHANNEL, &format!("!revertir {order} al azar")).await;
        owner.presses(&question, "Confirmar").await.says(&["revertida"]);
        self.is_closed = true;
    }

    async fn pays_out(&mut self) {
        let earned = self
            .world
            .balances()
            .await
            .get("member:2:earnings:USD")
            .copied()
            .unwrap_or(0);
        if earned < 5_000 {
            return;
        }
        self.says("david", "request-retiro", "!request-retiro 0.50 Binance 1")
            .await;
        self.payouts_made += 1;
        pays_out(self.world, self.payouts_made).await;
        self.paid.push(self.payouts_made);
    }

    async fn undoes_a_payout(&mut self) {
        if let Some(paid) = self.paid.pop() {
            self.says("superusuario", "general", &format!("!revertir retiro {paid} al azar"))
                .await;
        }
    }

    async fn moves_by_hand_and_back(&mut self) {
        let owner = self.world.person("superusuario");
        let said = owner.is_told_privately("general", "!ajustar 1 -5 al azar").await.text();
        let typed = format!("!revertir movimiento {} al azar", movement_in(&said));
        self.says("superusuario", "general", &typed).await;
    }

    /// Points become coins, some of which go to somebody and come back.
    async fn redeems_and_takes_back(&mut self) {
        self.says("david", "general", "!canjear 10").await;
        self.says("david", "general", "!pagar @cajero1 1").await;
        for kind in ["coins.paid", "points.redeemed"] {
            let kinds = self.world.movement_kinds().await;
            let (number, _) = kinds.iter().rev().find(|(_, of)| of == kind).expect("posted");
            let typed = format!("!revertir movimiento {number} al azar");
            self.says("superusuario", "general", &typed).await;
        }
    }

    async fn undoes_the_rest(&mut self) {
        if self.is_closed {
            self.reopens().await;
        }
        while !self.lots.is_empty() {
            self.undoes_a_lot().await;
        }
        while !self.paid.is_empty() {
            self.undoes_a_payout().await;
        }
    }
}
