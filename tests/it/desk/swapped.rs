//! A person and a value typed in the wrong order are put right.

use crate::desk::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const HERE: &str = "general";

on_both_engines! {
    async fn a_person_is_found_wherever_they_stand(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        world.joins("eva").await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.is_answered(HERE, "!setcut 45 @david").await.shows(&["**david**", "45 %"]);
        owner.is_answered(HERE, "!setcut 40% david").await.shows(&["**david**", "40 %"]);
        owner.is_answered(HERE, "!rol admin @eva").await.shows(&["**eva**", "admin"]);
        owner.is_answered(HERE, "!rol cliente eva").await.shows(&["**eva**", "cliente"]);
        owner.is_answered(HERE, "!dar 5 @david por venir").await.shows(&["**5 monedas**", "**david**"]);
        owner.is_answered(HERE, "!cuenta crear VES @cajero2 1000 Mercantil").await.shows(&["abierta en Mercantil para **cajero2**"]);
        owner.is_answered(HERE, "!cuenta crear USD 10 @cajero2 Zelle").await.shows(&["abierta en Zelle para **cajero2**"]);

        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        owner.is_answered(HERE, "!asignar @cajero2 1").await.shows(&["**1**", "**cajero2**"]);
        owner.is_answered(HERE, "!asignar cajero1 1").await.shows(&["**1**", "**cajero1**"]);
        // This works with several commands too; what is not clear is refused as before.
        owner.says(HERE, "!dar 1 @david por hoy\n!dar @david 1 por ayer").await;
        assert_eq!(world.balances().await["member:2:coins:COIN"], 7);
        owner.is_refused(HERE, "!setcut 40 50", &["`!setcut @revendedor <porcentaje>`"]).await;
        owner.is_refused(HERE, "!ajustar 99 5 faltaba", &["No hay una cuenta «99»", "`!cuentas @persona`"]).await;
        world.person("cajero1").is_refused("dm", "!saldo 99", &["No hay una cuenta «99»", "Las suyas: `!cuentas`"]).await;
        david.says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
