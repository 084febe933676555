//! A cashier pays a giro: marks it, executes it from any of their accounts, with a commission.

use super::{AT_BANESCO, CEDULA, cents, funds, recharged, sends};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const ACCOUNT: &str = "Pagado desde su cuenta n.º";
const WAY: &str = "Forma: transferencia, pago móvil…";
const COMMISSION: &str = "Comisión del banco";

on_both_engines! {
    async fn a_giro_is_executed_from_an_account_at_another_bank_with_its_commission(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.person("superusuario").says("general", "!cuenta crear @cajero1 VES 2000 Mercantil").await;
        recharged(&world).await;
        sends(&world, "1500").await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        cajero.presses(&card, "En proceso").await.says(&["Giro **1** en proceso"]);
        david.finds("transacciones-david", "Giro **1**: en proceso").await;
        david.is_refused("dm", "!cancelar 1", &["está en proceso: **cajero1** la está pagando"]).await;
        world.restarts().await;

        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let form = cajero.presses(&card, "Ejecutar").await;
        let fields = form.modal().fields;
        assert_eq!(fields.iter().map(|field| field.value.as_str()).collect::<Vec<_>>(), ["1", "transferencia", "0"]);
        let other = "3";
        let short = cajero.fills(&form, &[(ACCOUNT, "4"), (WAY, "transferencia"), (COMMISSION, "0")]).await;
        short.says(&["La cuenta n.º 4 es de otra persona"]);
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[(ACCOUNT, other), (WAY, "cheque"), (COMMISSION, "0")]).await
            .says(&["«cheque» no es una forma de pago"]);
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[(ACCOUNT, other), (WAY, "transferencia"), (COMMISSION, "500,01")]).await
            .says(&["hacen falta 2.000,01 Bs con la comisión, y hay 2.000,00 Bs", "sigue como estaba"]);
        cajero.finds("dm", "Giro **1**: está en proceso").await;
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[(ACCOUNT, other), (WAY, "pago móvil"), (COMMISSION, "2,50")]).await
            .says(&["Giro **1** completado: 1.500,00 Bs y 2,50 Bs de comisión salieron de la cuenta n.º 3"]);
        david.finds("transacciones-david", "✅ Giro **1** completado: 1.500,00 Bs a María Pérez (Banesco)").await;
        assert_eq!(cents(&world, &["account:4:VES", "escrow:VES", "account:1:VES", "account:3:VES", "fees:VES", "position:VES"]).await,
            [150_000, 0, 500_000, 49_750, 250, 150_000]);
        // Each reads the balances that are theirs, and an admin all of them.
        david.is_told("dm", "!giro 1").await.shows(&["Pagado con: pago móvil", "Comisión: 2,50 Bs", "Saldo · **Descuento**"]);
        let owner = world.person("superusuario");
        // What the reseller had paid went to the payee: nothing of it is open.
        owner.is_told_privately("general", "!posicion").await.shows(&["Todo está a nivel"]);
        owner.is_told_privately("general", "!giro 1").await.shows(&["Saldo · **Descuento**",
            "Cuenta bancaria · **Pago** 2.000,00 Bs → -1.500,00 Bs → 500,00 Bs", "**Comisión** 500,00 Bs → -2,50 Bs → 497,50 Bs"]);
        assert!(cajero.finds_again(&card).await.expect("the card").buttons().is_empty());
        world.closes_clean().await;
    }

    async fn a_capture_goes_with_a_giro_and_reaches_its_reseller(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        sends(&world, "300").await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        let sent = cajero.replies_with_capture("dm", &card, b"the giro was paid").await;
        let answer = cajero.reply_to("dm", &sent).await;
        answer.shows(&["Captura recibida para la orden **1**. Pulse **Ejecutar**"]);
        assert_eq!(answer.buttons(), ["Ejecutar"]);
        let form = cajero.presses(&answer, "Ejecutar").await;
        cajero.fills(&form, &[(ACCOUNT, "1"), (WAY, "transferencia"), (COMMISSION, "0")]).await.says(&["Giro **1** completado"]);
        let told = david.finds("transacciones-david", "✅ Giro **1** completado").await;
        assert!(!world.file_of(&told, "orden-1.png").await.is_empty());
        // A superuser who would reverse it gives it back.
        david.is_refused("dm", "!revertir 1 por error", &["solo la revierte un superusuario"]).await;
        owner.says("general", "!revertir 1 se pagó a otra persona").await;
        assert_eq!(funds(&world).await, [300_000, 0, 500_000]);
        david.finds("transacciones-david", "Giro **1** devuelto por **superusuario**").await;
        world.closes_clean().await;
    }

    async fn a_giro_of_a_cashier_who_pauses_goes_to_another_one(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        recharged(&world).await;
        sends(&world, "300").await;
        let (cajero1, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        let card = cajero1.finds("dm", "Giro **1**: páguelo").await;
        cajero1.says("dm", "!ocupado").await;
        let other = cajero2.finds("dm", "Giro **1**: páguelo").await;
        cajero1.finds("dm", "Giro **1**: **no lo pague**, ahora lo tiene **cajero2**").await;
        assert!(cajero1.finds_again(&card).await.expect("the card").buttons().is_empty());
        cajero2.presses(&other, "En proceso").await;
        world.person("superusuario").is_refused("general", "!asignar 1 @cajero1", &["está en proceso: **cajero2** la está pagando"]).await;
        world.passes(200).await;
        cajero2.finds("dm", "Giro **1**: está en proceso").await;
        world.closes_clean().await;
    }

    async fn a_giro_waits_until_somebody_can_pay_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        let (david, cajero1, cajero2) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        for cajero in [cajero1, cajero2] {
            cajero.says("dm", "!ocupado").await;
        }
        david.is_told("dm", &format!("!giro 1500 Banesco {AT_BANESCO} {CEDULA} María Pérez")).await
            .shows(&["Giro **1** de 1.500,00 Bs", "espera cajero"]);
        assert_eq!(funds(&world).await, [150_000, 150_000, 500_000]);
        cajero2.says("dm", "!disponible").await;
        cajero2.finds("dm", "Giro **1**: páguelo").await;
        world.closes_clean().await;
    }

    async fn whoever_is_assigned_to_the_bank_comes_first(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        recharged(&world).await;
        let owner = world.person("superusuario");
        owner.is_told_privately("general", "!asignar-banco Banesco @cajero2 10").await
            .shows(&["**cajero2** paga los giros a **Banesco** con prioridad **10**"]);
        sends(&world, "100").await;
        world.person("cajero2").finds("dm", "Giro **1**: páguelo").await;
        owner.says("general", "!asignar-banco 0134 @cajero1 20").await;
        sends(&world, "200").await;
        world.person("cajero1").finds("dm", "Giro **2**: páguelo").await;
        owner.is_told_privately("general", "!asignaciones").await.shows(&["cajero1 · prioridad 20", "cajero2 · prioridad 10"]);
        owner.says("general", "!asignar-banco banesco @cajero1 no").await;
        sends(&world, "300").await;
        world.person("cajero2").finds("dm", "Giro **3**: páguelo").await;
        world.closes_clean().await;
    }

    async fn an_admin_sends_one_without_a_discount_when_the_bank_has_somebody(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let typed = format!("!giro 700 Banesco {AT_BANESCO} {CEDULA} Ana Pérez");
        owner.is_refused("dm", &typed, &["**Banesco** no tiene cajeros asignados", "!asignar-banco Banesco @cajero 10"]).await;
        owner.says("general", "!asignar-banco Banesco @cajero1 10").await;
        world.person("cajero1").says("dm", "!ocupado").await;
        // Whoever is assigned is paused: an available one pays.
        owner.says("dm", &typed).await;
        owner.finds("dm", "Giro **1** de 700,00 Bs").await.shows(&["ya tiene cajero"]);
        let cajero2 = world.person("cajero2");
        let card = cajero2.finds("dm", "Giro **1**: páguelo").await;
        card.shows(&["Hecho por: superusuario"]);
        owner.is_refused("dm", &format!("!giro 4300,01 Banesco {AT_BANESCO} {CEDULA} Ana Pérez"),
            &["Nadie puede pagar ahora 4.300,01 Bs a **Banesco**"]).await;
        let form = cajero2.presses(&card, "Ejecutar").await;
        cajero2.fills(&form, &[(ACCOUNT, "2"), (WAY, "efectivo"), (COMMISSION, "")]).await.says(&["Giro **1** completado"]);
        assert_eq!(cents(&world, &["account:2:VES", "escrow:VES", "position:VES"]).await, [430_000, 0, 0]);
        owner.finds("dm", "✅ Giro **1** completado").await;
        world.closes_clean().await;
    }
}
