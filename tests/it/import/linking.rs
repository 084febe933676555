//! `!vincular`: people of the old book find their accounts in Discord.

use insta::assert_snapshot;
use serde_json::json;

use super::old_book::{OLD_SHAPE, OldBook};
use super::ordinary::{DECISIONS, ROWS};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::process::runs;
use crate::support::world::World;

/// The demo desk, closed while the ordinary book comes in.
async fn with_the_old_book(test_db: &TestDb) -> World {
    let book = OldBook::on(test_db.another().await, OLD_SHAPE, ROWS).await;
    let mut world = World::demo_at_hand(test_db).await;
    world.ends().await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("decisiones.toml"), DECISIONS).expect("a decisions file");
    let arguments = [
        "import",
        "cuentas",
        book.source(),
        "--zone",
        "America/Caracas",
        "--decisions",
        "decisiones.toml",
        "--backed-up",
    ];
    let url = world.books();
    let (code, said, wrong) = runs(folder.path(), &arguments, &[("DATABASE_URL", &url)]).await;
    assert_eq!(code, 0, "{said}{wrong}");
    world.begins().await;
    world
}

/// The code in a message to the one who asked for it.
fn code_in(message: &Message) -> String {
    let text = message.text();
    let word = text
        .split_whitespace()
        .find(|word| word.len() == 19 && word.matches('-').count() == 3);
    word.unwrap_or_else(|| panic!("no code: {text}")).to_owned()
}

/// The import runs in real time, so its moments differ from run to run.
fn without_moments(seen: &str) -> String {
    let mut parts = seen.split("<t:");
    let mut stable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        stable.push_str("<moment>");
        stable.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    stable
}

/// The same code with another secret.
fn mistyped(code: &str) -> String {
    let end = if code.ends_with('B') { 'C' } else { 'B' };
    format!("{}{end}", &code[..18])
}

on_both_engines! {
    async fn a_person_joins_their_accounts_once(test_db: TestDb) {
        let world = with_the_old_book(&test_db).await;
        let owner = world.person("superusuario");
        let lucia = world.joins("lucia").await;
        assert_snapshot!(lucia.sees_each("dm", &["!vincular", "!vincular 12345678", "!cuentas"]).await, @"
        > !vincular
        Escriba el código que le dio un admin: `!vincular BCDF-2345-GHJK-6789`.

        > !vincular 12345678
        Eso no es un código. Pídalo a un admin y escríbalo como se lo dio, por ejemplo `!vincular BCDF-2345-GHJK-6789`.

        > !cuentas
        Usted no tiene cuentas. Pida una con `!cuenta abrir`.
        ");
        let issued = owner.is_told("dm", "!vincular v12345678").await;
        let code = code_in(&issued);
        assert_snapshot!(issued.text().replace(&code, "CODE"), @"
        Código para **Lucía de Prueba**. Vale una vez, hasta el <t:1795780800:f>:
        ```
        !vincular CODE
        ```
        Déselo solo a esa persona: quien lo escriba queda con sus cuentas.
        ");

        owner.is_told("dm", &format!("!vincular {code}")).await.shows(&["trabaja en ella"]);
        // In a channel that others read the answer comes by direct message, and the code is used up.
        assert_snapshot!(lucia.is_told("dm", &format!("!vincular {}", mistyped(&code))).await.text(), @"Ese código no es correcto. Revíselo letra por letra. Quedan 2 intentos; después hay que pedir otro a un admin.");
        assert_snapshot!(lucia.is_told("dm", &format!("!vincular {}", code.to_lowercase())).await.text(), @"Listo: usted es **Lucía de Prueba**. Tiene 3 cuentas: `!cuentas`.");
        assert_snapshot!(lucia.is_told("dm", &format!("!vincular {code}")).await.text(), @"Usted ya es **Lucía de Prueba**. Sus cuentas: `!cuentas`.");
        let seen = lucia.sees_each("dm", &["!cuentas", "!movimientos VES", "!movimientos VES anterior", "!movimientos USDT", "!movimientos VES anterior 2"]).await;
        assert_snapshot!(without_moments(&seen), @r"
        > !cuentas
        ┌ Cuentas de Lucía de Prueba
        │ **n.º 3** · corriente en Bs
        │ número interno `####-####-####-####-####`
        │ **1.000,60 Bs** ≈ 26,33 $ · disponible 1.000,60 Bs
        │ **n.º 5** · corriente en $
        │ número interno `####-####-####-####-####`
        │ **25,50 $** ≈ 25,50 $ · disponible 25,50 $
        │ **n.º 6** · ahorro en USDT
        │ número interno `####-####-####-####-####`
        │ **0,0001 USDT** · disponible 0,0001 USDT

        > !movimientos VES
        ┌ Movimientos de la cuenta n.º 3 · VES
        │ <moment> · pasó a la cuenta abierta, de la cuenta 2 del sistema anterior
        │ 1.000,50 Bs → **+0,10 Bs** → 1.000,60 Bs
        │ <moment> · saldo del sistema anterior (cuenta 1)
        │ 0,00 Bs → **+1.000,50 Bs** → 1.000,50 Bs
        │ Del libro anterior: 3 transacciones, con `!movimientos 3 anterior`.
        └ Página 1
        [Siguientes ›]

        > !movimientos VES anterior
        ┌ Libro anterior de la cuenta n.º 3 · VES
        │ 2025-03-15 10\:01\:00 · compra
        │ **0.0038 VES** → **0.0001 USDT** · tasa 38.0000 · comprobante C3
        │ 2025-03-14 09\:31\:00 · venta
        │ **1.0000 USD** → **38.1234 VES** · tasa 38.1234 · comprobante C2
        │ 2025-03-14 09\:30\:00 · compra
        │ **760.0000 VES** → **20.0000 USD** · tasa 38.0000 · comprobante C1
        └ Página 1 · como estaba en el sistema anterior; el saldo ya lo cuenta
        [‹ Anteriores]

        > !movimientos USDT
        ┌ Movimientos de la cuenta n.º 6 · USDT
        │ <moment> · saldo del sistema anterior (cuenta 2)
        │ 0,00 USDT → **+0,0001 USDT** → 0,0001 USDT
        │ Del libro anterior: una transacción, con `!movimientos 6 anterior`.
        └ Página 1
        [Siguientes ›]

        > !movimientos VES anterior 2
        El libro anterior de la cuenta n.º 3 no tiene una página 2. Empiece con `!movimientos 3 anterior`.
        ");

        let other = world.joins("otra").await;
        assert_snapshot!(other.slash("dm", "vincular", json!({ "codigo": code })).await.text(), @"Ese código ya se usó. Pida otro a un admin.");
        assert_snapshot!(owner.is_told("dm", "!vincular 0100-0000-0000-0000-0011").await.text(), @"**Lucía de Prueba** ya está unido a un usuario de Discord: no necesita un código.");
        world.closes_clean().await;
    }

    async fn a_code_ends_by_time_by_wrong_tries_and_by_a_newer_one(test_db: TestDb) {
        let world = with_the_old_book(&test_db).await;
        let owner = world.person("superusuario");
        let mario = world.joins("mario").await;
        let first = code_in(&owner.is_told("dm", "!vincular Mario de Prueba").await);
        let second = code_in(&owner.is_told("dm", "!vincular 01000000000000000013").await);
        assert_snapshot!(mario.is_told("dm", &format!("!vincular {first}")).await.text(), @"Hay un código más nuevo, y ese ya no vale. Escriba el último que le dieron.");
        for left in ["Quedan 2 intentos", "Queda un intento", "se anuló"] {
            let told = mario.is_told("dm", &format!("!vincular {}", mistyped(&second))).await.text();
            assert!(told.contains(left), "{told}");
        }
        assert_snapshot!(mario.is_told("dm", &format!("!vincular {second}")).await.text(), @"Ese código se anuló por intentos equivocados. Pida otro a un admin.");
        let third = code_in(&owner.is_told("dm", "!vincular V-9").await);
        world.jumps(8 * 24 * 60);
        assert_snapshot!(mario.is_told("dm", &format!("!vincular {third}")).await.text(), @"Ese código venció. Pida otro a un admin.");
        for _ in 0..5 {
            mario.is_told("dm", "!vincular ZZZZ-ZZZZ-ZZZZ-ZZZZ").await;
        }
        let fourth = code_in(&owner.is_told("dm", "!vincular V-9").await);
        assert_snapshot!(mario.is_told("dm", &format!("!vincular {fourth}")).await.text(), @"Escribió demasiados códigos equivocados. Espere un día, o pida a un admin que lo mire con usted.");
        world.jumps(25 * 60);
        assert_snapshot!(mario.is_told("dm", &format!("!vincular {fourth}")).await.text(), @"Listo: usted es **Mario de Prueba**. Tiene 2 cuentas: `!cuentas`.");
        world.closes_clean().await;
    }

    async fn who_has_something_at_the_desk_stays_who_they_are(test_db: TestDb) {
        let world = with_the_old_book(&test_db).await;
        let owner = world.person("superusuario");
        let code = code_in(&owner.is_told("dm", "!vincular CTA-14").await);
        for name in ["david", "maria"] {
            owner.says("general", "!cuenta crear @maria VES 10").await;
            let told = world.person(name).is_told("dm", &format!("!vincular {code}")).await;
            assert!(told.text().contains("no puede ser otra persona"), "{}", told.text());
        }
        let nora = world.joins("nora").await;
        assert!(nora.is_told("dm", &format!("!vincular {code}")).await.text().contains("Nora"));
        // Somebody joined cannot join another one.
        let second = code_in(&owner.is_told("dm", "!vincular E-87654321").await);
        assert_snapshot!(nora.is_told("dm", &format!("!vincular {second}")).await.text(), @"Usted ya es **Nora «la rápida»** en la mesa y está unido a otra persona del sistema anterior, así que no puede ser otra persona. Pida a un admin que pase a sus cuentas el dinero de las otras (`!ajustar` en las dos).");
        assert_snapshot!(owner.sees_each("dm", &["!vincular V-00000001", "!vincular Nora «la rápida»"]).await, @"
        > !vincular V-00000001
        En el sistema anterior no hay nadie con «V-00000001». Escriba su cédula, su número de cuenta o su nombre completo.

        > !vincular Nora «la rápida»
        **Nora «la rápida»** ya está unido a un usuario de Discord: no necesita un código.
        ");
        world.closes_clean().await;
    }
}
