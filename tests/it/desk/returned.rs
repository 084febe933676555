//! `!devolver`: the bank paid a completed order back.

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn the_cashier_who_paid_gives_back_what_the_bank_returned(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero, other) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        cajero.is_refused("dm", "!devolver 1 cuenta cerrada", &["todavía no está pagada", "**Cancelar**"]).await;
        cajero.pays(1).await;
        cajero.is_told("dm", "!saldo 1").await.shows(&["4.097,30 Bs"]);
        other.is_refused("dm", "!devolver 1 cuenta cerrada", &["la pagó **cajero1**, no usted", "un admin"]).await;
        david.is_refused(CHANNEL, "!devolver 1 cuenta cerrada", &["la devuelve su cajero, un admin o un superusuario"]).await;
        cajero.is_refused("dm", "!devolver 1", &["`!devolver <n> <motivo>`"]).await;
        cajero.is_refused("dm", "!devolver 99 cuenta cerrada", &["No hay una orden 99"]).await;

        cajero.is_told("dm", "!devolver orden 1 cuenta cerrada").await.shows(&["Orden **1** devuelta por el banco", "902,70 Bs volvieron"]);
        cajero.is_told("dm", "!saldo 1").await.shows(&["5.000,00 Bs"]);
        david.finds(CHANNEL, "Orden **1** devuelta por el banco, según **cajero1**: «cuenta cerrada»").await
            .shows(&["Hechas: 0", "Saldo Enviado: 0,00 Bs"])
            .rings(&["david"]);
        cajero.order("dm", 1).await.shows(&["el banco la devolvió"]);
        cajero.is_refused("dm", "!devolver 1 otra vez", &["devuelta por el banco"]).await;
        david.is_told(CHANNEL, "!orden 1").await.shows(&["devuelta por el banco · por cajero1: «cuenta cerrada»"]);
        world.closes_clean().await;
    }

    async fn an_order_that_dollars_were_bought_for_is_not_given_back(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        david.says(CHANNEL, "!t 50 p Luis 0102").await;
        cajero.pays(1).await;
        world.person("cajero2").pays(2).await;
        david.says(CHANNEL, "!c 120 31.5").await;
        cajero.is_refused("dm", "!devolver 1 cuenta cerrada", &["no se puede devolver", "120,00 S/", "`!revertir compra 1 motivo`"]).await;
        david.says(CHANNEL, "!c 30 7.9").await;
        cajero.is_refused("dm", "!devolver 1 cuenta cerrada", &["ya está cerrado", "`!revertir 1 motivo`"]).await;
        owner.is_told(PENDING, "!historial b1").await.shows(&["cerrado"]);
        world.closes_clean().await;
    }
}
