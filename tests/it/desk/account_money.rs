//! An account's money: looked at, moved by hand, paid from, and the account closed (issue 3, number 3; S0-60 … S0-65).

use insta::assert_snapshot;

use super::accounts::{accounts, events};
use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const WHICH: &str = "¿De qué cuenta la pagó?";

on_both_engines! {
    async fn an_admin_moves_money_by_hand_and_the_books_say_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, eva) = (world.person("superusuario"), world.joins("eva").await);
        let (cajero, maria) = (world.person("cajero1"), world.person("maria"));
        owner.says("general", "!rol @eva admin").await;
        owner.is_told_privately("general", "!cuenta crear @maria USD 100").await.shows(&["n.º 3"]);
        eva.is_told_privately("general", "!depositar 3 50,25 *recarga*").await.shows(&["Se sumaron 50,25 $ a la cuenta n.º 3", "**maria**",
            "saldo anterior 100,00 $, insertado 50,25 $, saldo actual 150,25 $"]);
        maria.last("dm").await.shows(&["50,25 $ entraron en su cuenta n.º 3", "saldo actual 150,25 $", "Motivo: «\\*recarga\\*»"]);
        eva.is_told_privately("general", "!ajustar 3 -50,25 comisión del banco").await.shows(&["Se restaron 50,25 $ de la cuenta n.º 3", "saldo actual 100,00 $"]);
        eva.is_told_privately("general", "!ajustar 3 +1 redondeo").await.shows(&["saldo actual 101,00 $"]);
        maria.is_told("dm", "!saldo USD").await.shows(&["Saldo anterior: 100,00 $", "Insertado: +1,00 $", "Saldo actual: 101,00 $", "En dólares: 101,00 $"]);
        eva.is_told_privately("general", "!saldo 3").await.shows(&["De: maria", "Saldo actual: 101,00 $"]);
        assert_snapshot!(eva.sees_refused("general", &[
            "!ajustar 3 -101,01 de más", "!ajustar 3 50", "!ajustar 3 --5 doble", "!ajustar 3 1.234 mil",
            "!ajustar 3 5 a", "!depositar 3 -5", "!depositar 3 x", "!depositar 99 5",
            "!depositar 01234567890123456789 5", "!depositar VES 5", "!sobregiro 3 5",
        ]).await, @"
        > !ajustar 3 -101,01 de más
        (by direct message)
        De la cuenta n.º 3 no se pueden restar 101,01 $: disponibles hay 101,00 $. Reste menos, o déjela ir bajo cero con `!sobregiro 3 …`.

        > !ajustar 3 50
        Faltan datos. Se escribe así: `!ajustar <cuenta> <±monto> <motivo>`. Ejemplo: `!ajustar 3 -50 comisión del banco`.

        > !ajustar 3 --5 doble
        «--5» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.

        > !ajustar 3 1.234 mil
        «1.234» puede ser 1.234,00 $ o 1,234 $. Escríbala sin separador de miles o con dos decimales.

        > !ajustar 3 5 a
        El motivo tiene 1 carácter; escriba de 3 a 200.

        > !depositar 3 -5
        La cantidad no puede ser negativa. Escríbala sin el signo menos.

        > !depositar 3 x
        «x» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.

        > !depositar 99 5
        No hay una cuenta «99». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.

        > !depositar 01234567890123456789 5
        No hay una cuenta «#». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.

        > !depositar VES 5
        (by direct message)
        Usted no tiene una cuenta en VES. Las suyas: `!cuentas`; otra se pide con `!cuenta abrir`.

        > !sobregiro 3 5
        El sobregiro de una cuenta solo lo decide un superusuario. Su rol es *admin*. Lo que usted puede hacer: `!ayuda`.
        ");
        for typed in ["!depositar USD 5", "!ajustar USD 5 mío"] {
            maria.is_refused("dm", typed, &["solo los ve y los corrige un admin", "*cliente*"]).await;
        }
        assert_snapshot!(maria.sees_refused("dm", &["!saldo 1", "!movimientos 1"]).await, @"
        > !saldo 1
        La cuenta n.º 1 es de otra persona. Las suyas: `!cuentas`.

        > !movimientos 1
        La cuenta n.º 1 es de otra persona. Las suyas: `!cuentas`.
        ");

        owner.is_told_privately("general", "!sobregiro 1 1.000,50").await.shows(&["cuenta n.º 1", "**cajero1** puede quedar hasta 1.000,50 Bs bajo cero",
            "antes: 0,00 Bs", "Disponible ahora: 6.000,50 Bs"]);
        cajero.last("dm").await.shows(&["puede quedar ahora hasta 1.000,50 Bs bajo cero"]);
        eva.is_told_privately("general", "!ajustar 1 -6000 pago fuera").await.shows(&["saldo actual -1.000,00 Bs"]);
        cajero.is_told("dm", "!saldo").await.shows(&["Saldo actual: -1.000,00 Bs", "Disponible: 0,50 Bs", "Puede bajar hasta: -1.000,50 Bs"]);
        assert_snapshot!(owner.sees_refused("general", &["!sobregiro 1 0", "!sobregiro 1 -5"]).await, @"
        > !sobregiro 1 0
        (by direct message)
        La cuenta n.º 1 ya está en -1.000,00 Bs, y eso es menos de lo que permite un sobregiro de 0,00 Bs. Primero: `!depositar 1 …`.

        > !sobregiro 1 -5
        El sobregiro no vale. La cantidad no puede ser negativa. Escríbala sin el signo menos.
        ");
        owner.is_told_privately("general", "!depositar 1 6000").await.shows(&["saldo actual 5.000,00 Bs"]);
        owner.is_told_privately("general", "!sobregiro 1 0").await.shows(&["hasta 0,00 Bs bajo cero (antes: 1.000,50 Bs)"]);
        assert_eq!(events(&world, 1).await, ["opened", "floor_set", "floor_set"]);
        world.closes_clean().await;
    }

    async fn movements_are_turned_page_by_page_even_after_a_restart(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        owner.says("general", "!cuenta crear @maria USD 0").await;
        maria.is_told("dm", "!movimientos USD").await.shows(&["En la cuenta n.º 3 no se ha movido nada todavía"]);
        for n in 1..=20 {
            owner.says("general", &format!("!depositar 3 {n} recarga {n}")).await;
        }
        let first = maria.is_told_privately("general", "!movimientos USD").await;
        first.shows(&["Movimientos de la cuenta n.º 3 · USD", "190,00 $ → **+20,00 $** → 210,00 $", "depósito: «recarga 13»", "Página 1"]);
        assert!(!first.text().contains("recarga 12»"));
        assert_eq!(first.buttons(), ["Siguientes ›"]);
        world.restarts().await;

        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        // A new movement does not shift the pages.
        owner.says("general", "!depositar 3 100 después").await;
        let second = maria.presses(&first, "Siguientes ›").await.message();
        second.shows(&["depósito: «recarga 12»", "depósito: «recarga 5»", "Página 2"]);
        assert_eq!(second.buttons(), ["‹ Anteriores", "Siguientes ›"]);
        let third = maria.presses(&second, "Siguientes ›").await.message();
        third.shows(&["0,00 $ → **+1,00 $** → 1,00 $", "Página 3"]);
        assert_eq!(third.buttons(), ["‹ Anteriores"]);
        maria.presses(&third, "‹ Anteriores").await.message().shows(&["«recarga 12»", "Página 2"]);
        // Where only admins read, a page of an account may be shown. When others can read there, its buttons do not
        // turn it.
        let shown = owner.is_told("alertas", "!movimientos 3").await;
        owner.sets_permissions("alertas", "@everyone", &["view_channel"], &[]).await;
        world.person("david").presses_in_vain(&shown, "Siguientes ›", &["La cuenta n.º 3 es de otra persona"]).await;
        maria.is_told("dm", "!movimientos USD 3").await.shows(&["Página 3", "«recarga 5»"]);
        for page in ["0", "x", "-1", "1001"] {
            maria.is_refused("dm", &format!("!movimientos USD {page}"), &["no es una página", "`!movimientos VES 2`"]).await;
        }
        assert_snapshot!(maria.sees_refused("dm", &["!movimientos USD 9"]).await, @"
        > !movimientos USD 9
        La cuenta n.º 3 no tiene una página 9. Empiece con `!movimientos 3`.
        ");
        world.closes_clean().await;
    }

    async fn an_account_closes_when_nothing_needs_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let eva = world.joins("eva").await;
        owner.says("general", "!rol @eva admin").await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.order("dm", 1).await;
        assert_snapshot!(cajero.sees_refused("dm", &["!cerrar-cuenta VES"]).await, @"
        > !cerrar-cuenta VES
        La cuenta n.º 1 no se puede cerrar: de ella se va a pagar la orden **1**. Páguela o pásela primero.
        ");
        assert_snapshot!(david.sees_refused("dm", &["!cerrar-cuenta PEN"]).await, @"
        > !cerrar-cuenta PEN
        La cuenta n.º 3 no se puede cerrar: la usa el batch **1**, que está abierto. Ciérrelo primero.
        ");
        assert_snapshot!(eva.sees_refused("general", &["!cerrar-cuenta 3"]).await, @"
        > !cerrar-cuenta 3
        La cuenta n.º 3 es de otra persona. Las suyas: `!cuentas`.
        ");
        assert_snapshot!(david.sees_refused("dm", &["!cerrar-cuenta 1"]).await, @"
        > !cerrar-cuenta 1
        La cuenta n.º 1 es de otra persona. Las suyas: `!cuentas`.
        ");
        david.says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        assert_snapshot!(cajero.sees_refused("dm", &["!cerrar-cuenta VES"]).await, @"
        > !cerrar-cuenta VES
        La cuenta n.º 1 no se puede cerrar: tiene 5.000,00 Bs. Primero un admin saca lo que queda con `!ajustar 1 -5000.00 motivo`.
        ");
        owner.says("general", "!sobregiro 1 10").await;
        owner.says("general", "!ajustar 1 -5005 se llevó todo").await;
        assert_snapshot!(cajero.sees_refused("dm", &["!cerrar-cuenta VES"]).await, @"
        > !cerrar-cuenta VES
        La cuenta n.º 1 no se puede cerrar: tiene -5,00 Bs. Primero un admin cubre lo que falta con `!depositar 1 5.00`.
        ");
        owner.says("general", "!depositar 1 5").await;
        owner.is_told_privately("general", "!cerrar-cuenta 1").await.shows(&["La cuenta n.º 1", "**cajero1** está cerrada", "`!movimientos 1`"]);
        cajero.last("dm").await.shows(&["Su cuenta n.º 1", "se cerró"]);
        let closed = ["La cuenta n.º 1 está cerrada", "`!cuenta crear @… VES 0`"];
        for typed in ["!cerrar-cuenta 1", "!depositar 1 5", "!ajustar 1 5 tarde", "!sobregiro 1 5"] {
            owner.is_refused("general", typed, &closed).await;
        }
        assert_snapshot!(cajero.sees_refused("dm", &["!cerrar-cuenta VES"]).await, @"
        > !cerrar-cuenta VES
        Usted no tiene una cuenta en VES. Las suyas: `!cuentas`; otra se pide con `!cuenta abrir`.
        ");
        cajero.is_told("dm", "!saldo 1").await.shows(&["Cuenta n.º 1 · VES · cerrada", "Saldo actual: 0,00 Bs"]);
        cajero.is_told("dm", "!movimientos 1").await.shows(&["ajuste: «se llevó todo»", "saldo inicial"]);
        david.is_told("dm", "!cerrar-cuenta PEN").await.shows(&["La cuenta n.º 3", "está cerrada"]);
        assert_eq!(events(&world, 3).await, ["opened", "closed"]);
        // The next batch opens a new account.
        david.says(CHANNEL, "!start batch").await;
        assert_eq!(accounts(&world).await.last().expect("one").0, "david PEN member checking active");
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn a_cashier_with_several_accounts_says_which_one_paid(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says("general", "!cuenta crear @cajero1 VES 2000 *Mercantil*").await;
        owner.says("general", "!cuenta crear @cajero1 VES 10 Provincial").await;
        david.says(CHANNEL, "!start batch").await;
        for _ in 1..=2 {
            david.says(CHANNEL, "!t 100 p").await;
        }
        cajero.presses(&cajero.order(PENDING, 2).await, "Tomar").await;
        let order = cajero.order("dm", 1).await;
        let before = world.balances().await;
        cajero.replies_with_capture("dm", &order, b"paid").await;
        let rows = world.rows().await;
        let menu = cajero.presses(&order, "Listo").await.message();
        menu.shows(&["Orden **1**: 902,70 Bs", "Elija de qué cuenta la pagó"]);
        let banks = menu.options(WHICH);
        assert_eq!(banks.len(), 2, "{banks:?}");
        assert!(banks[0].starts_with("Banesco …") && banks[0].ends_with(" · 5.000,00 Bs"), "{banks:?}");
        assert!(banks[1].starts_with("*Mercantil* …") && banks[1].ends_with(" · 2.000,00 Bs"), "{banks:?}");
        assert_eq!((world.balances().await, world.rows().await), (before, rows));
        let other = cajero.presses(&order, "Listo").await.message();
        world.restarts().await;

        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        cajero.selects(&menu, WHICH, &[&banks[1]]).await.says(&["Orden **1** pagada", "902,70 Bs"]);
        assert_eq!(world.balance("account:3:VES").await, "1097.3");
        assert_eq!(world.balance("account:1:VES").await, "5000");
        cajero.selects(&other, WHICH, &[&banks[0]]).await.says(&["La orden **1** ya está así: *pagada*"]);
        assert_eq!(world.balance("account:1:VES").await, "5000");
        david.last(CHANNEL).await.shows(&["902,70 Bs"]);

        // The account is emptied after the menu was shown and before the choice.
        let menu = cajero.pays(2).await.message();
        let banks = menu.options(WHICH);
        owner.says("general", "!ajustar 3 -500 se movió").await;
        owner.says("general", "!ajustar 3 -290 también").await;
        owner.says("general", "!ajustar 3 -150 también").await;
        owner.says("general", "!ajustar 3 -60 también").await;
        cajero.selects(&menu, WHICH, &[&banks[1]]).await.says(&["La orden **2** son 902,70 Bs", "disponibles 97,30 Bs", "elija otra"]);
        let order = cajero.order("dm", 2).await;
        // Only one account can still pay, so nobody is asked.
        cajero.presses(&order, "Listo").await.says(&["Orden **2** pagada"]);
        assert_eq!(world.balance("account:1:VES").await, "4097.3");
        world.closes_clean().await;
    }
}
