//! Batches from their opening to their close: lots, losses, shares, and the next batch.

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

/// Both transfers of the worked example, paid by cajero1: 200 S/ received, 1 825.46 Bs sent, 48.038421… $.
pub(super) async fn two_paid(world: &World) -> Person<'_> {
    let (david, cajero) = (world.person("david"), world.person("cajero1"));
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
    cajero.pays(1).await;
    david.says(CHANNEL, "!t 100 9.2").await;
    cajero.pays(2).await;
    david
}

on_both_engines! {
    async fn a_batch_may_be_bought_for_in_lots(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        // 200 / 48.038421 = 4.16333
        david.last(CHANNEL).await.shows(&["Precio de equilibrio del USDT: 4,1633 PEN/USDT"]);
        david.says(CHANNEL, "!c 50 13").await;
        // 150 / (48.038421 − 13) = 4.28101
        david.last(CHANNEL).await.shows(&[
            "Compra anotada: 13,00 USDT por 50,00 S/", "13,00 USDT por 50,00 S/; faltan 150,00 S/ por comprar",
            "equilibrio del USDT: 4,2810 PEN/USDT", "200,00 S/", "1.825,46 Bs",
        ]);
        assert_eq!(world.balance("batch:1:received:PEN").await, "150");
        assert_eq!(world.balance("treasury:USDT").await, "13");
        david.is_refused(CHANNEL, "!c 150.01 39", &["150,01 S/", "quedan 150,00 S/ de 200,00 S/"]).await;

        david.says(CHANNEL, "!c 150 39.63").await;
        david.last(CHANNEL).await.shows(&["Batch cerrado", "52,63 $", "3,8001 PEN/USDT", "48,03 $", "4,60 $", "1,84 $", "2,76 $"]);
        for (account, balance) in [
            ("batch:1:received:PEN", "0"), ("batch:1:sent:VES", "0"), ("position:PEN", "200"),
            ("position:USDT", "-52.63"), ("treasury:USDT", "52.63"), ("world:PEN", "-200"), ("fees:VES", "5.46"),
            ("profit:USD", "-4.6"), ("loss:USD", "0"),
        ] {
            assert_eq!(world.balance(account).await, balance, "{account}");
        }
        world.closes_clean().await;
    }

    async fn buying_at_the_break_even_price_neither_gains_nor_loses(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        david.says(CHANNEL, "!c 50 13").await;
        // 150 / 4.2810 = 35.0385: with 13 it makes 48.03, which was sent.
        david.says(CHANNEL, "!c 150 35.0385").await;
        david.last(CHANNEL).await.shows(&["Ganancia generada en el batch = 0,00 $", "david = 0,00 $"]);
        assert_eq!(world.balance("profit:USD").await, "0");
        world.closes_clean().await;
    }

    async fn a_loss_is_the_desks_and_said_plainly(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await;
        david.says(CHANNEL, "!c 100 20").await;
        let closed = david.last(CHANNEL).await;
        closed.shows(&["Pérdida en el batch = 3,75 $", "la asume la casa", "no hay cut negativo", "20,00 $", "23,75 $"]);
        assert!(!closed.text().contains("Ganancia"), "{}", closed.text());
        assert_eq!(world.balance("loss:USD").await, "-3.75");
        assert_eq!(world.balance("profit:USD").await, "3.75");
        assert!(!world.balances().await.keys().any(|code| code.contains("earnings")));
        world.closes_clean().await;
    }

    async fn two_cashiers_share_what_is_left_by_the_dollars_they_paid(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        david.says(CHANNEL, "!t 100 9.2").await;
        world.person("cajero2").pays(2).await;
        world.person("cajero1").pays(1).await;
        david.says(CHANNEL, "!c 200 52.63").await;
        // 2.76 by 23.755… to 24.283…: 1.364 and 1.395; the cent left over goes to the larger.
        david.last(CHANNEL).await.shows(&["4,60 $", "david = 1,84 $", "cajero1 = 1,36 $", "cajero2 = 1,40 $"]);
        world.closes_clean().await;
    }

    async fn without_a_cut_the_cashiers_get_all(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let asked = owner.is_told_privately("general", "!setCut @david 0").await;
        owner.presses(&asked, "Confirmar").await.says(&["**david**", "0 %", "antes: 40 %"]);
        let david = two_paid(&world).await;
        david.says(CHANNEL, "!c 200 52.63").await;
        david.last(CHANNEL).await.shows(&["(0 %) david = 0,00 $", "cajero1 = 4,60 $"]);
        world.closes_clean().await;
    }

    async fn an_empty_batch_ends_and_another_one_begins(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!endbatch").await;
        david.last(CHANNEL).await.shows(&["batch 1 cerrado", "sin transferencias pagadas", "nada que repartir"]);
        david.is_refused(CHANNEL, "!endbatch", &["No hay un batch abierto aquí", "`!start batch`"]).await;
        david.is_refused(CHANNEL, "!batch", &["No hay un batch abierto aquí", "`!start batch`"]).await;

        david.says(CHANNEL, "!start batch PEN VES").await;
        david.last(CHANNEL).await.shows(&["batch 2"]);
        david.says(CHANNEL, "!t 100 p").await;
        david.is_told(CHANNEL, "!batch").await.shows(&["batch 2", "0,00 S/", "0,000 $", "Hechas: 0 · Pendientes: 1"]);
        cajero.pays(1).await;
        david.is_told(CHANNEL, "!batch").await.shows(&["100,00 S/", "902,70 Bs", "23,755 $", "Hechas: 1 · Pendientes: 0"]);
        david.says(CHANNEL, "!c 100 25.75").await;
        david.last(CHANNEL).await.shows(&["batch 2 cerrado", "2,00 $", "0,80 $", "1,20 $"]);
        world.closes_clean().await;
    }

    async fn each_order_keeps_the_dollar_value_it_was_made_with(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        owner.is_told("general", "!setUsdValue VES 40").await.shows(&["**40 Bs**", "antes: 38", "desde ahora"]);
        owner.means("general", "!setrates PEN VES 10").await;
        owner.means("general", "!setfee VE 1").await;
        cajero.pays(1).await;
        // Still 9, 0.3 % and 38.
        david.last(CHANNEL).await.shows(&["902,70 Bs", "23,755 $"]);
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(2).await;
        // 902.70 / 38 + 1 010.00 / 40 = 23.755263 + 25.25
        david.last(CHANNEL).await.shows(&["1.912,70 Bs", "49,005 $"]);
        david.says(CHANNEL, "!c 200 52").await;
        // 52.00 − 49.00 = 3.00
        david.last(CHANNEL).await.shows(&["49,00 $", "3,00 $", "1,20 $", "1,80 $"]);
        world.closes_clean().await;
    }
}
