//! Other postings of people are undone once, by a mirror: deposits, adjustments, openings, coins, payouts; and a random
//! run of all kinds of undoing (issue 10, number 6).

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::CHANNEL;
use super::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const REQUESTS: &str = "solicitudes";
const LITTLE: [(&str, &str); 1] = [("CAMBISTA__PAYOUTS__MINIMUM_USD", "0.5")];

/// All balances that are not zero.
async fn balances(world: &World) -> BTreeMap<String, i64> {
    let mut balances = world.balances().await;
    balances.retain(|_, minor| *minor != 0);
    balances
}

/// The number of the posting in an answer.
fn movement_in(text: &str) -> i64 {
    let behind = text.split("`!revertir movimiento ").nth(1).expect("a movement");
    behind.split(' ').next().expect("a number").parse().expect("a number")
}

async fn pays_out(world: &World, number: i64) {
    let owner = world.person("superusuario");
    let title = format!("Solicitud {number}: retiro");
    let asked = owner.finds(REQUESTS, &title).await;
    owner
        .replies_with_capture(REQUESTS, &asked, format!("payout {number}").as_bytes())
        .await;
    owner
        .presses(&owner.finds(REQUESTS, &title).await, "Pagado")
        .await
        .says(&[" pagado: "]);
}

on_both_engines! {
    async fn a_deposit_and_an_adjustment_and_an_opening_are_undone_once_and_the_owner_hears_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, eva, cajero) = (world.person("superusuario"), world.joins("eva").await, world.person("cajero1"));
        owner.says("general", "!rol @eva admin").await;
        let before = balances(&world).await;
        let said = eva.is_told_privately("general", "!depositar 1 1000 recarga").await.text();
        let deposit = movement_in(&said);
        let told = eva.is_told_privately("general", &format!("!revertir movimiento {deposit} era otra cuenta")).await;
        told.shows(&[&format!("Movimiento **{deposit}** deshecho"), "1.000,00 Bs salieron de **cajero1**, cuenta n.º 1"]);
        assert_eq!(balances(&world).await, before);
        cajero.last("dm").await.shows(&["se deshizo por **eva**: «era otra cuenta»", "1.000,00 Bs salieron de ella"]);
        let history = eva.is_answered("general", &format!("!historial m{deposit}")).await;
        history.shows(&["hecho: «recarga» · por eva", "deshecho por **eva**: «era otra cuenta»", "`account:1:VES` +1.000,00 Bs"]);
        cajero.is_refused("dm", &format!("!historial m{deposit}"), &["`!ayuda`"]).await;
        eva.is_refused("general", "!historial m99999", &["No hay un movimiento 99999"]).await;
        eva.is_refused("general", &format!("!revertir movimiento {deposit} otra vez"), &[&format!("El movimiento **{deposit}** ya lo deshizo **eva**, <t:"), &format!("`!historial m{deposit}`")]).await;

        let said = eva.is_told_privately("general", "!ajustar 1 -50 comisión").await.text();
        let adjusted = movement_in(&said);
        owner.is_answered("general", &format!("!revertir movimiento {adjusted} no la cobró")).await.shows(&["50,00 Bs volvieron a **cajero1**"]);
        assert_eq!(balances(&world).await, before);
        cajero.is_told("dm", "!movimientos 1").await.shows(&[
            &format!("depósito: «recarga» · movimiento {deposit}"),
            &format!("depósito deshecho (movimiento {deposit}): «era otra cuenta»"),
            &format!("ajuste deshecho (movimiento {adjusted}): «no la cobró»"),
        ]);

        // The opening amount of an account is undone by whoever may open accounts, as long as the money is there.
        owner.says("general", "!cuenta crear @maria USD 100").await;
        let opened = adjusted + 2;
        eva.is_refused("general", &format!("!revertir movimiento {opened} de más"), &["*admin*"]).await;
        owner.means("general", "!ajustar 3 -60 retiro").await;
        let spent = ["habría que sacar 100,00 $", "en la cuenta n.º 3 solo quedan 40,00 $"];
        owner.is_refused("general", &format!("!revertir movimiento {opened} de más"), &spent).await;
        owner.means("general", "!ajustar 3 60 volvió").await;
        owner.is_answered("general", &format!("!revertir movimiento {opened} de más")).await.shows(&["100,00 $ salieron de **maria**"]);
        assert_eq!(world.balance("account:3:USD").await, "0");
        cajero.is_refused("general", &format!("!revertir movimiento {opened} yo"), &["solo los mueve a mano un admin"]).await;
        owner.is_refused("general", "!revertir movimiento 9999 nada", &["No hay un movimiento 9999"]).await;
        world.closes_clean().await;
    }

    async fn what_has_its_own_way_back_or_is_a_mirror_says_which(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 200 52.63").await;
        let kinds = world.movement_kinds().await;
        for (kind, words) in [
            ("order.completed", "`!revertir 1 motivo`"), ("batch.bought", "`!revertir compra <n> motivo`; el número está en `!historial b1`"),
            ("batch.closed", "`!reabrir 1 motivo`"),
        ] {
            let (journal, _) = kinds.iter().find(|(_, of)| of == kind).expect("posted");
            owner.is_refused("general", &format!("!revertir movimiento {journal} así no"), &[words]).await;
        }
        world.closes_clean().await;
    }

    async fn a_payment_and_a_gift_of_coins_are_undone_unless_they_are_spent(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says("general", "!dar @david 100 por ayudar").await;
        david.says("general", "!pagar @cajero1 30 almuerzo").await;
        let kinds = world.movement_kinds().await;
        let number = |kind: &str| kinds.iter().rev().find(|(_, of)| of == kind).expect("posted").0;
        let (gift, paid) = (number("coins.given"), number("coins.paid"));
        owner.is_told("dm", "!monedas @david").await.shows(&[
            &format!("Movimiento **{paid}**: −**30 monedas** · pago"), &format!("Movimiento **{gift}**: +**100 monedas** · regalo"),
        ]);
        // 70 are left of the gift.
        owner.is_refused("general", &format!("!revertir movimiento {gift} era para otra"), &["habría que sacar **100 monedas**", "solo quedan **70 monedas**"]).await;
        owner.is_answered("general", &format!("!revertir movimiento {paid} se equivocó")).await.shows(&["**30 monedas** volvieron a **david**", "salieron de **cajero1**"]);
        cajero.last("dm").await.shows(&["se deshizo por **superusuario**: «se equivocó»", "salieron de sus monedas"]);
        david.last("dm").await.shows(&["volvieron a sus monedas"]);
        owner.is_answered("general", &format!("!revertir movimiento {gift} era para otra")).await.shows(&["salieron de **david**"]);
        assert_eq!((world.balance("issuance:COIN").await.as_str(), world.balance("member:2:coins:COIN").await.as_str()), ("0", "0"));
        david.is_refused("general", &format!("!revertir movimiento {paid} mío"), &["solo los mueve a mano un admin"]).await;
        world.closes_clean().await;
    }

    async fn a_payout_marked_paid_by_mistake_is_undone_and_asked_for_again(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LITTLE).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 200 52.63").await;
        let before = balances(&world).await;
        david.says("request-retiro", "!request-retiro 1.50 Binance 1").await;
        owner.is_refused("general", "!revertir retiro 1 no salió", &["no es un retiro pagado"]).await;
        pays_out(&world, 1).await;
        let told = owner.is_answered("general", "!revertir retiro 1 el banco lo rechazó").await;
        told.shows(&["Retiro **1** deshecho: ya no está pagado", "1,50 $ volvieron a **david**"]);
        assert_eq!(balances(&world).await, before);
        david.last("dm").await.shows(&["se deshizo por **superusuario**: «el banco lo rechazó»", "1,50 $ volvieron a sus ganancias"]);
        owner.finds(REQUESTS, "Solicitud 1: retiro").await.shows(&["deshecha"]);
        owner.is_answered("general", "!solicitud 1").await.shows(&["deshecha: «el banco lo rechazó» · por superusuario"]);
        owner.is_refused("general", "!revertir retiro 1 otra vez", &["El retiro **1** ya lo deshizo **superusuario**, <t:", "`!solicitud 1`"]).await;
        let paid = world.movement_kinds().await.into_iter().find(|(_, kind)| kind == "payout.paid").expect("posted").0;
        owner.is_refused("general", &format!("!revertir movimiento {paid} así no"), &["`!revertir retiro 1 motivo`"]).await;
        david.is_told_privately("general", "!ganancias").await.shows(&["Disponible: **1,84 $**", "Pagado hasta hoy: 0,00 $"]);
        david.says("request-retiro", "!request-retiro 1.50 Binance 1").await;
        pays_out(&world, 2).await;
        assert_eq!(world.balance("payouts:USD").await, "1.5");
        world.closes_clean().await;
    }

    async fn a_payout_that_comes_back_says_what_of_it_pays_a_debt(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LITTLE).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 200 52.63").await;
        david.says("request-retiro", "!request-retiro 1.50 Binance 1").await;
        pays_out(&world, 1).await;
        // 1,84 is taken back and 1,50 of it is paid out: that is owed. The next share, 0,78, pays a part of it.
        owner.says("general", "!reabrir 1 otro precio").await;
        david.says(CHANNEL, "!c 200 50").await;
        david.is_told_privately("general", "!ganancias").await.shows(&["0,72 $"]);
        let told = owner.is_answered("general", "!revertir retiro 1 el banco lo rechazó").await;
        told.shows(&["1,50 $ volvieron a **david**. De eso, 0,72 $ pagaron la deuda de un reparto que ya no vale, y 0,78 $ quedan en sus ganancias."]);
        david.last("dm").await.shows(&["1,50 $ volvieron a sus ganancias. De eso, 0,72 $ pagaron la deuda"]);
        david.is_told_privately("general", "!ganancias").await.shows(&["Disponible: **0,78 $**"]);
        world.closes_clean().await;
    }

    async fn a_deposit_that_orders_are_to_be_paid_with_is_undone_when_that_is_meant(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, eva) = (world.person("superusuario"), world.person("david"), world.joins("eva").await);
        owner.says("general", "!rol @eva admin").await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let deposit = movement_in(&owner.is_told("dm", "!depositar 1 1000 recarga").await.text());
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 50 p").await;
        david.says(CHANNEL, "!t 550 p").await;
        // 451,35 and 4.964,85 are promised; without the deposit there are 5.000.
        let typed = format!("!revertir m{deposit} era otra cuenta");
        let question = owner.is_told("dm", &typed).await;
        question.shows(&[
            &format!("¿Deshago el movimiento **{deposit}**? Saca dinero de la cuenta n.º 1. Nada se movió todavía."),
            "se va a pagar la orden **2**", "faltarían 416,20 Bs",
        ]);
        assert_eq!(world.balance("account:1:VES").await, "6000");
        // An admin who is not a superuser gets the same question.
        eva.is_told("dm", &typed).await.shows(&["la orden **2**"]);
        // The orders have changed when it is confirmed, so it is asked again.
        david.says(CHANNEL, "!t 10 p").await;
        owner.presses(&question, "Confirmar").await.says(&["Las cifras cambiaron", "las órdenes **2** y **3**", "faltarían 506,47 Bs"]);
        let again = owner.finds_again(&question).await.expect("the question");
        let done = owner.presses(&again, "Confirmar").await;
        done.says(&[&format!("Movimiento **{deposit}** deshecho"), "Las órdenes **2** y **3** se iban a pagar de esta cuenta", "faltan 506,47 Bs"]);
        world.sweeps().await;
        david.order(CHANNEL, 2).await.shows(&["espera cajero"]);
        owner.is_refused("dm", &typed, &["ya lo deshizo **superusuario**"]).await;
        // The question about an adjustment also names the orders.
        let asked = owner.is_told("dm", "!ajustar 1 -4800 comisión").await;
        asked.shows(&["Es mucho para esa cuenta", "las órdenes **1** y **3**", "faltarían 341,62 Bs"]);
        let dropped = owner.presses(&asked, "Corregir").await;
        dropped.says(&["`!ajustar 1 -4800 comisión`"]);
        for order in 1..=3 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn points_that_became_coins_and_the_coins_of_the_day_are_undone(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        world.gives_points("david", 57).await;
        let before = balances(&world).await;
        david.says("general", "!canjear 50").await;
        david.says("general", "!diario").await;
        let kinds = world.movement_kinds().await;
        let number = |kind: &str| kinds.iter().rev().find(|(_, of)| of == kind).expect("posted").0;
        let (redeemed, daily) = (number("points.redeemed"), number("coins.daily"));
        owner.is_told("dm", "!monedas @david").await.shows(&[
            &format!("Movimiento **{redeemed}**: +**5 monedas** · canje de puntos"), &format!("Movimiento **{daily}**: +**10 monedas** · monedas del día"),
        ]);
        david.is_refused("general", &format!("!revertir movimiento {redeemed} mío"), &["solo los mueve a mano un admin"]).await;
        // 3 of the 15 coins are left: neither posting can be undone until the coins are back.
        david.says("general", "!pagar @cajero1 12").await;
        let spent = ["habría que sacar **5 monedas**", "de esas monedas solo quedan **3 monedas**"];
        owner.is_refused("general", &format!("!revertir movimiento {redeemed} se equivocó"), &spent).await;
        world.person("cajero1").says("general", "!pagar @david 12").await;
        let told = owner.is_answered("general", &format!("!revertir movimiento {redeemed} se equivocó")).await;
        told.shows(&["**50 puntos** volvieron a **david**", "**5 monedas** salieron de **david**"]);
        david.finds("dm", "**50 puntos** volvieron a sus puntos").await.shows(&["«se equivocó»", "`!puntos`"]);
        owner.is_answered("general", &format!("!revertir movimiento {daily} era prueba")).await.shows(&["**10 monedas** salieron de **david**", "El día queda contado"]);
        assert_eq!(balances(&world).await, before);
        david.is_answered("general", "!diario").await.shows(&["Ya recibió las monedas de hoy"]);
        owner.is_answered("general", &format!("!historial m{redeemed}")).await.shows(&["hecho · por david", "deshecho por **superusuario**: «se equivocó»"]);
        owner.is_refused("general", &format!("!revertir movimiento {redeemed} otra vez"), &["ya lo deshizo **superusuario**"]).await;
        david.is_answered("general", "!canjear 50").await.shows(&["Cambió **50 puntos** por **5 monedas**"]);
        world.closes_clean().await;
    }

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

/// The random run: it does things and undoes them.
struct Doing<'w> {
    world: &'w World,
    random: StdRng,
    /// The purchases that count: their numbers, and the amounts they bought for.
    lots: Vec<(i64, i64)>,
    is_closed: bool,
    orders_made: i64,
    payouts_made: i64,
    /// Orders that are paid and not undone.
    paid: Vec<i64>,
    /// What was typed, shown when the run fails.
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

    /// Received money that no USDT were bought for.
    fn left(&self) -> i64 {
        200 - self.lots.iter().map(|(_, bought)| bought).sum::<i64>()
    }

    async fn buys(&mut self) {
        let whole = 10 + i64::try_from(self.below(80)).expect("small");
        if self.left() <= whole {
            return;
        }
        // At a usual price, from 3.5 to 4.9: other prices would be asked about.
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
        // Far too many USDT, so that there are shares to take back: a superuser confirms it.
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

    /// An order that should not have been paid is undone after its batch has closed.
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

    /// Points become coins; some are paid to somebody and come back.
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
