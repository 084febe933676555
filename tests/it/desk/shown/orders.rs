//! Commands about orders: `!t`, `!cancelar`, `!orden`, `!listo`, `!siguiente`, `!confirmar`, `!revertir`.

use insta::assert_snapshot;
use serde_json::json;

use super::{ALERTS, HERE, for_cajero1};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn transfers_that_cannot_be_taken_say_why(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let guest = world.joins("rosa").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!t 100 p", "!t", "!t 0 p", "!t -5 p", "!t 1.234 p", "!t 100 x"]).await, @"
        > !t 100 p
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.

        > !t
        Faltan datos. Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p María Pérez 0102-1234`.

        > !t 0 p
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.

        > !t -5 p
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.

        > !t 1.234 p
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.

        > !t 100 x
        «x» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        ");
        assert_snapshot!(david.sees_refused(HERE, &["!t 100 p"]).await, @"
        > !t 100 p
        Este no es un canal de revendedor. Escríbalo en su canal: <#transacciones-david>.
        ");
        assert_snapshot!(guest.sees_refused(HERE, &["!t 100 p", "!start batch"]).await, @"
        > !t 100 p
        Las transferencias las envían los revendedores, los cajeros y los clientes. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.

        > !start batch
        Los batches los abren y cierran los revendedores en su canal. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.
        ");
        david.says(CHANNEL, "!start batch").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!t 0.0001 p", "!t 999999999999 p", "!t 12 34,5 p", "!start batch"]).await, @"
        > !t 0.0001 p
        La cantidad tiene 4 decimales y caben 2. Redondéela.

        > !t 999999999999 p
        999.999.999.999,00 S/ a esa tasa pasa de lo que una orden paga con comisión: de 0,01 Bs a 999.999.999.999,00 Bs. Envíe menos, o en varias.

        > !t 12 34,5 p
        «p» es la tasa publicada y no un beneficiario: delante de ella va un solo monto. Ejemplo: `!t 100 p María 0102-1234`.

        > !start batch
        Ya hay un batch abierto aquí, todavía sin órdenes. Envíe con `!t 100 p`, o ciérrelo con `!endbatch`.
        ");
        let placed = david.slash(CHANNEL, "t", json!({ "monto": "100", "tasa": "p", "beneficiario": "Ana 0102" })).await;
        assert_snapshot!(world.shown_answer(&placed).await, @"
        (only for whoever asked)
        Orden **1** por 902,70 Bs: ya tiene cajero.
        ");
        assert_snapshot!(cajero.sees(CHANNEL, "!batch").await, @"
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 0,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 0,00 Bs
        │ Cantidad enviada en $: 0,000 $
        │ Transferencias: Hechas: 0 · Pendientes: 1
        │ Abierto: <t:1795176000:R>
        ");
        assert_snapshot!(david.sees_each(CHANNEL, &["!cancelar 1", "!cancelar 1", "!cancelar 999", "!cancelar x"]).await, @"
        > !cancelar 1
        Orden **1** cancelada antes de pagarse. No se movió dinero.

        > !cancelar 1
        La orden **1** ya está así: *cancelada antes de pagarse*. No se paga. Si un cajero ya la había pagado, hay que avisar a un superusuario; si hace falta, se pide otra vez con `!t`; un giro, con `!giro`; un depósito o retiro, con `!deposito` o `!retirar`.

        > !cancelar 999
        No hay una orden 999. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !cancelar x
        «x» no es un número de orden. Escriba solo el número, como `12`.
        ");
        david.says(CHANNEL, "!t 20 p Luis 0414").await;
        assert_snapshot!(world.person("maria").sees_refused(HERE, &["!cancelar 2", "!orden 2"]).await, @"
        > !cancelar 2
        La orden **2** es de otra persona: la cancela quien la envió, o un admin.

        > !orden 2
        Esa orden no es suya. Solo la ven quienes participan, los cajeros y los admins.
        ");
        assert_snapshot!(david.sees_each(CHANNEL, &["!orden 2", "!orden 999", "!orden"]).await, @"
        > !orden 2
        ┌ Orden 2
        │ <t:1795176000:d> <t:1795176000:T> — hecha, espera cajero · por david
        │ <t:1795176000:d> <t:1795176000:T> — asignada a cajero1 · por la mesa
        │ Monto: 180,00 Bs
        │ Comisión: 0,54 Bs
        │ Total a pagar: **180,54 Bs**
        │ Beneficiario: `Luis 0414`
        │ Recibido: 20,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>

        > !orden 999
        No hay una orden 999. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !orden
        Faltan datos. Se escribe así: `!orden <n>`. Ejemplo: `!orden 12`.
        ");
        owner.says(HERE, "!cancelar 2").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn an_order_is_paid_by_command(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        assert_snapshot!(cajero.sees_refused("dm", &["!listo", "!siguiente"]).await, @"
        > !listo
        No tiene órdenes abiertas: no hay nada que confirmar. Si quiere pagar una, pulse **Tomar** en el canal de pendientes; lo que espera lo dice `!cola`.

        > !siguiente
        No tiene órdenes abiertas. Lo que espera en la mesa lo dice `!cola`.
        ");
        david.says(CHANNEL, "!t 10 p Ana 0102").await;
        david.says(CHANNEL, "!t 20 p Luis 0414").await;
        david.says(CHANNEL, "!t 30 p Eva 0412").await;
        assert_snapshot!(cajero.sees_refused("dm", &[
            "!listo", "!listo 1", "!listo 1 004512", "!listo ref", "!listo 1 2", "!listo 99", "!listo x",
        ]).await, @"
        > !listo
        Tiene varias órdenes abiertas; diga cuál:
        [**1**](https://discord.com/channels/@me/#/#) · 90,27 Bs · `Ana 0102` · menos de 1 min · asignada, espera el pago
        [**2**](https://discord.com/channels/@me/#/#) · 180,54 Bs · `Luis 0414` · menos de 1 min · asignada, espera el pago
        [**3**](https://discord.com/channels/@me/#/#) · 270,81 Bs · `Eva 0412` · menos de 1 min · asignada, espera el pago
        Responda con la captura al mensaje de la orden que pagó, o `!listo <n>` con la captura adjunta; sin ella si ya la envió.

        > !listo 1
        Falta la captura de la orden **1**. Responda al mensaje de la orden con la imagen del pago y pulse **Listo** otra vez, o todo en un paso: `!listo 1` con la captura adjunta.

        > !listo 1 004512
        La referencia se guarda con la captura: adjúntela al mismo mensaje, `!listo <n> <referencia>`. Sin referencia, `!listo <n>` confirma con la captura que ya envió.

        > !listo ref
        Falta la referencia: escríbala detrás, con la captura en el mismo mensaje: `!listo <n> 004512`. Sin referencia: `!listo <n>`.

        > !listo 1 2
        No confirmé nada: **2** también es el número de una de las órdenes suyas abiertas. Para varias, una línea por orden, cada una con su captura ya enviada: `!listo 1` y `!listo 2`.

        > !listo 99
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !listo x
        «x» no es un número de orden. Escriba solo el número, como `12`.
        ");
        assert_snapshot!(david.sees_refused("dm", &["!listo 1"]).await, @"
        > !listo 1
        Las órdenes las pagan los cajeros. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(world.person("cajero2").sees_refused("dm", &["!listo 1"]).await, @"
        > !listo 1
        La orden **1** la tiene **cajero1**, no usted. No la pague.
        ");
        assert_snapshot!(cajero.sees("dm", "!siguiente").await, @"
        Orden **1**: **responda a este mensaje con la captura** del pago y pulse **Listo**. Si no se puede pagar, **Cancelar**. Es la más antigua de 3.
        ┌ Orden 1
        │ Monto: 90,00 Bs
        │ Comisión: 0,27 Bs
        │ Total a pagar: **90,27 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 10,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Listo] [Cancelar]
        ");
        let options = json!({ "numero": "1", "referencia": "004512" });
        let paid = cajero.slash_with_file("dm", "listo", options, ("captura", b"the first")).await;
        assert_snapshot!(world.shown_answer(&paid).await, @"
        (only for whoever asked)
        Orden **1** pagada: 90,27 Bs salieron de su cuenta. Gracias.
        ");
        let again = cajero.slash_with_file("dm", "listo", json!({ "numero": "1" }), ("captura", b"again")).await;
        assert_snapshot!(world.shown_answer(&again).await, @"
        (only for whoever asked)
        La orden **1** ya está así: *pagada*. No hay nada más que hacer. Si el banco regresó el dinero: `!devolver`; si fue un error, un superusuario la revierte: `!revertir`.
        ");
        let short = cajero.slash_with_file("dm", "listo", json!({ "numero": "2", "referencia": "2" }), ("captura", b"short")).await;
        assert_snapshot!(world.shown_answer(&short).await, @"
        (only for whoever asked)
        «2» no es la referencia del banco: tiene al menos 4 cifras. No confirmé nada ni guardé la captura. Envíela otra vez con `!listo 2 004512`, o sin referencia: `!listo 2`.
        ");
        let reused = cajero.slash_with_file("dm", "listo", json!({ "numero": "2", "referencia": "ref 4512" }), ("captura", b"other")).await;
        assert_snapshot!(world.shown_answer(&reused).await, @"
        (only for whoever asked)
        ⚠️ **Esa referencia ya se usó en la orden 1.** La captura quedó anotada para la orden **2** con ella, y los superusuarios fueron avisados. Si pagó las dos con una sola transferencia, o es otro pago, confirme con **Listo**; si se equivocó, envíe antes la captura correcta.
        ");
        assert_snapshot!(owner.sees_found(ALERTS, "trae la referencia").await, @"
        (rings superusuario)
        <@superusuario> ⚠️ La orden **2** trae la referencia `4512`, que ya tiene la orden **1**. Mire las dos: `!orden 2` y `!orden 1`.
        ");
        assert_snapshot!(owner.sees_each(HERE, &["!confirmar 3", "!confirmar 2", "!confirmar 2", "!confirmar 99"]).await, @"
        > !confirmar 3
        La orden **3** no tiene captura: nadie mostró que la pagó. Désela a otro cajero con `!asignar 3 @cajero`, o cancélela con `!cancelar 3`.

        > !confirmar 2
        (by direct message)
        Orden **2** confirmada: 180,54 Bs salieron de la cuenta de **cajero1**, a quien avisé.

        > !confirmar 2
        La orden **2** ya está confirmada. No hay nada más que hacer.

        > !confirmar 99
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.
        ");
        assert_snapshot!(cajero.sees_last("dm").await, @"✅ La orden **2** la confirmó **superusuario** por usted, con su captura: su total salió de su cuenta.");
        assert_snapshot!(cajero.sees_refused("dm", &["!confirmar 3"]).await, @"
        > !confirmar 3
        La orden de otro solo la confirma un superusuario. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(owner.sees(HERE, "!orden 1").await, @"
        (by direct message)
        ┌ Orden 1
        │ <t:1795176000:d> <t:1795176000:T> — hecha, espera cajero · por david
        │ <t:1795176000:d> <t:1795176000:T> — asignada a cajero1 · por la mesa
        │ <t:1795176000:d> <t:1795176000:T> — captura recibida, falta confirmar · por cajero1
        │ <t:1795176000:d> <t:1795176000:T> — pagada · por cajero1
        │ Monto: 90,00 Bs
        │ Comisión: 0,27 Bs
        │ Total a pagar: **90,27 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 10,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        │ Referencia: 004512
        ");
        assert_snapshot!(owner.sees_each(HERE, &["!revertir 1 pagada dos veces", "!revertir 1 otra vez"]).await, @"
        > !revertir 1 pagada dos veces
        (by direct message)
        Orden **1** revertida: su dinero salió del batch y volvió a la cuenta del cajero.

        > !revertir 1 otra vez
        La orden **1** ya está así: *revertida*. Si hace falta, se pide otra vez con `!t`; un giro, con `!giro`; un depósito o retiro, con `!deposito` o `!retirar`.
        ");
        assert_snapshot!(owner.sees_refused(HERE, &[
            "!revertir 3 no hacía falta", "!revertir 3 x", "!revertir 3", "!revertir 99 no existe",
        ]).await, @"
        > !revertir 3 no hacía falta
        La orden **3** todavía no está pagada (*asignada, espera el pago*): no hay nada que revertir. Se cancela con `!cancelar 3`.

        > !revertir 3 x
        El motivo tiene 1 carácter; escriba de 3 a 200.

        > !revertir 3
        Faltan datos. Se escribe así: `!revertir <n> <motivo>`. Ejemplo: `!revertir 12 se pagó a otra persona`.

        > !revertir 99 no existe
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.
        ");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!revertir 2 quiero"]).await, @"
        > !revertir 2 quiero
        Una orden pagada, o la compra de otro, solo la revierte un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        cajero.pays(3).await;
        david.says(CHANNEL, "!c 50 13").await;
        world.closes_clean().await;
    }
}
