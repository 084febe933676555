//! An order in its reseller's channel, in each of its states.

use insta::assert_snapshot;
use serde_json::json;

use super::{HERE, for_cajero1};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const FIELD: &str = "Nombre, banco, cuenta, documento";

on_sqlite! {
    async fn a_reseller_reads_an_order_from_its_beginning_to_its_reversal(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!t 100 p").await;
        let shown = david.order(CHANNEL, 1).await;
        assert_snapshot!(world.shown(&shown).await, @"
        Orden **1**: asignada, espera el pago. ⚠️ **Sin beneficiario**: el cajero no sabe a quién pagar. Pulse **Añadir beneficiario**.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: —
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Añadir beneficiario] [Cancelar orden]
        ");
        let form = david.presses(&shown, "Añadir beneficiario").await;
        assert_snapshot!(world.shown_answer(&form).await, @"
        Form: A quién paga la orden 1
          Nombre, banco, cuenta, documento · hint: Por ejemplo: María Pérez, Banesco 0134-1234567890
        ");
        let refused = david.fills(&form, &[(FIELD, " p")]).await;
        assert_snapshot!(world.shown_answer(&refused).await, @"
        (only for whoever asked)
        «p» es la tasa publicada y no un beneficiario: delante de ella va un solo monto. Ejemplo: `!t 100 p María 0102-1234`.
        ┌ Lo que escribió
        │ Nombre, banco, cuenta, documento:  p
        [Corregir]
        ");
        let (form, late) = (david.presses(&shown, "Añadir beneficiario").await, david.presses(&shown, "Añadir beneficiario").await);
        let done = david.fills(&form, &[(FIELD, "María Pérez\n0102-1234-5678")]).await;
        assert_snapshot!(world.shown_answer(&done).await, @"
        (only for whoever asked)
        La orden **1** ya dice a quién pagar, y su cajero lo sabe:
        ```
        María Pérez
        0102-1234-5678
        ```
        `0102-1234-5678`
        ");
        let twice = david.fills(&late, &[(FIELD, "otra persona")]).await;
        assert_snapshot!(world.shown_answer(&twice).await, @"
        (only for whoever asked)
        La orden **1** ya dice a quién pagar: ```
        María Pérez
        0102-1234-5678
        ```
        `0102-1234-5678`
        ┌ Lo que escribió
        │ Nombre, banco, cuenta, documento: otra persona
        [Corregir]
        ");
        assert_snapshot!(cajero.sees_found("dm", "ya dice a quién pagar").await, @"
        📝 La orden **1** ya dice a quién pagar:
        ```
        María Pérez
        0102-1234-5678
        ```
        `0102-1234-5678`
        ");
        cajero.replies_with_capture("dm", &cajero.order("dm", 1).await, b"paid").await;
        assert_snapshot!(david.sees_card(CHANNEL, 1).await, @"
        Orden **1**: captura recibida, falta confirmar.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   ```
        │   María Pérez
        │   0102-1234-5678
        │   ```
        │   `0102-1234-5678`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: captura recibida, falta confirmar
        │ Captura: sí
        │ Espera desde: <t:1795176000:R>
        ");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!cancelar 1"]).await, @"
        > !cancelar 1
        La orden **1** ya la está pagando **cajero1**: su captura llegó. Espere a que la confirme.
        ");
        cajero.presses(&cajero.order("dm", 1).await, "Listo").await;
        assert_snapshot!(david.sees_card(CHANNEL, 1).await, @"
        Orden **1**: pagada.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   ```
        │   María Pérez
        │   0102-1234-5678
        │   ```
        │   `0102-1234-5678`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        ");
        owner.says(CHANNEL, "!revertir 1 el banco devolvió el pago").await;
        assert_snapshot!(david.sees_card(CHANNEL, 1).await, @"
        Orden **1**: revertida.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   ```
        │   María Pérez
        │   0102-1234-5678
        │   ```
        │   `0102-1234-5678`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: revertida
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        │ Motivo: el banco devolvió el pago
        ");
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn an_order_ends_unpaid_in_its_resellers_channel(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!t 50 p Ana 0102").await;
        let form = cajero.presses(&cajero.order("dm", 1).await, "Cancelar").await;
        cajero.submits(&form, json!({ "text": "el banco rechaza la cuenta" })).await;
        assert_snapshot!(david.sees_card(CHANNEL, 1).await, @"
        Orden **1**: cancelada por el cajero.
        ┌ Orden 1
        │ Monto: 450,00 Bs
        │ Comisión: 1,35 Bs
        │ Total a pagar: **451,35 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 50,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: cancelada por el cajero
        │ Captura: no
        │ Terminó: <t:1795176000:R>
        │ Motivo: el banco rechaza la cuenta
        ");
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        (rings david)
        <@david> ❌ Orden **1** cancelada por **cajero1**: «el banco rechaza la cuenta». No se movió dinero; si hace falta, envíela de nuevo con `!t`.
        ");
        david.says(CHANNEL, "!t 60 p Luis 0414").await;
        let shown = david.order(CHANNEL, 2).await;
        assert_snapshot!(david.sees_pressed(&shown, "Cancelar orden").await, @"
        (only for whoever asked)
        Orden **2** cancelada antes de pagarse. No se movió dinero.
        ");
        assert_snapshot!(david.sees_card(CHANNEL, 2).await, @"
        Orden **2**: cancelada antes de pagarse.
        ┌ Orden 2
        │ Monto: 540,00 Bs
        │ Comisión: 1,62 Bs
        │ Total a pagar: **541,62 Bs**
        │ Beneficiario: `Luis 0414`
        │ Recibido: 60,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: cancelada antes de pagarse
        │ Captura: no
        │ Terminó: <t:1795176000:R>
        ");
        // Somebody else cancels, and types, for david.
        david.says(CHANNEL, "!t 70 p Eva 0412").await;
        owner.says(HERE, "!cancelar 3").await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        (rings david)
        <@david> ❌ Orden **3** cancelada por **superusuario** antes de pagarse. No se movió dinero; si hace falta, envíela de nuevo con `!t`.
        ");
        owner.says(CHANNEL, "!t 10 p Sol 0416").await;
        assert_snapshot!(david.sees_card(CHANNEL, 4).await, @"
        Orden **4**: asignada, espera el pago. La escribió **superusuario** para **david**.
        ┌ Orden 4
        │ Monto: 90,00 Bs
        │ Comisión: 0,27 Bs
        │ Total a pagar: **90,27 Bs**
        │ Beneficiario: `Sol 0416`
        │ Recibido: 10,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Cancelar orden]
        ");
        david.says(CHANNEL, "!cancelar 4").await;
        // Nobody can pay it now.
        david.says(CHANNEL, "!t 3000 p Rey 0424").await;
        assert_snapshot!(david.sees_card(CHANNEL, 5).await, @"
        Orden **5**: espera cajero. Ningún cajero disponible tiene ahora saldo para pagarla; la mesa ya lo sabe. Puede esperar o cancelarla.
        ┌ Orden 5
        │ Monto: 27.000,00 Bs
        │ Comisión: 81,00 Bs
        │ Total a pagar: **27.081,00 Bs**
        │ Beneficiario: `Rey 0424`
        │ Recibido: 3.000,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: nadie todavía
        │ Estado: espera cajero
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Cancelar orden]
        ");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!endbatch"]).await, @"
        > !endbatch
        El batch no se puede cerrar: hay órdenes abiertas.
        • Orden **5**: 27.081,00 Bs — espera cajero
        Espere a que se paguen, o cancélelas con `!cancelar <n>`.
        ");
        david.says(CHANNEL, "!cancelar 5").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
