//! Accounts: asked for, opened, looked at, moved by hand and closed.

use insta::assert_snapshot;

use super::{HERE, REQUESTS, for_cajero1};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::message::Answer;
use crate::support::person::Person;
use crate::support::world::World;

const FIELDS: [&str; 5] = [
    "Moneda o país",
    "Tipo: corriente, ahorro o bancaria",
    "Banco · número o teléfono",
    "Titular",
    "Saldo inicial",
];

/// Fills in the form that asks for an account.
async fn asks(person: Person<'_>, values: [&str; 5]) -> Answer {
    let button = person.is_told("dm", "!cuenta abrir").await;
    let form = person.presses(&button, "Pedir cuenta").await;
    let typed: Vec<(&str, &str)> = FIELDS.into_iter().zip(values).collect();
    person.fills(&form, &typed).await
}

on_sqlite! {
    async fn an_account_is_asked_for_and_decided(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        assert_snapshot!(maria.sees_each("dm", &["!saldo", "!cuentas", "!cuenta abrir"]).await, @"
        > !saldo
        Usted no tiene cuentas. Pida una con `!cuenta abrir`.

        > !cuentas
        Usted no tiene cuentas. Pida una con `!cuenta abrir`.

        > !cuenta abrir
        Pulse **Pedir cuenta** y llene el formulario; un superusuario lo decide.
        [Pedir cuenta]
        ");
        let button = maria.is_told("dm", "!cuenta abrir").await;
        assert_snapshot!(maria.sees_pressed(&button, "Pedir cuenta").await, @"
        Form: Pedir una cuenta
          Moneda o país · hint: Por ejemplo: VES o Venezuela
          Tipo: corriente, ahorro o bancaria · hint: Por ejemplo: ahorro
          Banco · número o teléfono · hint: Por ejemplo: Banesco · 0134-1234567890 · optional
          Titular · hint: Por ejemplo: Ana Pérez
          Saldo inicial · hint: Por ejemplo: 5000, o 0 si está vacía
        ");
        let wrong = asks(maria, ["Marte", "ahorro", "Banesco · 0134-1", "Ana Pérez", "0"]).await;
        assert_snapshot!(world.shown_answer(&wrong).await, @"
        (only for whoever asked)
        No conozco la moneda ni el país «MARTE». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.
        ┌ Lo que escribió
        │ Moneda o país: Marte
        │ Tipo: corriente, ahorro o bancaria: ahorro
        │ Banco · número o teléfono: Banesco · 0134-1
        │ Titular: Ana Pérez
        │ Saldo inicial: 0
        [Corregir]
        ");
        let asked = asks(maria, ["Venezuela", "Ahorro", "Banesco · 0134-1234567890", "María Pérez", "1.500,50"]).await;
        assert_snapshot!(world.shown_answer(&asked).await, @"
        (only for whoever asked)
        Su solicitud **1** de una cuenta ahorro en VES está en manos de un superusuario. Le avisaré por mensaje directo.
        ");
        let again = asks(maria, ["PEN", "corriente", "", "María", "0"]).await;
        assert_snapshot!(world.shown_answer(&again).await, @"
        (only for whoever asked)
        Ya tiene una solicitud por decidir, la **1**. Espere la respuesta; le llega por mensaje directo.
        ┌ Lo que escribió
        │ Moneda o país: PEN
        │ Tipo: corriente, ahorro o bancaria: corriente
        │ Titular: María
        │ Saldo inicial: 0
        [Corregir]
        ");
        let shown = owner.last(REQUESTS).await;
        assert_snapshot!(world.shown(&shown).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **maria**: por decidir.
        ┌ Solicitud 1: cuenta
        │ Persona: **maria** · <@maria>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Moneda: VES
        │ Tipo: ahorro
        │ Banco: Banesco
        │ Número o teléfono: `0134-1234567890`
        │ Titular: María Pérez
        │ Saldo inicial: 1.500,50 Bs
        [Aprobar] [Rechazar]
        ");
        assert_snapshot!(owner.sees_pressed(&shown, "Aprobar").await, @"
        (only for whoever asked)
        Solicitud **1** aprobada: **maria** tiene la cuenta n.º 3 (número interno `####-####-####-####-####`) con 1.500,50 Bs.
        ");
        assert_snapshot!(owner.sees_again(&shown).await, @"
        Solicitud **1** de **maria**: aprobada.
        ┌ Solicitud 1: cuenta
        │ Persona: **maria** · <@maria>
        │ Estado: aprobada
        │ Pedida: <t:1795176000:R>
        │ Moneda: VES
        │ Tipo: ahorro
        │ Banco: Banesco
        │ Número o teléfono: `0134-1234567890`
        │ Titular: María Pérez
        │ Saldo inicial: 1.500,50 Bs
        │ Decidida: <t:1795176000:R> · por superusuario
        ");
        assert_snapshot!(maria.sees_last("dm").await, @"✅ Su cuenta en VES está abierta: n.º 3 (número interno `####-####-####-####-####`), con 1.500,50 Bs. Véala con `!saldo 3`.");
        assert_snapshot!(maria.sees("dm", "!saldo").await, @"
        ┌ Cuenta n.º 3 · VES
        │ número interno `####-####-####-####-####` · ahorro en Bs
        │ De: maria
        │ Banco: Banesco
        │ Número en el banco: `0134-1234567890`
        │ Titular: María Pérez
        │ Saldo anterior: 0,00 Bs
        │ Insertado: +1.500,50 Bs
        │ Saldo actual: 1.500,50 Bs
        │ Retenido: 0,00 Bs
        │ Disponible: 1.500,50 Bs
        │ En dólares: 39,48 $
        ");
        let second = asks(maria, ["VES", "corriente", "", "María", "0"]).await;
        assert_snapshot!(world.shown_answer(&second).await, @"
        (only for whoever asked)
        **maria** ya tiene una cuenta en VES: la n.º 3 (número interno `####-####-####-####-####`). Cada persona tiene una por moneda.
        ┌ Lo que escribió
        │ Moneda o país: VES
        │ Tipo: corriente, ahorro o bancaria: corriente
        │ Titular: María
        │ Saldo inicial: 0
        [Corregir]
        ");
        asks(maria, ["PEN", "corriente", "", "María", "0"]).await;
        let form = owner.presses(&owner.last(REQUESTS).await, "Rechazar").await;
        owner.fills(&form, &[("¿Por qué?", "falta su cédula")]).await;
        assert_snapshot!(maria.sees_last("dm").await, @"❌ Su solicitud **2** (cuenta) fue rechazada: «falta su cédula». Puede pedirla otra vez con `!cuenta abrir`.");
        world.closes_clean().await;
    }

    async fn an_account_is_opened_moved_by_hand_and_closed(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        assert_snapshot!(owner.sees_each(HERE, &[
            "!cuenta crear @cajero1 VES 5000 Mercantil 0105 1234 5678", "!cuenta crear @cajero2 VES 2000 Provincial",
            "!cuenta crear @david USD 100",
        ]).await, @"
        > !cuenta crear @cajero1 VES 5000 Mercantil 0105 1234 5678
        (by direct message)
        Cuenta de pago n.º 3 abierta en Mercantil para **cajero1** con 5.000,00 Bs. En la mesa tiene el número interno `####-####-####-####-####`. Su número en el banco:
        `0105 1234 5678`

        > !cuenta crear @cajero2 VES 2000 Provincial
        (by direct message)
        Cuenta de pago n.º 4 abierta en Provincial para **cajero2** con 2.000,00 Bs. En la mesa tiene el número interno `####-####-####-####-####`. ⚠️ Falta su número en el banco: pulse **Añadir número**.
        [Añadir número]

        > !cuenta crear @david USD 100
        (by direct message)
        Cuenta n.º 5 abierta para **david** con 100,00 $. En la mesa tiene el número interno `####-####-####-####-####`.
        ");
        assert_snapshot!(david.sees_last("dm").await, @"✅ Su cuenta en USD está abierta: n.º 5 (número interno `####-####-####-####-####`), con 100,00 $. Véala con `!saldo 5`.");
        let without = owner.is_answered(HERE, "!cuenta crear @cajero1 VES 10").await;
        let form = owner.presses(&without, "Añadir número").await;
        assert_snapshot!(world.shown_answer(&form).await, @"
        Form: Cuenta n.º 6: su número en el banco
          Número de la cuenta, o teléfono · hint: Por ejemplo: 0134-1234-56-1234567890
        ");
        let field = form.modal().fields[0].label.clone();
        let done = owner.fills(&form, &[(&field, "0134-1234-5678")]).await;
        assert_snapshot!(world.shown_answer(&done).await, @"
        (only for whoever asked)
        El número de la cuenta n.º 6 quedó anotado:
        `0134-1234-5678`
        ");
        assert_snapshot!(owner.sees_refused(HERE, &[
            "!cuenta crear @david USD 5", "!cuenta crear @david XXX 0", "!cuenta crear @nadie USD 0", "!cuenta crear @david USD",
        ]).await, @"
        > !cuenta crear @david USD 5
        (by direct message)
        **david** ya tiene una cuenta en USD: la n.º 5 (número interno `####-####-####-####-####`). Cada persona tiene una por moneda.

        > !cuenta crear @david XXX 0
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.

        > !cuenta crear @nadie USD 0
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!cuenta crear @persona <moneda> <saldo> [banco]`. Ejemplo: `!cuenta crear @cajero1 VES 5000 Banesco`.

        > !cuenta crear @david USD
        Faltan datos. Se escribe así: `!cuenta crear @persona <moneda> <saldo> [banco]`. Ejemplo: `!cuenta crear @cajero1 VES 5000 Banesco`.
        ");
        assert_snapshot!(owner.sees_each(HERE, &[
            "!depositar 5 50,25 recarga", "!ajustar 5 -50,25 comisión del banco", "!sobregiro 5 20",
        ]).await, @"
        > !depositar 5 50,25 recarga
        (by direct message)
        Se sumaron 50,25 $ a la cuenta n.º 5 (número interno `####-####-####-####-####`) de **david**: saldo anterior 100,00 $, insertado 50,25 $, saldo actual 150,25 $. Si fue un error: `!revertir movimiento 7 motivo`.

        > !ajustar 5 -50,25 comisión del banco
        (by direct message)
        Se restaron 50,25 $ de la cuenta n.º 5 (número interno `####-####-####-####-####`) de **david**: saldo anterior 150,25 $, insertado -50,25 $, saldo actual 100,00 $. Si fue un error: `!revertir movimiento 8 motivo`.

        > !sobregiro 5 20
        (by direct message)
        La cuenta n.º 5 (número interno `####-####-####-####-####`) de **david** puede quedar hasta 20,00 $ bajo cero (antes: 0,00 $). Disponible ahora: 120,00 $.
        ");
        let heard = david.reads("dm").await;
        let mut told = Vec::new();
        for message in &heard[heard.len() - 3..] {
            told.push(world.shown(message).await);
        }
        assert_snapshot!(told.join("\n\n"), @"
        50,25 $ entraron en su cuenta n.º 5 (número interno `####-####-####-####-####`): saldo actual 150,25 $. Motivo: «recarga».

        50,25 $ salieron de su cuenta n.º 5 (número interno `####-####-####-####-####`): saldo actual 100,00 $. Motivo: «comisión del banco».

        Su cuenta n.º 5 (número interno `####-####-####-####-####`) puede quedar ahora hasta 20,00 $ bajo cero.
        ");
        assert_snapshot!(david.sees_each("dm", &["!cuentas", "!saldo", "!movimientos USD"]).await, @"
        > !cuentas
        ┌ Cuenta n.º 5 · USD
        │ número interno `####-####-####-####-####` · corriente en $
        │ De: david
        │ Saldo anterior: 150,25 $
        │ Insertado: -50,25 $
        │ Saldo actual: 100,00 $
        │ Retenido: 0,00 $
        │ Disponible: 120,00 $
        │ Puede bajar hasta: -20,00 $
        │ En dólares: 100,00 $

        > !saldo
        ┌ Cuenta n.º 5 · USD
        │ número interno `####-####-####-####-####` · corriente en $
        │ De: david
        │ Saldo anterior: 150,25 $
        │ Insertado: -50,25 $
        │ Saldo actual: 100,00 $
        │ Retenido: 0,00 $
        │ Disponible: 120,00 $
        │ Puede bajar hasta: -20,00 $
        │ En dólares: 100,00 $

        > !movimientos USD
        ┌ Movimientos de la cuenta n.º 5 · USD
        │ <t:1795176000:f> · ajuste: «comisión del banco» · movimiento 8
        │ 150,25 $ → **-50,25 $** → 100,00 $
        │ <t:1795176000:f> · depósito: «recarga» · movimiento 7
        │ 100,00 $ → **+50,25 $** → 150,25 $
        │ <t:1795176000:f> · saldo inicial · movimiento 5
        │ 0,00 $ → **+100,00 $** → 100,00 $
        └ Página 1
        ");
        assert_snapshot!(owner.sees(HERE, "!cuentas @cajero1").await, @"
        (by direct message)
        ┌ Cuentas de cajero1
        │ **n.º 1** · bancaria en Bs · Banesco
        │ número interno `####-####-####-####-####`
        │ **5.000,00 Bs** ≈ 131,57 $ · disponible 5.000,00 Bs
        │ **n.º 3** · bancaria en Bs · Mercantil
        │ número interno `####-####-####-####-####`
        │ **5.000,00 Bs** ≈ 131,57 $ · disponible 5.000,00 Bs
        │ **n.º 6** · bancaria en Bs
        │ número interno `####-####-####-####-####`
        │ **10,00 Bs** ≈ 0,26 $ · disponible 10,00 Bs
        ");
        assert_snapshot!(david.sees_refused("dm", &[
            "!saldo 1", "!movimientos 1", "!movimientos USD 9", "!movimientos", "!saldo 999", "!depositar USD 5", "!ajustar USD 5 mío",
            "!sobregiro USD 5", "!cuenta crear @david VES 5", "!cerrar-cuenta 1",
        ]).await, @"
        > !saldo 1
        La cuenta n.º 1 es de otra persona. Las suyas: `!cuentas`.

        > !movimientos 1
        La cuenta n.º 1 es de otra persona. Las suyas: `!cuentas`.

        > !movimientos USD 9
        La cuenta n.º 5 no tiene una página 9. Empiece con `!movimientos 5`.

        > !movimientos
        Faltan datos. Se escribe así: `!movimientos <cuenta> [página]`. Ejemplo: `!movimientos VES`.

        > !saldo 999
        No hay una cuenta «999». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las suyas: `!cuentas`.

        > !depositar USD 5
        Los saldos y movimientos de otros solo los ve y los corrige un admin. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !ajustar USD 5 mío
        Los saldos y movimientos de otros solo los ve y los corrige un admin. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !sobregiro USD 5
        El sobregiro de una cuenta solo lo decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !cuenta crear @david VES 5
        Roles, canales, cuentas y partes solo los decide un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !cerrar-cuenta 1
        La cuenta n.º 1 es de otra persona. Las suyas: `!cuentas`.
        ");
        assert_snapshot!(owner.sees_refused(HERE, &[
            "!ajustar 5 -500 de más", "!ajustar 5 50", "!ajustar 5 0 nada", "!depositar 5 -5", "!depositar 99 5", "!depositar VES 5",
            "!depositar nada 5", "!sobregiro 5 -5",
        ]).await, @"
        > !ajustar 5 -500 de más
        (by direct message)
        De la cuenta n.º 5 no se pueden restar 500,00 $: disponibles hay 120,00 $. Reste menos, o déjela ir bajo cero con `!sobregiro 5 …`.

        > !ajustar 5 50
        Faltan datos. Se escribe así: `!ajustar <cuenta> <±monto> <motivo>`. Ejemplo: `!ajustar 3 -50 comisión del banco`.

        > !ajustar 5 0 nada
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !depositar 5 -5
        La cantidad no puede ser negativa. Escríbala sin el signo menos.

        > !depositar 99 5
        No hay una cuenta «99». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.

        > !depositar VES 5
        (by direct message)
        Usted no tiene una cuenta en VES. Las suyas: `!cuentas`; otra se pide con `!cuenta abrir`.

        > !depositar nada 5
        No hay una cuenta «NADA». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.

        > !sobregiro 5 -5
        El sobregiro no vale. La cantidad no puede ser negativa. Escríbala sin el signo menos.
        ");
        assert_snapshot!(cajero.sees_refused("dm", &["!cerrar-cuenta VES", "!cerrar-cuenta 1", "!cerrar-cuenta"]).await, @"
        > !cerrar-cuenta VES
        Usted tiene varias cuentas en VES: escriba el n.º de la que quiere decir, `1`, `3` o `6`.

        > !cerrar-cuenta 1
        La cuenta n.º 1 no se puede cerrar: tiene 5.000,00 Bs. Primero un admin saca lo que queda con `!ajustar 1 -5000.00 motivo`.

        > !cerrar-cuenta
        Faltan datos. Se escribe así: `!cerrar-cuenta <cuenta>`. Ejemplo: `!cerrar-cuenta VES`.
        ");
        owner.says(HERE, "!ajustar 5 -100 se llevó todo").await;
        assert_snapshot!(owner.sees(HERE, "!cerrar-cuenta 5").await, @"
        (by direct message)
        La cuenta n.º 5 (número interno `####-####-####-####-####`) de **david** está cerrada. Sus movimientos quedan: `!movimientos 5`.
        ");
        assert_snapshot!(david.sees_last("dm").await, @"Su cuenta n.º 5 (número interno `####-####-####-####-####`) se cerró. Sus movimientos quedan.");
        assert_snapshot!(owner.sees_refused(HERE, &["!depositar 5 5", "!cerrar-cuenta 5"]).await, @"
        > !depositar 5 5
        (by direct message)
        La cuenta n.º 5 está cerrada: con ella no se mueve nada más. Otra se pide con `!cuenta abrir`; un superusuario la abre con `!cuenta crear @… USD 0`.

        > !cerrar-cuenta 5
        (by direct message)
        La cuenta n.º 5 está cerrada: con ella no se mueve nada más. Otra se pide con `!cuenta abrir`; un superusuario la abre con `!cuenta crear @… USD 0`.
        ");
        world.closes_clean().await;
    }

    async fn what_needs_an_account_keeps_it_open_and_a_reversal_opens_it(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        assert_snapshot!(cajero.sees_refused("dm", &["!cerrar-cuenta VES"]).await, @"
        > !cerrar-cuenta VES
        La cuenta n.º 1 no se puede cerrar: de ella se va a pagar la orden **1**. Páguela o pásela primero.
        ");
        assert_snapshot!(david.sees_refused("dm", &["!cerrar-cuenta PEN"]).await, @"
        > !cerrar-cuenta PEN
        La cuenta n.º 3 no se puede cerrar: la usa el batch **1**, que está abierto. Ciérrelo primero.
        ");
        cajero.pays(1).await;
        owner.says(HERE, "!ajustar 1 -4097.30 se llevó todo").await;
        cajero.says("dm", "!cerrar-cuenta VES").await;
        assert_snapshot!(owner.sees(CHANNEL, "!revertir 1 el banco lo devolvió").await, @"Orden **1** revertida: su dinero salió del batch y volvió a la cuenta del cajero. Esa cuenta, la n.º 1 (número interno `####-####-####-####-####`) de **cajero1**, estaba cerrada y quedó abierta otra vez: véala con `!saldo 1`; lo que haya que sacar, con `!ajustar 1 -… motivo`.");
        assert_snapshot!(cajero.sees_found("dm", "abierta otra vez").await, @"Su cuenta n.º 1 (número interno `####-####-####-####-####`) está abierta otra vez: la orden **1** ya no cuenta como pagada y su dinero volvió a ella. Saldo actual 902,70 Bs. Cuando no quede nada en ella: `!cerrar-cuenta 1`.");
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
