//! From joining the server to having a role.

use insta::assert_snapshot;

use super::{HERE, REQUESTS};
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const REGISTRATION: &str = "registro";
const NAME: &str = "Su nombre, como lo verán los demás";
const COUNTRY: &str = "Su país";
const REFERRER: &str = "Revendedor por quien llegó";

on_sqlite! {
    async fn a_newcomer_registers_by_the_panel(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        assert_snapshot!(owner.sees(HERE, "!setup panel").await, @"El panel de registro está en `#registro`.");
        let rosa = world.joins("rosa").await;
        assert_snapshot!(rosa.sees_last("dm").await, @"¡Le damos la bienvenida a la mesa, **rosa**! Para empezar, entre a `#registro` y elija con un botón qué quiere ser: revendedor, cliente o cajero. Un superusuario lo decide y le avisaré por aquí. Lo que puede hacer: `!ayuda`.");
        let panel = rosa.finds(REGISTRATION, "Registro").await;
        assert_snapshot!(world.shown(&panel).await, @"
        ┌ Registro
        │ Elija qué quiere ser en la mesa. Un superusuario lo decide y la respuesta le llega por mensaje directo.
        │
        │ **Revendedor**: envía transferencias de sus clientes y gana una parte de cada batch.
        │ **Cliente**: envía su propio dinero y gana puntos.
        │ **Cajero**: paga las órdenes desde sus cuentas y gana una parte de cada batch.
        │
        │ Quien ya tiene un rol pide aquí su cuenta con **Pedir cuenta**.
        [Revendedor] [Cliente] [Cajero] [Pedir cuenta]
        ");
        let form = rosa.presses(&panel, "Revendedor").await;
        assert_snapshot!(world.shown_answer(&form).await, @"
        Form: Registro: Revendedor
          Su nombre, como lo verán los demás · hint: Por ejemplo: Ana Pérez
          Su país · hint: Por ejemplo: Perú o PE
        ");
        let mars = rosa.fills(&form, &[(NAME, "Rosa"), (COUNTRY, "Marte")]).await;
        assert_snapshot!(world.shown_answer(&mars).await, @"
        (only for whoever asked)
        «Marte» no es un país de la mesa. Los países son: Colombia, España, Perú, Estados Unidos y Venezuela.
        ┌ Lo que escribió
        │ Su nombre, como lo verán los demás: Rosa
        │ Su país: Marte
        [Corregir]
        ");
        let mut told = Vec::new();
        for name in ["**", "DAVID", "d\u{430}vid"] {
            let form = rosa.presses(&panel, "Revendedor").await;
            let refused = rosa.fills(&form, &[(NAME, name), (COUNTRY, "Perú")]).await;
            told.push(world.shown_answer(&refused).await);
        }
        assert_snapshot!(told.join("\n\n"), @"
        (only for whoever asked)
        El nombre tiene 2 caracteres. Escriba uno de 2 a 32 con alguna letra, por ejemplo «Ana Pérez».
        ┌ Lo que escribió
        │ Su nombre, como lo verán los demás: **
        │ Su país: Perú
        [Corregir]

        (only for whoever asked)
        Ya hay alguien que se llama **DAVID**, o que se lee igual. Escriba un nombre que lo distinga, por ejemplo con su apellido.
        ┌ Lo que escribió
        │ Su nombre, como lo verán los demás: DAVID
        │ Su país: Perú
        [Corregir]

        (only for whoever asked)
        El nombre mezcla letras latinas y cirílicas: no se distingue de otros a la vista. Escríbalo con las de un solo alfabeto, por ejemplo «Ana Pérez».
        ┌ Lo que escribió
        │ Su nombre, como lo verán los demás: dаvid
        │ Su país: Perú
        [Corregir]
        ");
        let form = rosa.presses(&panel, "Revendedor").await;
        let asked = rosa.fills(&form, &[(NAME, "Rosa Díaz"), (COUNTRY, "Perú")]).await;
        assert_snapshot!(world.shown_answer(&asked).await, @"
        (only for whoever asked)
        Su solicitud **1** para ser **revendedor** está en manos de un superusuario. Le avisaré por mensaje directo.
        ");
        let form = rosa.presses(&panel, "Cajero").await;
        let again = rosa.fills(&form, &[(NAME, "Rosa"), (COUNTRY, "Perú")]).await;
        assert_snapshot!(world.shown_answer(&again).await, @"
        (only for whoever asked)
        Ya tiene una solicitud por decidir, la **1**. Espere la respuesta; le llega por mensaje directo.
        ┌ Lo que escribió
        │ Su nombre, como lo verán los demás: Rosa
        │ Su país: Perú
        [Corregir]
        ");
        let shown = owner.last(REQUESTS).await;
        assert_snapshot!(world.shown(&shown).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **rosa**: por decidir.
        ┌ Solicitud 1: rol
        │ Persona: **rosa** · <@rosa>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Rol: revendedor
        │ Nombre: Rosa Díaz
        │ País: PE
        [Aprobar] [Rechazar]
        ");
        world.goes_stale(&shown, 1).await;
        assert_snapshot!(owner.sees_pressed(&shown, "Aprobar").await, @"
        (only for whoever asked)
        Solicitud **1** aprobada: **Rosa Díaz** es revendedor. Su canal se crea solo; póngale su parte con `!setcut @… 40`.
        ");
        assert_snapshot!(owner.sees_pressed_in_vain(&shown, "Aprobar").await, @"
        (only for whoever asked)
        La solicitud **1** ya está aprobada: la decidió **superusuario**, <t:1795176000:R>.
        ");
        assert_snapshot!(rosa.sees_found("dm", "Ahora es").await, @"Ahora es **revendedor**. En su canal abra un batch con `!start batch` y envíe con `!t 100 p`. Todo lo que puede hacer: `!ayuda`.");
        assert_snapshot!(rosa.sees_last("transacciones-rosa-díaz").await, @"
        (rings rosa)
        <@rosa> Este es su canal: solo lo ven usted, los cajeros y la mesa. Abra un batch con `!start batch` y envíe con `!t 100 p`.
        ");
        assert_snapshot!(world.person("david").sees_pressed(&panel, "Revendedor").await, @"
        Form: Registro: Revendedor
          Su nombre, como lo verán los demás · hint: Por ejemplo: Ana Pérez
          Su país · hint: Por ejemplo: Perú o PE
        ");
        world.closes_clean().await;
    }

    async fn a_client_names_who_brought_them_and_a_cashier_is_rejected(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        owner.says(HERE, "!setup panel").await;
        let (eva, ivan) = (world.joins("eva").await, world.joins("ivan").await);
        let panel = eva.finds(REGISTRATION, "Registro").await;
        let pressed = eva.presses(&panel, "Cliente").await;
        assert_snapshot!(world.shown_answer(&pressed).await, @"
        (only for whoever asked)
        ¿Por quién llegó a la mesa? Elija; después se abre el formulario.
        [▾ Revendedor por quien llegó]
          · Nadie: vine por mi cuenta
          · david — @david
        ");
        let form = eva.selects(&pressed.message(), REFERRER, &["david"]).await;
        eva.fills(&form, &[(NAME, "Eva"), (COUNTRY, "VE")]).await.says(&["solicitud"]);
        let shown = owner.last(REQUESTS).await;
        assert_snapshot!(world.shown(&shown).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **eva**: por decidir.
        ┌ Solicitud 1: rol
        │ Persona: **eva** · <@eva>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Rol: cliente
        │ Nombre: Eva
        │ País: VE
        │ Viene de parte de: david
        [Aprobar] [Rechazar]
        ");
        assert_snapshot!(owner.sees_pressed(&shown, "Aprobar").await, @"
        (only for whoever asked)
        Solicitud **1** aprobada: **Eva** es cliente.
        ");
        assert_snapshot!(owner.sees_again(&shown).await, @"
        Solicitud **1** de **Eva**: aprobada.
        ┌ Solicitud 1: rol
        │ Persona: **Eva** · <@eva>
        │ Estado: aprobada
        │ Pedida: <t:1795176000:R>
        │ Rol: cliente
        │ Nombre: Eva
        │ País: VE
        │ Viene de parte de: david
        │ Decidida: <t:1795176000:R> · por superusuario
        ");
        assert_snapshot!(eva.sees_found("dm", "Ahora es").await, @"Ahora es **cliente** de la mesa. Todo lo que puede hacer: `!ayuda`.");
        let form = ivan.presses(&panel, "Cajero").await;
        ivan.fills(&form, &[(NAME, "Иван"), (COUNTRY, "PE")]).await.says(&["solicitud"]);
        let shown = owner.last(REQUESTS).await;
        assert_snapshot!(world.shown(&shown).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **2** de **ivan**: por decidir.
        ┌ Solicitud 2: rol
        │ Persona: **ivan** · <@ivan>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Rol: cajero
        │ Nombre: Иван
        │ País: PE
        │ ⚠️ Letras del nombre: cirílicas
        [Aprobar] [Rechazar]
        ");
        let form = owner.presses(&shown, "Rechazar").await;
        owner.fills(&form, &[("¿Por qué?", "falta *verificar* su identidad")]).await.says(&["rechazada"]);
        assert_snapshot!(owner.sees_again(&shown).await, @r"
        Solicitud **2** de **ivan**: rechazada.
        ┌ Solicitud 2: rol
        │ Persona: **ivan** · <@ivan>
        │ Estado: rechazada
        │ Pedida: <t:1795176000:R>
        │ Rol: cajero
        │ Nombre: Иван
        │ País: PE
        │ ⚠️ Letras del nombre: cirílicas
        │ Decidida: <t:1795176000:R> · por superusuario
        │ Motivo: falta \*verificar\* su identidad
        ");
        assert_snapshot!(ivan.sees_last("dm").await, @r"❌ Su solicitud **2** (rol) fue rechazada: «falta \*verificar\* su identidad». Puede pedirlo otra vez más adelante, en el canal de registro.");
        let form = ivan.presses(&panel, "Cajero").await;
        let early = ivan.fills(&form, &[(NAME, "Ivan"), (COUNTRY, "PE")]).await;
        assert_snapshot!(world.shown_answer(&early).await, @"
        (only for whoever asked)
        Su última solicitud fue rechazada hace poco. Podrá pedirlo otra vez <t:1795262400:R>.
        ┌ Lo que escribió
        │ Su nombre, como lo verán los demás: Ivan
        │ Su país: PE
        [Corregir]
        ");
        // A day later a role is given without asking, which ends what was asked.
        world.jumps(25 * 60);
        let form = ivan.presses(&panel, "Cajero").await;
        ivan.fills(&form, &[(NAME, "Ivan"), (COUNTRY, "PE")]).await.says(&["solicitud"]);
        let shown = owner.last(REQUESTS).await;
        owner.says(HERE, "!rol @ivan cajero").await;
        assert_snapshot!(owner.sees_again(&shown).await, @"
        Solicitud **3** de **ivan**: cerrada por la mesa.
        ┌ Solicitud 3: rol
        │ Persona: **ivan** · <@ivan>
        │ Estado: cerrada por la mesa
        │ Pedida: <t:1795266000:R>
        │ Rol: cajero
        │ Nombre: Ivan
        │ País: PE
        │ Decidida: <t:1795266000:R> · por superusuario
        │ Motivo: un superusuario dio un rol directamente
        ");
        assert_snapshot!(ivan.sees_found("dm", "Su solicitud **3**").await, @"Su solicitud **3** (rol) se cerró: «un superusuario dio un rol directamente».");
        assert_snapshot!(ivan.sees_found("dm", "Ahora es").await, @"Ahora es **cajero**. Las órdenes le llegarán por aquí: pague, responda al mensaje con la captura y pulse **Listo**. Todo lo que puede hacer: `!ayuda`.");
        world.closes_clean().await;
    }
}
