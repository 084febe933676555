//! Slips in the commands that set a desk up, and in numbers of orders.

use insta::assert_snapshot;

use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn a_setup_command_with_a_slip_in_it_says_what_exists(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        world.joins("nadie").await;
        assert_snapshot!(owner.sees_refused("general", &[
            "!setrates PEN XXX 9", "!setrates PEN PEN 9", "!setrates PEN VES p", "!setrates PEN VES 0",
            "!setrates PEN VES", "!setusdvalue ABC 38", "!setusdvalue USD 2", "!setbsusdvalue mucho", "!setfee XX 1",
            "!setfee VE 101", "!setfee VE x", "!setcut @david 140", "!setcut @cajero1 40", "!rol @maria jefe",
            "!rol @fantasma cajero", "!rol @maria", "!canal @maria", "!canal @david #nada",
            "!cuenta crear @cajero1 XXX 5", "!cuenta crear @cajero1 VES -5", "!cuenta crear @cajero1 VES 5.000",
            "!cuenta crear @nadie VES 5", "!cuenta crear @cajero1 VES", "!cuenta", "!orden 99", "!orden x",
            "!orden 0", "!orden 99999999999999999999", "!cancelar 99", "!endbach", "!xyzzy",
        ]).await, @r"
        > !setrates PEN XXX 9
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.

        > !setrates PEN PEN 9
        Una tasa va de una moneda a otra, no de PEN a PEN. Ejemplo: `!setrates PEN VES 9`.

        > !setrates PEN VES p
        «p» no es una tasa. Escriba un número, como `9` o `9.2`.

        > !setrates PEN VES 0
        La tasa no puede ser cero. Escriba un número, como `9` o `9.2`.

        > !setrates PEN VES
        Faltan datos. Se escribe así: `!setrates <de> <a> <tasa>`. Ejemplo: `!setrates PEN VES 9`.

        > !setusdvalue ABC 38
        No conozco la moneda ni el país «ABC». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.

        > !setusdvalue USD 2
        Un dólar vale un dólar. Ponga el valor de otra moneda: `!setusdvalue VES 38`.

        > !setbsusdvalue mucho
        «mucho» no es un valor. Escriba un número, como `38` o `38.5`.

        > !setfee XX 1
        No conozco el país «XX». Escriba uno de estos: `CO`, `ES`, `PE`, `US` o `VE`. Por ejemplo: `!setfee VE 0.3`.

        > !setfee VE 101
        El porcentaje va de 0 a 100.

        > !setfee VE x
        «x» no es un porcentaje. Escríbalo así: `40` o `0,3`.

        > !setcut @david 140
        El porcentaje va de 0 a 100.

        > !setcut @cajero1 40
        **cajero1** no es revendedor y no tiene parte. Dele ese rol con `!rol @… revendedor`.

        > !rol @maria jefe
        No hay un rol «jefe». Los roles son `revendedor`, `cajero`, `cliente` y `admin`; por ejemplo: `!rol @david revendedor`.

        > !rol @fantasma cajero
        No encuentro a «fantasma» en este servidor. Mencione a esa persona con @. Se escribe así: `!rol @persona <revendedor|cajero|cliente|admin>`. Ejemplo: `!rol @david revendedor`.

        > !rol @maria
        Faltan datos. Se escribe así: `!rol @persona <revendedor|cajero|cliente|admin>`. Ejemplo: `!rol @david revendedor`.

        > !canal @maria
        **maria** no es revendedor. Primero: `!rol @… revendedor`.

        > !canal @david #nada
        No encuentro el canal «\#nada». Menciónelo con #, o no escriba ninguno y se crea: `!canal @david`.

        > !cuenta crear @cajero1 XXX 5
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.

        > !cuenta crear @cajero1 VES -5
        El saldo inicial no vale. La cantidad no puede ser negativa. Escríbala sin el signo menos.

        > !cuenta crear @cajero1 VES 5.000
        El saldo inicial no vale. «5.000» puede ser 5.000,00 Bs o 5,00 Bs. Escríbala sin separador de miles o con dos decimales.

        > !cuenta crear @nadie VES 5
        **nadie** no tiene un rol todavía y sin rol no se abre una cuenta. Primero: `!rol @… cajero`.

        > !cuenta crear @cajero1 VES
        Faltan datos. Se escribe así: `!cuenta crear @persona <moneda> <saldo> [banco]`. Ejemplo: `!cuenta crear @cajero1 VES 5000 Banesco`.

        > !cuenta
        Falta una palabra del comando. Se escribe así: `!cuenta abrir`. Ejemplo: `!cuenta abrir`.

        > !orden 99
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !orden x
        «x» no es un número de orden. Escriba solo el número, como `12`.

        > !orden 0
        «0» no es un número de orden. Escriba solo el número, como `12`.

        > !orden 99999999999999999999
        «#» no es un número de orden. Escriba solo el número, como `12`.

        > !cancelar 99
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !endbach
        No conozco «endbach». ¿Quiso decir `!endbatch`? Todos los comandos: `!ayuda`.

        > !xyzzy
        No conozco «xyzzy». Todos los comandos: `!ayuda`.
        ");
        world.closes_clean().await;
    }
}
