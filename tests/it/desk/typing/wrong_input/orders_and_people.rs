//! Orders, people, requests and coins.

use insta::assert_snapshot;

use super::typed_amiss;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const ORDERS: &[&str] = &[
    "!orden",
    "!orden x",
    "!orden 0",
    "!orden n.º 99",
    "!orden 12 13",
    "!orden 99999999999999999999",
    "!cancelar",
    "!cancelar doce",
    "!cancelar 99",
    "!revertir 1",
    "!revertir 99 porque sí",
    "!asignar 1",
    "!asignar @cajero1 1",
    "!asignar 99 @cajero1",
    "!confirmar 99",
    "!historial",
    "!historial x",
    "!historial b99",
    "!transacciones 99",
    "!transacciones foo",
    "!pendientes @fantasma",
    "!solicitudes foo",
    "!solicitud x",
    "!solicitud 99",
];

const PEOPLE: &[&str] = &[
    "!pagar",
    "!pagar 13",
    "!pagar @david",
    "!pagar @fantasma 5",
    "!pagar @david 1 500 el almuerzo",
    "!pagar @david 1,5",
    "!pagar @david 50 soles",
    "!pagar @david 0",
    "!dar @david 5",
    "!canjear",
    "!canjear x",
    "!canjear 1.000",
    "!canjear 100 puntos más",
    "!rol @maria jefe",
    "!rol @fantasma cajero",
    "!rol @maria",
    "!rol jefe @maria",
    "!rol @cambista cajero",
    "!canal @maria",
    "!canal @david #nada",
    "!baja @fantasma",
    "!start batch PEN",
    "!start batch Marte Venus",
    "!start",
    "!request-retiro 50",
];

on_sqlite! {
    async fn orders_and_people_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let table = typed_amiss(owner, "general", ORDERS).await + &typed_amiss(owner, "general", PEOPLE).await;
        world.closes_clean().await;
        assert_snapshot!(table, @r"
        !orden
            cambista: Faltan datos. Se escribe así: `!orden <n>`. Ejemplo: `!orden 12`.
        !orden x
            cambista: «x» no es un número de orden. Escriba solo el número, como `12`.
        !orden 0
            cambista: «0» no es un número de orden. Escriba solo el número, como `12`.
        !orden n.º 99
            cambista: No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.
        !orden 12 13
            cambista: «12 13» no es un número de orden. Escriba solo el número, como `12`.
        !orden 99999999999999999999
            cambista: «99999999999999999999» no es un número de orden. Escriba solo el número, como `12`.
        !cancelar
            cambista: Faltan datos. Se escribe así: `!cancelar <n>`. Ejemplo: `!cancelar 12`.
        !cancelar doce
            cambista: «doce» no es un número de orden. Escriba solo el número, como `12`.
        !cancelar 99
            cambista: No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.
        !revertir 1
            cambista: Faltan datos. Se escribe así: `!revertir <n> <motivo>`. Ejemplo: `!revertir 12 se pagó a otra persona`.
        !revertir 99 porque sí
            cambista: No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.
        !asignar 1
            cambista: Faltan datos. Se escribe así: `!asignar <n> @cajero`. Ejemplo: `!asignar 12 @cajero1`.
        !asignar @cajero1 1
            cambista: No hay una orden 1. Mire el número en el mensaje de la orden, o en `!transacciones`.
        !asignar 99 @cajero1
            cambista: No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.
        !confirmar 99
            cambista: No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.
        !historial
            cambista: Faltan datos. Se escribe así: `!historial <orden, batch o movimiento>`. Ejemplo: `!historial b3`.
        !historial x
            cambista: «x» no es una orden, un batch ni un movimiento. Escriba el número de la orden, como `!historial 12`; el del batch con una b, como `!historial b3`; el de un movimiento con una m, como `!historial m40`.
        !historial b99
            cambista: No hay un batch 99. Su número está en el mensaje del batch: `!batch`.
        !transacciones 99
            cambista: «99» no sirve como número de órdenes por página: escriba un número de 1 a 25, como `!transacciones 10`.
        !transacciones foo
            cambista: No hay un estado «foo». Los estados son `pendiente`, `asignada`, `procesando`, `completada`, `cancelada`, `rechazada`, `revertida`, `devuelta` y `abierta`; por ejemplo: `!transacciones 10 completada`.
        !pendientes @fantasma
            cambista: No encuentro a «fantasma» en este servidor. Mencione a esa persona con @. Se escribe así: `!pendientes [@persona]`. Ejemplo: `!pendientes`.
        !solicitudes foo
            cambista: No hay solicitudes de «foo». Los tipos son `rol`, `cuenta`, `retiro`, `tasa`, `cierre` y `compra` y los estados `pendiente`, `aprobada`, `rechazada`, `vencida`, `cerrada` y `todas`; por ejemplo: `!solicitudes retiro aprobada`.
        !solicitud x
            cambista: «x» no es el número de una solicitud. Escriba solo el número, como `!solicitud 3`.
        !solicitud 99
            cambista: No hay una solicitud 99. Vea las que hay con `!solicitudes`.
        !pagar
            cambista: Faltan datos. Se escribe así: `!pagar @persona <monto> [motivo]`. Ejemplo: `!pagar @ana 50 el almuerzo`.
        !pagar 13
            cambista: `!pagar` da monedas a una persona, como `!pagar @ana 50`. Una orden se paga respondiendo a su mensaje con la captura y pulsando **Listo**; cómo está la 13: `!orden 13`.
        !pagar @david
            cambista: Faltan datos. Se escribe así: `!pagar @persona <monto> [motivo]`. Ejemplo: `!pagar @ana 50 el almuerzo`.
        !pagar @fantasma 5
            cambista: No encuentro a «fantasma» en este servidor. Mencione a esa persona con @. Se escribe así: `!pagar @persona <monto> [motivo]`. Ejemplo: `!pagar @ana 50 el almuerzo`.
        !pagar @david 1 500 el almuerzo
            cambista: «1 500» se lee de dos maneras. Si es un número, escríbalo sin espacios: `1500`; si es solo lo primero, ponga una palabra delante de lo demás.
        !pagar @david 1,5
            cambista: Una cantidad en monedas no lleva decimales: escriba un número entero, como `100`.
        !pagar @david 50 soles
            cambista: La cantidad está en soles (PEN) y aquí se espera en monedas. Escríbala en monedas, por ejemplo `100`.
        !pagar @david 0
            cambista: La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.
        !dar @david 5
            cambista: Falta el motivo. Por ejemplo: `!dar @ana 50 por ayudar`.
        !canjear
            cambista: Faltan datos. Se escribe así: `!canjear <puntos>`. Ejemplo: `!canjear 100`.
        !canjear x
            cambista: «x» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !canjear 1.000
            cambista: «1.000» se lee de dos maneras. Si quiso decir 1.000 PTS, escriba `1000`.
        !canjear 100 puntos más
            cambista: «100 puntos más» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !rol @maria jefe
            cambista: No hay un rol «jefe». Los roles son `revendedor`, `cajero`, `cliente` y `admin`; por ejemplo: `!rol @david revendedor`.
        !rol @fantasma cajero
            cambista: No encuentro a «fantasma» en este servidor. Mencione a esa persona con @. Se escribe así: `!rol @persona <revendedor|cajero|cliente|admin>`. Ejemplo: `!rol @david revendedor`.
        !rol @maria
            cambista: Faltan datos. Se escribe así: `!rol @persona <revendedor|cajero|cliente|admin>`. Ejemplo: `!rol @david revendedor`.
        !rol jefe @maria
            cambista: No hay un rol «jefe». Los roles son `revendedor`, `cajero`, `cliente` y `admin`; por ejemplo: `!rol @david revendedor`.
        !rol @cambista cajero
            cambista: Un bot no puede tener un papel en la mesa; mencione a una persona. Se escribe así: `!rol @persona <revendedor|cajero|cliente|admin>`. Ejemplo: `!rol @david revendedor`.
        !canal @maria
            cambista: **maria** no es revendedor. Primero: `!rol @… revendedor`.
        !canal @david #nada
            cambista: No encuentro el canal «\#nada». Menciónelo con #, o no escriba ninguno y se crea: `!canal @david`.
        !baja @fantasma
            cambista: No encuentro a «fantasma» en este servidor. Mencione a esa persona con @. Se escribe así: `!baja @persona`. Ejemplo: `!baja @david`.
        !start batch PEN
            cambista: Faltan datos. Se escribe así: `!start batch [de] [a]`. Ejemplo: `!start batch PEN VES`.
        !start batch Marte Venus
            cambista: Este no es un canal de revendedor. Escríbalo en el canal de un revendedor; si aún no tiene uno, pídalo a un superusuario (`!canal @…`).
        !start
            cambista: Falta una palabra del comando. Se escribe así: `!start batch [de] [a]`. Ejemplo: `!start batch PEN VES`.
        !request-retiro 50
            cambista: Los retiros se piden en <#> o por mensaje directo conmigo. Allí escriba `!request-retiro 50 Binance ID 123456`.
        ");
    }
}
