//! Giros word for word: the cards, the answers and the refusals.

use insta::assert_snapshot;

use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const GIRO: &str = "!giro 1500 Banesco 0134 0001 63 0000000001 V12345678 María Pérez";

on_sqlite! {
    async fn a_giro_is_shown_to_its_reseller_and_its_cashier(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says("general", "!recargar @david 3000 efectivo").await;
        let said = david.says("dm", GIRO).await;
        assert_snapshot!(world.shown(&david.reply_to("dm", &said).await).await, @"Giro **1** de 1.500,00 Bs a María Pérez (Banesco): ya tiene cajero. Saldo anterior 3.000,00 Bs, descuento 1.500,00 Bs, saldo actual **1.500,00 Bs**.");
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        assert_snapshot!(world.shown(&card).await, @"
        Giro **1**: páguelo desde cualquiera de sus cuentas. **En proceso** avisa que lo está pagando; **Ejecutar** lo completa; si no se puede pagar, **Devolver**.
        ┌ Giro 1
        │ Monto: **1.500,00 Bs**
        │ Banco: 0134 · Banesco
        │ Beneficiario: `María Pérez`
        │ Cuenta: `#`
        │ Cédula o RIF:
        │   `V12345678`
        │   `12345678`
        │ Minorista: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignado, espera el pago
        │ Espera desde: <t:#:R>
        [En proceso] [Ejecutar] [Devolver]
        ");
        assert_snapshot!(world.shown(&david.finds("transacciones-david", "Giro **1**").await).await, @"
        Giro **1**: asignado, espera el pago.
        ┌ Giro 1
        │ Monto: **1.500,00 Bs**
        │ Banco: 0134 · Banesco
        │ Beneficiario: `María Pérez`
        │ Cuenta: `#`
        │ Cédula o RIF:
        │   `V12345678`
        │   `12345678`
        │ Minorista: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignado, espera el pago
        │ Espera desde: <t:#:R>
        [Cancelar orden]
        ");
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[("Pagado desde su cuenta n.º", "1"), ("Forma: transferencia, pago móvil…", "pago móvil"),
            ("Comisión del banco", "2,50")]).await;
        assert_snapshot!(world.shown(&cajero.finds("dm", "Giro **1**: completado").await).await, @"
        Giro **1**: completado. Gracias.
        ┌ Giro 1
        │ Monto: **1.500,00 Bs**
        │ Banco: 0134 · Banesco
        │ Beneficiario: `María Pérez`
        │ Cuenta: `#`
        │ Cédula o RIF:
        │   `V12345678`
        │   `12345678`
        │ Minorista: david
        │ Cajero: cajero1 · Banesco
        │ Estado: completado
        │ Terminó: <t:#:R>
        │ Pagado con: pago móvil
        │ Comisión: 2,50 Bs
        ");
        assert_snapshot!(world.shown(&david.is_told("dm", "!giro 1").await).await, @"
        ┌ Giro 1
        │ <t:#:d> <t:#:T> — hecho, pendiente, espera cajero · por david
        │ <t:#:d> <t:#:T> — asignado a cajero1 · por la mesa
        │ <t:#:d> <t:#:T> — completado · por cajero1
        │ Monto: **1.500,00 Bs**
        │ Banco: 0134 · Banesco
        │ Beneficiario: `María Pérez`
        │ Cuenta: `#`
        │ Cédula o RIF:
        │   `V12345678`
        │   `12345678`
        │ Minorista: david
        │ Cajero: cajero1 · Banesco
        │ Estado: completado
        │ Terminó: <t:#:R>
        │ Pagado con: pago móvil
        │ Comisión: 2,50 Bs
        │ Registros: Saldo · **Descuento** 3.000,00 Bs → -1.500,00 Bs → 1.500,00 Bs · por david
        ");
        assert_snapshot!(world.shown(&david.is_told("dm", "!minorista").await).await, @"
        ┌ Saldo de david
        │ n.º 3 · 1.500,00 Bs:
        │   <t:#:f> · **Descuento** 3.000,00 Bs → -1.500,00 Bs → 1.500,00 Bs · Giro 1 · por david
        │   <t:#:f> · **Recarga** 0,00 Bs → 3.000,00 Bs → 3.000,00 Bs · efectivo · por superusuario
        ");
        assert_snapshot!(world.shown(&owner.is_told_privately("general", "!bancos").await).await, @"
        ┌ Bancos
        │ **0134 · Banesco** — central 0,00 Bs · en 2 cuentas 8.497,50 Bs
        │ Total: balances centrales y cuentas: 8.497,50 Bs
        │ También se puede enviar a: Banco de Venezuela, Venezolano de Crédito, Mercantil, Provincial, Bancaribe, Exterior, Caroní, Sofitasa, Plaza, Bangente, BFC, 100 % Banco, DelSur, Tesoro, Agrícola, Bancrecer, R4, Activo, Bancamiga, BID, Banplus, BDT, Banfanb, N58, BNC, IMCP, BCP, Interbank, Scotiabank, BBVA, Banco de la Nación, Pichincha, BanBif, Mibanco, Falabella, Ripley
        ");
        world.closes_clean().await;
    }

    async fn giros_that_are_refused_say_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.says("general", "!recargar @david 3000 efectivo").await;
        assert_snapshot!(david.sees_refused("dm", &[
            "!giro Banesco", "!giro 100 María Pérez", "!giro 100 Banesco María", "!giro 100 Banesco 0134 0001 63 000000000 Ana",
            "!giro 100 Banesco 0212-1234567 V12345678 Ana", "!giro 100 Banesco 0414-1234567 Ana",
            "!giro 100 Mercantil 0134 0001 63 0000000001 Ana", "!giro 100 Banesco 0414-1234567 X123 Ana",
            "!giro 3000,01 Banesco 0134 0001 63 0000000001 Ana", "!giro 99", "!giros raros", "!beneficiarios quitar 9",
            "!minorista @cajero1",
        ]).await, @"
        > !giro Banesco
        Empiece por el monto: `!giro 1500 Banesco 0134… V12345678 María Pérez`. Con `!giro` solo, hay un formulario.

        > !giro 100 María Pérez
        Falta el banco: escriba su nombre o su código. Ejemplo: `!giro 1500 Banesco 0414 1234567 V12345678 María Pérez`.

        > !giro 100 Banesco María
        Falta a dónde se paga: escriba la cuenta de 20 dígitos, o el teléfono y la cédula del pago móvil.

        > !giro 100 Banesco 0134 0001 63 000000000 Ana
        No sé qué es «0134 0001 63 000000000»: en Venezuela una cuenta tiene 20 dígitos, un celular 11 y una cédula 5 a 8; en Perú, un CCI 20, un celular 9, un DNI 8 y un RUC 11. Revíselo, o use el formulario con `!giro`.

        > !giro 100 Banesco 0212-1234567 V12345678 Ana
        No sé qué es «0212-1234567»: en Venezuela una cuenta tiene 20 dígitos, un celular 11 y una cédula 5 a 8; en Perú, un CCI 20, un celular 9, un DNI 8 y un RUC 11. Revíselo, o use el formulario con `!giro`.

        > !giro 100 Banesco 0414-1234567 Ana
        Un pago a un teléfono necesita el documento de quien recibe. Escríbalo con el teléfono: `0414 1234567 V12345678`.

        > !giro 100 Mercantil 0134 0001 63 0000000001 Ana
        El banco puede ser `0105` Mercantil o `0134` Banesco. Escriba el código.

        > !giro 100 Banesco 0414-1234567 X123 Ana
        No sé qué es «X123»: en Venezuela una cuenta tiene 20 dígitos, un celular 11 y una cédula 5 a 8; en Perú, un CCI 20, un celular 9, un DNI 8 y un RUC 11. Revíselo, o use el formulario con `!giro`.

        > !giro 3000,01 Banesco 0134 0001 63 0000000001 Ana
        Su saldo no alcanza: el giro es de 3.000,01 Bs y hay 3.000,00 Bs disponibles. No se tomó nada. Envíe uno menor, o pida una recarga a un admin.

        > !giro 99
        No hay un giro **99**. Los giros: `!giros`. Para enviar uno de 99, escriba también a quién: `!giro 99 Banesco 0134… V12345678 María Pérez`.

        > !giros raros
        «raros» no es un estado de giros. Puede ser `pendiente`, `asignado`, `procesando`, `completado`, `devuelto` o `cancelado`. Todos: `!giros`.

        > !beneficiarios quitar 9
        Usted no tiene un beneficiario 9: `!beneficiarios`.

        > !minorista @cajero1
        Las cuentas de otros solo las ven los admins. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(owner.sees_refused("general", &[
            "!giro 100 Banesco 0134 0001 63 0000000001 Ana", "!recargar @maria 100", "!recargar @david 0",
            "!recargar-banco Banesto 1", "!ajustar-banco Banesco -1 de más", "!traspasar Banesco 99 1",
            "!traspasar Banesco 1 1", "!asignar-banco Banesco @david 1", "!asignar-banco Banesco @cajero1 mucha",
            "!asignar-banco banc @cajero1 1",
        ]).await, @r#"
        > !giro 100 Banesco 0134 0001 63 0000000001 Ana
        (by direct message)
        **Banesco** no tiene cajeros asignados, y el giro no se hizo. Asigne uno: `!asignar-banco Banesco @cajero 10`.

        > !recargar @maria 100
        **maria** no es un revendedor que trabaje ahora, y solo ellos tienen saldo para giros. A otra cuenta se suma con `!depositar`.

        > !recargar @david 0
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !recargar-banco Banesto 1
        «Banesto» no es un banco de la lista. Escriba su código, como `0134`, o su nombre, como `Banco de Venezuela`. Los que hay: `!bancos`.

        > !ajustar-banco Banesco -1 de más
        (by direct message)
        El balance central no alcanza: hacen falta 1,00 Bs y hay 0,00 Bs. No se movió nada. Lo que hay: `!bancos`.

        > !traspasar Banesco 99 1
        No hay una cuenta «99». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.

        > !traspasar Banesco 1 1
        (by direct message)
        El balance central no alcanza: hacen falta 1,00 Bs y hay 0,00 Bs. No se movió nada. Lo que hay: `!bancos`.

        > !asignar-banco Banesco @david 1
        **david** no es cajero. A un banco se asignan cajeros: `!asignar-banco Banesco @cajero 10`.

        > !asignar-banco Banesco @cajero1 mucha
        «mucha» no es una prioridad. Escriba un número de 0 a 999 (la más alta va primero), o `no` para quitarlo.

        > !asignar-banco banc @cajero1 1
        «banc» puede ser `0114` Bancaribe, `0168` Bancrecer o `0172` Bancamiga. Escriba el código.
        "#);
        world.closes_clean().await;
    }
}
