//! Everybody concerned is told about an order that nobody can pay.

use super::{ALERTS, CASHIERS, CHANNEL};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const MISSING: &str = "Nadie puede pagar la orden **1**";
const STILL: &str = "La orden **1** sigue sin quien pueda pagarla";

on_both_engines! {
    async fn what_float_is_missing_is_told_at_once_and_again_as_it_ages_until_somebody_can_pay(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 3000 p").await;
        let figures = ["27.081,00 Bs", "5.000,00 Bs", "22.081,00 Bs"];
        let alarm = owner.finds(ALERTS, MISSING).await;
        alarm.shows(&figures).shows(&["`!depositar", "`!cancelar 1`"]).rings(&["superusuario"]);
        cajero.finds(CASHIERS, MISSING).await.shows(&figures).rings(&["cajero1", "cajero2"]);
        // The reseller sees what the order waits for, and that its batch waits too.
        david.order(CHANNEL, 1).await.shows(&["espera cajero", "Ningún cajero disponible tiene ahora saldo"]);
        david.is_told(CHANNEL, "!endbatch").await.shows(&["Orden **1**", "espera cajero", "`!cancelar"]);
        // Told again after ten minutes, then twenty, then forty.
        let mut told = Vec::new();
        for _ in 0..14 {
            world.passes(5).await;
            told.push(owner.counts(ALERTS, STILL).await);
        }
        assert_eq!(told, [0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3]);
        owner.finds(ALERTS, STILL).await.shows(&figures).shows(&["1 h 10 min"]).rings(&["superusuario"]);
        assert_eq!(cajero.counts(CASHIERS, STILL).await, 3);
        // Float arrives: the next sweep assigns the order to a cashier who can pay it, and that is told too.
        owner.says("general", "!depositar 1 23000 recarga").await;
        world.sweeps().await;
        for channel in [ALERTS, CASHIERS] {
            let settled = owner.finds(channel, "La orden **1** ya tiene quien la pague").await;
            settled.shows(&["**cajero1**"]);
            assert!(settled.rung().is_empty());
        }
        let order = david.order(CHANNEL, 1).await;
        assert!(!order.text().contains("Ningún cajero disponible"), "{}", order.text());
        cajero.pays(1).await.says(&["27.081,00 Bs"]);
        world.passes(60 * 5).await;
        assert_eq!(owner.counts(ALERTS, STILL).await, 3, "nothing more is said of it");
        david.says(CHANNEL, "!c 3000 800").await;
        world.closes_clean().await;
    }

    async fn an_order_that_is_cancelled_needs_no_float(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 3000 p").await;
        david.says(CHANNEL, "!cancelar 1").await;
        for channel in [ALERTS, CASHIERS] {
            owner.finds(channel, "La orden **1** ya no necesita saldo").await;
        }
        world.passes(600).await;
        assert_eq!(owner.counts(ALERTS, STILL).await, 0);
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn an_order_that_loses_its_only_cashier_is_told_too(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        world.person("cajero2").says("dm", "!ocupado").await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").says("dm", "!ocupado").await;
        owner.finds(ALERTS, MISSING).await.shows(&[
            "902,70 Bs", "quien tiene con qué pagarla está en pausa: **cajero1** y **cajero2**", "`!disponible`", "no hace falta depositar",
        ]);
        world.person("cajero1").finds(CASHIERS, MISSING).await.shows(&["**cajero1** y **cajero2**", "escriba `!disponible`"]);
        world.person("cajero2").says("dm", "!disponible").await;
        owner.finds(ALERTS, "La orden **1** ya tiene quien la pague").await.shows(&["**cajero2**"]);
        world.person("cajero2").pays(1).await.says(&["902,70 Bs"]);
        david.says(CHANNEL, "!c 100 26.32").await;
        world.closes_clean().await;
    }

    async fn what_is_missing_is_said_as_it_is_when_all_orders_of_an_account_have_moved(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero1) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        world.person("cajero2").says("dm", "!ocupado").await;
        david.says(CHANNEL, "!start batch").await;
        for soles in ["100", "200", "150"] {
            david.says(CHANNEL, &format!("!t {soles} p")).await;
        }
        // 4.062,15 are promised and 100 are left: none of the three can be paid, and 100 is all that anybody has.
        owner.means("dm", "!ajustar 1 -4900 comisión del banco").await;
        world.sweeps().await;
        for (order, needed, missing) in [(1, "902,70", "802,70"), (2, "1.805,40", "1.705,40"), (3, "1.354,05", "1.254,05")] {
            let words = format!("Nadie puede pagar la orden **{order}**: necesita {needed} Bs, el mayor saldo disponible es 100,00 Bs; faltan {missing} Bs.");
            for channel in [ALERTS, CASHIERS] {
                owner.finds(channel, &words).await;
            }
        }
        // A cashier who ends the shift also leaves several orders at once.
        owner.says("dm", "!depositar 1 4900 volvió").await;
        world.sweeps().await;
        cajero1.says("dm", "!ocupado").await;
        assert_eq!(owner.counts(ALERTS, "está en pausa: **cajero1** y **cajero2**").await, 3);
        // All three wait for the same float: only the first notice rings.
        for (order, rung) in [(1, &["superusuario"][..]), (2, &[]), (3, &[])] {
            owner.finds(ALERTS, &format!("Nadie puede pagar la orden **{order}**")).await.rings(rung);
        }
        for order in 1..=3 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn what_others_can_pay_once_an_account_is_short_goes_to_them_and_nobody_is_rung(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero2) = (world.person("superusuario"), world.person("david"), world.person("cajero2"));
        cajero2.says("dm", "!ocupado").await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 300 p").await;
        david.says(CHANNEL, "!t 100 p").await;
        // 2.708,10 and 902,70: with 1.000 left both go, and the account can pay the smaller one after all.
        owner.means("dm", "!ajustar 1 -4000 comisión").await;
        world.sweeps().await;
        owner.finds(ALERTS, "Nadie puede pagar la orden **1**: necesita 2.708,10 Bs, el mayor saldo disponible es 97,30 Bs").await;
        assert_eq!(owner.counts(ALERTS, "Nadie puede pagar la orden **2**").await, 0);
        david.order(CHANNEL, 2).await.shows(&["cajero1"]);
        cajero2.says("dm", "!disponible").await;
        world.sweeps().await;
        david.order(CHANNEL, 1).await.shows(&["cajero2"]);
        world.person("cajero1").pays(2).await.says(&["902,70 Bs"]);
        cajero2.pays(1).await.says(&["2.708,10 Bs"]);
        david.says(CHANNEL, "!c 400 105.28").await;
        world.closes_clean().await;
    }

    async fn money_promised_to_an_order_and_taken_from_its_account_leaves_no_order_with_who_cannot_pay(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (cajero1, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        cajero2.says("dm", "!ocupado").await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        david.says(CHANNEL, "!t 200 p").await;
        // 902,70 and 1.805,40 are promised; 2.000 are left: the newer order cannot be paid any more.
        let asked = owner.is_told("dm", "!ajustar 1 -3000 comisión del banco").await;
        asked.shows(&["se va a pagar la orden **2**, y con eso no alcanzaría: faltarían 708,10 Bs"]);
        owner.presses(&asked, "Confirmar").await;
        let taken = owner.finds_again(&asked).await.expect("what was done");
        taken.shows(&["saldo actual 2.000,00 Bs", "La orden **2**", "faltan 708,10 Bs"]);
        cajero1.is_told("dm", "!saldo 1").await.shows(&["Faltan para lo prometido", "708,10 Bs"]);
        world.sweeps().await;
        cajero1.finds("dm", "Orden **2**: **no la pague**").await;
        owner.finds(ALERTS, "Nadie puede pagar la orden **2**").await.rings(&["superusuario"]);
        david.order(CHANNEL, 2).await.shows(&["espera cajero"]);
        david.order(CHANNEL, 1).await.shows(&["cajero1"]);
        owner.is_told("dm", "!orden 2").await.shows(&["su cuenta ya no tenía saldo"]);
        world.sweeps().await;
        assert_eq!(owner.counts(ALERTS, "Nadie puede pagar la orden **2**").await, 1, "said once");
        // A cashier with float gets it at once.
        cajero2.says("dm", "!disponible").await;
        world.sweeps().await;
        owner.finds(ALERTS, "La orden **2** ya tiene quien la pague").await.shows(&["**cajero2**"]);
        // If another cashier can pay, it goes to them directly.
        cajero1.pays(1).await.says(&["902,70 Bs"]);
        cajero2.pays(2).await.says(&["1.805,40 Bs"]);
        david.says(CHANNEL, "!t 100 p").await;
        owner.is_told("dm", "!ajustar 1 -1097.30 retiro").await.shows(&["La orden **3**"]);
        world.sweeps().await;
        owner.is_told("dm", "!orden 3").await.shows(&["cajero2"]);
        assert_eq!(owner.counts(ALERTS, "Nadie puede pagar la orden **3**").await, 0);
        cajero2.pays(3).await.says(&["902,70 Bs"]);
        david.says(CHANNEL, "!c 400 105.28").await;
        world.closes_clean().await;
    }
}
