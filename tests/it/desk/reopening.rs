//! A closing and its purchases are undone: the books are as before them, and what was paid out of a share is owed
//! (issue 10, number 6).

use std::collections::BTreeMap;

use super::CHANNEL;
use super::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::World;

/// A lower minimum for payouts, because the corrected closing shares less than the demo's.
const LITTLE: [(&str, &str); 1] = [("CAMBISTA__PAYOUTS__MINIMUM_USD", "0.5")];
const DAVID: &str = "member:2:earnings:USD";
const REOPEN: &str = "!reabrir 1 faltó el punto de 66.00";
const PAYOUTS: &str = "request-retiro";
const REQUESTS: &str = "solicitudes";

/// 270 S/ received, 2 437,29 Bs sent, 64.139… $; the batch is open.
async fn with_270_paid(test_db: &TestDb) -> World {
    let world = World::demo_with(test_db, &LITTLE).await;
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 270 p").await;
    world.person("cajero1").pays(1).await;
    world
}

/// All balances that are not zero.
async fn balances(world: &World) -> BTreeMap<String, i64> {
    let mut balances = world.balances().await;
    balances.retain(|_, minor| *minor != 0);
    balances
}

async fn payout(world: &World, number: i64) -> Message {
    let title = format!("Solicitud {number}: retiro");
    world.person("superusuario").finds(REQUESTS, &title).await
}

/// A superuser attaches the capture of a payout and marks it as paid.
async fn pays_out(world: &World, number: i64) {
    let owner = world.person("superusuario");
    let asked = payout(world, number).await;
    owner
        .replies_with_capture(REQUESTS, &asked, format!("payout {number}").as_bytes())
        .await;
    owner
        .presses(&payout(world, number).await, "Pagado")
        .await
        .says(&[" pagado: "]);
}

on_both_engines! {
    async fn a_forgotten_point_is_taken_back_and_the_books_are_those_of_a_batch_closed_right(test_db: TestDb) {
        let other_db = test_db.another().await;
        let right = with_270_paid(&other_db).await;
        right.person("david").says(CHANNEL, "!c 270 66").await;
        let expected = balances(&right).await;
        right.closes_clean().await;

        let world = with_270_paid(&test_db).await;
        let before = balances(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.means(CHANNEL, "!c 270 6600").await;
        david.last(CHANNEL).await.shows(&["Ganancia generada en el batch = 6.535,87 $", "david = 2.614,34 $"]);
        owner.is_answered(CHANNEL, REOPEN).await.shows(&[
            "Batch **1** reabierto: la ganancia de 6.535,87 $ salió de las ganancias", "6.600,00 USDT por 270,00 S/",
            "`!c <cantidad> <usdt>`",
        ]);
        assert_eq!(balances(&world).await, before, "as before the purchase");
        let open = david.finds(CHANNEL, "se reabrió por **superusuario**: «faltó el punto de 66.00»").await;
        open.shows(&["270,00 S/", "2.437,29 Bs", "64,139 $", "Hechas: 1"]).rings(&["david"]);
        for (person, part) in [(david, "2.614,34 $"), (cajero, "3.921,53 $")] {
            let heard = person.finds("dm", "El batch **1** se reabrió por **superusuario**").await;
            heard.shows(&[part, "«faltó el punto de 66.00»", "se reparte de nuevo"]);
        }
        owner.is_refused(CHANNEL, REOPEN, &["El batch **1** está abierto", "no hay cierre que deshacer"]).await;

        david.says(CHANNEL, "!c 270 66").await;
        david.last(CHANNEL).await.shows(&["Ganancia generada en el batch = 1,87 $", "david = 0,74 $", "cajero1 = 1,13 $"]);
        assert_eq!(balances(&world).await, expected, "as if the point had been there");
        david.is_told_privately("general", "!ganancias").await.shows(&["Disponible: **0,74 $**", "revendedor · 0,74 $"]);
        owner.is_answered(CHANNEL, "!historial b1").await.shows(&[
            "compra de 6.600,00 USDT por 270,00 S/", "compra n.º 1 deshecha: «faltó el punto de 66.00» · por superusuario",
            "batch reabierto: «faltó el punto de 66.00» · por superusuario", "compra de 66,00 USDT", "ganancia 1,87 $",
        ]);
        world.closes_clean().await;
    }

    async fn what_was_paid_out_of_a_share_is_owed_and_the_next_shares_pay_it_first(test_db: TestDb) {
        let world = with_270_paid(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.means(CHANNEL, "!c 270 6600").await;
        david.says(PAYOUTS, "!request-retiro 1000 Binance 1").await;
        pays_out(&world, 1).await;
        cajero.says(PAYOUTS, "!request-retiro 50 Zelle").await;
        owner.is_answered(CHANNEL, REOPEN).await.shows(&["**david** ya había cobrado 1.000,00 $ de su parte: los debe"]);
        for (code, balance) in [(DAVID, "0"), ("debt:2:USD", "-1000"), ("payouts:USD", "1000"), ("profit:USD", "0")] {
            assert_eq!(world.balance(code).await, balance, "{code}");
        }
        david.finds("dm", "se reabrió por").await.shows(&["ya se le pagaron 1.000,00 $: los debe"]);
        david.is_told_privately("general", "!ganancias").await.shows(&["Ganancias ahora: 0,00 $", "Debe: 1.000,00 $", "Pagado hasta hoy: 1.000,00 $"]);
        david.is_refused(PAYOUTS, "!request-retiro 1 Binance 1", &["debe 1.000,00 $", "sus próximas ganancias pagan primero", "`!ganancias`"]).await;
        // A payout that was asked for and not paid is withdrawn.
        payout(&world, 2).await.shows(&["se reabrió el batch de donde venía esa ganancia"]);

        david.says(CHANNEL, "!c 270 66").await;
        david.finds("dm", "Se cerró el batch **1** con ganancia: le tocan **0,74 $**").await.shows(&["De eso, 0,74 $ pagan lo que debía"]);
        assert_eq!((world.balance(DAVID).await.as_str(), world.balance("debt:2:USD").await.as_str()), ("0", "-999.26"));
        david.is_told_privately("general", "!ganancias").await.shows(&["Debe: 999,26 $", "noviembre 2026: 0,74 $"]);
        // cajero1's earnings were never paid out, so nothing is owed.
        cajero.is_told_privately("general", "!ganancias").await.shows(&["Disponible: **1,13 $**"]);
        world.closes_clean().await;
    }

    async fn a_payout_that_the_right_share_covers_leaves_no_debt(test_db: TestDb) {
        let world = with_270_paid(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.means(CHANNEL, "!c 270 660").await;
        david.says(PAYOUTS, "!request-retiro 0.50 Binance 1").await;
        pays_out(&world, 1).await;
        owner.says(CHANNEL, REOPEN).await;
        assert_eq!(world.balance("debt:2:USD").await, "-0.5");
        david.says(CHANNEL, "!c 270 66").await;
        assert_eq!((world.balance(DAVID).await.as_str(), world.balance("debt:2:USD").await.as_str()), ("0.24", "0"));
        let earnings = david.is_told_privately("general", "!ganancias").await;
        assert!(!earnings.text().contains("Debe"), "{}", earnings.text());
        world.closes_clean().await;
    }

    async fn a_batch_that_is_opened_again_beside_a_newer_one_is_closed_by_its_number(test_db: TestDb) {
        let world = with_270_paid(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.means(CHANNEL, "!c 270 6600").await;
        david.says(CHANNEL, "!start batch").await;
        owner.is_answered(CHANNEL, "!reabrir b1 faltó el punto").await.shows(&[
            "`!c <cantidad> <usdt> b1`", "siguen entrando en el batch **2**",
        ]);
        // Transfers enter the newer batch.
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(2).await;
        assert_eq!(world.balance("batch:2:received:PEN").await, "100");
        let which = ["Diga cuál batch: están abiertos **b1** y **b2**"];
        david.is_refused(CHANNEL, "!c 270 66", &which).await;
        david.is_refused(CHANNEL, "!c 270 66 PEN VES", &which).await;
        for typed in ["!c 270 66 b3", "!endbatch b3", "!batch b3"] {
            let parts = ["El batch **b3** no está abierto aquí: no existe, o es de otro canal", "Aquí están abiertos **b1** y **b2**"];
            david.is_refused(CHANNEL, typed, &parts).await;
        }
        david.is_refused(CHANNEL, "!endbatch", &["`!endbatch b1`"]).await;
        david.is_told(CHANNEL, "!batch b1").await.shows(&["batch 1", "270,00 S/"]);
        david.says(CHANNEL, "!c 270 66 b1").await;
        david.last(CHANNEL).await.shows(&["batch 1 cerrado", "1,87 $"]);
        let ended = ["El batch **b1** ya se cerró, <t:", "Aquí está abierto **b2**: `!c 200 52.63 b2`"];
        david.is_refused(CHANNEL, "!c 100 24 b1", &ended).await;
        david.says(CHANNEL, "!c 100 25.75").await;
        david.last(CHANNEL).await.shows(&["batch 2 cerrado", "2,00 $"]);

        // Reopened without another open batch, it takes transfers, and no new batch can be opened.
        owner.says(CHANNEL, "!reabrir 2 otra vez").await;
        david.is_refused(CHANNEL, "!start batch", &["abierto"]).await;
        david.says(CHANNEL, "!t 50 p").await;
        cajero.pays(3).await;
        assert_eq!(world.balance("batch:2:received:PEN").await, "150");
        david.says(CHANNEL, "!c 150 39").await;
        david.last(CHANNEL).await.shows(&["batch 2 cerrado", "39,00 $"]);
        world.closes_clean().await;
    }

    async fn a_closing_without_a_purchase_or_with_a_loss_or_of_nothing_is_taken_back_too(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!endbatch").await;
        owner.is_answered(CHANNEL, "!reabrir 1 no estaba listo").await.shows(&["no había ganancia repartida", "`!endbatch`"]);
        david.says(CHANNEL, "!endbatch").await;
        let david = two_paid(&world).await;
        let before = balances(&world).await;
        // The desk bears a loss.
        owner.means(CHANNEL, "!c 200 4").await;
        assert_eq!(world.balance("loss:USD").await, "-44.03");
        owner.says(CHANNEL, "!reabrir 2 faltó un cero").await;
        assert_eq!(balances(&world).await, before);
        // A superuser closes it without a purchase for half of it.
        david.says(CHANNEL, "!c 100 26").await;
        david.says(CHANNEL, "!endbatch").await;
        let asked = owner.last(REQUESTS).await;
        owner.presses(&asked, "Aprobar").await;
        owner.says(CHANNEL, "!reabrir 2 sí se compró").await;
        assert_eq!(balances(&world).await, before);
        david.says(CHANNEL, "!c 200 52.63").await;
        david.last(CHANNEL).await.shows(&["4,60 $", "1,84 $", "2,76 $"]);
        world.closes_clean().await;
    }

    async fn a_purchase_is_undone_while_its_batch_is_open_by_who_typed_it_or_a_superuser(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        let before = balances(&world).await;
        david.says(CHANNEL, "!c 50 11").await;
        david.finds(CHANNEL, "Compra anotada: 11,00 USDT por 50,00 S/ · n.º 1. Si fue un error: `!revertir compra 1 motivo`").await;
        cajero.is_refused(CHANNEL, "!revertir compra 1 no es mía", &["solo la revierte un superusuario"]).await;
        david.is_refused(CHANNEL, "!revertir compra 1 x", &["escriba de 3 a 200"]).await;
        david.is_refused(CHANNEL, "!revertir compra x punto mal puesto", &["«x»"]).await;
        owner.is_refused(CHANNEL, "!revertir compra 9 punto mal puesto", &["No hay una compra 9"]).await;
        david.is_told(CHANNEL, "!revertir compra 1 punto mal puesto").await.shows(&["Compra **1** deshecha: 11,00 USDT por 50,00 S/ ya no cuentan"]);
        assert_eq!(balances(&world).await, before);
        let figures = david.finds(CHANNEL, "deshecha por **david**: «punto mal puesto»").await;
        figures.shows(&["200,00 S/", "4,1633 PEN/USDT"]);
        david.is_refused(CHANNEL, "!revertir compra 1 otra vez", &["ya la deshizo **david**"]).await;

        david.says(CHANNEL, "!c 50 13").await;
        owner.is_told(CHANNEL, "!revertir compra 2 era otro monto").await.shows(&["Compra **2** deshecha"]);
        david.finds(CHANNEL, "deshecha por **superusuario**").await.rings(&["david"]);
        david.says(CHANNEL, "!c 200 52.63").await;
        david.last(CHANNEL).await.shows(&["4,60 $", "1,84 $", "2,76 $"]);
        owner.is_refused(CHANNEL, "!revertir compra 3 tarde", &["batch **1**, que está cerrado", "`!reabrir 1 motivo`"]).await;
        owner.is_refused(CHANNEL, "!reabrir 7 no está", &["No hay un batch 7"]).await;
        david.is_refused(CHANNEL, REOPEN, &["Un batch cerrado solo lo reabre un superusuario"]).await;
        world.closes_clean().await;
    }
}
