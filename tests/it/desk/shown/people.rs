//! Roles, cuts and channels; who is sent away, leaves and comes back; who owns the server.

use insta::assert_snapshot;

use super::{ALERTS, HERE, for_cajero1};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn a_superuser_gives_roles_cuts_and_channels(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let rosa = world.joins("rosa").await;
        assert_snapshot!(owner.sees_each(HERE, &[
            "!rol @rosa revendedor", "!rol @rosa revendedor", "!setcut @rosa 45", "!setcut @david 42", "!setcut @david 4", "!canal @rosa",
        ]).await, @"
        > !rol @rosa revendedor
        **rosa** ahora es revendedor (antes: invitado). Su canal se crea solo; póngale su parte con `!setcut @… 40`.

        > !rol @rosa revendedor
        **rosa** ya era revendedor.

        > !setcut @rosa 45
        (by direct message)
        La parte de **rosa** en la ganancia es ahora 45 % (antes: 0 %). Cuenta para los batches que se cierren desde ahora.

        > !setcut @david 42
        (by direct message)
        La parte de **david** en la ganancia es ahora 42 % (antes: 40 %). Cuenta para los batches que se cierren desde ahora.

        > !setcut @david 4
        (by direct message)
        ❓ La parte de **david** en la ganancia: 42 % → **4 %**. Es un cambio grande, ¿es correcto? Nada cambió todavía.
        [Confirmar] [Corregir]

        > !canal @rosa
        <#transacciones-rosa> es ahora el canal de **rosa**. Ahí escribe `!start batch` y `!t 100 p`.
        ");
        assert_snapshot!(rosa.sees_last("dm").await, @"Su parte de la ganancia es ahora **45 %** (antes: 0 %); la fijó **superusuario**. Cuenta para los batches que se cierren desde ahora.");
        assert_snapshot!(david.sees_last("dm").await, @"Su parte de la ganancia es ahora **42 %** (antes: 40 %); la fijó **superusuario**. Cuenta para los batches que se cierren desde ahora.");
        assert_snapshot!(owner.sees_each(HERE, &["!rol @rosa cajero", "!rol @rosa cliente", "!rol @rosa admin"]).await, @"
        > !rol @rosa cajero
        **rosa** ahora es cajero (antes: revendedor). Ahora ábrale una cuenta de la que pague: `!cuenta crear @… VES 5000 Banesco`.

        > !rol @rosa cliente
        **rosa** ahora es cliente (antes: cajero).

        > !rol @rosa admin
        **rosa** ahora es admin (antes: cliente).
        ");
        assert_snapshot!(owner.sees_refused(HERE, &[
            "!rol @nadie cajero", "!rol @rosa jefe", "!rol @rosa", "!setcut @rosa 40", "!setcut @david 101", "!setcut @david",
            "!canal @maria", "!baja @superusuario", "!baja @nadie",
        ]).await, @"
        > !rol @nadie cajero
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!rol @persona <revendedor|cajero|cliente|admin>`. Ejemplo: `!rol @david revendedor`.

        > !rol @rosa jefe
        No hay un rol «jefe». Los roles son `revendedor`, `cajero`, `cliente` y `admin`; por ejemplo: `!rol @david revendedor`.

        > !rol @rosa
        Faltan datos. Se escribe así: `!rol @persona <revendedor|cajero|cliente|admin>`. Ejemplo: `!rol @david revendedor`.

        > !setcut @rosa 40
        **rosa** no es revendedor y no tiene parte. Dele ese rol con `!rol @… revendedor`.

        > !setcut @david 101
        El porcentaje va de 0 a 100.

        > !setcut @david
        Faltan datos. Se escribe así: `!setcut @revendedor <porcentaje>`. Ejemplo: `!setcut @david 40`.

        > !canal @maria
        **maria** no es revendedor. Primero: `!rol @… revendedor`.

        > !baja @superusuario
        Su propia baja no la puede dar usted: pídala a otro superusuario.

        > !baja @nadie
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!baja @persona`. Ejemplo: `!baja @david`.
        ");
        assert_snapshot!(david.sees_refused(HERE, &[
            "!rol @maria cajero", "!setcut @david 90", "!canal @david", "!baja @maria", "!setup panel",
        ]).await, @"
        > !rol @maria cajero
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setcut @david 90
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !canal @david
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !baja @maria
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !setup panel
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        world.closes_clean().await;
    }

    async fn somebody_is_sent_away(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        david.says(CHANNEL, "!t 50 p Luis 0414").await;
        cajero.replies_with_capture("dm", &cajero.order("dm", 1).await, b"paid").await;
        assert_snapshot!(owner.sees_each(HERE, &["!baja @cajero1", "!baja @cajero1"]).await, @"
        > !baja @cajero1
        (by direct message)
        **cajero1** está de baja: no recibe trabajo nuevo; su historia y su dinero quedan. Espera cajero: **2**. Ya en pago, y por eso suya todavía: **1**. La confirma con **Listo** (un giro, con **Ejecutar**), o usted con `!confirmar 1`. Para que vuelva: `!rol @… cajero`.

        > !baja @cajero1
        **cajero1** ya está de baja. Para que vuelva: `!rol @… cajero`.
        ");
        assert_snapshot!(cajero.sees_found("dm", "Ya no tiene un rol").await, @"Ya no tiene un rol en la mesa: no recibirá trabajo nuevo. Su dinero y su historia quedan. Todo lo que puede hacer: `!ayuda`.");
        assert_snapshot!(cajero.sees_refused("dm", &["!disponible", "!cola"]).await, @"
        > !disponible
        Las órdenes las pagan los cajeros. Usted está de baja: hable con un superusuario para volver a trabajar.

        > !cola
        Eso solo lo ven los cajeros, los admins y, de lo suyo, cada quien. Usted está de baja: hable con un superusuario para volver a trabajar.
        ");
        cajero.presses(&cajero.order("dm", 1).await, "Listo").await.says(&["pagada"]);
        assert_snapshot!(owner.sees(HERE, "!baja @david").await, @"
        (by direct message)
        **david** está de baja: no recibe trabajo nuevo; su historia y su dinero quedan. Sigue abierta su orden **2**: se paga como siempre, o cancélela con `!cancelar 2`. Su batch **1** sigue abierto en <#transacciones-david>: ciérrelo allí con `!c` o `!endbatch`. Para que vuelva: `!rol @… revendedor`.
        ");
        assert_snapshot!(owner.sees(HERE, "!rol @cajero1 cajero").await, @"**cajero1** ahora es cajero (estaba de baja). Ahora ábrale una cuenta de la que pague: `!cuenta crear @… VES 5000 Banesco`.");
        owner.says(HERE, "!cancelar 2").await;
        owner.says(CHANNEL, "!c 100 26").await;
        world.closes_clean().await;
    }

    async fn somebody_leaves_the_server_and_comes_back(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        world.person("eva").makes_guild_with_bot("Otra casa").await;
        cajero.enters("Otra casa").await;
        david.says(CHANNEL, "!start batch").await;
        for beneficiary in ["Ana 0102", "Luis 0414", "Eva 0412"] {
            david.says(CHANNEL, &format!("!t 10 p {beneficiary}")).await;
        }
        cajero.replies_with_capture("dm", &cajero.order("dm", 1).await, b"paid").await;
        owner.kicks("cajero1").await;
        assert_snapshot!(owner.sees_found(ALERTS, "salió del servidor").await, @"
        (rings superusuario)
        <@superusuario> 🚪 **cajero1** (cajero) salió del servidor: desde ahora solo puede ver y retirar lo suyo.
        Pasó a otro cajero su orden: **3**.
        Ya tiene captura o se estaba pagando: **1**. Mire si el pago llegó: con captura, `!confirmar 1` o `!cancelar 1`; un giro en proceso que no se pagó, `!devolver 1 no se pagó`.
        Tiene dinero en sus cuentas: n.º 1: 5.000,00 Bs.
        Si vuelve, todo sigue como estaba; para que no vuelva a trabajar: `!baja (id of cajero1)`.
        ");
        assert_snapshot!(cajero.sees_refused("dm", &["!disponible", "!diario"]).await, @"
        > !disponible
        Usted ya no está en el servidor de la mesa: aquí solo puede ver y retirar lo suyo (`!ganancias`, `!cuentas`, `!request-retiro`). Para lo demás, vuelva a entrar al servidor.

        > !diario
        Usted ya no está en el servidor de la mesa: aquí solo puede ver y retirar lo suyo (`!ganancias`, `!cuentas`, `!request-retiro`). Para lo demás, vuelva a entrar al servidor.
        ");
        assert_snapshot!(owner.sees_refused(HERE, &["!rol @cajero1 admin", "!asignar 2 @cajero1", "!dar @cajero1 5 prueba"]).await, @"
        > !rol @cajero1 admin
        **cajero1** no está en el servidor. Invite a esa persona primero; cuando vuelva, todo sigue como estaba.

        > !asignar 2 @cajero1
        **cajero1** no es cajero. Elija a un cajero: quién hay y con cuánto saldo lo dice `!cola`.

        > !dar @cajero1 5 prueba
        **cajero1** no está en el servidor. Invite a esa persona primero; cuando vuelva, todo sigue como estaba.
        ");
        world.joins("cajero1").await;
        assert_snapshot!(owner.sees_found(ALERTS, "volvió al servidor").await, @"
        (rings superusuario)
        <@superusuario> 🚪 **cajero1** volvió al servidor y es otra vez cajero. Si no debe trabajar: `!baja (id of cajero1)`.
        ");
        assert_snapshot!(cajero.sees_last("dm").await, @"¡De nuevo aquí, **cajero1**! Todo sigue como estaba: su rol es **cajero**, y su dinero y su historia están. Lo que puede hacer: `!ayuda`.");
        owner.says(HERE, "!confirmar 1").await;
        owner.kicks("david").await;
        assert_snapshot!(owner.sees_found(ALERTS, "**david**").await, @"
        (rings superusuario)
        <@superusuario> 🚪 **david** (revendedor) salió del servidor: desde ahora solo puede ver y retirar lo suyo.
        Siguen abiertas sus órdenes **2** y **3**: se pagan como siempre, o cancélelas una por una con `!cancelar 2`.
        Su batch **1** sigue abierto en <#transacciones-david>: ciérrelo allí con `!c` o `!endbatch`.
        Si vuelve, todo sigue como estaba; para que no vuelva a trabajar: `!baja #`.
        ");
        for order in 2..=3 {
            owner.says(HERE, &format!("!cancelar {order}")).await;
        }
        owner.says(CHANNEL, "!c 10 2.6").await;
        // Somebody who is in no server of the bot's desk.
        assert_snapshot!(world.person("eva").sees_refused("dm", &["!tasas"]).await, @"
        > !tasas
        Usted no está en el servidor de la mesa. Entre con la invitación de quien se la recomendó y escríbame otra vez.
        ");
        world.closes_clean().await;
    }

    async fn the_server_changes_hands(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.hands_the_guild_to("david").await;
        assert_snapshot!(david.sees_found(ALERTS, "👑").await, @"
        (rings david)
        <@david> 👑 El servidor cambió de manos: era de **superusuario** (`(id of superusuario)`) y ahora es de **david** (`(id of david)`), que desde ahora decide todo en la mesa. **superusuario** (`(id of superusuario)`) ya no es superusuario. Si nadie lo acordó, detenga el programa de la mesa hasta recuperar el servidor en Discord.
        ");
        assert_snapshot!(owner.sees_found("dm", "👑").await, @"👑 El servidor ya no es suyo: ahora es de **david** (`(id of david)`). Usted ya no es superusuario de la mesa. Si no fue idea suya, revise su cuenta de Discord.");
        assert_snapshot!(owner.sees_refused(HERE, &["!setrates PEN VES 1"]).await, @"
        > !setrates PEN VES 1
        Las tasas, valores y comisiones solo las cambia un superusuario. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.
        ");
        world.closes_clean().await;
    }
}
