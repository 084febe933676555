//! The messages of the worked example word for word, so that a changed word is seen in review. Ids and times are left
//! out.

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::replies::reads_as;
use crate::support::world::World;

/// The order while it waits, in its cashier's direct messages.
const ASKED: &str = "
cambista: Orden **1**: **responda a este mensaje con la captura** del pago y pulse **Listo**. Si no se puede pagar, **Cancelar**.
Orden 1
Monto: 900,00 Bs
Comisión: 2,70 Bs
Total a pagar: **902,70 Bs**
Beneficiario: `María Pérez 0102-1234`
`0102-1234`
Recibido: 100,00 S/ a tasa 9
Revendedor: david
Cajero: cajero1 · Banesco
Estado: asignada, espera el pago
Captura: no
Espera desde: <t:R>
[Listo]
[Cancelar]
";

/// The first line and the buttons of the same order in the other places.
const IN_CHANNEL: (&str, &[&str]) = ("Orden **1**: asignada, espera el pago.", &["Cancelar orden"]);
const IN_PENDING: (&str, &[&str]) = (
    "Orden **1** asignada a **cajero1**. Con **Tomar** la paga otro cajero.",
    &["Tomar"],
);
const WITH_CAPTURE: (&str, &[&str]) = (
    "Orden **1**: la captura está. Pulse **Listo** para confirmar el pago.",
    &["Listo", "Cancelar"],
);

/// The reseller's channel at the end.
const IN_THE_END: &str = "
cambista: <@> Este es su canal: solo lo ven usted, los cajeros y la mesa. Abra un batch con `!start batch` y envíe con `!t 100 p`.
---
david: !start batch
---
cambista: Batch abierto. Envíe con `!t 100 p`.
david-cuentas · batch 1
Revendedor: david
Cuenta Receptora: Cuenta Soles · Saldo: 0,00 S/
Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 0,00 Bs
Cantidad enviada en $: 0,000 $
Transferencias: Hechas: 0 · Pendientes: 0
Abierto: <t:R>
---
david: !t 100 p María Pérez 0102-1234
---
cambista: Orden **1**: pagada.
Orden 1
Monto: 900,00 Bs
Comisión: 2,70 Bs
Total a pagar: **902,70 Bs**
Beneficiario: `María Pérez 0102-1234`
`0102-1234`
Recibido: 100,00 S/ a tasa 9
Revendedor: david
Cajero: cajero1 · Banesco
Estado: pagada
Captura: sí
Terminó: <t:R>
---
cambista: ✅ Orden **1** pagada
david-cuentas · batch 1
Revendedor: david
Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
Cantidad enviada en $: 23,755 $
Transferencias: Hechas: 1 · Pendientes: 0
Precio de equilibrio del USDT: 4,2096 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
Abierto: <t:R>
{orden-1.png}
---
david: !t 100 9.2
---
cambista: Orden **2**: pagada.
Orden 2
Monto: 920,00 Bs
Comisión: 2,76 Bs
Total a pagar: **922,76 Bs**
Beneficiario: —
Recibido: 100,00 S/ a tasa 9,2
Revendedor: david
Cajero: cajero1 · Banesco
Estado: pagada
Captura: sí
Terminó: <t:R>
---
cambista: ✅ Orden **2** pagada
david-cuentas · batch 1
Revendedor: david
Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
Cantidad enviada en $: 48,038 $
Transferencias: Hechas: 2 · Pendientes: 0
Precio de equilibrio del USDT: 4,1633 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
Abierto: <t:R>
{orden-2.png}
---
david: !c 200 52.63
---
cambista: Batch cerrado
david-cuentas · batch 1 cerrado
Revendedor: david
Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
Cantidad $ USD: 52,63 $
Precio del USDT: 3,8001 PEN/USDT
Cantidad enviada en $: 48,03 $
Resultado: Ganancia generada en el batch = 4,60 $
Cut del reseller (40 %) david = 1,84 $
Ganancia Cajero cajero1 = 2,76 $
";

/// The cashier's direct messages after the first payment.
const DIRECT: &str = "
cambista: Ahora es **cajero**. Las órdenes le llegarán por aquí: pague, responda al mensaje con la captura y pulse **Listo**. Todo lo que puede hacer: `!ayuda`.
---
cambista: ✅ Su cuenta en VES está abierta: n.º 1 (número interno `…`), con 5.000,00 Bs. Véala con `!saldo 1`.
---
cambista: Orden **1**: pagada. Gracias.
Orden 1
Monto: 900,00 Bs
Comisión: 2,70 Bs
Total a pagar: **902,70 Bs**
Beneficiario: `María Pérez 0102-1234`
`0102-1234`
Recibido: 100,00 S/ a tasa 9
Revendedor: david
Cajero: cajero1 · Banesco
Estado: pagada
Captura: sí
Terminó: <t:R>
---
cajero1: 
{captura.png}
---
cambista: Captura recibida para la orden **1**. Pulse **Listo** en esa orden para confirmar el pago.
[Listo]
---
cambista: Orden **1** pagada: 902,70 Bs salieron de su cuenta. Gracias.
";

const HISTORY: &str = "
<t:d> <t:T> — hecha, espera cajero · por david
<t:d> <t:T> — asignada a cajero1 · por la mesa
<t:d> <t:T> — captura recibida, falta confirmar · por cajero1
<t:d> <t:T> — pagada · por cajero1
";

on_both_engines! {
    async fn the_worked_example_reads_as_written_here(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p María Pérez 0102-1234").await;
        let asked = cajero.order("dm", 1).await;
        reads_as(&asked.told(), ASKED);
        let (shown, pending) = (david.order(CHANNEL, 1).await, cajero.order(PENDING, 1).await);
        assert_eq!((shown.content(), shown.buttons()), told(IN_CHANNEL));
        assert_eq!((pending.content(), pending.buttons()), told(IN_PENDING));
        cajero.replies_with_capture("dm", &asked, b"paid").await;
        let proved = cajero.order("dm", 1).await;
        assert_eq!((proved.content(), proved.buttons()), told(WITH_CAPTURE));
        cajero.presses(&asked, "Listo").await;
        reads_as(&role_first(&without_account_number(&cajero.transcript("dm").await)), DIRECT);

        david.says(CHANNEL, "!t 100 9.2").await;
        cajero.pays(2).await;
        david.says(CHANNEL, "!c 200 52.63").await;
        reads_as(&david.transcript(CHANNEL).await, IN_THE_END);
        let history = david.is_told(CHANNEL, "!orden 1").await.told();
        assert!(history.contains(HISTORY.trim()), "{history}");
        world.closes_clean().await;
    }
}

/// The role and the account were given before the desk opened: both are told at once, in any order. Puts the role
/// first.
fn role_first(told: &str) -> String {
    const BETWEEN: &str = "---\n";
    let mut messages: Vec<&str> = told.split(BETWEEN).collect();
    if messages[1].starts_with("cambista: Ahora es") {
        messages.swap(0, 1);
    }
    messages.join(BETWEEN)
}

/// Removes the account number, which is random.
fn without_account_number(told: &str) -> String {
    let (before, rest) = told
        .split_once("n.º 1 (número interno `")
        .expect("the account was opened");
    let (_, after) = rest.split_once('`').expect("its number ends");
    format!("{before}n.º 1 (número interno `…`{after}")
}

fn told((content, buttons): (&str, &[&str])) -> (String, Vec<String>) {
    let buttons = buttons.iter().map(|label| (*label).to_owned());
    (content.to_owned(), buttons.collect())
}
