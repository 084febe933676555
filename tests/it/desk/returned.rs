//! `!devolver`: the bank paid a completed order back.

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

const CLIENTS: &str = "transacciones-clientes";

on_both_engines! {
    async fn the_cashier_who_paid_gives_back_what_the_bank_returned(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero, other) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        cajero.is_refused("dm", "!devolver 1 cuenta cerrada", &["todavía no está pagada", "`!cancelar 1`", "**Cancelar**"]).await;
        cajero.pays(1).await;
        cajero.is_told("dm", "!saldo 1").await.shows(&["4.097,30 Bs"]);
        other.is_refused("dm", "!devolver 1 cuenta cerrada", &["es de **cajero1**, no suya", "un admin o un superusuario"]).await;
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
    async fn a_client_reads_which_order_was_returned_and_where_the_points_went(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        owner.says(CLIENTS, "!start batch PEN VES").await;
        maria.types_with_capture("dm", "!t 100 p Ana 0102", b"maria paid").await;
        cajero.pays(1).await;
        cajero.is_told("dm", "!devolver 1 cuenta cerrada").await.shows(&["devuelta por el banco"]);
        maria.finds("dm", "fue devuelta por el banco, según **cajero1**: «cuenta cerrada»").await;
        maria.is_told("dm", "!puntos").await.shows(&["orden 1 devuelta por el banco: «cuenta cerrada»", "**0"]);
        maria.is_told("dm", "!transacciones devuelta").await.shows(&["1 devuelta por el banco"]);
        world.closes_clean().await;
    }

    async fn clients_are_not_told_that_the_desk_is_closed_while_another_batch_takes_their_transfers(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        owner.says(CLIENTS, "!start batch PEN VES").await;
        maria.types_with_capture("dm", "!t 100 p Ana 0102", b"maria paid").await;
        cajero.pays(1).await;
        owner.says(CLIENTS, "!c 100 25.75").await;
        let told = "Por ahora no se reciben más transferencias de PEN a VES";
        let times = async |person: Person<'_>| {
            let read = person.reads(CLIENTS).await;
            read.iter().filter(|message| message.text().contains(told)).count()
        };
        assert_eq!(times(maria).await, 1);
        owner.says(CLIENTS, "!start batch PEN VES").await;
        owner.says("general", "!reabrir 1 faltaba un pago").await;
        owner.says(CLIENTS, "!c 100 25.75 b1").await;
        world.settles().await;
        owner.finds("cajeros", "Batch cerrado").await;
        assert_eq!(times(maria).await, 1, "batch 2 goes on");
        world.closes_clean().await;
    }
}
