//! What is undone of a batch: a purchase, its closing, an order of a closed one.

use insta::assert_snapshot;

use super::{HERE, two_paid};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const LITTLE: [(&str, &str); 1] = [("CAMBISTA__PAYOUTS__MINIMUM_USD", "0.5")];

on_sqlite! {
    async fn a_purchase_and_a_closing_are_undone(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &LITTLE).await;
        two_paid(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        world.moves_the_hand(1).await;
        david.says(CHANNEL, "!c 50 13").await;
        assert_snapshot!(owner.sees_refused(CHANNEL, &["!revertir compra 99 no hay", "!revertir compra x", "!reabrir 1 está abierto"]).await, @"
        > !revertir compra 99 no hay
        No hay una compra 99. Las de un batch, con sus números: `!historial b<n>`.

        > !revertir compra x
        «x» no es un número. Escriba solo el número, como `12`.

        > !reabrir 1 está abierto
        El batch **1** está abierto: no hay cierre que deshacer. Véalo con `!historial b1`.
        ");
        assert_snapshot!(cajero.sees_refused(CHANNEL, &["!revertir compra 1 quiero", "!reabrir 1 quiero"]).await, @"
        > !revertir compra 1 quiero
        Una orden pagada, o la compra de otro, solo la revierte un superusuario. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.

        > !reabrir 1 quiero
        Un batch cerrado solo lo reabre un superusuario. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.
        ");
        world.moves_the_hand(1).await;
        assert_snapshot!(owner.sees(CHANNEL, "!revertir compra 1 faltó un punto").await, @"Compra **1** deshecha: 13,00 USDT por 50,00 S/ ya no cuentan. Anote la correcta con `!c <cantidad> <usdt>`.");
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        (rings david)
        <@david> ↩️ Compra **1** (13,00 USDT por 50,00 S/) deshecha por **superusuario**: «faltó un punto». Ya no cuenta en el batch
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ Cantidad enviada en $: 48,038 $
        │ Transferencias: Hechas: 2 · Pendientes: 0
        │ Precio de equilibrio del USDT: 4,1633 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        ");
        world.moves_the_hand(1).await;
        david.says(CHANNEL, "!c 200 52.63").await;
        david.says("dm", "!request-retiro 1.50 Binance 1").await;
        super::payouts::pays(&world, 1).await;
        world.moves_the_hand(1).await;
        assert_snapshot!(owner.sees_each(CHANNEL, &["!reabrir 99 no hay", "!reabrir 1 faltó el punto de 66.00"]).await, @"
        > !reabrir 99 no hay
        No hay un batch 99. Su número está en el mensaje del batch: `!batch`.

        > !reabrir 1 faltó el punto de 66.00
        (by direct message)
        Batch **1** reabierto: la ganancia de 4,60 $ salió de las ganancias. Sus compras ya no cuentan: 52,63 USDT por 200,00 S/. **david** ya había cobrado 1,50 $ de su parte: los debe, y sus próximas ganancias los pagan. Se compra y se cierra otra vez con `!c <cantidad> <usdt>`.
        ");
        assert_snapshot!(david.sees_last(CHANNEL).await, @"
        (rings david)
        <@david> ↩️ El batch **1** se reabrió por **superusuario**: «faltó el punto de 66.00». Se compra y se cierra otra vez con `!c <cantidad> <usdt>`.
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ Cantidad enviada en $: 48,038 $
        │ Transferencias: Hechas: 2 · Pendientes: 0
        │ Precio de equilibrio del USDT: 4,1633 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        ");
        assert_snapshot!(david.sees_last("dm").await, @"↩️ El batch **1** se reabrió por **superusuario**: «faltó el punto de 66.00». Los **1,84 $** que le tocaron salieron de sus ganancias; cuando se cierre otra vez se reparte de nuevo. De eso ya se le pagaron 1,50 $: los debe, y sus próximas ganancias los descuentan primero. Véalo con `!ganancias`.");
        assert_snapshot!(cajero.sees_last("dm").await, @"↩️ El batch **1** se reabrió por **superusuario**: «faltó el punto de 66.00». Los **2,76 $** que le tocaron salieron de sus ganancias; cuando se cierre otra vez se reparte de nuevo. Véalo con `!ganancias`.");
        assert_snapshot!(david.sees("dm", "!ganancias").await, @"
        Todavía no hay ganancias: llegan cuando se cierra con ganancia un batch con órdenes propias. Las órdenes se ven con `!transacciones`.
        ┌ Ganancias de david
        │ Ganancias ahora: 0,00 $
        │ Retenido en retiros: 0,00 $
        │ Disponible: **0,00 $**
        │ Pagado hasta hoy: 1,50 $
        │ Debe: 1,50 $: se reabrió un batch cuya ganancia ya se había pagado. Las próximas ganancias lo descuentan primero.
        ");
        world.moves_the_hand(1).await;
        david.says(CHANNEL, "!c 200 60").await;
        assert_snapshot!(david.sees_last("dm").await, @"💵 Se cerró el batch **1** con ganancia: le tocan **4,78 $** como revendedor. De eso, 1,50 $ pagan lo que debía. Véalo con `!ganancias`; se retira con `!request-retiro`.");
        assert_snapshot!(owner.sees(CHANNEL, "!historial b1").await, @"
        ┌ Historial del batch 1
        │ De **david** · PEN → VES · cerrado · ganancia 11,97 $
        │
        │ <t:1795176000:f> — batch abierto · por david
        │ <t:1795176000:f> — orden **1**: 100,00 S/ → 902,70 Bs · por david
        │ <t:1795176000:f> — orden **2**: 100,00 S/ → 922,76 Bs · por david
        │ <t:1795176000:f> — orden **1** pagada · por cajero1
        │ <t:1795176000:f> — orden **2** pagada · por cajero1
        │ <t:1795176060:f> — compra de 13,00 USDT por 50,00 S/, a 3,8462 · n.º 1 · por david
        │ <t:1795176120:f> — compra n.º 1 deshecha: «faltó un punto» · por superusuario
        │ <t:1795176180:f> — compra de 52,63 USDT por 200,00 S/, a 3,8001 · n.º 2 · por david
        │ <t:1795176180:f> — batch cerrado · por david
        │ <t:1795176240:f> — batch reabierto: «faltó el punto de 66.00» · por superusuario
        │ <t:1795176240:f> — compra n.º 2 deshecha: «faltó el punto de 66.00» · por superusuario
        │ <t:1795176300:f> — compra de 60,00 USDT por 200,00 S/, a 3,3333 · n.º 3 · por david
        │ <t:1795176300:f> — batch cerrado · por david
        └ 1–13 de 13 pasos
        ");
        world.closes_clean().await;
    }

    async fn an_order_of_a_closed_batch_is_undone_after_its_figures_were_shown(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &LITTLE).await;
        two_paid(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!c 200 52.63").await;
        let typed = "!revertir 2 el banco devolvió el pago";
        let first = owner.is_answered(CHANNEL, typed).await;
        assert_snapshot!(world.shown(&first).await, @"
        La orden **2** es del batch **1**, que está cerrado. Revertirla (*el banco devolvió el pago*) deshace su cierre, la saca y lo cierra otra vez, a los mismos precios de USDT. Antes → después:
        • Recibido: 200,00 S/ → 100,00 S/
        • Enviado: 1.825,46 Bs → 902,70 Bs
        • USDT: 52,63 USDT → 26,3150 USDT
        • Ganancia: 4,60 $ → 2,56 $
        • Ganancia de **david**: 1,84 $ → 1,02 $
        • Ganancia de **cajero1**: 2,76 $ → 1,54 $
        • Vuelven a la cuenta de **cajero1**: 922,76 Bs
        **Nada se ha movido todavía**: confírmelo en 10 minutos. Si el precio o las compras eran otros, mejor `!reabrir 1 motivo`.
        [Confirmar]
        ");
        david.says("dm", "!request-retiro 1.50 Binance 1").await;
        super::payouts::pays(&world, 1).await;
        assert_snapshot!(owner.sees_pressed_in_vain(&first, "Confirmar").await, @"✖️ Algo cambió desde que se mostró, y no se movió nada. Escriba otra vez `!revertir 2 motivo` y lea las cifras de ahora.");
        let late = owner.is_answered(CHANNEL, typed).await;
        world.passes(11).await;
        assert_snapshot!(owner.sees_pressed_in_vain(&late, "Confirmar").await, @"✖️ Desde que se mostró pasó demasiado tiempo, y no se movió nada. Si hace falta, escriba otra vez `!revertir 2 motivo`.");
        let question = owner.is_answered(CHANNEL, typed).await;
        owner.presses(&question, "Confirmar").await;
        assert_snapshot!(owner.sees_again(&question).await, @"
        Orden **2** revertida, y el batch **1** cerrado otra vez sin ella. Antes → después:
        • Recibido: 200,00 S/ → 100,00 S/
        • Enviado: 1.825,46 Bs → 902,70 Bs
        • USDT: 52,63 USDT → 26,3150 USDT
        • Ganancia: 4,60 $ → 2,56 $
        • Ganancia de **david**: 1,84 $ → 1,02 $; ya cobró más: queda debiendo 0,48 $
        • Ganancia de **cajero1**: 2,76 $ → 1,54 $
        • Vuelven a la cuenta de **cajero1**: 922,76 Bs
        ");
        assert_snapshot!(david.sees_found(CHANNEL, "Orden **2** revertida").await, @"
        (rings david)
        <@david> ↩️ Orden **2** revertida por **superusuario**: «el banco devolvió el pago». Ya no cuenta en el batch
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad enviada en $: 23,755 $
        │ Transferencias: Hechas: 1 · Pendientes: 0
        │ USDT comprados: 26,3150 USDT por 100,00 S/; faltan 0,00 S/ por comprar
        │ Abierto: <t:1795176000:R>
        ");
        assert_snapshot!(david.sees_found("dm", "Su parte:").await, @"↩️ La orden **2** del batch **1** se revirtió por **superusuario**: «el banco devolvió el pago», y el batch se cerró otra vez sin ella. Su parte: **1,84 $ → 1,02 $**. Ya se le pagó más que eso: debe 0,48 $, y sus próximas ganancias los descuentan primero. Véalo con `!ganancias`.");
        assert_snapshot!(cajero.sees_found("dm", "Su parte:").await, @"↩️ La orden **2** del batch **1** se revirtió por **superusuario**: «el banco devolvió el pago», y el batch se cerró otra vez sin ella. Su parte: **2,76 $ → 1,54 $**. Véalo con `!ganancias`.");
        assert_snapshot!(cajero.sees_found("dm", "volvieron a su cuenta").await, @"↩️ Orden **2** revertida por **superusuario**: «el banco devolvió el pago». 922,76 Bs volvieron a su cuenta.");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 100 26 b1", "!endbatch b1"]).await, @"
        > !c 100 26 b1
        El batch **b1** ya se cerró, <t:1795176660:R>. Véalo con `!historial b1`; para cambiarlo, un superusuario lo abre otra vez: `!reabrir 1 motivo`.

        > !endbatch b1
        El batch **b1** ya se cerró, <t:1795176660:R>. Véalo con `!historial b1`; para cambiarlo, un superusuario lo abre otra vez: `!reabrir 1 motivo`.
        ");
        assert_snapshot!(owner.sees_refused(HERE, &[typed]).await, @"
        > !revertir 2 el banco devolvió el pago
        La orden **2** ya está así: *revertida*. Si hace falta, se pide otra vez con `!t`; un giro, con `!giro`; un depósito o retiro, con `!deposito` o `!retirar`.
        ");
        world.closes_clean().await;
    }
}
