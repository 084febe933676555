//! Every refusal says what to do instead, and an undoing always works: into a closed account, or when points were spent
//! (issue 9, number 12).

use cambista::db::Source;
use rand::prelude::{IndexedRandom, Rng, SeedableRng, StdRng};

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::closes_clean;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::replies::TOLD_DIRECTLY;
use crate::support::world::World;

const CLIENTS: &str = "transacciones-clientes";
/// Steps of the random run; `CAMBISTA_TEST_STEPS` sets more.
const STEPS: u64 = 60;
/// Answers of last resort, which must not appear.
const NO_WAYS: [&str; 3] = [
    "fallo del programa",
    "No se guardó nada. Inténtelo otra vez",
    "no lo admiten",
];
const POINTS: &[(&str, &str)] = &[
    ("CAMBISTA__CLIENTS__POINTS_PER_USD", "2"),
    ("CAMBISTA__COINS__POINTS_PER_COIN", "1"),
];

async fn sends(person: Person<'_>, content: &str, bytes: &[u8]) -> Message {
    let said = person.types_with_capture("dm", content, bytes).await;
    person.reply_to("dm", &said).await
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

on_both_engines! {
    async fn a_reversal_opens_the_account_it_gives_back_to(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await;
        owner.says("general", "!ajustar 1 -4097.30 se llevó todo").await;
        cajero.is_told("dm", "!cerrar-cuenta VES").await.shows(&["n.º 1", "está cerrada"]);
        owner.is_told(CHANNEL, "!revertir 1 el banco lo devolvió").await.shows(&[
            "Orden **1** revertida", "la n.º 1", "de **cajero1**, estaba cerrada y quedó abierta otra vez", "`!saldo 1`", "`!ajustar 1 -… motivo`",
        ]);
        cajero.finds("dm", "abierta otra vez").await.shows(&["la orden **1** ya no cuenta como pagada", "Saldo actual 902,70 Bs", "`!cerrar-cuenta 1`"]);
        assert_eq!(super::accounts::events(&world, 1).await, ["opened", "closed", "reopened"]);
        cajero.is_told("dm", "!saldo").await.shows(&["Cuenta n.º 1 · VES", "Saldo actual: 902,70 Bs"]);

        // The account pays again, and is closed again.
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(2).await.says(&["Orden **2** pagada"]);
        cajero.is_told("dm", "!cerrar-cuenta VES").await.shows(&["está cerrada"]);
        david.says(CHANNEL, "!c 100 25.75").await;
        // In a closed batch it is a correction, which is shown first.
        owner.is_answered(CHANNEL, "!revertir 2 tarde").await.shows(&["batch **1**, que está cerrado", "Antes → después"]);
        owner.says("general", "!cuenta crear @cajero1 VES 10").await;
        owner.is_refused("general", "!depositar 1 5", &["La cuenta n.º 1 está cerrada", "la n.º 4: escriba `4`"]).await;
        owner.means("general", "!ajustar 4 902.70 orden 2 sin pagar").await.shows(&["saldo actual 912,70 Bs"]);
        world.closes_clean().await;
    }

    async fn points_that_come_back_from_coins_pay_what_is_owed_of_them(test_db: TestDb) {
        let world = World::demo_with(&test_db, POINTS).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        owner.says(CLIENTS, "!start batch PEN VES").await;
        sends(maria, "!t 100 p Ana 0102-1", b"first").await;
        sends(maria, "!t 100 p Ana 0102-2", b"second").await;
        world.person("cajero1").pays(1).await;
        world.person("cajero2").pays(2).await;
        maria.is_told("dm", "!canjear 60").await.shows(&["Le quedan **32 puntos**"]);
        owner.is_told_privately(CLIENTS, "!revertir 1 pagó dos veces").await.shows(&["ahora debe **14 puntos**"]);
        let kinds = world.movement_kinds().await;
        let (redeemed, _) = kinds.iter().find(|(_, kind)| kind == "points.redeemed").expect("posted");
        let told = owner.is_told("dm", &format!("!revertir movimiento {redeemed} se equivocó")).await;
        told.shows(&["**60 puntos** volvieron a **maria**", "**60 monedas** salieron de **maria**"]);
        // 14 of the 60 are paid, and cannot be spent a second time.
        maria.is_refused("dm", "!canjear 47", &["Son **47 puntos** y tiene **46 puntos** disponibles"]).await;
        maria.is_told("dm", "!canjear 46").await.shows(&["Le quedan **0 puntos**"]);
        let balances = world.balances().await;
        assert_eq!((balances["issuance:PTS"], balances["issuance:COIN"]), (0, -46));
        closes_clean(&world.running().app.desk.db).await;
    }

    async fn points_that_were_spent_are_owed_and_paid_by_the_next(test_db: TestDb) {
        let world = World::demo_with(&test_db, POINTS).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        let (one, two) = (world.person("cajero1"), world.person("cajero2"));
        owner.says(CLIENTS, "!start batch PEN VES").await;
        sends(maria, "!t 100 p Ana 0102-1", b"first").await;
        sends(maria, "!t 100 p Ana 0102-2", b"second").await;
        one.pays(1).await;
        two.pays(2).await;
        // 23 dollars each, two points a dollar.
        maria.is_told("dm", "!canjear 60").await.shows(&["**60 puntos**", "**60 monedas**", "Le quedan **32 puntos**"]);
        owner.is_told_privately(CLIENTS, "!revertir 1 pagó dos veces").await.shows(&["**maria** ya había canjeado", "ahora debe **14 puntos**"]);
        closes_clean(&world.running().app.desk.db).await;
        maria.is_told("dm", "!puntos").await.shows(&["**-14 PTS** — los debe", "-46 PTS · orden 1 revertida", "-60 PTS · canje por monedas"]);
        maria.is_told("dm", "!monedas").await.shows(&["**0 puntos**", "Debe **14 puntos**"]);
        maria.is_refused("dm", "!canjear 1", &["Debe **14 puntos**", "Los próximos puntos que gane los pagan", "`!puntos`"]).await;
        owner.is_told_privately(CLIENTS, "!revertir 2 también").await.shows(&["ahora debe **60 puntos**"]);

        sends(maria, "!t 100 p Ana 0102-3", b"third").await;
        one.pays(3).await;
        maria.is_told("dm", "!puntos").await.shows(&["**-14 PTS** — los debe", "+46 PTS · orden 3"]);
        maria.is_refused("dm", "!canjear 1", &["Debe **14 puntos**"]).await;
        sends(maria, "!t 100 p Ana 0102-4", b"fourth").await;
        one.pays(4).await;
        let points = maria.is_told("dm", "!puntos").await;
        points.shows(&["**32 PTS**"]);
        assert!(!points.text().contains("los debe"));
        maria.is_refused("dm", "!canjear 33", &["Son **33 puntos** y tiene **32 puntos** disponibles", "`!monedas`"]).await;
        maria.is_told("dm", "!canjear 32").await.shows(&["Le quedan **0 puntos**"]);
        let balances = world.balances().await;
        assert_eq!((balances["issuance:PTS"], balances["issuance:COIN"]), (0, -92));
        world.closes_clean().await;
    }

    async fn no_life_of_a_desk_ends_in_a_refusal_without_a_way(test_db: TestDb) {
        let seed = setting("CAMBISTA_TEST_SEED").unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
        let steps = setting("CAMBISTA_TEST_STEPS").unwrap_or(STEPS);
        println!("CAMBISTA_TEST_SEED={seed}");
        let world = World::demo_with(&test_db, POINTS).await;
        world.person("superusuario").says(CLIENTS, "!start batch PEN VES").await;
        world.person("david").says(CHANNEL, "!start batch").await;
        let mut life = Life { world: &world, random: StdRng::seed_from_u64(seed), captures: 0, refusals: 0 };
        for step in 0..steps {
            life.step().await;
            if step % 10 == 9 {
                closes_clean(&world.running().app.desk.db).await;
            }
        }
        println!("{} of {steps} steps were refused, each with a way", life.refusals);
        world.closes_clean().await;
    }
}

/// The random run.
struct Life<'w> {
    world: &'w World,
    random: StdRng,
    captures: u64,
    refusals: u64,
}

impl Life<'_> {
    async fn step(&mut self) {
        let (owner, david, maria) = (
            self.world.person("superusuario"),
            self.world.person("david"),
            self.world.person("maria"),
        );
        let amount = self.random.random_range(1..200);
        match self.random.random_range(0..100) {
            0..14 => self.types(david, CHANNEL, format!("!t {amount} p")).await,
            14..30 => self.sends_as_client(maria, amount).await,
            30..56 => self.pays().await,
            56..70 => {
                let order = self
                    .any("select cast(coalesce(max(id), 1) as bigint) from orders")
                    .await;
                let order = self.random.random_range(1..=order);
                self.types(owner, CHANNEL, format!("!revertir {order} una razón")).await;
            }
            70..76 => self.types(maria, "dm", format!("!canjear {amount}")).await,
            76..84 => self.empties_and_closes(owner).await,
            84..88 => self.moves_by_hand(owner, amount).await,
            88..91 => {
                let account = self.any_account().await;
                let limit = [0, 100, 5_000].choose(&mut self.random).copied().unwrap_or(0);
                self.types(owner, "general", format!("!sobregiro {account} {limit}"))
                    .await;
            }
            91..94 => {
                let cashier = ["cajero1", "cajero2"]
                    .choose(&mut self.random)
                    .copied()
                    .unwrap_or("cajero1");
                self.types(owner, "general", format!("!cuenta crear @{cashier} VES 3000"))
                    .await;
            }
            94..97 => {
                self.types(david, CHANNEL, format!("!c {amount} {}", amount / 3 + 1))
                    .await
            }
            97..98 => self.types(david, CHANNEL, "!endbatch".to_owned()).await,
            98..99 => {
                self.types(owner, CLIENTS, format!("!c {amount} {}", amount / 3 + 1))
                    .await
            }
            _ => self.types(david, CHANNEL, "!start batch".to_owned()).await,
        }
    }

    async fn types(&mut self, person: Person<'_>, channel: &str, content: String) {
        let before = self.world.rows().await;
        let said = person.says(channel, &content).await;
        let reply = person.reads(channel).await.into_iter().rev();
        let answers = |message: &Message| message.0["message_reference"]["message_id"] == said.0["id"];
        let Some(reply) = reply.into_iter().find(answers) else {
            assert_ne!(
                self.world.rows().await,
                before,
                "{content:?} was answered with nothing and did nothing"
            );
            return;
        };
        let reply = match reply.text() == TOLD_DIRECTLY {
            true => person.last("dm").await,
            false => reply,
        };
        self.judges(&content, &reply.text(), before == self.world.rows().await);
    }

    async fn sends_as_client(&mut self, client: Person<'_>, amount: i64) {
        self.captures += 1;
        let (content, before) = (format!("!t {amount} p Ana 0102"), self.world.rows().await);
        let capture = format!("capture {}", self.captures);
        let reply = sends(client, &content, capture.as_bytes()).await;
        self.judges(&content, &reply.text(), before == self.world.rows().await);
    }

    /// Pays some assigned order from any account that can.
    async fn pays(&mut self) {
        let mut reader = self.world.running().app.desk.db.reader().await.expect("a reader");
        let open: Vec<(i64, String)> = sqlx::query_as(
            "select o.id, m.name from orders o join members m on m.id = o.cashier_id
              where o.state in ('assigned', 'processing') order by o.id",
        )
        .fetch_all(reader.conn())
        .await
        .expect("the open orders");
        drop(reader);
        let Some((order, cashier)) = open.choose(&mut self.random) else {
            return;
        };
        let cashier = self
            .world
            .person(if cashier == "cajero1" { "cajero1" } else { "cajero2" });
        let before = self.world.rows().await;
        let shown = cashier.order("dm", *order).await;
        let capture = format!("payment of {order}");
        cashier.replies_with_capture("dm", &shown, capture.as_bytes()).await;
        let mut answer = cashier.presses(&shown, "Listo").await;
        if answer.text().contains("elija de qué cuenta") || !answer.message().selects().is_empty() {
            let message = answer.message();
            let menu = message.selects().pop().expect("a menu");
            let account = message.options(&menu)[0].clone();
            answer = cashier.selects(&message, &menu, &[&account]).await;
        }
        self.judges("Listo", &answer.text(), before == self.world.rows().await);
    }

    async fn empties_and_closes(&mut self, owner: Person<'_>) {
        let account = self.any_account().await;
        let code = format!("account:{account}:VES");
        let minor = self.world.balances().await.get(&code).copied().unwrap_or(0);
        if minor != 0 {
            let sign = if minor < 0 { "" } else { "-" };
            let units = rust_decimal::Decimal::new(minor.abs(), 4).round_dp(2);
            self.types(owner, "general", format!("!ajustar {account} {sign}{units} vaciar"))
                .await;
        }
        self.types(owner, "general", format!("!cerrar-cuenta {account}")).await;
    }

    async fn moves_by_hand(&mut self, owner: Person<'_>, amount: i64) {
        let account = self.any_account().await;
        let command = if self.random.random_bool(0.5) {
            format!("!depositar {account} {}", amount * 20)
        } else {
            format!("!ajustar {account} -{amount} comisión")
        };
        self.types(owner, "general", command).await;
    }

    async fn any_account(&mut self) -> i64 {
        let last = self
            .any("select cast(max(id) as bigint) from accounts where class = 'bank'")
            .await;
        self.random.random_range(1..=last)
    }

    async fn any(&self, sql: &'static str) -> i64 {
        let mut reader = self.world.running().app.desk.db.reader().await.expect("a reader");
        let (number,): (i64,) = sqlx::query_as(sql).fetch_one(reader.conn()).await.expect(sql);
        number
    }

    /// Checks that a refusal is not a fault, and says what to type, press or wait for.
    fn judges(&mut self, did: &str, text: &str, changed_nothing: bool) {
        for fault in NO_WAYS {
            assert!(!text.contains(fault), "{did:?} was answered as a fault:\n{text}");
        }
        if changed_nothing {
            self.refusals += 1;
            let names_a_way = text.contains('`') || text.contains("**") || text.contains("Escriba");
            assert!(names_a_way, "{did:?} was refused without a way:\n{text}");
        }
    }
}
