//! An order in the channel of pending ones, in each of its states.

use insta::assert_snapshot;
use serde_json::json;

use super::for_cajero1;
use crate::desk::{CHANNEL, PENDING};
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn all_cashiers_read_what_waits_and_what_became_of_it(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero1, cajero2) =
            (world.person("superusuario"), world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!t 500 p Ana 0102").await;
        assert_snapshot!(cajero2.sees_card(PENDING, 1).await, @"
        Orden **1** asignada a **cajero1**. Con **Tomar** la paga otro cajero.
        ┌ Orden 1
        │ Monto: 4.500,00 Bs
        │ Comisión: 13,50 Bs
        │ Total a pagar: **4.513,50 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 500,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Tomar]
        ");
        david.says(CHANNEL, "!t 400 p Luis 0414").await;
        assert_snapshot!(cajero2.sees_card(PENDING, 2).await, @"
        Orden **2** espera cajero. Quien la pague, pulse **Tomar**.
        ┌ Orden 2
        │ Monto: 3.600,00 Bs
        │ Comisión: 10,80 Bs
        │ Total a pagar: **3.610,80 Bs**
        │ Beneficiario: `Luis 0414`
        │ Recibido: 400,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: nadie todavía
        │ Estado: espera cajero
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Tomar]
        ");
        let (first, second) = (cajero2.order(PENDING, 1).await, cajero2.order(PENDING, 2).await);
        assert_snapshot!(cajero1.sees_pressed_in_vain(&second, "Tomar").await, @"
        (only for whoever asked)
        Orden **2**: Hacen falta 3.610,80 Bs, y su cuenta con más libre tiene 486,50 Bs. Pida una recarga o deje la orden a otro cajero.
        ");
        assert_snapshot!(owner.sees_pressed_in_vain(&second, "Tomar").await, @"
        (only for whoever asked)
        Las órdenes las pagan los cajeros. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.
        ");
        world.goes_stale(&first, 1).await;
        cajero1.replies_with_capture("dm", &cajero1.order("dm", 1).await, b"paid").await;
        assert_snapshot!(cajero2.sees_pressed_in_vain(&first, "Tomar").await, @"
        (only for whoever asked)
        La orden **1** ya la está pagando **cajero1**: su captura llegó. Espere a que la confirme.
        ");
        cajero1.presses(&cajero1.order("dm", 1).await, "Listo").await;
        assert_snapshot!(cajero2.sees_card(PENDING, 1).await, @"
        Orden **1**: pagada.
        ┌ Orden 1
        │ Monto: 4.500,00 Bs
        │ Comisión: 13,50 Bs
        │ Total a pagar: **4.513,50 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 500,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        ");
        assert_snapshot!(cajero2.sees_pressed(&second, "Tomar").await, @"
        (only for whoever asked)
        La orden **2** es suya. Se la envié por mensaje directo.
        ");
        cajero2.replies_with_capture("dm", &cajero2.order("dm", 2).await, b"paid as well").await;
        assert_snapshot!(cajero1.sees_card(PENDING, 2).await, @"
        Orden **2**: captura recibida, falta confirmar.
        ┌ Orden 2
        │ Monto: 3.600,00 Bs
        │ Comisión: 10,80 Bs
        │ Total a pagar: **3.610,80 Bs**
        │ Beneficiario: `Luis 0414`
        │ Recibido: 400,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero2 · Banesco
        │ Estado: captura recibida, falta confirmar
        │ Captura: sí
        │ Espera desde: <t:1795176000:R>
        ");
        let form = cajero2.presses(&cajero2.order("dm", 2).await, "Cancelar").await;
        cajero2.submits(&form, json!({ "text": "era de otra orden" })).await;
        assert_snapshot!(cajero1.sees_card(PENDING, 2).await, @"
        Orden **2**: cancelada por el cajero.
        ┌ Orden 2
        │ Monto: 3.600,00 Bs
        │ Comisión: 10,80 Bs
        │ Total a pagar: **3.610,80 Bs**
        │ Beneficiario: `Luis 0414`
        │ Recibido: 400,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero2 · Banesco
        │ Estado: cancelada por el cajero
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        │ Motivo: era de otra orden
        ");
        david.says(CHANNEL, "!t 10 p Eva 0412").await;
        david.says(CHANNEL, "!cancelar 3").await;
        assert_snapshot!(cajero1.sees_card(PENDING, 3).await, @"
        Orden **3**: cancelada antes de pagarse.
        ┌ Orden 3
        │ Monto: 90,00 Bs
        │ Comisión: 0,27 Bs
        │ Total a pagar: **90,27 Bs**
        │ Beneficiario: `Eva 0412`
        │ Recibido: 10,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: cancelada antes de pagarse
        │ Captura: no
        │ Terminó: <t:1795176000:R>
        ");
        owner.says(CHANNEL, "!revertir 1 no llegó").await;
        assert_snapshot!(cajero1.sees_card(PENDING, 1).await, @"
        Orden **1**: revertida.
        ┌ Orden 1
        │ Monto: 4.500,00 Bs
        │ Comisión: 13,50 Bs
        │ Total a pagar: **4.513,50 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 500,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: revertida
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        │ Motivo: no llegó
        ");
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
