//! Words that are no command, and commands that are nearly typed.

use insta::assert_snapshot;

use super::typed_amiss;
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const UNKNOWN: &[&str] = &[
    "!exportar",
    "!consultar 13",
    "!balance",
    "!cerrar",
    "!listo 13",
    "!pagado 13",
    "!transferir 100 p",
    "!comprar 200 52.63",
    "!ayudame",
    "!ayúdame por favor",
    "!anular 3",
    "!deshacer 3",
    "!tomar 3",
    "!tasa",
    "!retirar 50",
    "!descanso",
    "!registrarme",
    "!aprobar 2",
    "!endbach",
    "!setrats",
    "!xyzzy",
];

const NEAR: &[&str] = &[
    "t 100 p",
    "t 100",
    "t 1.234 p",
    "¡t 100 p",
    "¡t 100 p!",
    "！t 100 p",
    "/t 100 p",
    "1t 100 p",
    "`!t 100 p`",
    "```\n!t 100 p\n```",
    "> !t 100 p",
    "**!t 100 p**",
    "c 200 52.63",
    "orden 1",
    "saldo",
    "\u{200b}!t abc p",
    "!\u{feff}t abc p",
    "!t 100 p\n!xyzzy",
    "!t 100 p\n!t abc p",
    "!t 100 p Ana\n0102-1234\n!t 1.234 p",
    "!t 100 p\nt 60 p Pedro",
    "!t 100 p\n¡t 60 p",
    "María 0102\n!t 100 p",
    "!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n\
     !t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p",
];

on_sqlite! {
    async fn words_and_near_misses_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let table = typed_amiss(david, CHANNEL, UNKNOWN).await + &typed_amiss(david, CHANNEL, NEAR).await;
        world.closes_clean().await;
        assert_snapshot!(table, @"
        !exportar
            cambista: No conozco «exportar». Las órdenes y los movimientos de un mes van en Excel con `!reporte mes`; aquí, página por página, se ven con `!transacciones` y `!movimientos VES`. Todos los comandos: `!ayuda`.
        !consultar 13
            cambista: No conozco «consultar». Una orden se ve con `!orden 13`; las suyas, con `!transacciones` o `!pendientes`. Todos los comandos: `!ayuda`.
        !balance
            cambista: No conozco «balance». Lo ganado se ve con `!ganancias`; las órdenes, con `!transacciones`; el batch abierto, con `!batch`; una cuenta, con `!saldo VES`. Todos los comandos: `!ayuda`.
        !cerrar
            cambista: No conozco «cerrar». Un batch se cierra solo cuando todo está comprado (`!c 200 52.63`); uno vacío, con `!endbatch`. Una cuenta vacía se cierra con `!cerrar-cuenta VES`. Todos los comandos: `!ayuda`.
        !listo 13
            cambista: Las órdenes las pagan los cajeros. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        !pagado 13
            cambista: No conozco «pagado». Una orden pagada se confirma con la captura adjunta y `!listo 13`, o respondiendo a su mensaje con la captura y pulsando **Listo**. Cómo está una orden: `!orden 13`. Todos los comandos: `!ayuda`.
        !transferir 100 p
            cambista: ¿Quiso decir `!t 100 p`? Con `!transferir` se pasa dinero a otra cuenta de la mesa, por su número interno de 20 cifras: `!transferir 01123456789012345678 100`.
        !comprar 200 52.63
            cambista: Falta la moneda. Por ejemplo: `!comprar 100 usd`. La compra de USDT de un batch es `!c 200 52.63`.
        !ayudame
            cambista: No conozco «ayudame». Lo que puede hacer: `!ayuda`.
        !ayúdame por favor
            cambista: No conozco «ayúdame». Lo que puede hacer: `!ayuda`.
        !anular 3
            cambista: No conozco «anular». Una orden que aún no se pagó se cancela con `!cancelar 3`; el cajero que la tiene pulsa **Cancelar** en su mensaje. Todos los comandos: `!ayuda`.
        !deshacer 3
            cambista: No conozco «deshacer». Una orden pagada la deshace un superusuario con `!revertir 3 <motivo>`. Todos los comandos: `!ayuda`.
        !tomar 3
            cambista: No conozco «tomar». **Tomar** es un botón del mensaje de la orden en el canal de pendientes. Todos los comandos: `!ayuda`.
        !tasa
            cambista: No conozco «tasa». ¿Quiso decir `!tasas`? Todos los comandos: `!ayuda`.
        !retirar 50
            cambista: Los depósitos y retiros de saldo los piden los clientes. Las ganancias se piden con `!request-retiro`; en una cuenta suma un admin, con `!depositar`. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        !descanso
            cambista: No conozco «descanso». ¿Quiso decir `!ocupado`? Todos los comandos: `!ayuda`.
        !registrarme
            cambista: No conozco «registrarme». Un rol se pide con los botones del canal de registro. Todos los comandos: `!ayuda`.
        !aprobar 2
            cambista: No conozco «aprobar». Una solicitud se decide con los botones de su mensaje; las que faltan: `!solicitudes`. Todos los comandos: `!ayuda`.
        !endbach
            cambista: No conozco «endbach». ¿Quiso decir `!endbatch`? Todos los comandos: `!ayuda`.
        !setrats
            cambista: No conozco «setrats». ¿Quiso decir `!setrates`? Todos los comandos: `!ayuda`.
        !xyzzy
            cambista: No conozco «xyzzy». Todos los comandos: `!ayuda`.
        t 100 p
            cambista: Eso parece un comando, pero le falta `!`. No hice nada. Escríbalo así: `!t 100 p`
        t 100
            cambista: Eso parece un comando, pero le falta `!`. No hice nada. Escríbalo así: `!t 100`
            Faltan datos. Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p María Pérez 0102-1234`.
        t 1.234 p
            cambista: Eso parece un comando, pero le falta `!`. No hice nada. Escríbalo así: `!t 1.234 p`
            La cantidad «1.234» se lee de dos maneras. Escriba `1234` o `1,2340`, lo que haya querido decir.
        ¡t 100 p
            cambista: Los comandos escritos empiezan por `!`. No hice nada. Escríbalo así: `!t 100 p`
        ¡t 100 p!
            cambista: Los comandos escritos empiezan por `!`. No hice nada. Escríbalo así: `!t 100 p`
        ！t 100 p
            cambista: Los comandos escritos empiezan por `!`. No hice nada. Escríbalo así: `!t 100 p`
        /t 100 p
            cambista: Los comandos escritos empiezan por `!`. No hice nada. Escríbalo así: `!t 100 p`
        1t 100 p
            cambista: Los comandos escritos empiezan por `!`. No hice nada. Escríbalo así: `!t 100 p`
        `!t 100 p`
            cambista: Un comando citado o con formato no se lleva a cabo. No hice nada. Escríbalo así: `!t 100 p`
        ``` ⏎ !t 100 p ⏎ ```
            cambista: Un comando citado o con formato no se lleva a cabo. No hice nada. Escríbalo así: `!t 100 p`
        > !t 100 p
            cambista: Un comando citado o con formato no se lleva a cabo. No hice nada. Escríbalo así: `!t 100 p`
        **!t 100 p**
            cambista: Un comando citado o con formato no se lleva a cabo. No hice nada. Escríbalo así: `!t 100 p`
        c 200 52.63
            cambista: Eso parece un comando, pero le falta `!`. No hice nada. Escríbalo así: `!c 200 52.63`
        orden 1
            cambista: Eso parece un comando, pero le falta `!`. No hice nada. Escríbalo así: `!orden 1`
        saldo
            cambista: Eso parece un comando, pero le falta `!`. No hice nada. Escríbalo así: `!saldo`
        ⟨U+200B⟩!t abc p
            cambista: «abc» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !⟨U+FEFF⟩t abc p
            cambista: «abc» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 100 p ⏎ !xyzzy
            cambista: **No hice nada de este mensaje.** La línea 2, `!xyzzy`, no se entiende: No conozco «xyzzy». Todos los comandos: `!ayuda`.
        !t 100 p ⏎ !t abc p
            cambista: **No hice nada de este mensaje.** La línea 2, `!t abc p`, no se entiende: «abc» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 100 p Ana ⏎ 0102-1234 ⏎ !t 1.234 p
            cambista: **No hice nada de este mensaje.** La línea 3, `!t 1.234 p`, no se entiende: La cantidad «1.234» se lee de dos maneras. Escriba `1234` o `1,2340`, lo que haya querido decir.
        !t 100 p ⏎ t 60 p Pedro
            cambista: **No hice nada de este mensaje.** La línea 2, `t 60 p Pedro`, parece otro comando. Si lo es, escríbala así: `!t 60 p Pedro`. Si es del beneficiario, póngala en la línea de arriba.
        !t 100 p ⏎ ¡t 60 p
            cambista: **No hice nada de este mensaje.** La línea 2, `¡t 60 p`, parece otro comando. Si lo es, escríbala así: `!t 60 p`. Si es del beneficiario, póngala en la línea de arriba.
        María 0102 ⏎ !t 100 p
            cambista: **No hice nada de este mensaje.** Hay texto antes de `!t 100 p`. Escriba primero el comando; lo que vaya debajo, como el beneficiario, le pertenece.
        !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p ⏎ !t 1 p
            cambista: **No hice nada de este mensaje.** Tiene 21 comandos y caben 20: envíelos en varios mensajes.
        ");
    }
}
