//! Transfers and purchases.

use insta::assert_snapshot;

use super::typed_amiss;
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const TRANSFERS: &[&str] = &[
    "!t",
    "!t 100",
    "!t p",
    "!t p 100",
    "!t abc p",
    "!t 0 p",
    "!t 0,00 p",
    "!t -5 p",
    "!t −5 p",
    "!t - 5 p",
    "!t 5. p",
    "!t 1.234 p",
    "!t 1,234 p",
    "!t 1'234 p",
    "!t 1’234 p",
    "!t 100,555 p",
    "!t 100.5555 p",
    "!t 1 234,567 p",
    "!t 9999999999999 p",
    "!t 1e3 p",
    "!t 10k p",
    "!t 100 mil p",
    "!t 1.23.456 p",
    "!t 12 34,5 p",
    "!t 1 23 p",
    "!t 0x10 p",
    "!t ١٠٠ p",
    "!t ½ p",
    "!t **5** p",
    "!t <@123> p",
    "!t 5% p",
    "!t 9 500",
    "!t 9 500 9.2",
    "!t 9 500 9,2 María",
    "!t 1 234 567 9.2 Ana",
    "!t 9\u{a0}500 9.2 Ana",
    "!t $50 p",
    "!t 5$ p",
    "!t 50 USD p",
    "!t 50 dólares p",
    "!t Bs 100 p",
    "!t 100 bs. p",
    "!t €50 p",
    "!t 50 pesos p",
    "!t 50 USDT p",
    "!t 50 monedas p",
    "!t $ 50 soles p",
    "!t 50 zloty p",
    "!t 9.2 500 p",
    "!t 100 9.2 P",
    "!t 100 x",
    "!t 100 0",
    "!t 100 -9",
    "!t 100 4.100",
    "!t 100 4,100",
    "!t 100 4'100",
    "!t 100 4 100",
    "!t 100 4 100 María",
    "!t 100 9.2.1",
    "!t 100 9,",
    "!t 100 9%",
    "!t 100 P9",
    "!t 100 0.0000000000001",
    "!t 100 1000000000000",
];

const PURCHASES: &[&str] = &[
    "!c",
    "!c 200",
    "!c abc 26",
    "!c 0 26",
    "!c -1 26",
    "!c 100 0",
    "!c 100 x",
    "!c 100 26.12345",
    "!c 100 26.125",
    "!c 100 26 27",
    "!c 6 600 270",
    "!c 100 26 USD",
    "!c 100 26 dólares",
    "!c 100 26 EUR",
    "!c $ 100 26",
    "!c 100 26 PEN",
    "!c 100 26 zloty rublo",
    "!c 100.01 26",
    "!c 100 26",
];

on_sqlite! {
    async fn transfers_and_purchases_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let transfers = typed_amiss(david, CHANNEL, TRANSFERS).await;
        david.says(CHANNEL, "!t 100 p").await;
        let purchases = typed_amiss(david, CHANNEL, PURCHASES).await;
        world.closes_clean().await;
        assert_snapshot!(transfers + &purchases, @r"
        !t
            cambista: Faltan datos. Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p María Pérez 0102-1234`.
        !t 100
            cambista: Faltan datos. Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p María Pérez 0102-1234`.
        !t p
            cambista: Faltan datos. Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p María Pérez 0102-1234`.
        !t p 100
            cambista: El monto va delante de la tasa: `!t 100 p`.
        !t abc p
            cambista: «abc» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 0 p
            cambista: La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.
        !t 0,00 p
            cambista: La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.
        !t -5 p
            cambista: La cantidad no puede ser negativa. Escríbala sin el signo menos.
        !t −5 p
            cambista: La cantidad no puede ser negativa. Escríbala sin el signo menos.
        !t - 5 p
            cambista: «-» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 5. p
            cambista: «5.» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 1.234 p
            cambista: «1.234» puede ser 1.234,00 S/ o 1,234 S/. Escríbala sin separador de miles o con dos decimales.
        !t 1,234 p
            cambista: «1,234» puede ser 1.234,00 S/ o 1,234 S/. Escríbala sin separador de miles o con dos decimales.
        !t 1'234 p
            cambista: «1'234» puede ser 1.234,00 S/ o 1,234 S/. Escríbala sin separador de miles o con dos decimales.
        !t 1’234 p
            cambista: «1’234» puede ser 1.234,00 S/ o 1,234 S/. Escríbala sin separador de miles o con dos decimales.
        !t 100,555 p
            cambista: «100,555» puede ser 100.555,00 S/ o 100,555 S/. Escríbala sin separador de miles o con dos decimales.
        !t 100.5555 p
            cambista: La cantidad tiene 4 decimales y caben 2. Redondéela.
        !t 1 234,567 p
            cambista: La cantidad tiene 3 decimales y caben 2. Redondéela.
        !t 9999999999999 p
            cambista: La cantidad va de 0,01 S/ a 999.999.999.999,00 S/.
        !t 1e3 p
            cambista: «1e3» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 10k p
            cambista: «10k» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 100 mil p
            cambista: «mil» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        !t 1.23.456 p
            cambista: «1.23.456» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 12 34,5 p
            cambista: «p» es la tasa publicada y no un beneficiario: delante de ella va un solo monto. Ejemplo: `!t 100 p María 0102-1234`.
        !t 1 23 p
            cambista: «p» es la tasa publicada y no un beneficiario: delante de ella va un solo monto. Ejemplo: `!t 100 p María 0102-1234`.
        !t 0x10 p
            cambista: «0x10» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t ١٠٠ p
            cambista: «١٠٠» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t ½ p
            cambista: «½» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t **5** p
            cambista: «\*\*5\*\*» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t <@123> p
            cambista: «\<@\>» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 5% p
            cambista: «5%» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !t 9 500
            cambista: «9 500» se lee de dos maneras. Si es un número, escríbalo sin espacios: `9500`; si son dos números, escriba el primero con decimales: `9,0`.
        !t 9 500 9.2
            cambista: «9 500» se lee de dos maneras. Si es un número, escríbalo sin espacios: `9500`; si son dos números, escriba el primero con decimales: `9,0`.
        !t 9 500 9,2 María
            cambista: «9 500» se lee de dos maneras. Si es un número, escríbalo sin espacios: `9500`; si son dos números, escriba el primero con decimales: `9,0`.
        !t 1 234 567 9.2 Ana
            cambista: «1 234 567» se lee de dos maneras. Si es un número, escríbalo sin espacios: `1234567`; si son dos números, escriba el primero con decimales: `1,0`.
        !t 9⟨U+00A0⟩500 9.2 Ana
            cambista: «9 500» se lee de dos maneras. Si es un número, escríbalo sin espacios: `9500`; si son dos números, escriba el primero con decimales: `9,0`.
        !t $50 p
            cambista: La cantidad está en dólares (USD) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 5$ p
            cambista: La cantidad está en dólares (USD) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 50 USD p
            cambista: La cantidad está en dólares (USD) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 50 dólares p
            cambista: La cantidad está en dólares (USD) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t Bs 100 p
            cambista: La cantidad está en bolívares (VES) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 100 bs. p
            cambista: La cantidad está en bolívares (VES) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t €50 p
            cambista: La cantidad está en euros (EUR) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 50 pesos p
            cambista: La cantidad está en pesos colombianos (COP) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 50 USDT p
            cambista: La cantidad está en USDT y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 50 monedas p
            cambista: La cantidad está en monedas y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t $ 50 soles p
            cambista: La cantidad está en dólares (USD) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !t 50 zloty p
            cambista: «zloty» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        !t 9.2 500 p
            cambista: «p» es la tasa publicada y no un beneficiario: delante de ella va un solo monto. Ejemplo: `!t 100 p María 0102-1234`.
        !t 100 9.2 P
            cambista: «p» es la tasa publicada y no un beneficiario: delante de ella va un solo monto. Ejemplo: `!t 100 p María 0102-1234`.
        !t 100 x
            cambista: «x» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 0
            cambista: La tasa no puede ser cero. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 -9
            cambista: La tasa no puede ser menor que cero. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 4.100
            cambista: La tasa «4.100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !t 100 4,100
            cambista: La tasa «4,100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !t 100 4'100
            cambista: La tasa «4'100» se lee de dos maneras. Escriba `4100` o `4,1`, lo que haya querido decir.
        !t 100 4 100
            cambista: «4 100» se lee de dos maneras. Si es un número, escríbalo sin espacios: `4100`; si son dos números, escriba el primero con decimales: `4,0`.
        !t 100 4 100 María
            cambista: «4 100» se lee de dos maneras. Si es un número, escríbalo sin espacios: `4100`; si son dos números, escriba el primero con decimales: `4,0`.
        !t 100 9.2.1
            cambista: «9.2.1» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 9,
            cambista: «9,» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 9%
            cambista: «9%» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 P9
            cambista: «P9» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 0.0000000000001
            cambista: La tasa tiene 13 decimales; caben 12. Escriba `p` para la publicada, o un número como `9.2`.
        !t 100 1000000000000
            cambista: La tasa va de 0,00000001 a 100.000.000. Escriba `p` para la publicada, o un número como `9.2`.
        !c
            cambista: Faltan datos. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.
        !c 200
            cambista: Faltan datos. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.
        !c abc 26
            cambista: «abc» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !c 0 26
            cambista: La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.
        !c -1 26
            cambista: La cantidad no puede ser negativa. Escríbala sin el signo menos.
        !c 100 0
            cambista: La cantidad de USDT no vale. La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.
        !c 100 x
            cambista: La cantidad de USDT no vale. «x» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.
        !c 100 26.12345
            cambista: La cantidad de USDT no vale. La cantidad tiene 5 decimales y caben 4. Redondéela.
        !c 100 26.125
            cambista: La cantidad de USDT no vale. «26.125» puede ser 26.125,00 USDT o 26,125 USDT. Escríbala sin separador de miles o con cuatro decimales.
        !c 100 26 27
            cambista: Eso no es lo que el comando espera: hay datos de más o en otro orden. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.
        !c 6 600 270
            cambista: «6 600» se lee de dos maneras. Si es un número, escríbalo sin espacios: `6600`; si son dos números, escriba el primero con decimales: `6,0`.
        !c 100 26 USD
            cambista: La cantidad de USDT no vale. La cantidad está en dólares (USD) y aquí se espera en USDT. Escríbala en USDT, por ejemplo `100`.
        !c 100 26 dólares
            cambista: La cantidad de USDT no vale. La cantidad está en dólares (USD) y aquí se espera en USDT. Escríbala en USDT, por ejemplo `100`.
        !c 100 26 EUR
            cambista: Faltan datos. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.
        !c $ 100 26
            cambista: La cantidad está en dólares (USD) y aquí se espera en soles (PEN). Escríbala en soles (PEN), por ejemplo `100`.
        !c 100 26 PEN
            cambista: Faltan datos. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.
        !c 100 26 zloty rublo
            cambista: Diga cuál batch: están abiertos PEN → VES. Por ejemplo: `!c 200 52.63 PEN VES`.
        !c 100.01 26
            cambista: El batch no se puede cerrar: hay órdenes abiertas.
            • Orden **1**: 902,70 Bs — asignada, espera el pago, cajero1
            Espere a que se paguen, o cancélelas con `!cancelar <n>`.
        !c 100 26
            cambista: El batch no se puede cerrar: hay órdenes abiertas.
            • Orden **1**: 902,70 Bs — asignada, espera el pago, cajero1
            Espere a que se paguen, o cancélelas con `!cancelar <n>`.
        ");
    }
}
