//! `!ayuda`, page after page, for those who decide.

use insta::assert_snapshot;

use super::HERE;
use super::help::help_of;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn admins_and_superusers_read_the_help(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let jefe = world.joins("jefe").await;
        world.person("superusuario").says(HERE, "!rol @jefe admin").await;
        assert_snapshot!(help_of(jefe).await, @"
        ┌ Ayuda
        │ **Lo que puede hacer** (también con `/`). Más sobre cada uno: `!ayuda <comando>`. En un mensaje caben varios, cada uno en su línea.
        │
        │ **Batches y transferencias**
        │ `!start batch [de] [a]` — abre un batch en su canal. Ej.: `!start batch PEN VES`
        │ `!t <monto> <p o tasa> [beneficiario]` — envía una transferencia: `p` es la tasa publicada; un cliente adjunta la captura de su pago; una imagen de quien revende le llega al cajero. Ej.: `!t 100 p María Pérez 0102-1234`
        │ `!batch [de] [a]` — muestra el batch abierto del canal. Ej.: `!batch`
        │ `!c <cantidad> <usdt> [de] [a]` — compra USDT para el batch; con todo comprado se cierra y se reparte la ganancia. Ej.: `!c 200 52.63`
        │ `!endbatch [de] [a]` — cierra un batch vacío; con dinero sin comprar lo decide un superusuario. Ej.: `!endbatch`
        │
        │ **Órdenes**
        │ `!cancelar <n>` — cancela una orden que aún no se pagó. Ej.: `!cancelar 12`
        │ `!orden <n>` — muestra una orden con su historia. Ej.: `!orden 12`
        │ `!transacciones [n] [estado] [@persona]` — sus órdenes, `n` por página. Ej.: `!transacciones 10 completada`
        │ `!pendientes [@persona]` — sus órdenes sin terminar. Ej.: `!pendientes`
        │ `!canceladas [@persona]` — sus órdenes canceladas o rechazadas. Ej.: `!canceladas`
        │ `!historial <orden, batch o movimiento>` — qué pasó con una orden (`12`), un batch (`b3`) o un movimiento (`m40`), quién y cuándo. Ej.: `!historial b3`
        │ `!reporte [dia|semana|mes] [fecha] [@persona]` — órdenes, ganancias y precios de un día, una semana o un mes, con gráfico y en Excel. Ej.: `!reporte mes`
        │ `!buscar <texto, monto o fecha>` — órdenes por beneficiario, referencia, monto, día, estado o persona; todo lo que escriba tiene que estar en la orden. Ej.: `!buscar ana 902,70 ayer`
        │ `!cola` — qué órdenes esperan, desde cuándo, y quién puede pagarlas.
        │ `!asignar <n> @cajero` — da una orden sin pagar a un cajero. Ej.: `!asignar 12 @cajero1`
        │ `!devolver <n> <motivo>` — devuelve una orden pagada cuyo dinero regresó el banco. Ej.: `!devolver 12 el banco devolvió el pago`
        └ Página 1 de 4
        [Siguientes ›]

        ┌ Ayuda
        │ **Ganancias y retiros**
        │ `!ganancias [@persona]` — lo ganado, lo retenido en retiros y lo pagado, por mes y por batch. Ej.: `!ganancias`
        │ `!request-retiro [monto] [dónde pagar]` — pide sus ganancias; sin monto, todas; sin lugar, donde la última vez. Ej.: `!request-retiro 50 Binance ID 123456`
        │
        │ **Giros y bancos**
        │ `!giro [monto banco cuenta cédula nombre]` — envía un giro de su saldo; solo, abre el formulario; con un número (`giro 12`), lo muestra con sus registros. Ej.: `!giro 1500 Banesco # V12345678 María Pérez`
        │ `!giros [estado]` — los giros: los suyos; a un admin, todos. Ej.: `!giros pendientes`
        │ `!beneficiarios [quitar <n>]` — a quiénes envió giros; `quitar 3` saca a uno de la lista. Ej.: `!beneficiarios`
        │ `!minorista [@revendedor]` — el saldo para giros y lo que se movió en él. Ej.: `!minorista`
        │ `!recargar @revendedor <monto> [moneda] [referencia]` — suma al saldo de un revendedor lo que pagó por adelantado. Ej.: `!recargar @david 5000 VES efectivo`
        │ `!bancos [banco]` — lo que la mesa tiene en cada banco: balance central y cuentas; con un banco, los movimientos de su balance central. Ej.: `!bancos`
        │ `!asignaciones` — quién paga los giros a cada banco.
        │ `!asignar-banco <banco> @cajero <prioridad>` — quién paga los giros a un banco: la prioridad más alta va primero; `no` lo quita. Ej.: `!asignar-banco Banesco @cajero1 10`
        │ `!recargar-banco <banco> <monto> [comisión <monto>] [referencia]` — suma al balance central de un banco; la comisión se pagó aparte. Ej.: `!recargar-banco Banco de Venezuela 50000 comisión 25 efectivo`
        │ `!ajustar-banco <banco> <±monto> <motivo>` — corrige el balance central de un banco; con una comisión aparte, por `/ajustar-banco`. Ej.: `!ajustar-banco 0134 -50 comisión del banco`
        │ `!traspasar <banco> <cuenta> <monto> [referencia]` — pasa del balance central de un banco a la cuenta de un cajero. Ej.: `!traspasar 0134 3 5000`
        └ Página 2 de 4
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Tasas y comisiones**
        │ `!tasas [moneda]` — las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio. Ej.: `!tasas`
        │
        │ **Personas y cuentas**
        │ `!solicitudes [tipo] [estado]` — lo que la gente pide; sin más, lo que falta decidir. Ej.: `!solicitudes retiro aprobada`
        │ `!solicitud <n>` — una solicitud con su historia y, si falta decidirla, sus botones. Ej.: `!solicitud 3`
        │ `!cuentas [@persona]` — sus cuentas con su saldo. Ej.: `!cuentas`
        │ `!saldo [cuenta]` — saldo anterior, insertado y actual, retenido y disponible. Ej.: `!saldo VES`
        │ `!movimientos <cuenta> [página]` — lo que se movió en una cuenta. Ej.: `!movimientos VES`
        │ `!cuenta abrir` — pide una cuenta con un formulario.
        │ `!cerrar-cuenta <cuenta>` — cierra una cuenta vacía. Ej.: `!cerrar-cuenta VES`
        │ `!depositar <cuenta> <monto> [motivo]` — suma a una cuenta dinero que llegó de fuera. Ej.: `!depositar 3 5000 recarga`
        │ `!acreditar @persona <moneda> <monto> [motivo]` — suma a la cuenta de alguien dinero que llegó de fuera; la abre si no la tiene. Ej.: `!acreditar @cliente1 VES 5000 remesa de Perú`
        │ `!ajustar <cuenta> <±monto> <motivo>` — corrige un saldo. Ej.: `!ajustar 3 -50 comisión del banco`
        │ `!comprar <monto o todo> <moneda> [con <moneda>]` — cambia dinero de sus cuentas: muestra una cotización, que confirma con un botón. Ej.: `!comprar 100 usd`
        │ `!vender <monto o todo> <moneda> [por <moneda>]` — lo mismo al revés: entrega divisas y recibe bolívares. Ej.: `!vender 100 usd`
        │ `!transferir <número de cuenta> <monto o todo>` — pasa dinero a otra cuenta de la misma moneda. Ej.: `!transferir # 100`
        │ `!cambios [moneda] [@persona]` — sus cambios y transferencias entre cuentas. Ej.: `!cambios USD`
        │ `!comprobante <CB-…>` — un cambio o una transferencia, con su tasa y ambas cuentas. Ej.: `!comprobante CB-7K2M-9QXD`
        │ `!vincular <código>` — une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`. Ej.: `!vincular BCDF-2345-GHJK-6789`
        └ Página 3 de 4
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Monedas y juegos**
        │ `!diario` — las monedas de hoy; más si viene todos los días.
        │ `!monedas [@persona]` — las monedas de alguien. Ej.: `!monedas @ana`
        │ `!ranking` — quién tiene más monedas.
        │ `!logros [@persona]` — los logros de alguien en los juegos. Ej.: `!logros @ana`
        │ `!pagar @persona <monto> [motivo]` — paga monedas suyas a otra persona. Ej.: `!pagar @ana 50 el almuerzo`
        │ `!canjear <puntos>` — cambia puntos por monedas. Ej.: `!canjear 100`
        │ `!token [revocar]` — un token suyo para la API de jugadores; con `revocar` dejan de valer todos. Ej.: `!token`
        │
        │ **Ayuda**
        │ `!ayuda [comando]` — esta lista, o cómo se usa un comando. Ej.: `!ayuda pendientes`
        └ Página 4 de 4
        [‹ Anteriores]
        ");
        assert_snapshot!(help_of(world.person("superusuario")).await, @"
        ┌ Ayuda
        │ **Lo que puede hacer** (también con `/`). Más sobre cada uno: `!ayuda <comando>`. En un mensaje caben varios, cada uno en su línea.
        │
        │ **Batches y transferencias**
        │ `!start batch [de] [a]` — abre un batch en su canal. Ej.: `!start batch PEN VES`
        │ `!t <monto> <p o tasa> [beneficiario]` — envía una transferencia: `p` es la tasa publicada; un cliente adjunta la captura de su pago; una imagen de quien revende le llega al cajero. Ej.: `!t 100 p María Pérez 0102-1234`
        │ `!batch [de] [a]` — muestra el batch abierto del canal. Ej.: `!batch`
        │ `!c <cantidad> <usdt> [de] [a]` — compra USDT para el batch; con todo comprado se cierra y se reparte la ganancia. Ej.: `!c 200 52.63`
        │ `!endbatch [de] [a]` — cierra un batch vacío; con dinero sin comprar lo decide un superusuario. Ej.: `!endbatch`
        │
        │ **Órdenes**
        │ `!cancelar <n>` — cancela una orden que aún no se pagó. Ej.: `!cancelar 12`
        │ `!orden <n>` — muestra una orden con su historia. Ej.: `!orden 12`
        │ `!transacciones [n] [estado] [@persona]` — sus órdenes, `n` por página. Ej.: `!transacciones 10 completada`
        │ `!pendientes [@persona]` — sus órdenes sin terminar. Ej.: `!pendientes`
        │ `!canceladas [@persona]` — sus órdenes canceladas o rechazadas. Ej.: `!canceladas`
        │ `!historial <orden, batch o movimiento>` — qué pasó con una orden (`12`), un batch (`b3`) o un movimiento (`m40`), quién y cuándo. Ej.: `!historial b3`
        │ `!reporte [dia|semana|mes] [fecha] [@persona]` — órdenes, ganancias y precios de un día, una semana o un mes, con gráfico y en Excel. Ej.: `!reporte mes`
        │ `!cierre [día, ayer o mes]` — el cierre de un día o de un mes: pagado por cajero y cuenta, batches abiertos, ganancias y lo que espera a alguien. Ej.: `!cierre ayer`
        │ `!buscar <texto, monto o fecha>` — órdenes por beneficiario, referencia, monto, día, estado o persona; todo lo que escriba tiene que estar en la orden. Ej.: `!buscar ana 902,70 ayer`
        │ `!cola` — qué órdenes esperan, desde cuándo, y quién puede pagarlas.
        └ Página 1 de 5
        [Siguientes ›]

        ┌ Ayuda
        │ **Órdenes**
        │ `!asignar <n> @cajero` — da una orden sin pagar a un cajero. Ej.: `!asignar 12 @cajero1`
        │ `!confirmar <n>` — confirma una orden con captura desde la cuenta de su cajero. Ej.: `!confirmar 12`
        │ `!revertir <n> <motivo>` — deshace una orden pagada; o `compra 3`, una compra de USDT; `movimiento 40`, un depósito, un ajuste, monedas; `retiro 5`, un retiro que no se pagó; `CB-7K2M-9QXD`, un cambio o una transferencia. Ej.: `!revertir 12 se pagó a otra persona`
        │ `!devolver <n> <motivo>` — devuelve una orden pagada cuyo dinero regresó el banco. Ej.: `!devolver 12 el banco devolvió el pago`
        │ `!reabrir <batch> <motivo>` — deshace el cierre de un batch, con sus compras y sus partes, y lo deja abierto. Ej.: `!reabrir 7 faltó el punto de 66.00`
        │
        │ **Ganancias y retiros**
        │ `!ganancias [@persona]` — lo ganado, lo retenido en retiros y lo pagado, por mes y por batch. Ej.: `!ganancias`
        │ `!clientes [@revendedor]` — los clientes que usted trajo, lo que enviaron y sus comisiones. Ej.: `!clientes`
        │ `!puntos` — sus puntos y sus últimos movimientos.
        │ `!request-retiro [monto] [dónde pagar]` — pide sus ganancias; sin monto, todas; sin lugar, donde la última vez. Ej.: `!request-retiro 50 Binance ID 123456`
        │ `!deposito <monto> [método]` — suma a su saldo lo que pagó, con la captura. Ej.: `!deposito 500 pago móvil`
        │ `!retirar <monto> <a dónde>` — pide que le paguen de su saldo. Ej.: `!retirar 200 Banesco 0134-1234567890`
        │
        │ **Giros y bancos**
        │ `!giro [monto banco cuenta cédula nombre]` — envía un giro de su saldo; solo, abre el formulario; con un número (`giro 12`), lo muestra con sus registros. Ej.: `!giro 1500 Banesco # V12345678 María Pérez`
        │ `!giros [estado]` — los giros: los suyos; a un admin, todos. Ej.: `!giros pendientes`
        │ `!beneficiarios [quitar <n>]` — a quiénes envió giros; `quitar 3` saca a uno de la lista. Ej.: `!beneficiarios`
        │ `!minorista [@revendedor]` — el saldo para giros y lo que se movió en él. Ej.: `!minorista`
        └ Página 2 de 5
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Giros y bancos**
        │ `!recargar @revendedor <monto> [moneda] [referencia]` — suma al saldo de un revendedor lo que pagó por adelantado. Ej.: `!recargar @david 5000 VES efectivo`
        │ `!bancos [banco]` — lo que la mesa tiene en cada banco: balance central y cuentas; con un banco, los movimientos de su balance central. Ej.: `!bancos`
        │ `!asignaciones` — quién paga los giros a cada banco.
        │ `!asignar-banco <banco> @cajero <prioridad>` — quién paga los giros a un banco: la prioridad más alta va primero; `no` lo quita. Ej.: `!asignar-banco Banesco @cajero1 10`
        │ `!recargar-banco <banco> <monto> [comisión <monto>] [referencia]` — suma al balance central de un banco; la comisión se pagó aparte. Ej.: `!recargar-banco Banco de Venezuela 50000 comisión 25 efectivo`
        │ `!ajustar-banco <banco> <±monto> <motivo>` — corrige el balance central de un banco; con una comisión aparte, por `/ajustar-banco`. Ej.: `!ajustar-banco 0134 -50 comisión del banco`
        │ `!traspasar <banco> <cuenta> <monto> [referencia]` — pasa del balance central de un banco a la cuenta de un cajero. Ej.: `!traspasar 0134 3 5000`
        │
        │ **Tasas y comisiones**
        │ `!tasas [moneda]` — las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio. Ej.: `!tasas`
        │ `!setrates <de> <a> <tasa>` — publica una tasa. Ej.: `!setrates PEN VES 9`
        │ `!setusdvalue <moneda> <valor>` — cuántas unidades de una moneda hacen un dólar. Ej.: `!setusdvalue VES 38`
        │ `!setbsusdvalue <valor>` — cuántos bolívares hacen un dólar. Ej.: `!setbsusdvalue 38`
        │ `!setfee <país> <porcentaje>` — la comisión por transferir a un país. Ej.: `!setfee VE 0.3`
        │
        │ **Personas y cuentas**
        │ `!solicitudes [tipo] [estado]` — lo que la gente pide; sin más, lo que falta decidir. Ej.: `!solicitudes retiro aprobada`
        │ `!solicitud <n>` — una solicitud con su historia y, si falta decidirla, sus botones. Ej.: `!solicitud 3`
        │ `!rol @persona <revendedor|cajero|cliente|admin>` — da un rol. Ej.: `!rol @david revendedor`
        └ Página 3 de 5
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Personas y cuentas**
        │ `!baja @persona` — da de baja a alguien: sin trabajo nuevo, con su historia; `!rol` deshace la baja. Ej.: `!baja @david`
        │ `!setcut @revendedor <porcentaje>` — la parte de un revendedor en la ganancia. Ej.: `!setcut @david 40`
        │ `!canal @revendedor [#canal]` — da su canal a un revendedor; sin #canal se crea. Ej.: `!canal @david`
        │ `!cuentas [@persona]` — sus cuentas con su saldo. Ej.: `!cuentas`
        │ `!saldo [cuenta]` — saldo anterior, insertado y actual, retenido y disponible. Ej.: `!saldo VES`
        │ `!movimientos <cuenta> [página]` — lo que se movió en una cuenta. Ej.: `!movimientos VES`
        │ `!cuenta abrir` — pide una cuenta con un formulario.
        │ `!cerrar-cuenta <cuenta>` — cierra una cuenta vacía. Ej.: `!cerrar-cuenta VES`
        │ `!depositar <cuenta> <monto> [motivo]` — suma a una cuenta dinero que llegó de fuera. Ej.: `!depositar 3 5000 recarga`
        │ `!acreditar @persona <moneda> <monto> [motivo]` — suma a la cuenta de alguien dinero que llegó de fuera; la abre si no la tiene. Ej.: `!acreditar @cliente1 VES 5000 remesa de Perú`
        │ `!ajustar <cuenta> <±monto> <motivo>` — corrige un saldo. Ej.: `!ajustar 3 -50 comisión del banco`
        │ `!sobregiro <cuenta> <límite>` — hasta cuánto puede quedar una cuenta bajo cero. Ej.: `!sobregiro 3 5000`
        │ `!cuenta crear @persona <moneda> <saldo> [banco]` — abre una cuenta. Ej.: `!cuenta crear @cajero1 VES 5000 Banesco`
        │ `!comprar <monto o todo> <moneda> [con <moneda>]` — cambia dinero de sus cuentas: muestra una cotización, que confirma con un botón. Ej.: `!comprar 100 usd`
        │ `!vender <monto o todo> <moneda> [por <moneda>]` — lo mismo al revés: entrega divisas y recibe bolívares. Ej.: `!vender 100 usd`
        │ `!transferir <número de cuenta> <monto o todo>` — pasa dinero a otra cuenta de la misma moneda. Ej.: `!transferir # 100`
        │ `!cambios [moneda] [@persona]` — sus cambios y transferencias entre cuentas. Ej.: `!cambios USD`
        │ `!comprobante <CB-…>` — un cambio o una transferencia, con su tasa y ambas cuentas. Ej.: `!comprobante CB-7K2M-9QXD`
        └ Página 4 de 5
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Personas y cuentas**
        │ `!setcambio <moneda> <venta> <compra>` — publica a cuánto se cambia una moneda: lo que paga el cliente, y lo que recibe. Ej.: `!setcambio USD 38 37.5`
        │ `!posicion` — lo que la mesa tiene abierto en cada moneda, y lo que ganó en cambios.
        │ `!vincular <código>` — une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`. Ej.: `!vincular BCDF-2345-GHJK-6789`
        │
        │ **Servidor**
        │ `!setup crear` — crea los canales y roles que faltan y revisa quién puede leerlos; `!setup` solo hace lo mismo.
        │ `!setup revisar` — revisa canales, roles y quién puede leerlos, sin cambiar nada.
        │ `!setup propios` — crea los de la mesa aunque haya otros con ese nombre que no le sirven.
        │ `!setup panel` — publica el panel de registro.
        │
        │ **Monedas y juegos**
        │ `!diario` — las monedas de hoy; más si viene todos los días.
        │ `!monedas [@persona]` — las monedas de alguien. Ej.: `!monedas @ana`
        │ `!ranking` — quién tiene más monedas.
        │ `!logros [@persona]` — los logros de alguien en los juegos. Ej.: `!logros @ana`
        │ `!pagar @persona <monto> [motivo]` — paga monedas suyas a otra persona. Ej.: `!pagar @ana 50 el almuerzo`
        │ `!canjear <puntos>` — cambia puntos por monedas. Ej.: `!canjear 100`
        │ `!dar @persona <monto> <motivo>` — da monedas nuevas. Ej.: `!dar @ana 50 por ayudar`
        │ `!app crear <nombre>` — registra un juego o bot; la clave solo sale con `/app crear`. Ej.: `!app crear Blackjack`
        │ `!app lista` — los juegos y bots, y cuándo se usó su clave.
        │ `!app rotar <nombre>` — otra clave; la anterior deja de valer. Ej.: `!app rotar Blackjack`
        │ `!app revocar <nombre>` — quita la clave. Ej.: `!app revocar Blackjack`
        │ `!token [revocar]` — un token suyo para la API de jugadores; con `revocar` dejan de valer todos. Ej.: `!token`
        │
        │ **Ayuda**
        │ `!ayuda [comando]` — esta lista, o cómo se usa un comando. Ej.: `!ayuda pendientes`
        └ Página 5 de 5
        [‹ Anteriores]
        ");
        world.closes_clean().await;
    }
}
