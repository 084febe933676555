//! Coins and points, achievements, and the keys of games.

use insta::assert_snapshot;
use serde_json::json;

use super::HERE;
use crate::http::game::Game;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn coins_come_go_and_are_paid(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        assert_snapshot!(david.sees_each(HERE, &["!diario", "!diario", "!monedas", "!ranking", "!logros", "!canjear 10"]).await, @"
        > !diario
        Hoy recibe **10 monedas**. Vuelva mañana: cada día seguido da más. Tiene **10 monedas**.

        > !diario
        Ya recibió las monedas de hoy. Vuelva mañana con `!diario`.

        > !monedas
        **david** tiene **10 monedas** disponibles.

        > !ranking
        1. **david**: **10 monedas**

        > !logros
        Logros de **david**
        Ninguno todavía. Se ganan en los juegos del servidor.

        > !canjear 10
        (by direct message)
        Son **10 puntos** y tiene **0 puntos** disponibles. Escriba como mucho eso; lo que tiene lo dice `!monedas`.
        ");
        world.jumps(24 * 60);
        assert_snapshot!(david.sees(HERE, "!diario").await, @"Hoy recibe **12 monedas**. Lleva 2 días seguidos. Tiene **22 monedas**.");
        assert_snapshot!(owner.sees(HERE, "!dar @david 2500 por el torneo").await, @"**david** recibe **2.500 monedas** «por el torneo». Ahora tiene **2.522 monedas**.");
        assert_snapshot!(david.sees_last("dm").await, @"🪙 **superusuario** le dio **2.500 monedas** «por el torneo». Lo que tiene: `!monedas`.");
        assert_snapshot!(owner.sees_refused(HERE, &["!dar @david 5", "!dar @nadie 5 prueba", "!dar @david 0 prueba"]).await, @"
        > !dar @david 5
        Falta el motivo. Por ejemplo: `!dar @ana 50 por ayudar`.

        > !dar @nadie 5 prueba
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!dar @persona <monto> <motivo>`. Ejemplo: `!dar @ana 50 por ayudar`.

        > !dar @david 0 prueba
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.
        ");
        assert_snapshot!(david.sees(HERE, "!pagar @cajero1 50 el *almuerzo*").await, @r"Pagó **50 monedas** a **cajero1** por «el \*almuerzo\*». Le quedan **2.472 monedas**.");
        assert_snapshot!(cajero.sees_last("dm").await, @r"🪙 **david** le dio **50 monedas** por «el \*almuerzo\*». Lo que tiene: `!monedas`.");
        assert_snapshot!(david.sees_refused(HERE, &[
            "!dar @cajero1 5 porque sí", "!pagar @david 50", "!pagar @cajero1 0", "!pagar @cajero1 1,5", "!pagar @cajero1 9000", "!pagar @cajero1",
            "!monedas @nadie",
        ]).await, @"
        > !dar @cajero1 5 porque sí
        Monedas nuevas solo las da un superusuario; las suyas se pagan con `!pagar`. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !pagar @david 50
        Un pago es para otra persona. Diga a quién: `!pagar @ana 50 el almuerzo`.

        > !pagar @cajero1 0
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !pagar @cajero1 1,5
        Una cantidad en monedas no lleva decimales: escriba un número entero, como `100`.

        > !pagar @cajero1 9000
        Son **9.000 monedas** y tiene **2.472 monedas** disponibles. Escriba como mucho eso; lo que tiene lo dice `!monedas`.

        > !pagar @cajero1
        Faltan datos. Se escribe así: `!pagar @persona <monto> [motivo]`. Ejemplo: `!pagar @ana 50 el almuerzo`.

        > !monedas @nadie
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!monedas [@persona]`. Ejemplo: `!monedas @ana`.
        ");
        let asked = david.is_answered(HERE, "!pagar @cajero1 2000 la apuesta").await;
        assert_snapshot!(world.shown(&asked).await, @"
        ¿Paga **2.000 monedas** a **cajero1** por «la apuesta»? Es mucho: confírmelo con el botón en 10 minutos. Nada se ha movido todavía.
        [Confirmar]
        ");
        assert_snapshot!(cajero.sees_pressed_in_vain(&asked, "Confirmar").await, @"
        (only for whoever asked)
        Ese pago no es suyo. Para pagar usted: `!pagar @ana 50 el almuerzo`.
        ");
        david.presses(&asked, "Confirmar").await;
        assert_snapshot!(david.sees_again(&asked).await, @"Pagó **2.000 monedas** a **cajero1** por «la apuesta». Le quedan **472 monedas**.");
        world.gives_points("david", 57).await;
        assert_snapshot!(david.sees_each(HERE, &["!canjear 25", "!monedas", "!monedas @cajero1", "!ranking"]).await, @"
        > !canjear 25
        (by direct message)
        Cambió **20 puntos** por **2 monedas**. Le quedan **37 puntos** y tiene **474 monedas**.

        > !monedas
        **david** tiene **474 monedas** disponibles.

        > !monedas @cajero1
        **cajero1** tiene **2.050 monedas** disponibles.

        > !ranking
        1. **cajero1**: **2.050 monedas**
        2. **david**: **474 monedas**
        ");
        assert_snapshot!(david.sees_refused(HERE, &["!canjear 9", "!canjear 900", "!canjear x", "!puntos"]).await, @"
        > !canjear 9
        Son **9 puntos** y una moneda cuesta 10 puntos. Por ejemplo: `!canjear 10`.

        > !canjear 900
        (by direct message)
        Son **900 puntos** y tiene **37 puntos** disponibles. Escriba como mucho eso; lo que tiene lo dice `!monedas`.

        > !canjear x
        «x» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.

        > !puntos
        Puntos ganan los clientes. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(owner.sees("dm", "!monedas @david").await, @"
        **david** tiene **474 monedas** disponibles y **37 puntos**.
        • Movimiento **10**: +**2 monedas** · canje de puntos
        • Movimiento **8**: −**2.000 monedas** · pago
        • Movimiento **7**: −**50 monedas** · pago
        • Movimiento **6**: +**2.500 monedas** · regalo de la mesa
        • Movimiento **5**: +**12 monedas** · monedas del día
        ");
        world.closes_clean().await;
    }

    async fn games_have_keys_and_achievements(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        assert_snapshot!(owner.sees_refused(HERE, &["!app crear Blackjack", "!app lista", "!app rotar nada", "!app revocar nada"]).await, @"
        > !app crear Blackjack
        La clave la vería todo el canal. Use `/app crear`: la respuesta solo la ve usted.

        > !app lista
        (by direct message)
        Todavía no hay juegos ni bots. Registre uno con `/app crear Blackjack`.

        > !app rotar nada
        La clave la vería todo el canal. Use `/app rotar`: la respuesta solo la ve usted.

        > !app revocar nada
        No hay ninguna que se llame «nada». Las que hay: `/app lista`.
        ");
        assert_snapshot!(david.sees_refused(HERE, &["!app crear Blackjack", "!app lista", "!app rotar nada", "!app revocar nada"]).await, @"
        > !app crear Blackjack
        Las aplicaciones las registra un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !app lista
        Las aplicaciones las registra un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !app rotar nada
        Las aplicaciones las registra un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !app revocar nada
        Las aplicaciones las registra un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        let mut told = Vec::new();
        for command in ["app crear", "app crear", "app rotar", "app revocar"] {
            let answer = owner.slash(HERE, command, json!({ "nombre": "Blackjack" })).await;
            told.push(format!("> /{command}\n{}", world.shown_answer(&answer).await));
        }
        assert_snapshot!(told.join("\n\n"), @"
        > /app crear
        (only for whoever asked)
        **Blackjack** queda registrada con el número 1. Su clave, que no se vuelve a mostrar:
        `cmb_#_#`
        Guárdela ahora. Si se pierde: `/app rotar Blackjack`.

        > /app crear
        (only for whoever asked)
        Ya hay una que se llama **Blackjack**, o que se lee igual. Elija otro nombre, o cambie su clave con `/app rotar Blackjack`.

        > /app rotar
        (only for whoever asked)
        **Blackjack** tiene una clave nueva; la anterior ya no vale. Su clave, que no se vuelve a mostrar:
        `cmb_#_#`
        Guárdela ahora. Si se pierde: `/app rotar Blackjack`.

        > /app revocar
        (only for whoever asked)
        La clave de **Blackjack** ya no vale. Las monedas de sus eventos abiertos se devuelven en un minuto. Para darle otra: `/app rotar Blackjack`.
        ");
        let game = Game::new(&world, "Ruleta").await;
        let body = json!({ "name": "Racha", "description": "Gane 10 rondas", "target_value": 10, "reward": 100 });
        game.posts_json(&world, "/achievement/register", &body.to_string()).await;
        let id: i64 = world.about("david").await["id"].as_str().expect("an id").parse().expect("a number");
        for value in [4, 6] {
            let body = json!({ "user_id": id, "value": value }).to_string();
            game.posts_json(&world, "/achievement/1", &body).await;
            world.settles().await;
            assert_eq!(value == 6, david.counts("logros", "Racha").await == 1);
        }
        assert_snapshot!(david.sees_last("logros").await, @"
        ┌ 🏅 Logro completado
        │ **david** completó **Racha** y gana **100 monedas**.
        │ Gane 10 rondas
        ");
        assert_snapshot!(david.sees("dm", "!logros").await, @"
        Logros de **david** · 1
        ┌ 🏅 Racha
        │ ▰▰▰▰▰▰▰▰▰▰ · completado <t:1795176000:R>
        │ Gane 10 rondas
        │ Ruleta · premio: **100 monedas**
        ");
        assert_snapshot!(owner.sees(HERE, "!app lista").await, @"
        (by direct message)
        ┌ Juegos y bots
        │ 1. **Blackjack** · bot · sin clave · nunca usada
        │ 2. **Ruleta** · bot · clave `cmb_#_…` · usada <t:1795176000:R>
        └ 1–2 de 2 juegos y bots
        ");
        world.closes_clean().await;
    }
}
