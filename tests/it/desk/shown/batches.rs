//! Batches from their opening to their close, and what each share of the gain says.

use insta::assert_snapshot;

use super::{HERE, REQUESTS, for_cajero1, two_paid};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn the_worked_example_is_read_from_its_opening_to_its_shares(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        assert_snapshot!(david.sees_refused(CHANNEL, &["!batch", "!c 200 52.63", "!endbatch", "!start batch XXX YYY", "!start batch PEN PEN"]).await, @"
        > !batch
        No hay un batch abierto aquí. Ábralo con `!start batch` en el canal del revendedor.

        > !c 200 52.63
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.

        > !endbatch
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.

        > !start batch XXX YYY
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`. Ejemplo: `!start batch PEN VES`.

        > !start batch PEN PEN
        Un batch va de una moneda a otra, no de PEN a PEN. Ejemplo: `!start batch PEN VES`.
        ");
        david.says(CHANNEL, "!start batch").await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        Batch abierto. Envíe con `!t 100 p`.
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 0,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 0,00 Bs
        │ Cantidad enviada en $: 0,000 $
        │ Transferencias: Hechas: 0 · Pendientes: 0
        │ Abierto: <t:1795176000:R>
        ");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 200 52.63"]).await, @"
        > !c 200 52.63
        El batch no ha recibido nada todavía: primero tiene que pagarse una transferencia. Si quiere cerrarlo vacío: `!endbatch`.
        ");
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        ✅ Orden **1** pagada
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad enviada en $: 23,755 $
        │ Transferencias: Hechas: 1 · Pendientes: 0
        │ Precio de equilibrio del USDT: 4,2096 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        {orden-1.png}
        ");
        david.says(CHANNEL, "!t 100 9.2").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 100 26", "!c 200 52.63", "!endbatch"]).await, @"
        > !c 100 26
        El batch no se puede cerrar: hay órdenes abiertas.
        • Orden **2**: 922,76 Bs — asignada, espera el pago, cajero1
        Espere a que se paguen, o cancélelas con `!cancelar <n>`.

        > !c 200 52.63
        Compró por 200,00 S/, y en el batch quedan 100,00 S/ de 100,00 S/. Escriba como mucho lo que queda.

        > !endbatch
        El batch no se puede cerrar: hay órdenes abiertas.
        • Orden **2**: 922,76 Bs — asignada, espera el pago, cajero1
        Espere a que se paguen, o cancélelas con `!cancelar <n>`.
        ");
        cajero.pays(2).await;
        assert_snapshot!(david.sees(CHANNEL, "!batch").await, @"
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ Cantidad enviada en $: 48,038 $
        │ Transferencias: Hechas: 2 · Pendientes: 0
        │ Precio de equilibrio del USDT: 4,1633 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        ");
        david.says(CHANNEL, "!c 50 13").await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        Compra anotada: 13,00 USDT por 50,00 S/ · n.º 1. Si fue un error: `!revertir compra 1 motivo`
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ Cantidad enviada en $: 48,038 $
        │ Transferencias: Hechas: 2 · Pendientes: 0
        │ USDT comprados: 13,00 USDT por 50,00 S/; faltan 150,00 S/ por comprar
        │ Precio de equilibrio del USDT: 4,2810 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        ");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 150.01 39", "!c 0 0", "!c 150 0", "!c 150"]).await, @"
        > !c 150.01 39
        Compró por 150,01 S/, y en el batch quedan 150,00 S/ de 200,00 S/. Escriba como mucho lo que queda.

        > !c 0 0
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !c 150 0
        La cantidad de USDT no vale. La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !c 150
        Faltan datos. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.
        ");
        assert_snapshot!(world.person("maria").sees_refused(HERE, &["!c 150 39.63", "!batch"]).await, @"
        > !c 150 39.63
        Los batches los abren y cierran los revendedores en su canal. Su rol es *cliente*. Lo que usted puede hacer: `!ayuda`.

        > !batch
        No hay un batch abierto aquí. Ábralo con `!start batch` en el canal del revendedor.
        ");
        david.says(CHANNEL, "!c 150 39.63").await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        Batch cerrado
        ┌ david-cuentas · batch 1 cerrado
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ Cantidad $ USD: 52,63 $
        │ Precio del USDT: 3,8001 PEN/USDT
        │ Cantidad enviada en $: 48,03 $
        │ Resultado:
        │   Ganancia generada en el batch = 4,60 $
        │   Cut del reseller (40 %) david = 1,84 $
        │   Ganancia Cajero cajero1 = 2,76 $
        ");
        assert_snapshot!(david.sees_last("dm").await, @"💵 Se cerró el batch **1** con ganancia: le tocan **1,84 $** como revendedor. Véalo con `!ganancias`; se retira con `!request-retiro`.");
        assert_snapshot!(cajero.sees_last("dm").await, @"💵 Se cerró el batch **1** con ganancia: le tocan **2,76 $** por lo que pagó. Véalo con `!ganancias`; se retira con `!request-retiro`.");
        world.closes_clean().await;
    }

    async fn a_loss_and_an_empty_batch_are_said_plainly(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let david = world.person("david");
        david.says(CHANNEL, "!endbatch").await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        Batch cerrado
        ┌ david-cuentas · batch 1 cerrado
        │ Se cerró sin transferencias pagadas: no hay nada que repartir.
        ");
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").pays(1).await;
        david.says(CHANNEL, "!c 100 20").await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        Batch cerrado
        ┌ david-cuentas · batch 2 cerrado
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad $ USD: 20,00 $
        │ Precio del USDT: 5,0000 PEN/USDT
        │ Cantidad enviada en $: 23,75 $
        │ Resultado: Pérdida en el batch = 3,75 $: la asume la casa; no hay cut negativo.
        ");
        world.closes_clean().await;
    }

    async fn money_that_nothing_was_bought_for_is_closed_when_a_superuser_says_so(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        two_paid(&world).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!c 50 13").await;
        assert_snapshot!(david.sees(CHANNEL, "!endbatch").await, @"El batch **1** tiene 150,00 S/ por los que no se compraron USDT. Cerrarlo así, sin ganancia que repartir, lo decide un superusuario: solicitud **1**. Con la compra se cierra ya: `!c <cantidad> <usdt>`.");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!endbatch"]).await, @"
        > !endbatch
        Ya tiene una solicitud por decidir, la **1**. Espere la respuesta; le llega por mensaje directo.
        ");
        let asked = owner.last(REQUESTS).await;
        assert_snapshot!(world.shown(&asked).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **david**: por decidir.
        ┌ Solicitud 1: cierre
        │ Persona: **david** · <@david>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Batch: 1
        │ Sin comprar: 150,00 S/
        [Aprobar] [Rechazar]
        ");
        assert_snapshot!(owner.sees_pressed(&asked, "Aprobar").await, @"
        (only for whoever asked)
        Solicitud **1** aprobada: batch **1** cerrado. 150,00 S/ quedan como posición abierta de la mesa.
        ");
        assert_snapshot!(owner.sees_again(&asked).await, @"
        Solicitud **1** de **david**: aprobada.
        ┌ Solicitud 1: cierre
        │ Persona: **david** · <@david>
        │ Estado: aprobada
        │ Pedida: <t:1795176000:R>
        │ Batch: 1
        │ Sin comprar: 150,00 S/
        │ Decidida: <t:1795176000:R> · por superusuario
        ");
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        Batch cerrado
        ┌ david-cuentas · batch 1 cerrado
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ USDT comprados: 13,00 USDT por 50,00 S/
        │ Cantidad enviada en $: 48,03 $
        │ Resultado: Se cerró sin comprar USDT por 150,00 S/: quedan como posición abierta de la mesa. No hay ganancia que repartir.
        ");
        assert_snapshot!(david.sees_found("dm", "Su solicitud **1**").await, @"✅ Su solicitud **1** (cierre) fue aprobada.");
        world.closes_clean().await;
    }

    async fn a_rate_outside_the_band_is_read_by_who_asks_and_who_decides(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        assert_snapshot!(david.sees(CHANNEL, "!t 100 12 Ana 0102").await, @"La tasa 12 está lejos de la publicada, 9: se admite de 8,55 a 9,45. La transferencia espera a un superusuario: solicitud **1**. Si la aprueba sale como la escribió; en 30 minutos vence. Le aviso por mensaje directo.");
        let asked = owner.last(REQUESTS).await;
        assert_snapshot!(world.shown(&asked).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **david**: por decidir.
        ┌ Solicitud 1: tasa
        │ Persona: **david** · <@david>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Recibido: 100,00 S/
        │ Tasa pedida: 12
        │ Tasa publicada: 9
        │ A enviar: 1.200,00 Bs
        │ A la publicada: 900,00 Bs
        │ Diferencia: +33,33 % · se envían 7,89 $ de más
        │ Comisión: 3,60 Bs
        │ Batch: 1
        │ Beneficiario: `Ana 0102`
        │ Vence: <t:1795177800:R>
        [Aprobar] [Rechazar]
        ");
        assert_snapshot!(owner.sees_pressed(&asked, "Aprobar").await, @"
        (only for whoever asked)
        Solicitud **1** aprobada: la transferencia de **david** sale como orden **1**, 1.203,60 Bs.
        ");
        assert_snapshot!(owner.sees_again(&asked).await, @"
        Solicitud **1** de **david**: aprobada.
        ┌ Solicitud 1: tasa
        │ Persona: **david** · <@david>
        │ Estado: aprobada
        │ Pedida: <t:1795176000:R>
        │ Recibido: 100,00 S/
        │ Tasa pedida: 12
        │ Tasa publicada: 9
        │ A enviar: 1.200,00 Bs
        │ A la publicada: 900,00 Bs
        │ Diferencia: +33,33 % · se envían 7,89 $ de más
        │ Comisión: 3,60 Bs
        │ Batch: 1
        │ Beneficiario: `Ana 0102`
        │ Decidida: <t:1795176000:R> · por superusuario
        ");
        assert_snapshot!(david.sees_found("dm", "Su solicitud **1**").await, @"✅ Su solicitud **1** (tasa) fue aprobada: la transferencia sale como la escribió.");
        david.says(CHANNEL, "!t 50 8.5 Luis 0414").await;
        let form = owner.presses(&owner.last(REQUESTS).await, "Rechazar").await;
        assert_snapshot!(world.shown_answer(&form).await, @"
        Form: Rechazar la solicitud 2
          ¿Por qué? · hint: Por ejemplo: falta verificar su identidad
        ");
        let done = owner.fills(&form, &[("¿Por qué?", "muy baja")]).await;
        assert_snapshot!(world.shown_answer(&done).await, @"
        (only for whoever asked)
        Solicitud **2** (tasa) de **david** rechazada. Se lo dije por mensaje directo.
        ");
        assert_snapshot!(david.sees_found("dm", "Su solicitud **2**").await, @"❌ Su solicitud **2** (tasa) fue rechazada: «muy baja». Nada se envió; escríbala otra vez con `p` o una tasa más cercana.");
        // Nobody decides this one in time.
        david.says(CHANNEL, "!t 50 8.5 Eva 0412").await;
        let late = owner.last(REQUESTS).await;
        world.moves_the_hand(31).await;
        assert_snapshot!(owner.sees_pressed_in_vain(&late, "Aprobar").await, @"
        (only for whoever asked)
        La solicitud **3** venció: las tasas se mueven. Que la escriban otra vez.
        ");
        world.sweeps().await;
        assert_snapshot!(david.sees_found("dm", "Su solicitud **3**").await, @"⌛ Su solicitud **3** (tasa) venció sin que nadie la decidiera. Si aún vale, pídala de nuevo.");
        assert_snapshot!(owner.sees_again(&late).await, @"
        Solicitud **3** de **david**: vencida.
        ┌ Solicitud 3: tasa
        │ Persona: **david** · <@david>
        │ Estado: vencida
        │ Pedida: <t:1795176000:R>
        │ Recibido: 50,00 S/
        │ Tasa pedida: 8,5
        │ Tasa publicada: 9
        │ A enviar: 425,00 Bs
        │ A la publicada: 450,00 Bs
        │ Diferencia: -5,56 % · se envían 0,66 $ de menos
        │ Comisión: 1,28 Bs
        │ Batch: 1
        │ Beneficiario: `Eva 0412`
        │ Decidida: <t:1795177860:R> · por la mesa
        ");
        david.says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
