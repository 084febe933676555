//! Giros that wait, cashiers who were sent away, captures that were used before.

use super::{AT_BANESCO, CEDULA, funds, recharged, sends};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_giro_that_nobody_is_assigned_to_says_whom_to_assign(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &[("CAMBISTA__GIROS__OTHERS", "assigned")]).await;
        recharged(&world).await;
        sends(&world, "1500").await;
        let owner = world.person("superusuario");
        let told = owner.finds("alertas", "El giro **1** por 1.500,00 Bs espera: nadie está asignado a **Banesco**").await;
        told.shows(&["`!asignar-banco 0134 @cajero 10`", "`!asignar 1 @cajero`", "`!cancelar 1`"]);
        world.sweeps().await;
        assert_eq!(owner.reads("alertas").await.iter().filter(|told| told.text().contains("nadie está asignado")).count(), 1);
        owner.says("general", "!asignar-banco 0134 @cajero1 10").await;
        world.sweeps().await;
        world.person("cajero1").finds("dm", "Giro **1**: páguelo").await;
        world.person("david").says("dm", "!cancelar 1").await;
        world.closes_clean().await;
    }

    async fn a_cashier_who_was_sent_away_gives_back_what_they_were_paying(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        sends(&world, "1500").await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        cajero.presses(&card, "En proceso").await;
        owner.says("general", "!baja @cajero1").await;
        let form = cajero.presses(&card, "Devolver").await;
        cajero.fills(&form, &[("¿Por qué se devuelve?", "el banco no la tomó")]).await;
        world.person("david").finds("transacciones-david", "Giro **1** devuelto por **cajero1**").await;
        assert_eq!(funds(&world).await, [300_000, 0, 500_000]);
        cajero.is_refused("dm", "!devolver 1 otra vez", &["ya está así"]).await;
        // What is none of theirs stays an admin's business.
        cajero.is_refused("dm", "!devolver 99 nada", &["Usted está de baja"]).await;
        world.closes_clean().await;
    }

    async fn a_capture_that_was_used_before_says_with_which_button_a_giro_is_completed(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        sends(&world, "10").await;
        let cajero = world.person("cajero1");
        cajero.types_with_capture("dm", "!listo 1 004512", b"one").await;
        sends(&world, "20").await;
        cajero.types_with_capture("dm", "!listo 2 004599", b"one").await;
        let told = cajero.finds("dm", "Esta misma captura ya se usó").await;
        told.shows(&["antes de pulsar **Ejecutar**"]);
        world.person("superusuario").says("general", "!confirmar 2").await;
        world.closes_clean().await;
    }

    async fn a_payee_in_peru_is_typed_in_one_line(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.says("general", "!recargar @david 300 PEN efectivo").await;
        let david = world.person("david");
        david.says("dm", "!giro 50 BCP Yape 987654321 DNI 12345678 Ana Díaz").await;
        david.finds("transacciones-david", "Giro **1**").await.shows(&["`987654321`", "`12345678`", "Ana Díaz", "50,00 S/"]);
        david.is_refused("dm", "!giro 50 BCP 9876543210 Ana", &["en Perú", "un DNI 8 y un RUC 11"]).await;
        david.is_refused("dm", &format!("!giro 50 {AT_BANESCO} 987654321 {CEDULA} Ana"), &["No sé qué es", "987654321»"]).await;
        david.says("dm", "!cancelar 1").await;
        world.closes_clean().await;
    }
}
