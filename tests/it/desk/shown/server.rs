//! The server itself: what is set up, what is wrong with it, and an empty desk's first answers.

use insta::assert_snapshot;

use super::{ALERTS, HERE};
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn a_superuser_looks_at_the_server_and_makes_what_is_missing(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        assert_snapshot!(owner.sees(HERE, "!setup revisar").await, @"
        (by direct message)
        ✔ El bot tiene todos los permisos que usa.
        ✔ El rol «Revendedor» existe.
        ✔ El rol «Cajero» existe.
        ✔ El rol «Cliente» existe.
        ✔ El rol «Admin» existe.
        ✔ La categoría «Transacciones» existe.
        ✔ El canal «transacciones-pending» existe.
        ✔ El canal «cajeros» existe.
        ✔ El canal «solicitudes» existe.
        ✔ El canal «alertas» existe.
        ✔ El canal «registro» existe.
        ✔ El canal «transacciones-clientes» existe.
        ✔ El canal «request-retiro» existe.
        ✔ El canal «logros» existe.
        Todo está listo.
        ");
        owner.deletes_channel("logros").await;
        assert_snapshot!(owner.sees_last(ALERTS).await, @"
        (rings superusuario)
        <@superusuario> ⚠️ El canal de logros no está. `!setup` (o `cambista setup`) lo crea.
        ");
        owner.sets_permissions(ALERTS, "@everyone", &["view_channel"], &[]).await;
        assert_snapshot!(owner.sees_last("dm").await, @"⚠️ El canal `#alertas` lo puede leer `@everyone`. Mientras sea así, ahí no se publica nada privado. Quíteles el permiso *Ver canal*.");
        assert_snapshot!(owner.sees_each(HERE, &["!setup revisar", "!setup crear"]).await, @"
        > !setup revisar
        (by direct message)
        ✘ Falta el canal «logros»: `!setup` lo crea.
        ✘ El canal «alertas» lo puede leer `@everyone`: quíteles el permiso *Ver canal*. Mientras, ahí no se publica nada privado.
        ✔ El bot tiene todos los permisos que usa.
        ✔ El rol «Revendedor» existe.
        ✔ El rol «Cajero» existe.
        ✔ El rol «Cliente» existe.
        ✔ El rol «Admin» existe.
        ✔ La categoría «Transacciones» existe.
        ✔ El canal «transacciones-pending» existe.
        ✔ El canal «cajeros» existe.
        ✔ El canal «solicitudes» existe.
        ✔ El canal «alertas» existe.
        ✔ El canal «registro» existe.
        ✔ El canal «transacciones-clientes» existe.
        ✔ El canal «request-retiro» existe.
        Corrija lo marcado con ✘ y escriba `!setup` otra vez.

        > !setup crear
        (by direct message)
        ✘ El canal «alertas» lo puede leer `@everyone`: quíteles el permiso *Ver canal*. Mientras, ahí no se publica nada privado.
        ✔ El bot tiene todos los permisos que usa.
        ✔ El rol «Revendedor» existe.
        ✔ El rol «Cajero» existe.
        ✔ El rol «Cliente» existe.
        ✔ El rol «Admin» existe.
        ✔ La categoría «Transacciones» existe.
        ✔ El canal «transacciones-pending» existe.
        ✔ El canal «cajeros» existe.
        ✔ El canal «solicitudes» existe.
        ✔ El canal «alertas» existe.
        ✔ El canal «registro» existe.
        ✔ El canal «transacciones-clientes» existe.
        ✔ El canal «request-retiro» existe.
        ✔ El canal «logros»: creado.
        Corrija lo marcado con ✘ y escriba `!setup` otra vez.
        ");
        owner.sets_permissions(ALERTS, "@everyone", &[], &["view_channel"]).await;
        // Whether they were told by direct message first, and silently here, depends on who was faster.
        world.courier_waits(600).await;
        for place in ["alertas", "logros"] {
            let words = format!("✅ El canal `#{place}`: ya está como debe.");
            let told = owner.sees_found(ALERTS, &words).await;
            assert_eq!(told.trim_start_matches("(makes no sound)\n"), words);
        }
        assert_snapshot!(owner.sees_each(HERE, &["!setup propios", "!setup panel"]).await, @"
        > !setup propios
        (by direct message)
        ✔ El bot tiene todos los permisos que usa.
        ✔ El rol «Revendedor» existe.
        ✔ El rol «Cajero» existe.
        ✔ El rol «Cliente» existe.
        ✔ El rol «Admin» existe.
        ✔ La categoría «Transacciones» existe.
        ✔ El canal «transacciones-pending» existe.
        ✔ El canal «cajeros» existe.
        ✔ El canal «solicitudes» existe.
        ✔ El canal «alertas» existe.
        ✔ El canal «registro» existe.
        ✔ El canal «transacciones-clientes» existe.
        ✔ El canal «request-retiro» existe.
        ✔ El canal «logros» existe.
        Todo está listo.

        > !setup panel
        El panel de registro está en `#registro`.
        ");
        assert_snapshot!(david.sees_refused(HERE, &["!setup crear", "!setup revisar", "!setup propios", "!setup panel"]).await, @"
        > !setup crear
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setup revisar
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setup propios
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setup panel
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        world.closes_clean().await;
    }

    async fn a_desk_that_nobody_has_set_up_says_what_is_missing(test_db: TestDb) {
        let world = World::without_desk(&test_db).await;
        let owner = world.person("superusuario");
        assert_snapshot!(owner.sees_each(HERE, &["!tasas", "!rol @david revendedor", "!canal @david"]).await, @"
        > !tasas
        ┌ Tasas publicadas
        │ Ninguna todavía. Un superusuario publica con `!setrates PEN VES 9`.
        │ Países:
        │   Colombia (`CO`): comisión 0 %
        │   España (`ES`): comisión 0 %
        │   Perú (`PE`): comisión 0 %
        │   Estados Unidos (`US`): comisión 0 %
        │   Venezuela (`VE`): comisión 0 %

        > !rol @david revendedor
        **david** ahora es revendedor (antes: invitado). Su canal se crea solo; póngale su parte con `!setcut @… 40`.

        > !canal @david
        <#transacciones-david> es ahora el canal de **david**. Ahí escribe `!start batch` y `!t 100 p`.
        ");
        let david = world.person("david");
        assert_snapshot!(david.sees_last("transacciones-david").await, @"
        (rings david)
        <@david> Este es su canal: solo lo ven usted, los cajeros y la mesa. Abra un batch con `!start batch` y envíe con `!t 100 p`.
        ");
        david.says("transacciones-david", "!start batch PEN VES").await;
        assert_snapshot!(david.sees_refused("transacciones-david", &["!t 100 p", "!t 100 9"]).await, @"
        > !t 100 p
        Falta el valor de VES en dólares. Un superusuario lo pone con `!setusdvalue VES 38`.

        > !t 100 9
        Falta el valor de VES en dólares. Un superusuario lo pone con `!setusdvalue VES 38`.
        ");
        world.closes_clean().await;
    }

    async fn words_that_are_no_command_are_guessed_at(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let david = world.person("david");
        assert_snapshot!(david.sees_refused("dm", &["!pendiente", "!zzz", "!transaciones", "hola"]).await, @"
        > !pendiente
        No conozco «pendiente». ¿Quiso decir `!pendientes`? Todos los comandos: `!ayuda`.

        > !zzz
        No conozco «zzz». Todos los comandos: `!ayuda`.

        > !transaciones
        No conozco «transaciones». ¿Quiso decir `!transacciones`? Todos los comandos: `!ayuda`.

        > hola
        Soy el bot de la mesa. Lo que puede hacer conmigo: `!ayuda`.
        ");
        world.closes_clean().await;
    }
}
