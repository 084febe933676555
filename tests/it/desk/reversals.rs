//! A superuser undoes a paid order while its batch is open: the books are mirrored, the figures go back.

use super::CHANNEL;
use super::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const REVERT_2: &str = "!revertir 2 el banco devolvió el pago";

on_both_engines! {
    async fn a_paid_order_is_undone_in_the_books_and_in_every_message(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await;
        let before = world.balances().await;
        david.says(CHANNEL, "!t 100 9.2").await;
        cajero.pays(2).await;
        assert_ne!(world.balances().await, before);

        owner.is_told(CHANNEL, REVERT_2).await.shows(&["Orden **2** revertida", "volvió a la cuenta del cajero"]);
        assert_eq!(world.balances().await, before);
        david.finds(CHANNEL, "Ya no cuenta en el batch").await.shows(&["100,00 S/", "902,70 Bs", "23,755 $", "Hechas: 1"]);
        david.order(CHANNEL, 2).await.shows(&["revertida", "Motivo: el banco devolvió el pago"]);
        let direct = cajero.order("dm", 2).await;
        direct.shows(&["revertida por un superusuario", "el dinero volvió a su cuenta"]);
        assert!(direct.buttons().is_empty());
        let last = "completed → reversed, cajero1, superusuario, el banco devolvió el pago";
        assert_eq!(world.backlog_told(2).await.last().expect("steps"), last);

        owner.is_refused(CHANNEL, REVERT_2, &["ya está así: *revertida*", "`!t`"]).await;
        david.says(CHANNEL, "!c 100 25.75").await;
        david.last(CHANNEL).await.shows(&["100,00 S/", "23,75 $", "2,00 $", "0,80 $", "1,20 $"]);
        world.closes_clean().await;
    }

    async fn what_is_not_paid_is_cancelled_and_not_undone(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        owner.is_refused(CHANNEL, "!revertir 1 no hacía falta", &["todavía no está pagada", "`!cancelar 1`"]).await;
        owner.is_refused(CHANNEL, "!revertir 1 x", &["escriba de 3 a 200"]).await;
        owner.is_refused(CHANNEL, "!revertir 1", &["Faltan datos", "`!revertir <n> <motivo>`"]).await;
        owner.is_refused(CHANNEL, "!revertir 99 no existe", &["No hay una orden 99"]).await;
        owner.is_told(CHANNEL, "!cancelar 1").await.shows(&["Orden **1** cancelada"]);
        world.closes_clean().await;
    }

    async fn what_was_bought_for_is_not_undone(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        david.says(CHANNEL, "!c 150 39").await;
        let owner = world.person("superusuario");
        owner.is_refused(CHANNEL, REVERT_2, &["ya se compraron USDT por 150,00 S/", "quedarían solo 100,00 S/", "`!revertir compra 1 motivo`", "`!c`"]).await;
        david.says(CHANNEL, "!c 50 13.63").await;
        david.last(CHANNEL).await.shows(&["4,60 $"]);
        world.closes_clean().await;
    }

    async fn a_batch_that_is_bought_for_after_a_reversal_ends_with_its_shares(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 100 25.75").await;
        owner.says(CHANNEL, REVERT_2).await;
        let figures = david.finds(CHANNEL, "Ya no cuenta en el batch").await;
        figures.shows(&["100,00 S/", "902,70 Bs", "25,75 USDT por 100,00 S/; faltan 0,00 S/ por comprar"]);
        assert!(!figures.text().contains("equilibrio"), "{}", figures.text());
        owner.is_refused(CHANNEL, "!revertir 1 también", &["ya se compraron USDT por 100,00 S/"]).await;
        david.is_refused(CHANNEL, "!c 10 2", &["Ya se compraron USDT por todo lo recibido", "`!endbatch`"]).await;
        david.says(CHANNEL, "!endbatch").await;
        david.last(CHANNEL).await.shows(&["batch 1 cerrado", "23,75 $", "25,75 $", "2,00 $", "0,80 $", "1,20 $"]);
        assert_eq!(world.balance("batch:1:sent:VES").await, "0");
        assert_eq!(world.balance("batch:1:received:PEN").await, "0");
        world.closes_clean().await;
    }

    async fn a_batch_whose_orders_were_all_undone_ends_empty(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let before = world.balances().await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        owner.says(CHANNEL, "!revertir 1 se cayó el banco").await;
        owner.says(CHANNEL, REVERT_2).await;
        david.is_refused(CHANNEL, "!c 200 52.63", &["no ha recibido nada", "`!endbatch`"]).await;
        david.says(CHANNEL, "!endbatch").await;
        david.last(CHANNEL).await.shows(&["sin transferencias pagadas"]);
        let mut after = world.balances().await;
        after.retain(|_, balance| *balance != 0);
        assert_eq!(after, before);
        world.closes_clean().await;
    }
}
