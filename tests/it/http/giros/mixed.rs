//! What begins in one place ends in the other: HTTP and Discord's buttons and commands.

use serde_json::json;

use super::{AT_BANESCO, CEDULA, Cast, account_of, admin_program, figures, to_maria};
use crate::http::players::caller::{person, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_giro_sent_by_http_is_paid_with_the_button(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let giro = cast.david.sends(&to_maria(&cast.david, "1500").await).await;
        world.settles().await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.finds("transacciones-david", "Giro **1**: asignado, espera el pago").await;
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        cajero.presses(&card, "En proceso").await.says(&["Giro **1** en proceso"]);
        assert_eq!(cast.david.status(giro).await, "PROCESANDO");
        world.restarts().await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[("Pagado desde su cuenta n.º", "1"), ("Forma: transferencia, pago móvil…", "pago móvil"),
            ("Comisión del banco", "4,50")]).await;
        david.finds("transacciones-david", "✅ Giro **1** completado").await;
        let whole = person(&world, "superusuario").await.giro(giro).await;
        assert_eq!((whole["giro"]["status"].as_str(), whole["giro"]["commission"].as_str(), whole["giro"]["executionType"].as_str()),
            (Some("COMPLETADO"), Some("4.50"), Some("PAGO_MOVIL")));
        let records: Vec<[&str; 4]> = whole["transacciones"].as_array().expect("records").iter().map(figures).collect();
        assert_eq!(records[1], ["WITHDRAWAL", "1500.00", "5000.00", "3500.00"]);
        world.closes_clean().await;
    }

    async fn a_giro_of_a_program_is_told_where_the_desk_reads(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        cast.assigns(&cast.cajero1, 10).await;
        let program = admin_program(&world).await;
        let (paid, back) = (program.sends(&to_maria(&program, "10").await).await, program.sends(&to_maria(&program, "20").await).await);
        assert_eq!(cast.cajero1.executes(paid, 1).await.status, 200);
        cast.cajero1.steps(back, "devolver", &json!({ "motivo": "la cuenta no existe" })).await;
        world.settles().await;
        let cajero = world.person("cajero1");
        cajero.finds("cajeros", &format!("Giro **{paid}** completado: 10,00 Bs")).await;
        let told = world.person("superusuario").finds("alertas", &format!("Giro **{back}** devuelto por **cajero1**")).await;
        told.shows(&["la cuenta no existe"]);
        world.closes_clean().await;
    }

    async fn a_giro_typed_in_discord_is_paid_and_given_back_by_http(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says("dm", &format!("!giro 1500 Banesco {AT_BANESCO} {CEDULA} María Pérez")).await;
        let listed = cast.david.gets("/api/giros?estado=ASIGNADO").await;
        assert_eq!(listed.body["giros"][0]["beneficiaryName"], "María Pérez", "{listed:?}");
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        let account = account_of(&cast.cajero1).await["id"].as_i64().expect("an id");
        assert_eq!(cast.cajero1.executes(1, account).await.status, 200);
        world.settles().await;
        david.finds("transacciones-david", "✅ Giro **1** completado").await;
        assert!(cajero.finds_again(&card).await.expect("the card").buttons().is_empty());
        let returned = cast.cajero1.steps(1, "devolver", &json!({ "motivo": "el banco devolvió el pago" })).await;
        assert_eq!(returned.status, 200, "{returned:?}");
        assert_eq!((returned.body["giro"]["status"].as_str(), returned.body["giro"]["motivo"].as_str()),
            (Some("DEVUELTO"), Some("el banco devolvió el pago")));
        assert_eq!(figures(&returned.body["transaccion"]), ["REFUND", "1500.00", "3500.00", "5000.00"], "of their account");
        let seen = cast.david.giro(1).await;
        let records: Vec<[&str; 4]> = seen["transacciones"].as_array().expect("records").iter().map(figures).collect();
        assert_eq!(records[1], ["REFUND", "1500.00", "1500.00", "3000.00"]);
        world.settles().await;
        david.finds("transacciones-david", "Giro **1** devuelto por **cajero1**: «el banco devolvió el pago»").await;
        assert_eq!(cast.balance().await, "3000.00");
        world.closes_clean().await;
    }

    async fn money_by_http_is_told_and_listed_in_discord(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let david = world.person("david");
        david.is_told("dm", "!minorista").await.shows(&["Saldo de david", "3.000,00 Bs", "Recarga", "efectivo"]);
        cast.assigns(&cast.cajero2, 20).await;
        world.person("superusuario").is_told_privately("general", "!asignaciones").await.shows(&["cajero2 · prioridad 20"]);
        let giro = cast.david.sends(&to_maria(&cast.david, "10").await).await;
        world.settles().await;
        world.person("cajero2").finds("dm", &format!("Giro **{giro}**: páguelo")).await;
        david.says("dm", &format!("!cancelar {giro}")).await;
        assert_eq!(cast.david.status(giro).await, "CANCELADO");
        let late = cast.david.steps(giro, "cancelar", &json!(null)).await;
        assert_eq!(refusal(&late), (409, "INVALID_STATUS"));
        world.closes_clean().await;
    }
}
