//! An order of a closed batch is undone in one step: what changes for everybody is shown, and a superuser confirms it.

use std::collections::BTreeMap;

use serde_json::json;

use super::CHANNEL;
use super::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::World;

const LITTLE: [(&str, &str); 1] = [("CAMBISTA__PAYOUTS__MINIMUM_USD", "0.5")];
const REVERT_2: &str = "!revertir 2 el banco devolvió el pago";
const REQUESTS: &str = "solicitudes";

/// All balances that are not zero.
async fn balances(world: &World) -> BTreeMap<String, i64> {
    let mut balances = world.balances().await;
    balances.retain(|_, minor| *minor != 0);
    balances
}

/// The worked example, closed: 4.60 $ of gain.
async fn closed(test_db: &TestDb) -> World {
    let world = World::demo_with(test_db, &LITTLE).await;
    let david = two_paid(&world).await;
    david.says(CHANNEL, "!c 200 52.63").await;
    world
}

async fn asks(world: &World, typed: &str) -> Message {
    let question = world.person("superusuario").is_answered(CHANNEL, typed).await;
    assert_eq!(question.buttons(), ["Confirmar"], "{}", question.text());
    question
}

on_both_engines! {
    async fn the_figures_before_and_after_are_shown_and_confirmed_and_the_books_are_as_if_it_had_never_been_paid(test_db: TestDb) {
        let other_db = test_db.another().await;
        let never = World::demo_with(&other_db, &LITTLE).await;
        let david = two_paid(&never).await;
        never.person("superusuario").says(CHANNEL, REVERT_2).await;
        david.says(CHANNEL, "!c 100 26.3150").await;
        let expected = balances(&never).await;
        never.closes_clean().await;

        let world = closed(&test_db).await;
        let before = balances(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let question = asks(&world, REVERT_2).await;
        question.shows(&[
            "La orden **2** es del batch **1**, que está cerrado", "(*el banco devolvió el pago*)",
            "Recibido: 200,00 S/ → 100,00 S/", "Enviado: 1.825,46 Bs → 902,70 Bs", "52,63 USDT → 26,3150 USDT",
            "Ganancia: 4,60 $ → 2,56 $", "Ganancia de **david**: 1,84 $ → 1,02 $", "Ganancia de **cajero1**: 2,76 $ → 1,54 $",
            "Vuelven a la cuenta de **cajero1**: 922,76 Bs", "Nada se ha movido todavía", "`!reabrir 1 motivo`",
        ]);
        assert_eq!(balances(&world).await, before, "it was only shown");

        owner.presses(&question, "Confirmar").await.says(&["Orden **2** revertida, y el batch **1** cerrado otra vez", "4,60 $ → 2,56 $"]);
        assert_eq!(balances(&world).await, expected);
        assert_eq!(world.backlog_told(2).await.last().expect("steps"), "completed → reversed, cajero1, superusuario, el banco devolvió el pago");
        david.last(CHANNEL).await.shows(&["batch 1 cerrado", "2,56 $", "david = 1,02 $", "cajero1 = 1,54 $"]);
        david.finds(CHANNEL, "Orden **2** revertida por **superusuario**").await.rings(&["david"]);
        for (person, change) in [(david, "1,84 $ → 1,02 $"), (cajero, "2,76 $ → 1,54 $")] {
            let heard = person.finds("dm", "del batch **1** se revirtió por **superusuario**: «el banco devolvió el pago»").await;
            heard.shows(&[change]);
        }
        cajero.finds("dm", "922,76 Bs volvieron a su cuenta").await;
        owner.is_refused(CHANNEL, REVERT_2, &["ya está así: *revertida*"]).await;
        owner.is_answered(CHANNEL, "!historial b1").await.shows(&[
            "batch reabierto: «el banco devolvió el pago» · por superusuario",
            "ganancia 2,56 $",
        ]);
        // All events have the same time, and are shown in the order in which they happened.
        let text = owner.is_answered(CHANNEL, "!historial b1").await.text();
        let corrected = text.split_once("batch reabierto").expect("it was").1;
        let steps = ["deshecha: «el banco devolvió el pago»", "orden **2** revertida", "compra de ", "batch cerrado"];
        let found: Vec<usize> = steps.iter().map(|step| corrected.find(step).unwrap_or_else(|| panic!("{step}: {text}"))).collect();
        assert!(found.is_sorted(), "{text}");
        // The refusal says that the batch is closed.
        for typed in ["!c 100 26 b1", "!endbatch b1", "!batch b1"] {
            david.is_refused(CHANNEL, typed, &["El batch **b1** ya se cerró, <t:", "`!historial b1`", "`!reabrir 1 motivo`"]).await;
        }
        world.closes_clean().await;
    }

    async fn it_is_shared_by_the_percentage_of_its_own_closing_and_a_new_closing_says_that_another_one_counts(test_db: TestDb) {
        let world = closed(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.is_answered(CHANNEL, "!setcut @david 41").await.shows(&["41 %"]);
        let question = asks(&world, REVERT_2).await;
        question.shows(&["Ganancia de **david**: 1,84 $ → 1,02 $", "Ganancia de **cajero1**: 2,76 $ → 1,54 $"]);
        owner.presses(&question, "Confirmar").await.says(&["revertida"]);
        david.last(CHANNEL).await.shows(&["Cut del reseller (40 %)", "david = 1,02 $"]);
        // After reopening it closes a second time.
        owner.says(CHANNEL, "!reabrir 1 otro precio").await;
        let far = owner.is_answered(CHANNEL, "!c 100 80").await;
        far.shows(&["Cut, desde el cierre deshecho", "40 % → 41 %"]);
        owner.presses(&far, "Corregir").await;
        let typed = json!({ "cantidad": "100", "usdt": "26.32" });
        david.slash(CHANNEL, "c", typed).await.says(&["Batch **1** cerrado", "Cut 40 % → 41 %: cambió desde el cierre que se deshizo"]);
        david.last(CHANNEL).await.shows(&["Cut del reseller (40 % → 41 %)"]);
        world.closes_clean().await;
    }

    async fn what_was_shown_is_confirmed_once_and_only_while_it_is_still_so(test_db: TestDb) {
        let world = closed(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (first, second) = (asks(&world, REVERT_2).await, asks(&world, "!revertir 2 otra vez").await);
        // A payout happens in between, so the debt is not what was shown.
        david.says("request-retiro", "!request-retiro 1.50 Binance 1").await;
        let asked = owner.finds(REQUESTS, "Solicitud 1: retiro").await;
        owner.replies_with_capture(REQUESTS, &asked, b"paid").await;
        owner.presses(&owner.finds(REQUESTS, "Solicitud 1: retiro").await, "Pagado").await;
        owner.presses_in_vain(&first, "Confirmar", &["Algo cambió desde que se mostró"]).await;
        let third = asks(&world, REVERT_2).await;
        third.shows(&["Ganancia de **david**: 1,84 $ → 1,02 $; ya cobró más: queda debiendo 0,48 $"]);
        owner.presses(&third, "Confirmar").await.says(&["revertida"]);
        assert_eq!(world.balance("debt:2:USD").await, "-0.48");
        david.finds("dm", "Ya se le pagó más que eso: debe 0,48 $").await;
        owner.presses_in_vain(&second, "Confirmar", &["ya está así: *revertida*"]).await;

        // Whoever may not revert gets no question.
        david.is_refused(CHANNEL, "!revertir 1 quiero", &["solo la revierte un superusuario"]).await;
        world.closes_clean().await;
    }

    async fn a_batch_opened_again_meanwhile_or_too_long_ago_is_not_confirmed(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 200 52.63").await;
        let late = asks(&world, REVERT_2).await;
        world.passes(11).await;
        owner.presses_in_vain(&late, "Confirmar", &["pasó demasiado tiempo", "`!revertir 2 motivo`"]).await;
        let question = asks(&world, REVERT_2).await;
        owner.says(CHANNEL, "!reabrir 1 precio mal").await;
        owner.presses_in_vain(&question, "Confirmar", &["El batch **1** se reabrió mientras tanto"]).await;
        for shown in [&late, &question] {
            let now = owner.finds_again(shown).await.expect("what was shown");
            assert!(now.buttons().is_empty() && now.text().starts_with("✖️"), "{}", now.text());
        }
        owner.is_told(CHANNEL, REVERT_2).await.shows(&["Orden **2** revertida"]);
        david.says(CHANNEL, "!c 100 25.75").await;
        david.last(CHANNEL).await.shows(&["2,00 $"]);
        world.closes_clean().await;
    }

    async fn the_only_order_leaves_an_empty_batch_and_a_newer_batch_stays_as_it_is(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let before = balances(&world).await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await;
        david.says(CHANNEL, "!c 100 25.75").await;
        david.says(CHANNEL, "!start batch").await;
        let question = asks(&world, "!revertir 1 no se pagó").await;
        question.shows(&["Recibido: 100,00 S/ → 0,00 S/", "25,75 USDT → 0,00 USDT", "Ganancia: 2,00 $ → 0,00 $"]);
        owner.presses(&question, "Confirmar").await.says(&["Orden **1** revertida"]);
        assert_eq!(balances(&world).await, before);
        david.is_told(CHANNEL, "!batch").await.shows(&["batch 2"]);
        world.closes_clean().await;
    }

    async fn a_batch_closed_without_a_purchase_of_all_of_it_closes_so_again(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 50 13").await;
        david.says(CHANNEL, "!endbatch").await;
        owner.presses(&owner.last(REQUESTS).await, "Aprobar").await;
        let question = asks(&world, REVERT_2).await;
        question.shows(&["Recibido: 200,00 S/ → 100,00 S/", "13,00 USDT → 13,00 USDT", "Ganancia: 0,00 $ → 0,00 $"]);
        owner.presses(&question, "Confirmar").await.says(&["revertida"]);
        david.last(CHANNEL).await.shows(&["Se cerró sin comprar USDT por 50,00 S/"]);
        assert_eq!(world.balance("position:PEN").await, "100");
        world.closes_clean().await;
    }
}
