//! For every accepted price, percentage and amount, everything that follows stays in range: paid, bought for, closed,
//! undone and shown (issue 9, number 13).

use cambista::db::Source;
use rand::prelude::{IndexedRandom, Rng, SeedableRng, StdRng};
use rust_decimal::Decimal;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::closes_clean;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

/// Batches per run; `CAMBISTA_TEST_STEPS` sets more.
const BATCHES: u64 = 6;
/// Rates and dollar values: both bounds, and values in between.
const PRICES: [&str; 7] = [
    "0.00000001",
    "0.000000010001",
    "0.0123456789",
    "1",
    "9.2",
    "99999.999999999",
    "100000000",
];
const PERCENTS: [&str; 5] = ["0", "0.000000000001", "0.3", "99.999999999999", "100"];
/// The wanted total of an order, before it is adjusted to an amount that can be typed.
const TOTALS: [&str; 5] = ["0.01", "1", "902.70", "123456789.01", "999999999999"];
/// Answers that must never appear, because a computation went out of range.
const FAULTS: [&str; 4] = [
    "fallo del programa",
    "No se guardó nada. Inténtelo otra vez",
    "no lo admiten",
    "lo más que guardan los libros",
];

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

/// An amount as it can be typed: two decimals, from 0.01 to 999 999 999 999.
fn typed(units: Option<Decimal>) -> Decimal {
    let units = units.unwrap_or(Decimal::ONE).round_dp(2);
    units.clamp(decimal("0.01"), decimal("999999999999"))
}

on_both_engines! {
    async fn no_combination_of_accepted_extremes_leads_out_of_range(test_db: TestDb) {
        let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
        let seed: u64 = setting("CAMBISTA_TEST_SEED").unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
        println!("CAMBISTA_TEST_SEED={seed}");
        // The most points per dollar that can be set.
        let world = World::demo_with(&test_db, &[("CAMBISTA__CLIENTS__POINTS_PER_USD", "1000000")]).await;
        let mut trade = Trade { world: &world, random: StdRng::seed_from_u64(seed), paid: 0 };
        let owner = world.person("superusuario");
        trade.tries(owner, "general", "!sobregiro 1 999999999999").await;
        for batch in 0..setting("CAMBISTA_TEST_STEPS").unwrap_or(BATCHES) {
            trade.trades(batch).await;
            closes_clean(&world.running().app.desk.db).await;
        }
        assert!(0 < trade.paid, "nothing was accepted");
        println!("{} orders were paid", trade.paid);
        world.closes_clean().await;
    }
}

struct Trade<'w> {
    world: &'w World,
    random: StdRng,
    paid: u64,
}

impl Trade<'_> {
    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.choose(&mut self.random).copied().expect("one")
    }

    /// Runs one batch from its prices to its end, and reads every list that shows it.
    async fn trades(&mut self, batch: u64) {
        let (owner, david) = (self.world.person("superusuario"), self.world.person("david"));
        self.tries(david, CHANNEL, "!start batch").await;
        self.tries(owner, "general", "!depositar 1 999999999999").await;
        for _ in 0..4 {
            let (rate, value) = (self.one_of(&PRICES), self.one_of(&PRICES));
            let (fee, cut) = (self.one_of(&PERCENTS), self.one_of(&PERCENTS));
            for price in [
                format!("!setrates PEN VES {rate}"),
                format!("!setusdvalue VES {value}"),
                format!("!setfee VE {fee}"),
                format!("!setcut @david {cut}"),
            ] {
                self.tries(owner, "general", &price).await;
            }
            let total = decimal(self.one_of(&TOTALS));
            let with_fee = Decimal::ONE + decimal(fee) / Decimal::ONE_HUNDRED;
            let amount = typed(
                total
                    .checked_div(with_fee)
                    .and_then(|sent| sent.checked_div(decimal(rate))),
            );
            self.tries(david, CHANNEL, &format!("!t {amount} p")).await;
        }
        self.pays_all().await;
        let usdt = self.one_of(&["0.0001", "1", "1000000", "1000000000"]);
        let received = self.received().await;
        if 0 < received {
            let units = Decimal::new(received, 4).normalize();
            if batch.is_multiple_of(2) {
                self.tries(david, CHANNEL, &format!("!c 0.01 {usdt}")).await;
                let order = self.number("select cast(max(id) as bigint) from orders").await;
                self.tries(owner, CHANNEL, &format!("!revertir {order} una razón"))
                    .await;
                let left = Decimal::new(self.received().await - 100, 4).normalize();
                self.tries(david, CHANNEL, &format!("!c {left} {usdt}")).await;
            } else {
                self.tries(david, CHANNEL, &format!("!c {units} {usdt}")).await;
            }
        }
        for list in [
            "!batch",
            "!transacciones",
            "!ganancias",
            "!pendientes",
            "!canceladas",
            "!cuentas",
        ] {
            self.tries(david, CHANNEL, list).await;
        }
        self.tries(self.world.person("cajero1"), "dm", "!saldo").await;
        self.tries(owner, "dm", "!cola").await;
        self.ends(owner, david).await;
    }

    /// Closes the batch, with `!endbatch` when no purchase can.
    async fn ends(&mut self, owner: Person<'_>, david: Person<'_>) {
        let open = self.number("select count(*) from batches where state = 'open'").await;
        if open == 0 {
            return;
        }
        self.tries(david, CHANNEL, "!endbatch").await;
        if self.number("select count(*) from batches where state = 'open'").await == 1 {
            let asked = owner.last("solicitudes").await;
            let answer = owner.presses(&asked, "Aprobar").await;
            self.judges("Aprobar", &answer.text());
        }
        assert_eq!(
            self.number("select count(*) from batches where state = 'open'").await,
            0
        );
    }

    async fn pays_all(&mut self) {
        loop {
            let next = self
                .number(
                    "select cast(coalesce(min(id), 0) as bigint) from orders where state in ('assigned', 'processing')",
                )
                .await;
            if next == 0 {
                break;
            }
            let cashiers = ["cajero1", "cajero2"].map(|name| self.world.person(name));
            let mine = "select cast(coalesce(max(case when m.name = 'cajero1' then 0 else 1 end), 0) as bigint)
                          from orders o join members m on m.id = o.cashier_id
                         where o.id = (select min(id) from orders where state in ('assigned', 'processing'))";
            let cashier = if self.number(mine).await == 0 {
                cashiers[0]
            } else {
                cashiers[1]
            };
            let answer = cashier.pays(next).await;
            self.judges("Listo", &answer.text());
            answer.says(&["pagada"]);
            self.paid += 1;
        }
        // Orders that nobody has the float for are not paid.
        let waiting = self
            .number("select cast(coalesce(min(id), 0) as bigint) from orders where state = 'pending'")
            .await;
        if waiting != 0 {
            let owner = self.world.person("superusuario");
            self.tries(owner, CHANNEL, &format!("!cancelar {waiting}")).await;
            Box::pin(self.pays_all()).await;
        }
    }

    async fn received(&self) -> i64 {
        self.number(
            "select cast(coalesce(sum(received_minor), 0) as bigint) from orders
               join transfer_orders on order_id = id where state = 'completed' and batch_id = (select max(id) from batches)",
        )
        .await
    }

    async fn tries(&mut self, person: Person<'_>, channel: &str, content: &str) {
        let said = person.says(channel, content).await;
        let answers = |message: &Message| message.0["message_reference"]["message_id"] == said.0["id"];
        if let Some(reply) = person.reads(channel).await.into_iter().rev().find(answers) {
            self.judges(content, &reply.text());
        }
    }

    fn judges(&self, did: &str, text: &str) {
        for fault in FAULTS {
            assert!(!text.contains(fault), "{did:?} led out of range:\n{text}");
        }
    }

    async fn number(&self, sql: &'static str) -> i64 {
        let mut reader = self.world.running().app.desk.db.reader().await.expect("a reader");
        let (number,): (i64,) = sqlx::query_as(sql).fetch_one(reader.conn()).await.expect(sql);
        number
    }
}
