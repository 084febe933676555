//! Exchange between a client's accounts and transfers between accounts of one currency (S4-9 … S4-16, S4-20, Q-35).

use insta::assert_snapshot;

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

/// The desk with rates for dollars, and maria with 10 000 Bs.
async fn opens(world: &World) {
    let owner = world.person("superusuario");
    owner.says("general", "!setcambio USD 38 37.5").await;
    owner.says("general", "!cuenta crear @maria VES 10000").await;
}

/// The voucher that a receipt shows.
fn voucher(receipt: &Message) -> String {
    let title = receipt.title().unwrap_or_default();
    title.split(' ').nth(1).unwrap_or_default().to_owned()
}

/// The number of a person's only account.
async fn number_of(person: &Person<'_>) -> String {
    let shown = person.is_told("dm", "!saldo").await.text();
    let number = shown.split('`').nth(1).unwrap_or_default();
    number.to_owned()
}

on_both_engines! {
    async fn a_client_buys_dollars_and_sells_them_again(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        owner.is_told("general", "!setcambio USD 38 37.5").await.shows(&["el cliente paga **38** Bs y recibe **37,5** Bs", "no había"]);
        owner.says("general", "!cuenta crear @maria VES 10000").await;
        maria.is_told("dm", "!tasas").await.shows(&["Cambio entre cuentas", "USD: el cliente paga **38** Bs"]);

        let quote = maria.is_told("dm", "!comprar 100 usd").await;
        quote.shows(&["¿Compra **100,00 $** por **3.800,00 Bs**?", "Nada se movió todavía", "Entrega: 3.800,00 Bs", "Recibe: 100,00 $",
            "Tasa: 38 Bs por 1 $", "Diferencial: 25,00 Bs", "10.000,00 Bs → **6.200,00 Bs**", "cuenta nueva en USD", "0,00 $ → **100,00 $**"]);
        assert_eq!(quote.buttons(), ["Confirmar", "Corregir"]);
        let done = maria.presses(&quote, "Confirmar").await.message();
        done.shows(&["Comprobante CB-", "Operación: Compra", "Tasa: 38 Bs por 1 $", "Diferencial: 25,00 Bs",
            "10.000,00 Bs → **−3.800,00 Bs** → 6.200,00 Bs", "0,00 $ → **+100,00 $** → 100,00 $"]);
        assert_eq!(world.balance("account:3:VES").await, "6200");
        assert_eq!(world.balance("account:4:USD").await, "100");
        assert_eq!(world.balance("spread:VES").await, "25");

        maria.is_told("dm", "!cuentas").await.shows(&["6.200,00 Bs", "100,00 $", "En total: **9.950,00 Bs** ≈ **261,84 $**", "Tasas publicadas"]);
        let voucher = voucher(&done);
        maria.is_told("dm", "!movimientos USD").await.shows(&["compra de divisas", &voucher, "tasa 38", "0,00 $ → **+100,00 $** → 100,00 $"]);
        maria.is_told("dm", &format!("!comprobante {}", voucher.to_lowercase())).await.shows(&["Operación: Compra", "→ 6.200,00 Bs"]);

        let sale = maria.is_told("dm", "!vender 40 usd").await;
        sale.shows(&["¿Vende **40,00 $** por **1.500,00 Bs**?", "Tasa: 37,5 Bs por 1 $", "100,00 $ → **60,00 $**", "6.200,00 Bs → **7.700,00 Bs**"]);
        maria.presses(&sale, "Confirmar").await;
        let all = maria.is_told("dm", "!vender todo usd").await;
        all.shows(&["¿Vende **60,00 $** por **2.250,00 Bs**?"]);
        maria.presses(&all, "Confirmar").await.message().shows(&["60,00 $ → **−60,00 $** → 0,00 $", "→ 9.950,00 Bs"]);
        maria.is_refused("dm", "!vender todo usd", &["no hay nada que cambiar"]).await;
        maria.is_told("dm", "!cambios USD").await.shows(&["Compra", "Venta", "60,00 $ → 2.250,00 Bs", "1–3 de 3 operaciones"]);
        maria.is_told("dm", "!cambios EUR").await.shows(&["No hay cambios ni transferencias en EUR"]);
        owner.is_told_privately("general", "!cambios USD @maria").await.shows(&["1–3 de 3 operaciones"]);
        assert_eq!(world.balance("spread:VES").await, "50");
        world.closes_clean().await;
    }

    async fn an_amount_in_bolivares_is_cut_in_favour_of_the_desk(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        opens(&world).await;
        let maria = world.person("maria");
        let quote = maria.is_told("dm", "!comprar 100 ves usd").await;
        quote.shows(&["por **100,00 Bs**", "Recibe: 2,6315 $"]);
        maria.presses(&quote, "Confirmar").await.message().shows(&["0,00 $ → **+2,6315 $** → 2,6315 $"]);
        let all = maria.is_told("dm", "!comprar todo usd").await;
        all.shows(&["por **9.900,00 Bs**", "Recibe: 260,5263 $"]);
        maria.presses(&all, "Confirmar").await.message().shows(&["9.900,00 Bs → **−9.900,00 Bs** → 0,00 Bs"]);
        world.closes_clean().await;
    }

    async fn another_pair_goes_through_bolivares(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        opens(&world).await;
        owner.says("general", "!setusdvalue EUR 0.9").await;
        owner.says("general", "!setcambio EUR 42 41").await;
        owner.says("general", "!cuenta crear @maria USD 100").await;
        let quote = maria.is_told("dm", "!comprar 50 eur con usd").await;
        quote.shows(&["¿Compra **50,00 €** por **56,00 $**?", "37,5 Bs por 1 $", "42 Bs por 1 €", "Pasa por 2.100,00 Bs"]);
        maria.presses(&quote, "Confirmar").await.message().shows(&["37,5 Bs por 1 $", "42 Bs por 1 €", "100,00 $ → **−56,00 $** → 44,00 $"]);
        assert_eq!(world.movements("exchange.bought").await, 1);
        assert_eq!(world.balance("account:3:VES").await, "10000");
        world.closes_clean().await;
    }

    async fn rates_that_changed_and_quotes_that_expired_are_quoted_again(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        opens(&world).await;
        let quote = maria.is_told("dm", "!comprar 100 usd").await;
        owner.says("general", "!setcambio USD 39 38").await;
        let again = maria.presses(&quote, "Confirmar").await.message();
        again.shows(&["Las tasas cambiaron mientras tanto, y nada se movió", "por **3.900,00 Bs**"]);
        world.passes(3).await;
        let third = maria.presses(&again, "Confirmar").await.message();
        third.shows(&["La cotización anterior venció, y nada se movió", "por **3.900,00 Bs**"]);
        assert_eq!(world.balance("account:3:VES").await, "10000");
        maria.presses(&third, "Confirmar").await.message().shows(&["Comprobante CB-", "→ 6.100,00 Bs"]);
        world.closes_clean().await;
    }

    async fn a_quote_at_old_rates_is_never_carried_out_however_little_is_left(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        opens(&world).await;
        owner.says("general", "!ajustar 3 -3100 retiro en efectivo").await;
        owner.says("general", "!ajustar 3 -3100 otro retiro").await;
        let quote = maria.is_told("dm", "!comprar 100 usd").await;
        quote.shows(&["por **3.800,00 Bs**", "3.800,00 Bs → **0,00 Bs**"]);
        owner.says("general", "!setcambio USD 40 39").await;
        maria.presses(&quote, "Confirmar").await.message().shows(&["hacen falta 4.000,00 Bs", "disponibles 3.800,00 Bs", "Nada se hizo"]);
        assert_eq!(world.movements("exchange.bought").await, 0);
        let all = maria.is_told("dm", "!comprar todo usd").await;
        all.shows(&["por **3.800,00 Bs**", "Recibe: 95,00 $"]);
        maria.presses(&all, "Confirmar").await;
        let sale = maria.is_told("dm", "!vender 94,9999 usd").await;
        maria.presses(&sale, "Confirmar").await.message().shows(&["→ **−94,9999 $** → 0,0001 $"]);
        world.closes_clean().await;
    }

    async fn money_that_was_spent_meanwhile_is_not_exchanged(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        opens(&world).await;
        let quote = maria.is_told("dm", "!comprar 200 usd").await;
        owner.says("general", "!ajustar 3 -3000 retiro en efectivo").await;
        maria.presses(&quote, "Confirmar").await.message().shows(&["No alcanza: hacen falta 7.600,00 Bs",
            "cuenta n.º 3 hay disponibles 7.000,00 Bs", "Nada se hizo", "!comprar 200 usd"]);
        assert_eq!(world.movements("exchange.bought").await, 0);
        let small = maria.is_told("dm", "!comprar 10 usd").await;
        let (one, other) = tokio::join!(maria.presses_without_waiting(&small, "Confirmar"), maria.presses_without_waiting(&small, "Confirmar"));
        world.settles().await;
        drop((one, other));
        assert_eq!(world.movements("exchange.bought").await, 1);
        assert_eq!(world.balance("account:3:VES").await, "6620");
        world.closes_clean().await;
    }

    async fn a_transfer_names_whoever_gets_it_and_both_read_of_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria, pedro) = (world.person("superusuario"), world.person("maria"), world.joins("pedro").await);
        opens(&world).await;
        owner.says("general", "!rol @pedro cliente").await;
        owner.says("general", "!cuenta crear @pedro VES 0").await;
        let (of_maria, of_pedro) = (number_of(&maria).await, number_of(&pedro).await);
        let asked = maria.is_told("dm", &format!("!transferir {of_pedro} 250,5")).await;
        asked.shows(&["¿Transferir **250,50 Bs** a **pedro**", "10.000,00 Bs → **9.749,50 Bs**", "Nada se movió todavía"]);
        let done = maria.presses(&asked, "Confirmar").await.message();
        done.shows(&["Operación: Transferencia", "10.000,00 Bs → **−250,50 Bs** → 9.749,50 Bs", "**pedro**", "**+250,50 Bs**"]);
        assert!(!done.text().contains("0,00 Bs → **+250,50"), "{}", done.text());
        pedro.last("dm").await.shows(&["250,50 Bs entraron en su cuenta", "se los transfirió **maria**", "Saldo actual 250,50 Bs"]);
        let seen = pedro.is_told("dm", &format!("!comprobante {}", voucher(&done))).await;
        seen.shows(&["0,00 Bs → **+250,50 Bs** → 250,50 Bs", "**−250,50 Bs**"]);
        assert!(!seen.text().contains("9.749,50"), "{}", seen.text());
        pedro.is_told("dm", "!movimientos VES").await.shows(&["transferencia entre cuentas"]);
        pedro.is_told("dm", "!cambios").await.shows(&["Transferencia", "250,50 Bs de **maria** a **pedro**"]);
        let stranger = world.joins("rosa").await;
        owner.says("general", "!rol @rosa cliente").await;
        stranger.is_refused("dm", &format!("!comprobante {}", voucher(&done)), &["No tiene una operación con el comprobante"]).await;

        let late = maria.is_told("dm", &format!("!transferir {of_pedro} 9000")).await;
        owner.says("general", "!ajustar 3 -100 comisión del banco").await;
        maria.presses(&late, "Confirmar").await.message().shows(&["Las cifras cambiaron mientras tanto", "9.649,50 Bs → **649,50 Bs**"]);
        for (typed, parts) in [
            (format!("!transferir {of_maria} 1"), ["Esa es la misma cuenta", "la n.º 3"]),
            (format!("!transferir {of_pedro} 99999"), ["hacen falta 99.999,00 Bs", "disponibles 9.649,50 Bs"]),
            (format!("!transferir {of_pedro} x"), ["«x» no es una cantidad", "`100`"]),
            ("!transferir 100 p".to_owned(), ["¿Quiso decir `!t 100 p`?", "20 cifras"]),
            ("!transferir 3".to_owned(), ["Faltan datos", "`!transferir <número de cuenta> <monto o todo>`"]),
        ] {
            maria.is_refused("dm", &typed, &parts).await;
        }
        world.closes_clean().await;
    }

    async fn a_superuser_undoes_an_exchange_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        opens(&world).await;
        let quote = maria.is_told("dm", "!comprar 100 usd").await;
        let done = maria.presses(&quote, "Confirmar").await.message();
        let shown = owner.is_told_privately("general", "!movimientos 4").await.text();
        let movement = shown.split("movimiento ").nth(1).unwrap().split(['\n', ' ']).next().unwrap().to_owned();
        owner.is_told_privately("general", &format!("!revertir movimiento {movement} tasa equivocada")).await.shows(&["3.800,00 Bs", "100,00 $"]);
        let short = voucher(&done).replace("CB-", "").to_lowercase();
        maria.is_told("dm", &format!("!comprobante {short}")).await.shows(&["deshecha", "Deshecha: ", "por **superusuario**: «"]);
        maria.is_told("dm", "!movimientos USD").await.shows(&["compra de divisas deshecha"]);
        assert_eq!(world.balance("account:3:VES").await, "10000");
        assert_eq!(world.balance("spread:VES").await, "0");
        owner.is_refused("general", &format!("!revertir movimiento {movement} otra vez"), &["ya"]).await;
        let quote = maria.is_told("dm", "!comprar 100 usd").await;
        let done = maria.presses(&quote, "Confirmar").await.message();
        owner.is_told_privately("general", "!posicion").await.shows(&["USD: **-100,00 $** · vendió y todavía no compró",
            "VES: **3.775,00 Bs** · compró y todavía no vendió", "Ganado en cambios: 25,00 Bs"]);
        owner.is_refused("general", "!revertir CB-0000-0000 no es", &["No tiene una operación"]).await;
        let voucher = voucher(&done);
        owner.is_told_privately("general", &format!("!revertir {voucher} tasa equivocada")).await.shows(&["3.800,00 Bs", "100,00 $"]);
        owner.is_refused("general", &format!("!revertir {voucher} otra vez"), &["ya"]).await;
        owner.is_told_privately("general", "!posicion").await.shows(&["Todo está a nivel"]);
        owner.is_told("general", "!tasas USD").await.shows(&["recibe **37,5** Bs · **superusuario**"]);
        world.closes_clean().await;
    }

    async fn what_cannot_be_exchanged_says_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        maria.is_refused("dm", "!comprar 100 usd", &["No hay tasas publicadas para cambiar USD", "!setcambio"]).await;
        owner.says("general", "!setcambio USD 38 37.5").await;
        maria.is_refused("dm", "!comprar 100 usd", &["Usted no tiene una cuenta en VES", "!cuenta abrir"]).await;
        owner.says("general", "!cuenta crear @maria VES 10000").await;
        cajero.is_refused("dm", "!comprar 1 usd", &["los clientes, los revendedores y los admins"]).await;
        assert_snapshot!(maria.sees_refused("dm", &["!comprar", "!comprar usd", "!comprar 100", "!comprar 100 200 usd", "!comprar 100 ves",
            "!comprar 100 usd eur", "!comprar 100 eur", "!comprar 100 xyz", "!comprar 0 usd", "!comprar -1 usd", "!comprar 1.234 usd",
            "!comprar 0,0001 ves usd", "!comprar 1000 usd", "!vender 1 usd", "!comprobante CB-0000-0000", "!cambios xyz", "!cambios @cajero1",
            "!setcambio USD 38 37", "!tasas xyz"]).await, @"
        > !comprar
        Faltan datos. Se escribe así: `!comprar <monto o todo> <moneda> [con <moneda>]`. Ejemplo: `!comprar 100 usd`.

        > !comprar usd
        Falta cuánto. Por ejemplo: `!comprar 100 usd`, o `!comprar todo usd`.

        > !comprar 100
        Falta la moneda. Por ejemplo: `!comprar 100 usd`. La compra de USDT de un batch es `!c 200 52.63`.

        > !comprar 100 200 usd
        No alcanza: hacen falta 3.807.600,00 Bs, y en su cuenta n.º 3 hay disponibles 10.000,00 Bs. Escriba menos, o `todo` en lugar del monto.

        > !comprar 100 ves
        ¿Bolívares por qué moneda? Diga también la otra: `!comprar 3800 ves usd`, o en la otra moneda `!comprar 100 usd`.

        > !comprar 100 usd eur
        ¿Con qué paga? Escríbalo con «con»: `!comprar 100 usd con eur`.

        > !comprar 100 eur
        No hay tasas publicadas para cambiar EUR. Se cambian bolívares y `USD`: las tasas están en `!tasas`.

        > !comprar 100 xyz
        No conozco la moneda «XYZ». Se cambian bolívares y `USD`: las tasas están en `!tasas`.

        > !comprar 0 usd
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !comprar -1 usd
        La cantidad no puede ser negativa. Escríbala sin el signo menos.

        > !comprar 1.234 usd
        «1.234» puede ser 1.234,00 $ o 1,234 $. Escríbala sin separador de miles o con dos decimales.

        > !comprar 0,0001 ves usd
        Ese monto es demasiado pequeño: por 0,0001 Bs se recibirían 0,00 $. Hace falta uno mayor.

        > !comprar 1000 usd
        No alcanza: hacen falta 38.000,00 Bs, y en su cuenta n.º 3 hay disponibles 10.000,00 Bs. Escriba menos, o `todo` en lugar del monto.

        > !vender 1 usd
        Usted no tiene una cuenta en USD de donde salga el dinero. Se pide con `!cuenta abrir`; las suyas: `!cuentas`.

        > !comprobante CB-0000-0000
        No tiene una operación con el comprobante «CB-0000-0000». Se escribe así: `!comprobante CB-7K2M-9QXD`; los suyos están en `!cambios`.

        > !cambios xyz
        No conozco la moneda «xyz». Escriba una, por ejemplo `!cambios USD`, o todas: `!cambios`.

        > !cambios @cajero1
        Las cuentas de otros solo las ven los admins. Su rol es *cliente*. Lo que usted puede hacer: `!ayuda`.

        > !setcambio USD 38 37
        Las tasas, valores y comisiones solo las cambia un superusuario. Su rol es *cliente*. Lo que usted puede hacer: `!ayuda`.

        > !tasas xyz
        No conozco la moneda «xyz». Escriba una, por ejemplo `!tasas USD`, o `!tasas` para ver todas.
        ");
        assert_snapshot!(owner.sees_refused("general", &["!setcambio USD 37.5 38", "!setcambio VES 1 1", "!setcambio XXX 38 37", "!setcambio USD x 37",
            "!setcambio USD 38", "!setcambio USD 0 0"]).await, @"
        > !setcambio USD 37.5 38
        Con cada USD el cliente pagaría 37,5 Bs y recibiría 38: así la mesa pierde. Escriba primero lo que paga el cliente y después lo que recibe: `!setcambio USD 38 37,5`.

        > !setcambio VES 1 1
        El cambio se publica en bolívares: escriba la otra moneda, por ejemplo `!setcambio USD 38 37.5`.

        > !setcambio XXX 38 37
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`.

        > !setcambio USD x 37
        «x» no es una tasa. Escriba un número, como `9` o `9.2`.

        > !setcambio USD 38
        Faltan datos. Se escribe así: `!setcambio <moneda> <venta> <compra>`. Ejemplo: `!setcambio USD 38 37.5`.

        > !setcambio USD 0 0
        La tasa no puede ser cero. Escriba un número, como `9` o `9.2`.
        ");
        let far = owner.is_told("general", "!setcambio USD 380 375").await;
        far.shows(&["Cambio de 1 USD", "¿Es correcto?", "Nada se publicó todavía"]);
        owner.presses(&far, "Corregir").await;
        owner.is_told("general", "!tasas USD").await.shows(&["el cliente paga **38** Bs y recibe **37,5** Bs"]);
        world.closes_clean().await;
    }

    async fn money_that_came_in_opens_the_account_it_needs(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        owner.is_told_privately("general", "!acreditar @maria USD 50 remesa de Perú").await.shows(&["Se sumaron 50,00 $", "**maria**", "saldo actual 50,00 $"]);
        maria.last("dm").await.shows(&["50,00 $ entraron en su cuenta n.º 3", "remesa de Perú"]);
        owner.is_told_privately("general", "!acreditar @maria dólares 25").await.shows(&["saldo actual 75,00 $"]);
        owner.is_refused("general", "!acreditar @cajero1 VES 5", &["puede tener varias cuentas", "!depositar 3 5000"]).await;
        owner.is_refused("general", "!acreditar @maria EUR x", &["no es una cantidad"]).await;
        maria.is_refused("dm", "!acreditar @maria USD 5", &["admin"]).await;
        maria.is_told("dm", "!cuentas").await.shows(&["n.º 3"]);
        world.closes_clean().await;
    }
}
