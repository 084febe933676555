//! Clients deposit into their balance and withdraw from it, with the buttons of orders (specification 003).

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

/// maria deposits 500 Bs, which cajero1 confirms.
async fn deposits(world: &World) {
    let (maria, cajero) = (world.person("maria"), world.person("cajero1"));
    maria
        .types_with_capture("dm", "!deposito 500 pago móvil", b"maria paid")
        .await;
    let order = cajero.order("dm", 1).await;
    cajero
        .presses(&order, "Listo")
        .await
        .says(&["Orden **1** confirmada", "500,00 Bs entraron a su cuenta"]);
}

/// What is in the accounts, in centavos: cajero1's bank account, maria's, what players hold, and the world.
async fn funds(world: &World) -> [i64; 4] {
    let balances = world.balances().await;
    let of = |code: &str| balances.get(code).copied().unwrap_or_default() / 100;
    // Two accounts are the cashiers'; which number maria's has depends on what was refused before.
    let all = balances
        .iter()
        .filter(|(code, _)| code.starts_with("account:") && code.ends_with(":VES"));
    let all: i64 = all.map(|(_, minor)| minor / 100).sum();
    let maria = all - of("account:1:VES") - of("account:2:VES");
    [of("account:1:VES"), maria, of("players:VES"), of("world:VES")]
}

async fn is_shown(person: Person<'_>, typed: &str, parts: &[&str]) {
    person.is_told("dm", typed).await.shows(parts);
}

on_both_engines! {
    async fn a_deposit_is_confirmed_by_its_cashier_and_is_in_the_balance(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (maria, cajero) = (world.person("maria"), world.person("cajero1"));
        let before = funds(&world).await;
        maria.types_with_capture("dm", "!deposito 500 pago móvil", b"maria paid").await;
        let own = maria.finds("dm", "su depósito está en proceso").await;
        own.shows(&["Tipo: Depósito", "500,00 Bs", "Método: pago móvil", "Captura: sí"]);
        assert!(own.buttons().is_empty(), "a cashier has it already");
        assert_eq!(funds(&world).await, before, "nothing moves before it is confirmed");
        let order = cajero.order("dm", 1).await;
        order.shows(&["**mire si el pago llegó a su cuenta**", "Cliente: maria", "pago móvil"]);
        assert_eq!(order.buttons(), ["Listo", "Cancelar"]);
        maria.is_refused("dm", "!cancelar 1", &["1"]).await;
        world.restarts().await;

        let (maria, cajero) = (world.person("maria"), world.person("cajero1"));
        cajero.presses(&order, "Listo").await.says(&["Orden **1** confirmada", "500,00 Bs entraron a su cuenta"]);
        assert!(cajero.order("dm", 1).await.buttons().is_empty());
        maria.finds("dm", "Su depósito de 500,00 Bs (orden **1**) ya está en su saldo").await;
        let after = funds(&world).await;
        assert_eq!(after[0] - before[0], 50_000);
        assert_eq!((after[1], after[2], after[3]), (50_000, -50_000, before[3] - 50_000));
        is_shown(maria, "!cuentas", &["500,00 Bs"]).await;
        is_shown(maria, "!movimientos VES", &["depósito de la orden 1", "+500,00 Bs"]).await;
        is_shown(maria, "!orden 1", &["acreditado"]).await;
        world.closes_clean().await;
    }

    async fn a_withdrawal_keeps_the_money_until_it_is_paid_or_given_back(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (maria, cajero) = (world.person("maria"), world.person("cajero1"));
        maria.is_refused("dm", "!retirar 200 Banesco 0134", &["Hacen falta 200,00 Bs y hay 0,00 Bs"]).await;
        deposits(&world).await;
        let before = funds(&world).await;
        maria.says("dm", "!retirar 200 Banesco 0134 María Pérez V12345678").await;
        maria.order("dm", 2).await.shows(&["su retiro está en proceso", "Tipo: Retiro", "200,00 Bs", "El dinero está apartado de su saldo"]);
        is_shown(maria, "!cuentas", &["300,00 Bs"]).await;
        maria.is_refused("dm", "!retirar 300,01 Banesco 0134", &["hay 300,00 Bs"]).await;
        let order = cajero.order("dm", 2).await;
        order.shows(&["Tipo: Retiro", "200,00 Bs", "Banesco 0134 María Pérez V12345678", "responda a este mensaje con la captura"]);
        cajero.presses_in_vain(&order, "Listo", &["Falta la captura de la orden **2**"]).await;
        cajero.replies_with_capture("dm", &order, b"paid to maria").await;
        cajero.presses(&order, "Listo").await.says(&["Orden **2** pagada", "200,00 Bs salieron de su cuenta"]);
        let told = maria.finds("dm", "Su retiro de 200,00 Bs (orden **2**) está pagado").await;
        assert!(!world.file_of(&told, "orden-2.png").await.is_empty());
        let after = funds(&world).await;
        assert_eq!([after[0] - before[0], after[1] - before[1], after[2] - before[2]], [-20_000, -20_000, 20_000]);

        // What a cashier does not pay, and what its player withdraws in time, comes back.
        maria.says("dm", "!retirar 100 Mercantil 0105").await;
        let order = cajero.order("dm", 3).await;
        let form = cajero.presses(&order, "Cancelar").await;
        cajero.fills(&form, &[("¿Por qué se cancela?", "el banco está caído")]).await;
        maria.finds("dm", "su retiro fue rechazado: «el banco está caído»").await.shows(&["volvió a su saldo"]);
        is_shown(maria, "!cuentas", &["300,00 Bs"]).await;
        assert_eq!(funds(&world).await, after);
        world.closes_clean().await;
    }

    async fn an_admin_undoes_one_and_the_player_hears_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        let before = funds(&world).await;
        deposits(&world).await;
        owner.is_told_privately("general", "!revertir 1 el pago era de otra persona").await.shows(&["Orden **1** revertida: 500,00 Bs"]);
        maria.finds("dm", "Orden **1** revertida por **superusuario**: «el pago era de otra persona»").await
            .shows(&["salió de su saldo"]);
        cajero.finds("dm", "500,00 Bs salieron de su cuenta").await;
        assert_eq!(funds(&world).await, before);

        maria.types_with_capture("dm", "!deposito 80", b"maria paid again").await;
        let order = cajero.order("dm", 2).await;
        cajero.presses(&order, "Listo").await.says(&["80,00 Bs entraron"]);
        maria.says("dm", "!retirar 30 Banesco 0134").await;
        owner.is_refused("general", "!revertir 2 no llegó", &["habría que sacar 80,00 Bs", "solo le quedan 50,00 Bs"]).await;
        cajero.replies_with_capture("dm", &cajero.order("dm", 3).await, b"paid 30").await;
        cajero.presses(&cajero.order("dm", 3).await, "Listo").await.says(&["Orden **3** pagada"]);
        cajero.is_told("dm", "!devolver 3 cuenta cerrada").await.shows(&["devuelta por el banco: 30,00 Bs volvieron"]);
        maria.finds("dm", "Orden **3** devuelta por el banco, según **cajero1**").await.shows(&["volvió a su saldo"]);
        is_shown(maria, "!cuentas", &["80,00 Bs"]).await;
        world.closes_clean().await;
    }

    async fn a_deposit_goes_to_whoever_has_the_account_that_was_paid(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        owner.says("general", "!cuenta crear @cajero2 VES 0 Mercantil 0105-0000-2222").await;
        owner.says("general", "!cuenta crear @cajero2 VES 0 Provincial").await;
        maria.is_refused("dm", "!deposito 31", &["Banesco · 0134-0001", "Banesco · 0134-0002", "Mercantil · 0105-0000-2222"]).await;
        let said = maria.says("dm", "!deposito 31").await;
        let offered = maria.reply_to("dm", &said).await.text();
        assert!(!offered.contains("Provincial"), "an account without a number is not to be paid to: {offered}");
        for (order, method) in [
            (1, "Mercantil 0105-0000-2222"), (2, "por mercantil"), (3, "pago móvil a la 2222"), (4, "Banesco 0134-0002"),
        ] {
            maria.types_with_capture("dm", &format!("!deposito 31 {method}"), method.as_bytes()).await;
            world.person("cajero2").order("dm", order).await.shows(&["mire si el pago llegó"]);
        }
        maria.types_with_capture("dm", "!deposito 31 Banesco 0134-0001", b"to cajero1").await;
        world.person("cajero1").order("dm", 5).await.shows(&["mire si el pago llegó"]);
        // Nobody's account is named: whoever has the fewest orders.
        maria.types_with_capture("dm", "!deposito 31 pago móvil", b"somewhere").await;
        world.person("cajero1").order("dm", 6).await.shows(&["mire si el pago llegó"]);
        world.closes_clean().await;
    }

    async fn what_cannot_be_taken_says_what_to_do(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria, cajero) =
            (world.person("superusuario"), world.person("david"), world.person("maria"), world.person("cajero1"));
        maria.is_refused("dm", "!deposito 500", &["Falta la captura de su pago", "Pague a una de estas cuentas", "Banesco"]).await;
        maria.is_refused("dm", "!deposito", &["`!deposito <monto> [método]`"]).await;
        maria.is_refused("dm", "!deposito mucho", &["mucho"]).await;
        maria.is_refused("dm", "!retirar 5", &["Falta a dónde se le paga", "`!retirar 5 Banesco"]).await;
        maria.is_refused("general", "!retirar 5 Banesco", &["por mensaje directo"]).await;
        david.is_refused("dm", "!retirar 5 Banesco", &["los piden los clientes", "`!request-retiro`"]).await;
        deposits(&world).await;
        // One payment is one deposit, and superusers hear of a second try.
        let said = maria.types_with_capture("dm", "!deposito 500 pago móvil", b"maria paid").await;
        maria.reply_to("dm", &said).await.shows(&["Ese pago ya se usó en la orden 1", "hable con un admin"]);
        owner.finds("alertas", "**maria** quiso usar para un depósito un pago que ya es de **la orden 1**").await;
        assert_eq!(world.orders().await, 1);

        for cashier in [cajero, world.person("cajero2")] {
            cashier.says("dm", "!ocupado").await;
        }
        maria.types_with_capture("dm", "!deposito 20", b"maria paid 20").await;
        owner.finds("alertas", "La orden **2** espera a un cajero disponible con una cuenta en VES").await;
        let own = maria.finds("dm", "su depósito espera cajero").await;
        assert_eq!(own.buttons(), ["Cancelar orden"]);
        maria.presses(&own, "Cancelar orden").await.says(&["cancelada"]);
        maria.types_with_capture("dm", "!deposito 20", b"maria paid 20").await;
        cajero.says("dm", "!disponible").await;
        let order = cajero.order("dm", 3).await;
        cajero.presses(&order, "Listo").await.says(&["Orden **3** confirmada"]);
        world.closes_clean().await;
    }
}
