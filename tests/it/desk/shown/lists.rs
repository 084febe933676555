//! Looking things up: lists, histories, earnings, requests.

use insta::assert_snapshot;
use serde_json::json;

use super::{HERE, REQUESTS, two_paid};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn orders_are_listed_by_page_and_state(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        assert_snapshot!(david.sees_each("dm", &["!transacciones", "!pendientes", "!canceladas", "!ganancias", "!clientes"]).await, @"
        > !transacciones
        Aquí no hay órdenes todavía. En un batch abierto se envían con `!t 100 p`.

        > !pendientes
        No hay órdenes pendientes: todo está pagado o cancelado. Todas se ven con `!transacciones`.

        > !canceladas
        No hay órdenes canceladas. Todas se ven con `!transacciones`.

        > !ganancias
        Todavía no hay ganancias: llegan cuando se cierra con ganancia un batch con órdenes propias. Las órdenes se ven con `!transacciones`.
        ┌ Ganancias de david
        │ Ganancias ahora: 0,00 $
        │ Retenido en retiros: 0,00 $
        │ Disponible: **0,00 $**
        │ Pagado hasta hoy: 0,00 $

        > !clientes
        ┌ Clientes de david
        │ Nadie se registró todavía diciendo que llegó por usted.
        │ Comisiones ganadas: 0,00 $
        ");
        two_paid(&world).await;
        david.says(CHANNEL, "!t 10 p Ana 0102").await;
        david.says(CHANNEL, "!t 20 p Luis 0414").await;
        david.says(CHANNEL, "!cancelar 4").await;
        let first = david.is_answered("dm", "!transacciones 3").await;
        assert_snapshot!(world.shown(&first).await, @"
        ┌ Transacciones de david
        │ **2 órdenes pagadas**: 200,00 S/ recibidos → 1.825,46 Bs con comisión
        │ **1 orden abierta**: 10,00 S/ → 90,27 Bs por pagar
        │ Sin contar: 1 cancelada antes de pagarse
        │
        │ **4** · <t:1795176000:f> · 20,00 S/ → 180,54 Bs · `Luis 0414` · david → cajero2 · *cancelada antes de pagarse* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        │ **3** · <t:1795176000:f> · 10,00 S/ → 90,27 Bs · `Ana 0102` · david → cajero1 · *asignada, espera el pago* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        │ **2** · <t:1795176000:f> · 100,00 S/ → 922,76 Bs · david → cajero1 · *pagada* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        └ 1–3 de 4 órdenes
        [Siguientes ›]
        ");
        assert_snapshot!(david.sees_pressed(&first, "Siguientes ›").await, @"
        ┌ Transacciones de david
        │ **2 órdenes pagadas**: 200,00 S/ recibidos → 1.825,46 Bs con comisión
        │ **1 orden abierta**: 10,00 S/ → 90,27 Bs por pagar
        │ Sin contar: 1 cancelada antes de pagarse
        │
        │ **1** · <t:1795176000:f> · 100,00 S/ → 902,70 Bs · david → cajero1 · *pagada* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        └ 4 de 4 órdenes
        [‹ Anteriores]
        ");
        assert_snapshot!(david.sees_each("dm", &[
            "!transacciones 10 completada", "!pendientes", "!canceladas", "!historial 1", "!historial b1",
        ]).await, @"
        > !transacciones 10 completada
        ┌ Transacciones (pagada) de david
        │ **2 órdenes pagadas**: 200,00 S/ recibidos → 1.825,46 Bs con comisión
        │
        │ **2** · <t:1795176000:f> · 100,00 S/ → 922,76 Bs · david → cajero1 · *pagada* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        │ **1** · <t:1795176000:f> · 100,00 S/ → 902,70 Bs · david → cajero1 · *pagada* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        └ 1–2 de 2 órdenes

        > !pendientes
        ┌ Órdenes pendientes de david
        │ **1 orden abierta**: 10,00 S/ → 90,27 Bs por pagar
        │
        │ **3** · <t:1795176000:f> · 10,00 S/ → 90,27 Bs · `Ana 0102` · david → cajero1 · *asignada, espera el pago* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        └ 1 orden

        > !canceladas
        ┌ Órdenes canceladas de david
        │ 1 cancelada antes de pagarse
        │
        │ **4** · <t:1795176000:f> · 20,00 S/ → 180,54 Bs · `Luis 0414` · david → cajero2 · *cancelada antes de pagarse* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        └ 1 orden

        > !historial 1
        ┌ Historial de la orden 1
        │ 100,00 S/ → 902,70 Bs · de **david** · pagada
        │
        │ <t:1795176000:f> — hecha, espera cajero · por david
        │ <t:1795176000:f> — asignada a cajero1 · por la mesa
        │ <t:1795176000:f> — captura recibida, falta confirmar · por cajero1
        │ <t:1795176000:f> — pagada · por cajero1
        └ 1–4 de 4 pasos

        > !historial b1
        ┌ Historial del batch 1
        │ De **david** · PEN → VES · abierto
        │
        │ <t:1795176000:f> — batch abierto · por david
        │ <t:1795176000:f> — orden **1**: 100,00 S/ → 902,70 Bs · por david
        │ <t:1795176000:f> — orden **2**: 100,00 S/ → 922,76 Bs · por david
        │ <t:1795176000:f> — orden **3**: 10,00 S/ → 90,27 Bs · por david
        │ <t:1795176000:f> — orden **4**: 20,00 S/ → 180,54 Bs · por david
        │ <t:1795176000:f> — orden **1** pagada · por cajero1
        │ <t:1795176000:f> — orden **2** pagada · por cajero1
        │ <t:1795176000:f> — orden **4** cancelada antes de pagarse · por david
        └ 1–8 de 8 pasos
        ");
        assert_snapshot!(world.person("cajero1").sees("dm", "!pendientes").await, @"
        ┌ Órdenes pendientes de cajero1
        │ **1 orden abierta**: 10,00 S/ → 90,27 Bs por pagar
        │
        │ **3** · <t:1795176000:f> · 10,00 S/ → 90,27 Bs · `Ana 0102` · david → cajero1 · *asignada, espera el pago* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        └ 1 orden
        ");
        assert_snapshot!(owner.sees_each(HERE, &["!transacciones 1", "!canceladas @maria"]).await, @"
        > !transacciones 1
        (by direct message)
        ┌ Transacciones de todos
        │ **2 órdenes pagadas**: 200,00 S/ recibidos → 1.825,46 Bs con comisión
        │ **1 orden abierta**: 10,00 S/ → 90,27 Bs por pagar
        │ Sin contar: 1 cancelada antes de pagarse
        │
        │ **4** · <t:1795176000:f> · 20,00 S/ → 180,54 Bs · `Luis 0414` · david → cajero2 · *cancelada antes de pagarse* · [ver](https://discord.com/channels/(id of @everyone)/(id of transacciones-david)/#)
        └ 1 de 4 órdenes
        [Siguientes ›]

        > !canceladas @maria
        (by direct message)
        No hay órdenes canceladas. Todas se ven con `!transacciones`.
        ");
        assert_snapshot!(david.sees_refused("dm", &[
            "!transacciones 0", "!transacciones 26", "!transacciones perdida", "!transacciones @cajero1", "!ganancias @cajero1",
            "!clientes @cajero1", "!puntos", "!historial 99", "!historial b99", "!historial m1", "!historial todo", "!historial",
        ]).await, @"
        > !transacciones 0
        «0» no sirve como número de órdenes por página: escriba un número de 1 a 25, como `!transacciones 10`.

        > !transacciones 26
        «26» no sirve como número de órdenes por página: escriba un número de 1 a 25, como `!transacciones 10`.

        > !transacciones perdida
        No hay un estado «perdida». Los estados son `pendiente`, `asignada`, `procesando`, `completada`, `cancelada`, `rechazada`, `revertida`, `devuelta` y `abierta`; por ejemplo: `!transacciones 10 completada`.

        > !transacciones @cajero1
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !ganancias @cajero1
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !clientes @cajero1
        Los clientes de otro solo los ve un superusuario. Los suyos: `!clientes`.

        > !puntos
        Puntos ganan los clientes. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !historial 99
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !historial b99
        No hay un batch 99. Su número está en el mensaje del batch: `!batch`.

        > !historial m1
        Los saldos y movimientos de otros solo los ve y los corrige un admin. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !historial todo
        «todo» no es una orden, un batch ni un movimiento. Escriba el número de la orden, como `!historial 12`; el del batch con una b, como `!historial b3`; el de un movimiento con una m, como `!historial m40`.

        > !historial
        Faltan datos. Se escribe así: `!historial <orden, batch o movimiento>`. Ejemplo: `!historial b3`.
        ");
        let guest = world.joins("rosa").await;
        assert_snapshot!(guest.sees_refused("dm", &["!pendientes", "!ganancias", "!clientes", "!puntos", "!solicitudes", "!historial 1"]).await, @"
        > !pendientes
        Eso lo ven quienes tienen un rol en la mesa. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.

        > !ganancias
        Eso lo ven quienes tienen un rol en la mesa. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.

        > !clientes
        Sus clientes los ven los revendedores. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.

        > !puntos
        Puntos ganan los clientes. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.

        > !solicitudes
        Las solicitudes las ven los admins y los superusuarios. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.

        > !historial 1
        Esa orden no es suya. Solo la ven quienes participan, los cajeros y los admins.
        ");
        david.says(CHANNEL, "!cancelar 3").await;
        david.says(CHANNEL, "!c 200 52.63").await;
        assert_snapshot!(david.sees("dm", "!ganancias").await, @"
        ┌ Ganancias de david
        │ Ganancias ahora: 1,84 $
        │ Retenido en retiros: 0,00 $
        │ Disponible: **1,84 $**
        │ Pagado hasta hoy: 0,00 $
        │ Por mes (últimos 12): noviembre 2026: 1,84 $
        │ Últimos batches que las hicieron: Batch **1** · <t:1795176000:d> · revendedor · 1,84 $
        [Retirar]
        ");
        assert_snapshot!(owner.sees(HERE, "!ganancias @david").await, @"
        (by direct message)
        ┌ Ganancias de david
        │ Ganancias ahora: 1,84 $
        │ Retenido en retiros: 0,00 $
        │ Disponible: **1,84 $**
        │ Pagado hasta hoy: 0,00 $
        │ Por mes (últimos 12): noviembre 2026: 1,84 $
        │ Últimos batches que las hicieron: Batch **1** · <t:1795176000:d> · revendedor · 1,84 $
        ");
        world.closes_clean().await;
    }

    async fn requests_are_listed_and_shown(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        assert_snapshot!(owner.sees_each(HERE, &["!solicitudes", "!solicitudes retiro todas"]).await, @"
        > !solicitudes
        (by direct message)
        No hay solicitudes por decidir. Las decididas se ven con `!solicitudes todas`.

        > !solicitudes retiro todas
        (by direct message)
        Nadie ha hecho solicitudes de retiro todavía. Se hacen en el canal de registro y con `!request-retiro`.
        ");
        owner.says(HERE, "!setup panel").await;
        for name in ["ana", "berta"] {
            let person = world.joins(name).await;
            let form = person.presses(&person.finds("registro", "Registro").await, "Cajero").await;
            let fields = [("Su nombre, como lo verán los demás", name), ("Su país", "Perú")];
            person.fills(&form, &fields).await;
        }
        assert_snapshot!(owner.sees(HERE, "!solicitudes").await, @"
        (by direct message)
        Una con su historia y sus botones: `!solicitud <n>`.
        ┌ Solicitudes (por decidir)
        │ **2** · <t:1795176000:f> · rol · berta · cajero · *por decidir*
        │ **1** · <t:1795176000:f> · rol · ana · cajero · *por decidir*
        └ 1–2 de 2 solicitudes
        ");
        let one = owner.is_answered(HERE, "!solicitud 1").await;
        assert_snapshot!(world.shown(&one).await, @"
        Solicitud **1** de **ana**: por decidir.
        ┌ Solicitud 1: rol
        │ <t:1795176000:f> — hecha · por ana
        │ Persona: **ana** · <@ana>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Rol: cajero
        │ Nombre: ana
        │ País: PE
        [Aprobar] [Rechazar]
        ");
        let form = owner.presses(&owner.last(REQUESTS).await, "Rechazar").await;
        owner.submits(&form, json!({ "text": "falta su documento" })).await;
        assert_snapshot!(owner.sees_each(HERE, &["!solicitudes rol rechazada", "!solicitud 2"]).await, @"
        > !solicitudes rol rechazada
        (by direct message)
        Una con su historia y sus botones: `!solicitud <n>`.
        ┌ Solicitudes de rol (rechazada)
        │ **2** · <t:1795176000:f> · rol · berta · cajero · *rechazada* por superusuario, <t:1795176000:f>
        └ 1 solicitud

        > !solicitud 2
        (by direct message)
        Solicitud **2** de **berta**: rechazada.
        ┌ Solicitud 2: rol
        │ <t:1795176000:f> — hecha · por berta
        │ <t:1795176000:f> — rechazada: «falta su documento» · por superusuario
        │ Persona: **berta** · <@berta>
        │ Estado: rechazada
        │ Pedida: <t:1795176000:R>
        │ Rol: cajero
        │ Nombre: berta
        │ País: PE
        │ Decidida: <t:1795176000:R> · por superusuario
        │ Motivo: falta su documento
        ");
        assert_snapshot!(owner.sees_refused(HERE, &[
            "!solicitudes perdida", "!solicitudes rol perdida", "!solicitud x", "!solicitud 99", "!solicitud",
        ]).await, @"
        > !solicitudes perdida
        No hay solicitudes de «perdida». Los tipos son `rol`, `cuenta`, `retiro`, `tasa`, `cierre` y `compra` y los estados `pendiente`, `aprobada`, `rechazada`, `vencida`, `cerrada` y `todas`; por ejemplo: `!solicitudes retiro aprobada`.

        > !solicitudes rol perdida
        Una solicitud no puede estar «perdida». Los estados son `pendiente`, `aprobada`, `rechazada`, `vencida`, `cerrada` y `todas`; por ejemplo: `!solicitudes retiro aprobada`.

        > !solicitud x
        «x» no es el número de una solicitud. Escriba solo el número, como `!solicitud 3`.

        > !solicitud 99
        No hay una solicitud 99. Vea las que hay con `!solicitudes`.

        > !solicitud
        Faltan datos. Se escribe así: `!solicitud <n>`. Ejemplo: `!solicitud 3`.
        ");
        assert_snapshot!(world.person("david").sees_refused("dm", &["!solicitudes", "!solicitud 1"]).await, @"
        > !solicitudes
        Las solicitudes las ven los admins y los superusuarios. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !solicitud 1
        Las solicitudes las ven los admins y los superusuarios. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        world.closes_clean().await;
    }
}
