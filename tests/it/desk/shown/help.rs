//! `!ayuda`, page after page, for everybody there is.

use insta::assert_snapshot;

use super::HERE;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

const NEXT: &str = "Siguientes ›";

/// All pages, one below the other.
pub(super) async fn help_of(person: Person<'_>) -> String {
    let mut page = person.is_told("dm", "!ayuda").await;
    let mut pages = vec![person.world().shown(&page).await];
    while page.buttons().iter().any(|label| label == NEXT) {
        page = person.presses(&page, NEXT).await.message();
        pages.push(person.world().shown(&page).await);
    }
    pages.join("\n\n")
}

on_sqlite! {
    async fn guests_and_clients_read_the_help(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let guest = world.joins("rosa").await;
        assert_snapshot!(help_of(guest).await, @"
        ┌ Ayuda
        │ Usted todavía no tiene un rol en la mesa. **Regístrese en el canal `#registro`**: pulse el botón de lo que quiere ser; un superusuario lo decide. Mientras tanto puede:
        │
        │ **Ganancias y retiros**
        │ `!request-retiro [monto] [dónde pagar]` — pide sus ganancias; sin monto, todas; sin lugar, donde la última vez. Ej.: `!request-retiro 50 Binance ID 123456`
        │
        │ **Tasas y comisiones**
        │ `!tasas [moneda]` — las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio. Ej.: `!tasas`
        │
        │ **Personas y cuentas**
        │ `!vincular <código>` — une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`. Ej.: `!vincular BCDF-2345-GHJK-6789`
        │
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
        ");
        assert_snapshot!(help_of(world.person("maria")).await, @"
        ┌ Ayuda
        │ **Lo que puede hacer** (también con `/`). Más sobre cada uno: `!ayuda <comando>`. En un mensaje caben varios, cada uno en su línea.
        │
        │ **Batches y transferencias**
        │ `!t <monto> <p o tasa> [beneficiario]` — envía una transferencia: `p` es la tasa publicada; un cliente adjunta la captura de su pago; una imagen de quien revende le llega al cajero. Ej.: `!t 100 p María Pérez 0102-1234`
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
        │
        │ **Ganancias y retiros**
        │ `!ganancias [@persona]` — lo ganado, lo retenido en retiros y lo pagado, por mes y por batch. Ej.: `!ganancias`
        │ `!puntos` — sus puntos y sus últimos movimientos.
        │ `!request-retiro [monto] [dónde pagar]` — pide sus ganancias; sin monto, todas; sin lugar, donde la última vez. Ej.: `!request-retiro 50 Binance ID 123456`
        │ `!deposito <monto> [método]` — suma a su saldo lo que pagó, con la captura. Ej.: `!deposito 500 pago móvil`
        │ `!retirar <monto> <a dónde>` — pide que le paguen de su saldo. Ej.: `!retirar 200 Banesco 0134-1234567890`
        │
        │ **Giros y bancos**
        │ `!giros [estado]` — los giros: los suyos; a un admin, todos. Ej.: `!giros pendientes`
        └ Página 1 de 3
        [Siguientes ›]

        ┌ Ayuda
        │ **Giros y bancos**
        │ `!minorista [@revendedor]` — el saldo para giros y lo que se movió en él. Ej.: `!minorista`
        │
        │ **Tasas y comisiones**
        │ `!tasas [moneda]` — las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio. Ej.: `!tasas`
        │
        │ **Personas y cuentas**
        │ `!cuentas [@persona]` — sus cuentas con su saldo. Ej.: `!cuentas`
        │ `!saldo [cuenta]` — saldo anterior, insertado y actual, retenido y disponible. Ej.: `!saldo VES`
        │ `!movimientos <cuenta> [página]` — lo que se movió en una cuenta. Ej.: `!movimientos VES`
        │ `!cuenta abrir` — pide una cuenta con un formulario.
        │ `!cerrar-cuenta <cuenta>` — cierra una cuenta vacía. Ej.: `!cerrar-cuenta VES`
        │ `!comprar <monto o todo> <moneda> [con <moneda>]` — cambia dinero de sus cuentas: muestra una cotización, que confirma con un botón. Ej.: `!comprar 100 usd`
        │ `!vender <monto o todo> <moneda> [por <moneda>]` — lo mismo al revés: entrega divisas y recibe bolívares. Ej.: `!vender 100 usd`
        │ `!transferir <número de cuenta> <monto o todo>` — pasa dinero a otra cuenta de la misma moneda. Ej.: `!transferir # 100`
        │ `!cambios [moneda] [@persona]` — sus cambios y transferencias entre cuentas. Ej.: `!cambios USD`
        │ `!comprobante <CB-…>` — un cambio o una transferencia, con su tasa y ambas cuentas. Ej.: `!comprobante CB-7K2M-9QXD`
        │ `!vincular <código>` — une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`. Ej.: `!vincular BCDF-2345-GHJK-6789`
        │
        │ **Monedas y juegos**
        │ `!diario` — las monedas de hoy; más si viene todos los días.
        │ `!monedas [@persona]` — las monedas de alguien. Ej.: `!monedas @ana`
        │ `!ranking` — quién tiene más monedas.
        │ `!logros [@persona]` — los logros de alguien en los juegos. Ej.: `!logros @ana`
        │ `!pagar @persona <monto> [motivo]` — paga monedas suyas a otra persona. Ej.: `!pagar @ana 50 el almuerzo`
        │ `!canjear <puntos>` — cambia puntos por monedas. Ej.: `!canjear 100`
        └ Página 2 de 3
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Monedas y juegos**
        │ `!token [revocar]` — un token suyo para la API de jugadores; con `revocar` dejan de valer todos. Ej.: `!token`
        │
        │ **Ayuda**
        │ `!ayuda [comando]` — esta lista, o cómo se usa un comando. Ej.: `!ayuda pendientes`
        └ Página 3 de 3
        [‹ Anteriores]
        ");
        world.person("superusuario").says(HERE, "!baja @cajero2").await;
        assert_snapshot!(help_of(world.person("cajero2")).await, @"
        ┌ Ayuda
        │ **Lo que puede hacer** (también con `/`). Más sobre cada uno: `!ayuda <comando>`. En un mensaje caben varios, cada uno en su línea.
        │
        │ **Órdenes**
        │ `!orden <n>` — muestra una orden con su historia. Ej.: `!orden 12`
        │ `!transacciones [n] [estado] [@persona]` — sus órdenes, `n` por página. Ej.: `!transacciones 10 completada`
        │ `!pendientes [@persona]` — sus órdenes sin terminar. Ej.: `!pendientes`
        │ `!canceladas [@persona]` — sus órdenes canceladas o rechazadas. Ej.: `!canceladas`
        │ `!historial <orden, batch o movimiento>` — qué pasó con una orden (`12`), un batch (`b3`) o un movimiento (`m40`), quién y cuándo. Ej.: `!historial b3`
        │ `!reporte [dia|semana|mes] [fecha] [@persona]` — órdenes, ganancias y precios de un día, una semana o un mes, con gráfico y en Excel. Ej.: `!reporte mes`
        │ `!buscar <texto, monto o fecha>` — órdenes por beneficiario, referencia, monto, día, estado o persona; todo lo que escriba tiene que estar en la orden. Ej.: `!buscar ana 902,70 ayer`
        │
        │ **Ganancias y retiros**
        │ `!ganancias [@persona]` — lo ganado, lo retenido en retiros y lo pagado, por mes y por batch. Ej.: `!ganancias`
        │ `!request-retiro [monto] [dónde pagar]` — pide sus ganancias; sin monto, todas; sin lugar, donde la última vez. Ej.: `!request-retiro 50 Binance ID 123456`
        │
        │ **Giros y bancos**
        │ `!giros [estado]` — los giros: los suyos; a un admin, todos. Ej.: `!giros pendientes`
        │ `!minorista [@revendedor]` — el saldo para giros y lo que se movió en él. Ej.: `!minorista`
        │
        │ **Tasas y comisiones**
        │ `!tasas [moneda]` — las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio. Ej.: `!tasas`
        │
        │ **Personas y cuentas**
        │ `!cuentas [@persona]` — sus cuentas con su saldo. Ej.: `!cuentas`
        │ `!saldo [cuenta]` — saldo anterior, insertado y actual, retenido y disponible. Ej.: `!saldo VES`
        │ `!movimientos <cuenta> [página]` — lo que se movió en una cuenta. Ej.: `!movimientos VES`
        │ `!cambios [moneda] [@persona]` — sus cambios y transferencias entre cuentas. Ej.: `!cambios USD`
        └ Página 1 de 2
        [Siguientes ›]

        ┌ Ayuda
        │ **Personas y cuentas**
        │ `!comprobante <CB-…>` — un cambio o una transferencia, con su tasa y ambas cuentas. Ej.: `!comprobante CB-7K2M-9QXD`
        │ `!vincular <código>` — une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`. Ej.: `!vincular BCDF-2345-GHJK-6789`
        │
        │ **Monedas y juegos**
        │ `!diario` — las monedas de hoy; más si viene todos los días.
        │ `!monedas [@persona]` — las monedas de alguien. Ej.: `!monedas @ana`
        │ `!ranking` — quién tiene más monedas.
        │ `!logros [@persona]` — los logros de alguien en los juegos. Ej.: `!logros @ana`
        │ `!pagar @persona <monto> [motivo]` — paga monedas suyas a otra persona. Ej.: `!pagar @ana 50 el almuerzo`
        │ `!canjear <puntos>` — cambia puntos por monedas. Ej.: `!canjear 100`
        │
        │ **Ayuda**
        │ `!ayuda [comando]` — esta lista, o cómo se usa un comando. Ej.: `!ayuda pendientes`
        └ Página 2 de 2
        [‹ Anteriores]
        ");
        world.closes_clean().await;
    }

    async fn resellers_and_cashiers_read_the_help(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let david = world.person("david");
        assert_snapshot!(help_of(david).await, @"
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
        │
        │ **Ganancias y retiros**
        │ `!ganancias [@persona]` — lo ganado, lo retenido en retiros y lo pagado, por mes y por batch. Ej.: `!ganancias`
        │ `!clientes [@revendedor]` — los clientes que usted trajo, lo que enviaron y sus comisiones. Ej.: `!clientes`
        └ Página 1 de 3
        [Siguientes ›]

        ┌ Ayuda
        │ **Ganancias y retiros**
        │ `!request-retiro [monto] [dónde pagar]` — pide sus ganancias; sin monto, todas; sin lugar, donde la última vez. Ej.: `!request-retiro 50 Binance ID 123456`
        │
        │ **Giros y bancos**
        │ `!giro [monto banco cuenta cédula nombre]` — envía un giro de su saldo; solo, abre el formulario; con un número (`giro 12`), lo muestra con sus registros. Ej.: `!giro 1500 Banesco # V12345678 María Pérez`
        │ `!giros [estado]` — los giros: los suyos; a un admin, todos. Ej.: `!giros pendientes`
        │ `!beneficiarios [quitar <n>]` — a quiénes envió giros; `quitar 3` saca a uno de la lista. Ej.: `!beneficiarios`
        │ `!minorista [@revendedor]` — el saldo para giros y lo que se movió en él. Ej.: `!minorista`
        │
        │ **Tasas y comisiones**
        │ `!tasas [moneda]` — las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio. Ej.: `!tasas`
        │
        │ **Personas y cuentas**
        │ `!cuentas [@persona]` — sus cuentas con su saldo. Ej.: `!cuentas`
        │ `!saldo [cuenta]` — saldo anterior, insertado y actual, retenido y disponible. Ej.: `!saldo VES`
        │ `!movimientos <cuenta> [página]` — lo que se movió en una cuenta. Ej.: `!movimientos VES`
        │ `!cuenta abrir` — pide una cuenta con un formulario.
        │ `!cerrar-cuenta <cuenta>` — cierra una cuenta vacía. Ej.: `!cerrar-cuenta VES`
        │ `!comprar <monto o todo> <moneda> [con <moneda>]` — cambia dinero de sus cuentas: muestra una cotización, que confirma con un botón. Ej.: `!comprar 100 usd`
        │ `!vender <monto o todo> <moneda> [por <moneda>]` — lo mismo al revés: entrega divisas y recibe bolívares. Ej.: `!vender 100 usd`
        │ `!transferir <número de cuenta> <monto o todo>` — pasa dinero a otra cuenta de la misma moneda. Ej.: `!transferir # 100`
        │ `!cambios [moneda] [@persona]` — sus cambios y transferencias entre cuentas. Ej.: `!cambios USD`
        │ `!comprobante <CB-…>` — un cambio o una transferencia, con su tasa y ambas cuentas. Ej.: `!comprobante CB-7K2M-9QXD`
        └ Página 2 de 3
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Personas y cuentas**
        │ `!vincular <código>` — une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`. Ej.: `!vincular BCDF-2345-GHJK-6789`
        │
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
        └ Página 3 de 3
        [‹ Anteriores]
        ");
        assert_snapshot!(help_of(world.person("cajero1")).await, @"
        ┌ Ayuda
        │ **Lo que puede hacer** (también con `/`). Más sobre cada uno: `!ayuda <comando>`. En un mensaje caben varios, cada uno en su línea.
        │
        │ **Batches y transferencias**
        │ `!t <monto> <p o tasa> [beneficiario]` — envía una transferencia: `p` es la tasa publicada; un cliente adjunta la captura de su pago; una imagen de quien revende le llega al cajero. Ej.: `!t 100 p María Pérez 0102-1234`
        │ `!batch [de] [a]` — muestra el batch abierto del canal. Ej.: `!batch`
        │
        │ **Órdenes**
        │ `!orden <n>` — muestra una orden con su historia. Ej.: `!orden 12`
        │ `!transacciones [n] [estado] [@persona]` — sus órdenes, `n` por página. Ej.: `!transacciones 10 completada`
        │ `!pendientes [@persona]` — sus órdenes sin terminar. Ej.: `!pendientes`
        │ `!canceladas [@persona]` — sus órdenes canceladas o rechazadas. Ej.: `!canceladas`
        │ `!historial <orden, batch o movimiento>` — qué pasó con una orden (`12`), un batch (`b3`) o un movimiento (`m40`), quién y cuándo. Ej.: `!historial b3`
        │ `!reporte [dia|semana|mes] [fecha] [@persona]` — órdenes, ganancias y precios de un día, una semana o un mes, con gráfico y en Excel. Ej.: `!reporte mes`
        │ `!buscar <texto, monto o fecha>` — órdenes por beneficiario, referencia, monto, día, estado o persona; todo lo que escriba tiene que estar en la orden. Ej.: `!buscar ana 902,70 ayer`
        │ `!disponible` — usted recibe órdenes, y al momento las que esperan y puede pagar.
        │ `!ocupado` — usted no recibe órdenes; las que no ha pagado pasan a otros.
        │ `!listo [n] [referencia]` — confirma que usted pagó una orden, con la captura adjunta y la referencia del banco; sin número, la única que tiene. Ej.: `!listo 12 004512`
        │ `!siguiente` — muestra otra vez la orden suya que más espera.
        │ `!relevo @cajero` — entrega su turno y sus órdenes sin pagar a otro cajero. Ej.: `!relevo @cajero2`
        │ `!cola` — qué órdenes esperan, desde cuándo, y quién puede pagarlas.
        │ `!devolver <n> <motivo>` — devuelve una orden pagada cuyo dinero regresó el banco. Ej.: `!devolver 12 el banco devolvió el pago`
        └ Página 1 de 3
        [Siguientes ›]

        ┌ Ayuda
        │ **Ganancias y retiros**
        │ `!ganancias [@persona]` — lo ganado, lo retenido en retiros y lo pagado, por mes y por batch. Ej.: `!ganancias`
        │ `!request-retiro [monto] [dónde pagar]` — pide sus ganancias; sin monto, todas; sin lugar, donde la última vez. Ej.: `!request-retiro 50 Binance ID 123456`
        │
        │ **Giros y bancos**
        │ `!giros [estado]` — los giros: los suyos; a un admin, todos. Ej.: `!giros pendientes`
        │ `!minorista [@revendedor]` — el saldo para giros y lo que se movió en él. Ej.: `!minorista`
        │
        │ **Tasas y comisiones**
        │ `!tasas [moneda]` — las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio. Ej.: `!tasas`
        │
        │ **Personas y cuentas**
        │ `!cuentas [@persona]` — sus cuentas con su saldo. Ej.: `!cuentas`
        │ `!saldo [cuenta]` — saldo anterior, insertado y actual, retenido y disponible. Ej.: `!saldo VES`
        │ `!movimientos <cuenta> [página]` — lo que se movió en una cuenta. Ej.: `!movimientos VES`
        │ `!cuenta abrir` — pide una cuenta con un formulario.
        │ `!cerrar-cuenta <cuenta>` — cierra una cuenta vacía. Ej.: `!cerrar-cuenta VES`
        │ `!cambios [moneda] [@persona]` — sus cambios y transferencias entre cuentas. Ej.: `!cambios USD`
        │ `!comprobante <CB-…>` — un cambio o una transferencia, con su tasa y ambas cuentas. Ej.: `!comprobante CB-7K2M-9QXD`
        │ `!vincular <código>` — une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`. Ej.: `!vincular BCDF-2345-GHJK-6789`
        │
        │ **Monedas y juegos**
        │ `!diario` — las monedas de hoy; más si viene todos los días.
        │ `!monedas [@persona]` — las monedas de alguien. Ej.: `!monedas @ana`
        │ `!ranking` — quién tiene más monedas.
        │ `!logros [@persona]` — los logros de alguien en los juegos. Ej.: `!logros @ana`
        │ `!pagar @persona <monto> [motivo]` — paga monedas suyas a otra persona. Ej.: `!pagar @ana 50 el almuerzo`
        │ `!canjear <puntos>` — cambia puntos por monedas. Ej.: `!canjear 100`
        │ `!token [revocar]` — un token suyo para la API de jugadores; con `revocar` dejan de valer todos. Ej.: `!token`
        └ Página 2 de 3
        [‹ Anteriores] [Siguientes ›]

        ┌ Ayuda
        │ **Ayuda**
        │ `!ayuda [comando]` — esta lista, o cómo se usa un comando. Ej.: `!ayuda pendientes`
        │
        │ **Para pagar**: cada orden le llega por mensaje directo. Responda a ese mensaje con la captura y pulse **Listo**; si no se puede pagar, **Cancelar** y diga por qué. Con **Tomar** en el canal de pendientes se queda con una orden de otro.
        └ Página 3 de 3
        [‹ Anteriores]
        ");
        assert_snapshot!(david.sees_each("dm", &["!ayuda t", "!ayuda cuenta", "!ayuda setrates", "!ayuda pendiente", "!ayuda zzz"]).await, @"
        > !ayuda t
        ┌ Ayuda: t
        │ **envía una transferencia: `p` es la tasa publicada; un cliente adjunta la captura de su pago; una imagen de quien revende le llega al cajero**
        │ Se escribe: `!t <monto> <p o tasa> [beneficiario]`
        │ Ejemplo: `!t 100 p María Pérez 0102-1234`
        │ Lo que está entre `<>` es obligatorio; entre `[]`, opcional.

        > !ayuda cuenta
        ┌ Ayuda: cuenta abrir
        │ **pide una cuenta con un formulario**
        │ Se escribe: `!cuenta abrir`
        │ Ejemplo: `!cuenta abrir`
        │ Lo que está entre `<>` es obligatorio; entre `[]`, opcional.

        > !ayuda setrates
        Las tasas, valores y comisiones solo las cambia un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !ayuda pendiente
        No conozco «pendiente». ¿Quiso decir `!pendientes`? Todos los comandos: `!ayuda`.

        > !ayuda zzz
        No conozco «zzz». Todos los comandos: `!ayuda`.
        ");
        world.closes_clean().await;
    }
}
