//! Giros word for word: the cards, the answers and the refusals.

use insta::assert_snapshot;

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const GIRO: &str = "!giro 1500 Banesco 0134 0001 63 0000000001 V12345678 María Pérez";

on_both_engines! {
    async fn a_giro_is_shown_to_its_reseller_and_its_cashier(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says("general", "!recargar @david 3000 efectivo").await;
        let said = david.says("dm", GIRO).await;
        assert_snapshot!(world.shown(&david.reply_to("dm", &said).await).await, @"");
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        assert_snapshot!(world.shown(&card).await, @"");
        assert_snapshot!(world.shown(&david.finds("transacciones-david", "Giro **1**").await).await, @"");
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[("Pagado desde su cuenta n.º", "1"), ("Forma: transferencia, pago móvil…", "pago móvil"),
            ("Comisión del banco", "2,50")]).await;
        assert_snapshot!(world.shown(&cajero.finds("dm", "Giro **1**: completado").await).await, @"");
        assert_snapshot!(world.shown(&david.is_told("dm", "!giro 1").await).await, @"");
        assert_snapshot!(world.shown(&david.is_told("dm", "!minorista").await).await, @"");
        assert_snapshot!(world.shown(&owner.is_told_privately("general", "!bancos").await).await, @"");
        world.closes_clean().await;
    }

    async fn giros_that_are_refused_say_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.says("general", "!recargar @david 3000 efectivo").await;
        assert_snapshot!(david.sees_refused("dm", &[
            "!giro Banesco", "!giro 100 María Pérez", "!giro 100 Banesco María", "!giro 100 Banesco 0134 0001 63 000000000 Ana",
            "!giro 100 Banesco 0212-1234567 V12345678 Ana", "!giro 100 Banesco 0414-1234567 Ana",
            "!giro 100 Mercantil 0134 0001 63 0000000001 Ana", "!giro 100 Banesco 0414-1234567 X123 Ana",
            "!giro 3000,01 Banesco 0134 0001 63 0000000001 Ana", "!giro 99", "!giros raros", "!beneficiarios quitar 9",
            "!minorista @cajero1",
        ]).await, @"");
        assert_snapshot!(owner.sees_refused("general", &[
            "!giro 100 Banesco 0134 0001 63 0000000001 Ana", "!recargar @maria 100", "!recargar @david 0",
            "!recargar-banco Banesto 1", "!ajustar-banco Banesco -1 de más", "!traspasar Banesco 99 1",
            "!traspasar Banesco 1 1", "!asignar-banco Banesco @david 1", "!asignar-banco Banesco @cajero1 mucha",
            "!asignar-banco banc @cajero1 1",
        ]).await, @"");
        world.closes_clean().await;
    }
}
