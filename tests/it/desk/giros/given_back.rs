//! A giro that is not paid, or that the bank paid back: its money returns to the reseller once.

use super::{funds, recharged, sends};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn its_owner_cancels_it_before_somebody_pays_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        sends(&world, "1500").await;
        let david = world.person("david");
        let card = david.finds("transacciones-david", "Giro **1**: asignado").await;
        david.presses(&card, "Cancelar orden").await;
        assert_eq!(funds(&world).await, [300_000, 0, 500_000]);
        david.finds("transacciones-david", "Giro **1**: cancelado").await;
        world.person("cajero1").finds("dm", "⛔ Giro **1**: **no lo pague**: fue cancelado").await;
        assert!(david.finds_again(&card).await.expect("the card").buttons().is_empty());
        world.closes_clean().await;
    }

    async fn its_cashier_gives_it_back_before_paying_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        sends(&world, "1500").await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        let form = cajero.presses(&card, "Devolver").await;
        cajero.fills(&form, &[("¿Por qué se devuelve?", "el banco rechaza la cuenta")]).await;
        david.finds("transacciones-david", "Giro **1** devuelto por **cajero1**: «el banco rechaza la cuenta»").await
            .shows(&["1.500,00 Bs volvieron a su saldo"]);
        assert_eq!(funds(&world).await, [300_000, 0, 500_000]);
        david.is_told("dm", "!giro 1").await.shows(&["Devolución", "1.500,00 Bs → 1.500,00 Bs → 3.000,00 Bs"]);
        cajero.is_refused("dm", "!devolver 1 otra vez", &["1"]).await;
        world.closes_clean().await;
    }

    async fn the_bank_pays_a_completed_one_back(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        sends(&world, "1500").await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[("Pagado desde su cuenta n.º", "1"), ("Forma: transferencia, pago móvil…", "transferencia"),
            ("Comisión del banco", "4,50")]).await;
        assert_eq!(funds(&world).await, [150_000, 0, 349_550]);
        cajero.says("dm", "!devolver 1 el banco devolvió el pago").await;
        assert_eq!(funds(&world).await, [300_000, 0, 500_000]);
        david.finds("transacciones-david", "Giro **1** devuelto por **cajero1**").await;
        cajero.finds("dm", "1.500,00 Bs volvieron a su cuenta, y 4,50 Bs de comisión").await;
        david.is_told("dm", "!giros devueltos").await.shows(&["devuelto"]);
        world.person("superusuario").is_refused("general", "!devolver 1 otra vez", &["1"]).await;
        assert_eq!(funds(&world).await, [300_000, 0, 500_000]);
        world.closes_clean().await;
    }
}
