//! A cashier types `!t` in a reseller's channel: the order is the reseller's, and that cashier pays it.

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn what_a_cashier_types_is_the_resellers_order_and_the_cashiers_to_pay(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero2"));
        cajero.is_refused(CHANNEL, "!t 100 p", &["No hay un batch abierto aquí", "Lo abre el revendedor del canal"]).await;
        david.says(CHANNEL, "!start batch").await;

        // cajero1 would have got it: both are idle and his account is the older one.
        cajero.says(CHANNEL, "!t 100 p María").await;
        david.order(CHANNEL, 1).await.shows(&["La escribió **cajero2** para **david**", "Revendedor: david", "Cajero: cajero2"]);
        assert_eq!(david.order(CHANNEL, 1).await.buttons(), ["Cancelar orden"]);
        assert_eq!(world.backlog_told(1).await, ["- → pending, -, cajero2, -", "pending → assigned, cajero2, -, -"]);
        cajero.pays(1).await.says(&["902,70 Bs"]);
        cajero.is_refused(CHANNEL, "!c 100 26", &["Los batches los abren y cierran los revendedores", "*cajero*"]).await;
        david.says(CHANNEL, "!c 100 25.75").await;
        // 25.75 − 23.75 = 2.00: 40 % of it is david's, who typed nothing.
        david.last(CHANNEL).await.shows(&["2,00 $", "david = 0,80 $", "cajero2 = 1,20 $"]);
        world.closes_clean().await;
    }

    async fn the_reseller_may_take_back_what_a_cashier_typed(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        cajero.says(CHANNEL, "!t 100 p").await;
        let shown = david.order(CHANNEL, 1).await;
        cajero.presses_in_vain(&shown, "Cancelar orden", &["la cancela su revendedor", "**Cancelar**"]).await;
        david.presses(&shown, "Cancelar orden").await.says(&["cancelada antes de pagarse"]);
        cajero.order("dm", 1).await.shows(&["**no la pague**"]);
        world.closes_clean().await;
    }

    async fn a_cashier_without_the_float_is_told_what_is_missing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        cajero.is_refused(CHANNEL, "!t 600 p", &["Hacen falta 5.416,20 Bs", "tiene 5.000,00 Bs", "Pida una recarga"]).await;
        // What is promised to open orders is not free.
        cajero.says(CHANNEL, "!t 500 p").await;
        cajero.is_refused(CHANNEL, "!t 100 p", &["Hacen falta 902,70 Bs", "tiene 486,50 Bs"]).await;

        let luis = world.joins("luis").await;
        owner.says("general", "!rol @luis cajero").await;
        luis.is_refused(CHANNEL, "!t 1 p", &["no tiene una cuenta en esa moneda", "`!cuenta crear @…`"]).await;
        world.closes_clean().await;
    }
}
