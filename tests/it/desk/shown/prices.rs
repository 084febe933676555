//! Prices: published, asked about, and read by those who work with them.

use insta::assert_snapshot;

use super::{CASHIERS, HERE};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn prices_are_published_and_shown(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        assert_snapshot!(david.sees(HERE, "!tasas").await, @"
        ┌ Tasas publicadas
        │ PEN → VES: **9** (<t:1795176000:R>)
        │ Países:
        │   Colombia (`CO`): comisión 0 %
        │   España (`ES`): comisión 0 %
        │   Perú (`PE`): comisión 0 %
        │   Estados Unidos (`US`): comisión 0 %
        │   Venezuela (`VE`): comisión 0,3 % · 1 $ = 38 Bs
        ");
        assert_snapshot!(owner.sees_each(HERE, &[
            "!setrates PEN VES 9.1", "!setrates PEN VES 9.1", "!setusdvalue VES 40", "!setbsusdvalue 39", "!setfee VE 0.4",
            "!setrates USDT PEN 3.8", "!setusdvalue EUR 0.92",
        ]).await, @"
        > !setrates PEN VES 9.1
        Tasa PEN → VES publicada: **9,1** (antes: 9). `p` significa esta tasa desde ahora; las órdenes ya hechas conservan la suya.

        > !setrates PEN VES 9.1
        Tasa PEN → VES publicada: **9,1** (ya era esa). `p` significa esta tasa desde ahora; las órdenes ya hechas conservan la suya.

        > !setusdvalue VES 40
        1 $ = **40 Bs** (antes: 38). Cuenta para las órdenes que se hagan desde ahora.

        > !setbsusdvalue 39
        1 $ = **39 Bs** (antes: 40). Cuenta para las órdenes que se hagan desde ahora.

        > !setfee VE 0.4
        La comisión por transferir a Venezuela es ahora **0,4 %** (antes: 0,3 %).

        > !setrates USDT PEN 3.8
        Tasa USDT → PEN publicada: **3,8** (antes: no había). `p` significa esta tasa desde ahora; las órdenes ya hechas conservan la suya.

        > !setusdvalue EUR 0.92
        1 $ = **0,92 €** (antes: no había). Cuenta para las órdenes que se hagan desde ahora.
        ");
        assert_snapshot!(david.sees_found(CHANNEL, "la tasa PEN").await, @"📢 **superusuario** publicó: la tasa PEN → VES es ahora **9,1** (antes: 9). Cuenta para las órdenes nuevas.");
        assert_snapshot!(cajero.sees_found(CASHIERS, "transferir a Venezuela").await, @"📢 **superusuario** publicó: la comisión por transferir a Venezuela es ahora **0,4 %** (antes: 0,3 %). Cuenta para las órdenes nuevas.");
        assert_snapshot!(cajero.sees_found(CASHIERS, "1 $").await, @"📢 **superusuario** publicó: 1 $ son ahora **0,92 €** (antes: no había). Cuenta para las órdenes nuevas.");
        assert_snapshot!(owner.sees_refused(HERE, &[
            "!setrates XXX VES 9", "!setrates PEN PEN 9", "!setrates PEN VES 0", "!setrates PEN VES", "!setusdvalue XXX 9",
            "!setfee XX 0.3", "!setfee VE 101", "!setbsusdvalue nada",
        ]).await, @"
        > !setrates XXX VES 9
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.

        > !setrates PEN PEN 9
        Una tasa va de una moneda a otra, no de PEN a PEN. Ejemplo: `!setrates PEN VES 9`.

        > !setrates PEN VES 0
        La tasa no puede ser cero. Escriba un número, como `9` o `9.2`.

        > !setrates PEN VES
        Faltan datos. Se escribe así: `!setrates <de> <a> <tasa>`. Ejemplo: `!setrates PEN VES 9`.

        > !setusdvalue XXX 9
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.

        > !setfee XX 0.3
        No conozco el país «XX». Escriba uno de estos: `CO`, `ES`, `PE`, `US` o `VE`. Por ejemplo: `!setfee VE 0.3`.

        > !setfee VE 101
        El porcentaje va de 0 a 100.

        > !setbsusdvalue nada
        «nada» no es un valor. Escriba un número, como `38` o `38.5`.
        ");
        assert_snapshot!(david.sees_refused(HERE, &["!setrates PEN VES 9", "!setusdvalue VES 38", "!setbsusdvalue 38", "!setfee VE 0.3"]).await, @"
        > !setrates PEN VES 9
        Las tasas, valores y comisiones solo las cambia un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setusdvalue VES 38
        Las tasas, valores y comisiones solo las cambia un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setbsusdvalue 38
        Las tasas, valores y comisiones solo las cambia un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setfee VE 0.3
        Las tasas, valores y comisiones solo las cambia un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(owner.sees(HERE, "!tasas").await, @"
        ┌ Tasas publicadas
        │ PEN → VES: **9,1** (<t:1795176000:R>)
        │ USDT → PEN: **3,8** (<t:1795176000:R>)
        │ Países:
        │   Colombia (`CO`): comisión 0 %
        │   España (`ES`): comisión 0 % · 1 $ = 0,92 €
        │   Perú (`PE`): comisión 0 %
        │   Estados Unidos (`US`): comisión 0 %
        │   Venezuela (`VE`): comisión 0,4 % · 1 $ = 39 Bs
        ");
        world.closes_clean().await;
    }

    async fn a_price_far_from_what_is_known_is_asked_about(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        let asked = owner.is_told(HERE, "!setrates PEN VES 18").await;
        assert_snapshot!(world.shown(&asked).await, @"
        ❓ Tasa PEN → VES: 9 → **18**. Es un cambio grande. ¿Es correcto? Nada se publicó todavía.
        [Confirmar] [Corregir]
        ");
        owner.says(HERE, "!setrates PEN VES 9.5").await;
        assert_snapshot!(owner.sees_pressed(&asked, "Confirmar").await, @"
        ❓ Las cifras cambiaron mientras tanto, y nada se hizo. Así queda ahora: Tasa PEN → VES: 9,5 → **18**. Es un cambio grande. ¿Es correcto? Nada se publicó todavía.
        [Confirmar] [Corregir]
        ");
        owner.presses(&asked, "Confirmar").await;
        assert_snapshot!(owner.sees_again(&asked).await, @"Tasa PEN → VES publicada: **18** (antes: 9,5). `p` significa esta tasa desde ahora; las órdenes ya hechas conservan la suya.");
        assert_snapshot!(owner.sees_each(HERE, &[
            "!setrates VES PEN 9", "!setusdvalue PEN 37.5", "!setusdvalue COP 4.1", "!setfee PE 30", "!setusdvalue VES 380",
        ]).await, @"
        > !setrates VES PEN 9
        ❓ Tasa VES → PEN: no había → **9**. La tasa PEN → VES es 18: según ella serían unos **0,0556**. ¿Es correcto? Nada se publicó todavía.
        [Confirmar] [Corregir]

        > !setusdvalue PEN 37.5
        ❓ S/ por 1 $: no había → **37,5**. La tasa PEN → VES es 18: con ella y lo que vale el dólar en la otra moneda serían unos **2,1111**. ¿Es correcto? Nada se publicó todavía.
        [Confirmar] [Corregir]

        > !setusdvalue COP 4.1
        ❓ COP por 1 $: no había → **4,1**. Es el primer valor de esa moneda, y no hay otro con que compararlo: sería 1 $ = **4,1 COP**. ¿Es correcto? Nada se publicó todavía.
        [Confirmar] [Corregir]

        > !setfee PE 30
        ❓ Comisión por transferir a Perú: 0 % → **30 %**. Es mucho para una comisión. ¿Es correcto? Nada se publicó todavía.
        [Confirmar] [Corregir]

        > !setusdvalue VES 380
        ❓ Bs por 1 $: 38 → **380**. Es un cambio grande. ¿Es correcto? Nada se publicó todavía.
        [Confirmar] [Corregir]
        ");
        world.closes_clean().await;
    }
}
