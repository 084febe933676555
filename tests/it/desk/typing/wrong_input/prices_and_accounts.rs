//! Prices, and money of accounts.

use insta::assert_snapshot;

use super::typed_amiss;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const PRICES: &[&str] = &[
    "!setrates",
    "!setrates PEN VES",
    "!setrates PEN COP 4.100",
    "!setrates PEN COP 4,100",
    "!setrates PEN COP 4 100",
    "!setrates PEN COP 4'100",
    "!setrates PEN COP 4\u{202f}100",
    "!setrates PEN VES p",
    "!setrates PEN VES 0",
    "!setrates PEN VES -9",
    "!setrates PEN VES 9 10",
    "!setrates PEN VES 9 soles",
    "!setrates PEN XXX 9",
    "!setrates soles Perú 9",
    "!setrates 9 PEN XXX",
    "!setusdvalue VES",
    "!setusdvalue VES 1.234",
    "!setusdvalue USD 2",
    "!setusdvalue ABC 38",
    "!setusdvalue 38 XXX",
    "!setbsusdvalue mucho",
    "!setbsusdvalue 1 234",
    "!setfee XX 1",
    "!setfee VE 101",
    "!setfee VE 1.234,5",
    "!setfee VE x",
    "!setfee VE 1 2",
    "!setfee VE -1",
    "!setcut @david 140",
    "!setcut @david 40 50",
    "!setcut @cajero1 40",
    "!setcut 140 @david",
];

const ACCOUNTS: &[&str] = &[
    "!depositar",
    "!depositar 1",
    "!depositar 99 50",
    "!depositar VES 50",
    "!depositar 1 5 000 recarga",
    "!depositar 1 5.000 recarga",
    "!depositar 1 50 USD recarga",
    "!depositar 1 -50 recarga",
    "!ajustar 1 50",
    "!ajustar 1 0 nada",
    "!ajustar 1 - 50 comisión",
    "!ajustar 1 -1 000 comisión",
    "!ajustar 1 x comisión",
    "!sobregiro 1",
    "!sobregiro 1 -5",
    "!sobregiro 1 mucho",
    "!cuenta",
    "!cuenta crear",
    "!cuenta crear @nadie VES 5",
    "!cuenta crear @cajero1 XXX 5",
    "!cuenta crear @cajero1 VES -5",
    "!cuenta crear @cajero1 USD 5.000",
    "!cuenta crear @cajero1 USD 5 000 Banesco",
    "!cuenta crear @cajero1 USD 50 soles",
    "!saldo XXX",
    "!saldo 999",
    "!movimientos",
    "!movimientos 1 0",
    "!movimientos 1 x",
    "!cerrar-cuenta 99",
];

on_sqlite! {
    async fn prices_and_accounts_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        world.joins("nadie").await;
        let owner = world.person("superusuario");
        let table = typed_amiss(owner, "general", PRICES).await + &typed_amiss(owner, "general", ACCOUNTS).await;
        world.closes_clean().await;
        assert_snapshot!(table, @"
        !setrates
            cambista: Faltan datos. Se escribe así: `!setrates <de> <a> <tasa>`. Ejemplo: `!setrates PEN VES 9`.
        !setrates PEN VES
            cambista: Faltan datos. Se escribe así: `!setrates <de> <a> <tasa>`. Ejemplo: `!setrates PEN VES 9`.
        !setrates PEN COP 4.100
            cambista: La tasa «4.100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !setrates PEN COP 4,100
            cambista: La tasa «4,100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !setrates PEN COP 4 100
            cambista: La tasa «4 100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !setrates PEN COP 4'100
            cambista: La tasa «4'100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !setrates PEN COP 4⟨U+202F⟩100
            cambista: La tasa «4 100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !setrates PEN VES p
            cambista: «p» no es una tasa. Escriba un número, como `9` o `9.2`.
        !setrates PEN VES 0
            cambista: La tasa no puede ser cero. Escriba un número, como `9` o `9.2`.
        !setrates PEN VES -9
            cambista: La tasa no puede ser menor que cero. Escriba un número, como `9` o `9.2`.
        !setrates PEN VES 9 10
            cambista: «9 10» no es una tasa. Escriba un número, como `9` o `9.2`.
        !setrates PEN VES 9 soles
            cambista: «9 soles» no es una tasa. Escriba un número, como `9` o `9.2`.
        !setrates PEN XXX 9
            cambista: No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.
        !setrates soles Perú 9
            cambista: Una tasa va de una moneda a otra, no de PEN a PEN. Ejemplo: `!setrates PEN VES 9`.
        !setrates 9 PEN XXX
            cambista: No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.
        !setusdvalue VES
            cambista: Faltan datos. Se escribe así: `!setusdvalue <moneda> <valor>`. Ejemplo: `!setusdvalue VES 38`.
        !setusdvalue VES 1.234
            cambista: El valor del dólar «1.234» se lee de dos maneras. Escriba `1234` o `1,2340`, lo que haya querido decir.
        !setusdvalue USD 2
            cambista: Un dólar vale un dólar. Ponga el valor de otra moneda: `!setusdvalue VES 38`.
        !setusdvalue ABC 38
            cambista: No conozco la moneda ni el país «ABC». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.
        !setusdvalue 38 XXX
            cambista: No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.
        !setbsusdvalue mucho
            cambista: «mucho» no es un valor. Escriba un número, como `38` o `38.5`.
        !setbsusdvalue 1 234
            cambista: El valor del dólar «1 234» se lee de dos maneras. Escriba `1234` o `1,2340`, lo que haya querido decir.
        !setfee XX 1
            cambista: No conozco el país «XX». Escriba uno de estos: `CO`, `ES`, `PE`, `US` o `VE`. Por ejemplo: `!setfee VE 0.3`.
        !setfee VE 101
            cambista: El porcentaje va de 0 a 100.
        !setfee VE 1.234,5
            cambista: El porcentaje va de 0 a 100.
        !setfee VE x
            cambista: «x» no es un porcentaje. Escríbalo así: `40` o `0,3`.
        !setfee VE 1 2
            cambista: «1 2» no es un porcentaje. Escríbalo así: `40` o `0,3`.
        !setfee VE -1
            cambista: El porcentaje va de 0 a 100; no puede ser negativo.
        !setcut @david 140
            cambista: El porcentaje va de 0 a 100.
        !setcut @david 40 50
            cambista: «40 50» no es un porcentaje. Escríbalo así: `40` o `0,3`.
        !setcut @cajero1 40
            cambista: **cajero1** no es revendedor y no tiene parte. Dele ese rol con `!rol @… revendedor`.
        !setcut 140 @david
            cambista: El porcentaje va de 0 a 100.
        !depositar
            cambista: Faltan datos. Se escribe así: `!depositar <cuenta> <monto> [motivo]`. Ejemplo: `!depositar 3 5000 recarga`.
        !depositar 1
            cambista: Faltan datos. Se escribe así: `!depositar <cuenta> <monto> [motivo]`. Ejemplo: `!depositar 3 5000 recarga`.
        !depositar 99 50
            cambista: No hay una cuenta «99». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.
        !depositar VES 50
            (por mensaje directo) cambista: Usted no tiene una cuenta en VES. Las suyas: `!cuentas`; otra se pide con `!cuenta abrir`.
        !depositar 1 5 000 recarga
            cambista: «5 000» se lee de dos maneras. Si es un número, escríbalo sin espacios: `5000`; si es solo lo primero, ponga una palabra delante de lo demás.
        !depositar 1 5.000 recarga
            cambista: «5.000» puede ser 5.000,00 Bs o 5,00 Bs. Escríbala sin separador de miles o con dos decimales.
        !depositar 1 50 USD recarga
            cambista: La cantidad está en dólares (USD) y aquí se espera en bolívares (VES). Escríbala en bolívares (VES), por ejemplo `100`.
        !depositar 1 -50 recarga
            cambista: La cantidad no puede ser negativa. Escríbala sin el signo menos.
        !ajustar 1 50
            cambista: Faltan datos. Se escribe así: `!ajustar <cuenta> <±monto> <motivo>`. Ejemplo: `!ajustar 3 -50 comisión del banco`.
        !ajustar 1 0 nada
            cambista: La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.
        !ajustar 1 - 50 comisión
            cambista: «-» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !ajustar 1 -1 000 comisión
            cambista: «-1 000» se lee de dos maneras. Si es un número, escríbalo sin espacios: `-1000`; si es solo lo primero, ponga una palabra delante de lo demás.
        !ajustar 1 x comisión
            cambista: «x» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !sobregiro 1
            cambista: Faltan datos. Se escribe así: `!sobregiro <cuenta> <límite>`. Ejemplo: `!sobregiro 3 5000`.
        !sobregiro 1 -5
            cambista: El sobregiro no vale. La cantidad no puede ser negativa. Escríbala sin el signo menos.
        !sobregiro 1 mucho
            cambista: El sobregiro no vale. «mucho» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !cuenta
            cambista: Falta una palabra del comando. Se escribe así: `!cuenta abrir`. Ejemplo: `!cuenta abrir`.
        !cuenta crear
            cambista: Faltan datos. Se escribe así: `!cuenta crear @persona <moneda> <saldo> [banco]`. Ejemplo: `!cuenta crear @cajero1 VES 5000 Banesco`.
        !cuenta crear @nadie VES 5
            cambista: **nadie** no tiene un rol todavía y sin rol no se abre una cuenta. Primero: `!rol @… cajero`.
        !cuenta crear @cajero1 XXX 5
            cambista: No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.
        !cuenta crear @cajero1 VES -5
            cambista: El saldo inicial no vale. La cantidad no puede ser negativa. Escríbala sin el signo menos.
        !cuenta crear @cajero1 USD 5.000
            cambista: El saldo inicial no vale. «5.000» puede ser 5.000,00 $ o 5,00 $. Escríbala sin separador de miles o con dos decimales.
        !cuenta crear @cajero1 USD 5 000 Banesco
            cambista: «5 000» se lee de dos maneras. Si es un número, escríbalo sin espacios: `5000`; si es solo lo primero, ponga una palabra delante de lo demás.
        !cuenta crear @cajero1 USD 50 soles
            cambista: El saldo inicial no vale. La cantidad está en soles (PEN) y aquí se espera en dólares (USD). Escríbala en dólares (USD), por ejemplo `100`.
        !saldo XXX
            cambista: No hay una cuenta «XXX». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.
        !saldo 999
            cambista: No hay una cuenta «999». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.
        !movimientos
            cambista: Faltan datos. Se escribe así: `!movimientos <cuenta> [página]`. Ejemplo: `!movimientos VES`.
        !movimientos 1 0
            cambista: «0» no es una página. Escriba un número desde 1, por ejemplo `!movimientos VES 2`.
        !movimientos 1 x
            cambista: «x» no es una página. Escriba un número desde 1, por ejemplo `!movimientos VES 2`.
        !cerrar-cuenta 99
            cambista: No hay una cuenta «99». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.
        ");
    }
}
