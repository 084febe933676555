//! Queries: lists page by page, earnings, histories, requests, help.

use insta::assert_snapshot;
use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

const NEXT: &str = "Siguientes ›";
const BACK: &str = "‹ Anteriores";
const REQUESTS: &str = "solicitudes";
/// The people who ask to be cashiers, in this order.
const GUESTS: [&str; 12] = [
    "ana", "berta", "carla", "dora", "elsa", "flor", "gina", "hilda", "ines", "julia", "karla", "lola",
];

/// The numbers of the orders (or requests) that a page shows.
fn numbers(page: &Message) -> Vec<i64> {
    let text = page.text();
    let number = |line: &str| line.strip_prefix("**")?.split_once("** · ")?.0.parse().ok();
    text.lines().filter_map(number).collect()
}

/// Presses a button of a page, and returns the page it turns to.
async fn turns(person: Person<'_>, channel: &str, page: &Message, label: &str) -> Message {
    let answer = person.presses(page, label).await;
    assert_eq!(answer.kind(), "update", "{}", answer.0);
    let seen = person.reads(channel).await;
    seen.into_iter()
        .find(|now| now.id() == page.id())
        .expect("the page is there")
}

async fn sends(david: Person<'_>, orders: usize) {
    for _ in 0..orders {
        david.says(CHANNEL, "!t 10 p").await;
    }
}

/// david earns 1.84 $ and cajero1 2.76 $.
async fn worked_example(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    for (order, typed) in [(1, "!t 100 p"), (2, "!t 100 9.2")] {
        david.says(CHANNEL, typed).await;
        world.person("cajero1").pays(order).await;
    }
    david.says(CHANNEL, "!c 200 52.63").await;
}

async fn asks_for_a_role(person: Person<'_>, name: &str) {
    let panel = person.finds("registro", "Registro").await;
    let form = person.presses(&panel, "Cajero").await;
    let fields = [("Su nombre, como lo verán los demás", name), ("Su país", "Perú")];
    person.fills(&form, &fields).await;
}

on_both_engines! {
    async fn a_list_is_paged_over_a_restart_and_while_orders_are_added(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        sends(david, 7).await;
        let first = david.is_told_privately(CHANNEL, "!transacciones 3").await;
        assert_eq!(numbers(&first), [7, 6, 5]);
        first.shows(&["Transacciones de david", "**7 órdenes abiertas**: 70,00 S/ → 631,89 Bs por pagar", "1–3 de 7 órdenes"]);
        assert_eq!(first.buttons(), [NEXT]);
        let page = turns(david, "dm", &first, NEXT).await;
        assert_eq!(numbers(&page), [4, 3, 2]);
        assert_eq!(page.buttons(), [BACK, NEXT]);

        world.restarts().await;
        let david = world.person("david");
        // A new order does not shift the pages.
        sends(david, 1).await;
        let page = turns(david, "dm", &page, NEXT).await;
        assert_eq!(numbers(&page), [1]);
        page.shows(&["8 de 8 órdenes"]);
        assert_eq!(page.buttons(), [BACK]);
        let page = turns(david, "dm", &page, BACK).await;
        assert_eq!(numbers(&page), [4, 3, 2]);
        let page = turns(david, "dm", &page, BACK).await;
        assert_eq!(numbers(&page), [7, 6, 5]);
        // If the previous page would not be full, the first one is shown.
        let page = turns(david, "dm", &page, BACK).await;
        assert_eq!(numbers(&page), [8, 7, 6]);
        assert_eq!(page.buttons(), [NEXT]);
        world.closes_clean().await;
    }

    async fn a_page_is_turned_only_by_who_may_see_the_list(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        sends(david, 3).await;
        // Where only admins read, everybody's orders may be shown.
        let everybody = owner.is_told("alertas", "!transacciones 1").await;
        everybody.shows(&["Transacciones de todos", "3 órdenes"]);
        assert_eq!(numbers(&turns(owner, "alertas", &everybody, NEXT).await), [2]);
        // Now others read there: nobody can turn the page without the permission to see it, and it is shown to nobody
        // else.
        owner.sets_permissions("alertas", "@everyone", &["view_channel"], &[]).await;
        for other in [david, cajero] {
            other.presses_in_vain(&everybody, NEXT, &["Las órdenes de todos las ven los admins"]).await;
        }
        let alone = owner.presses(&everybody, NEXT).await;
        assert_eq!(alone.kind(), "message", "{}", alone.0);
        assert_eq!(numbers(&alone.message()), [1]);
        assert_eq!(numbers(&owner.finds_again(&everybody).await.expect("the page")), [2]);
        assert!(david.finds_again(&alone.message()).await.is_none());
        world.closes_clean().await;
    }

    async fn each_sees_their_own_orders_and_only_superusers_those_of_others(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        let (cajero, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        sends(david, 3).await;
        cajero.pays(1).await;
        let mine = [cajero.is_told("dm", "!pendientes").await, cajero2.is_told("dm", "!pendientes").await];
        let mut open: Vec<i64> = mine.iter().flat_map(numbers).collect();
        open.sort();
        assert_eq!(open, [2, 3]);
        david.says(CHANNEL, "!cancelar 3").await;
        assert_eq!(numbers(&david.is_told_privately(CHANNEL, "!pendientes").await), [2]);
        assert_eq!(numbers(&david.is_told_privately(CHANNEL, "!canceladas").await), [3]);
        assert_eq!(numbers(&david.is_told_privately(CHANNEL, "!transacciones completadas").await), [1]);
        assert_eq!(numbers(&david.is_told_privately(CHANNEL, "!transacciones 1 abierta").await), [2]);
        david.slashes(CHANNEL, "pendientes", json!({})).await.says(&["Órdenes pendientes de david", "1 orden"]);
        let chosen = json!({ "n": "1", "estado": "realizada", "persona": "david" });
        owner.slashes(CHANNEL, "transacciones", chosen).await.says(&["Transacciones (pagada) de david"]);

        assert_eq!(numbers(&owner.is_told_privately("general", "!transacciones @david").await), [3, 2, 1]);
        owner.is_told_privately("general", "!canceladas @maria").await.shows(&["No hay órdenes canceladas"]);
        assert_eq!(numbers(&david.is_told_privately(CHANNEL, "!canceladas @david").await), [3]);
        assert_snapshot!(david.sees_refused(CHANNEL, &["!transacciones @cajero1"]).await, @"
        > !transacciones @cajero1
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(cajero.sees_refused("dm", &["!pendientes @david"]).await, @"
        > !pendientes @david
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(maria.sees_refused("dm", &["!canceladas @david"]).await, @"
        > !canceladas @david
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *cliente*. Lo que usted puede hacer: `!ayuda`.
        ");
        maria.is_told("dm", "!pendientes").await.shows(&["No hay órdenes pendientes", "`!transacciones`"]);
        world.closes_clean().await;
    }

    async fn what_cannot_be_read_as_a_list_is_told_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let guest = world.joins("rosa").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &[
            "!transacciones 0", "!transacciones 26", "!transacciones -1", "!transacciones perdida",
        ]).await, @"
        > !transacciones 0
        «0» no sirve como número de órdenes por página: escriba un número de 1 a 25, como `!transacciones 10`.

        > !transacciones 26
        «26» no sirve como número de órdenes por página: escriba un número de 1 a 25, como `!transacciones 10`.

        > !transacciones -1
        «-1» no sirve como número de órdenes por página: escriba un número de 1 a 25, como `!transacciones 10`.

        > !transacciones perdida
        No hay un estado «perdida». Los estados son `pendiente`, `asignada`, `procesando`, `completada`, `cancelada`, `rechazada`, `revertida`, `devuelta` y `abierta`; por ejemplo: `!transacciones 10 completada`.
        ");
        assert_snapshot!(owner.sees_refused("general", &["!transacciones @nadie", "!pendientes nadie"]).await, @"
        > !transacciones @nadie
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!transacciones [n] [estado] [@persona]`. Ejemplo: `!transacciones 10 completada`.

        > !pendientes nadie
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!pendientes [@persona]`. Ejemplo: `!pendientes`.
        ");
        assert_snapshot!(guest.sees_refused("dm", &["!pendientes"]).await, @"
        > !pendientes
        Eso lo ven quienes tienen un rol en la mesa. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.
        ");
        world.closes_clean().await;
    }

    async fn the_help_shows_each_what_they_may_do_and_explains_one_command(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        let guest = world.joins("rosa").await;
        guest.is_told("dm", "!ayuda").await.shows(&["todavía no tiene un rol", "Regístrese en el canal `#registro`", "!tasas"]);
        let told = maria.is_told("dm", "!ayuda").await;
        assert!(!told.text().contains("!setrates") && !told.text().contains("!start batch"), "{}", told.text());
        david.is_told(CHANNEL, "!ayuda pendientes").await.shows(&["Se escribe: `!pendientes [@persona]`", "Ejemplo: `!pendientes`"]);
        assert_snapshot!(david.sees_refused(CHANNEL, &["!ayuda setrates", "!ayuda pendiente"]).await, @"
        > !ayuda setrates
        Las tasas, valores y comisiones solo las cambia un superusuario. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !ayuda pendiente
        No conozco «pendiente». ¿Quiso decir `!pendientes`? Todos los comandos: `!ayuda`.
        ");
        david.slashes(CHANNEL, "ayuda", json!({ "comando": "!t" })).await.says(&["!t <monto> <p o tasa> [beneficiario]"]);

        let first = owner.is_told("general", "!ayuda").await;
        assert_eq!(first.buttons(), [NEXT]);
        david.presses_in_vain(&first, NEXT, &["Esa ayuda es de otra persona"]).await;
        let second = turns(owner, "general", &first, NEXT).await;
        second.shows(&["Página 2 de 5"]);
        let third = turns(owner, "general", &second, NEXT).await;
        let fourth = turns(owner, "general", &third, NEXT).await;
        turns(owner, "general", &fourth, NEXT).await.shows(&["!ayuda [comando]", "Página 5 de 5"]);
        world.closes_clean().await;
    }

    async fn earnings_are_shown_as_the_books_have_them(test_db: TestDb) {
        let world = World::demo_with(&test_db, &[("CAMBISTA__PAYOUTS__MINIMUM_USD", "1")]).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.is_told_privately(CHANNEL, "!ganancias").await.shows(&["Ganancias ahora: 0,00 $", "Todavía no hay ganancias", "`!transacciones`"]);
        worked_example(&world).await;
        let told = david.is_told_privately(CHANNEL, "!ganancias").await;
        told.shows(&[
            "Ganancias de david", "Ganancias ahora: 1,84 $", "Retenido en retiros: 0,00 $", "Disponible: **1,84 $**",
            "Pagado hasta hoy: 0,00 $", "Por mes", "2026: 1,84 $", "Batch **1** · ", " · revendedor · 1,84 $",
        ]);
        assert_eq!(told.buttons(), ["Retirar"]);
        cajero.is_told("dm", "!ganancias").await.shows(&["Ganancias ahora: 2,76 $", " · cajero · 2,76 $"]);

        david.says("dm", "!request-retiro 1,50 Binance ID 123456").await;
        david.is_told("dm", "!ganancias").await.shows(&["Ganancias ahora: 1,84 $", "Retenido en retiros: 1,50 $", "Disponible: **0,34 $**"]);
        let asked = owner.finds(REQUESTS, "Solicitud 1: retiro").await;
        owner.replies_with_capture(REQUESTS, &asked, b"paid").await;
        owner.presses(&asked, "Pagado").await.says(&["pagado"]);
        // Earnings that were paid out still count as earned.
        let told = owner.is_told_privately("general", "!ganancias @david").await;
        told.shows(&["Ganancias ahora: 0,34 $", "Retenido en retiros: 0,00 $", "Pagado hasta hoy: 1,50 $", "2026: 1,84 $"]);
        assert!(told.buttons().is_empty());

        assert_snapshot!(cajero.sees_refused("dm", &["!ganancias @david"]).await, @"
        > !ganancias @david
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(owner.sees_refused("general", &["!ganancias nadie"]).await, @"
        > !ganancias nadie
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!ganancias [@persona]`. Ejemplo: `!ganancias`.
        ");
        david.slashes(CHANNEL, "ganancias", json!({})).await.says(&["Pagado hasta hoy: 1,50 $"]);
        world.closes_clean().await;
    }

    async fn a_history_says_who_did_what_and_when_at_the_desk(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let maria = world.person("maria");
        david.says(CHANNEL, "!start batch").await;
        world.moves_the_hand(5).await;
        david.says(CHANNEL, "!t 100 p").await;
        world.moves_the_hand(1).await;
        cajero.pays(1).await;
        // The times are shown in each person's own zone.
        david.is_told(CHANNEL, "!historial 1").await.shows(&[
            "Historial de la orden 1",
            "100,00 S/ → 902,70 Bs · de **david** · pagada",
            "<t:1795176300:f> — hecha, espera cajero · por david",
            "<t:1795176300:f> — asignada a cajero1 · por la mesa",
            "<t:1795176360:f> — pagada · por cajero1",
            "1–4 de 4 pasos",
        ]);
        david.says(CHANNEL, "!t 50 p").await;
        david.says(CHANNEL, "!cancelar 2").await;
        world.moves_the_hand(60).await;
        david.says(CHANNEL, "!c 100 26").await;
        let batch = [
            "Historial del batch 1",
            "De **david** · PEN → VES · cerrado · ganancia 2,25 $",
            "<t:1795176000:f> — batch abierto · por david",
            "<t:1795176300:f> — orden **1**: 100,00 S/ → 902,70 Bs · por david",
            "<t:1795176360:f> — orden **1** pagada · por cajero1",
            "orden **2** cancelada antes de pagarse · por david",
            "<t:1795179960:f> — compra de 26,00 USDT por 100,00 S/, a 3,8462 · n.º 1 · por david",
            "<t:1795179960:f> — batch cerrado · por david",
        ];
        let told = cajero.is_told("dm", "!historial b1").await;
        told.shows(&batch);
        let text = told.text();
        let found: Vec<usize> = batch.iter().map(|step| text.find(step).expect("it is there")).collect();
        assert!(found.is_sorted(), "{text}");
        owner.slashes("general", "historial", json!({ "cual": "batch 1" })).await.says(&["batch cerrado"]);

        assert_snapshot!(maria.sees_refused("dm", &["!historial 1", "!historial b1"]).await, @"
        > !historial 1
        Esa orden no es suya. Solo la ven quienes participan, los cajeros y los admins.

        > !historial b1
        Ese batch es de otro revendedor. Solo lo ven ese revendedor, los cajeros y los admins.
        ");
        assert_snapshot!(david.sees_refused(CHANNEL, &[
            "!historial 99", "!historial b99", "!historial todo", "!historial",
        ]).await, @"
        > !historial 99
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !historial b99
        No hay un batch 99. Su número está en el mensaje del batch: `!batch`.

        > !historial todo
        «todo» no es una orden, un batch ni un movimiento. Escriba el número de la orden, como `!historial 12`; el del batch con una b, como `!historial b3`; el de un movimiento con una m, como `!historial m40`.

        > !historial
        Faltan datos. Se escribe así: `!historial <orden, batch o movimiento>`. Ejemplo: `!historial b3`.
        ");
        world.closes_clean().await;
    }

    async fn a_long_history_is_turned_and_only_by_who_may_see_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, maria) = (world.person("david"), world.person("maria"));
        david.says(CHANNEL, "!start batch").await;
        sends(david, 16).await;
        let first = david.is_told(CHANNEL, "!historial b1").await;
        first.shows(&["1–15 de 17 pasos", "batch abierto"]);
        assert_eq!(first.buttons(), [NEXT]);
        let cajero = world.person("cajero1");
        let second = turns(cajero, CHANNEL, &first, NEXT).await;
        second.shows(&["16–17 de 17 pasos", "orden **16**"]);
        let back = turns(david, CHANNEL, &second, BACK).await;
        back.shows(&["1–15 de 17 pasos"]);
        cajero.is_told_privately("general", "!historial b1").await.shows(&["1–15 de 17 pasos"]);
        assert_snapshot!(maria.sees_refused("general", &["!historial b1"]).await, @"
        > !historial b1
        Ese batch es de otro revendedor. Solo lo ven ese revendedor, los cajeros y los admins.
        ");
        world.closes_clean().await;
    }

    async fn requests_are_listed_by_kind_and_state_and_shown_with_their_history(test_db: TestDb) {
        let mut world = World::empty(&test_db).await;
        let owner = world.person("superusuario");
        owner.is_told_privately("general", "!solicitudes").await.shows(&["No hay solicitudes por decidir", "`!solicitudes todas`"]);
        owner.is_told("general", "!setup panel").await;
        for name in GUESTS {
            asks_for_a_role(world.joins(name).await, name).await;
        }
        let first = owner.is_told_privately("general", "!solicitudes").await;
        assert_eq!(numbers(&first), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
        first.shows(&["Solicitudes (por decidir)", " · rol · lola · cajero · *por decidir*", "1–10 de 12 solicitudes"]);

        world.restarts().await;
        let owner = world.person("superusuario");
        let second = turns(owner, "dm", &first, NEXT).await;
        assert_eq!(numbers(&second), [2, 1]);
        let one = owner.is_told_privately("general", "!solicitud 1").await;
        one.shows(&["Solicitud 1: rol", " — hecha · por ana"]);
        assert_eq!(one.buttons(), ["Aprobar", "Rechazar"]);
        owner.presses(&one, "Aprobar").await;
        let now = owner.is_told_privately("general", "!solicitud 1").await;
        now.shows(&[" — hecha · por ana", " — aprobada · por superusuario"]);
        assert!(now.buttons().is_empty());
        // If all rows of a page were decided meanwhile, the first page is shown.
        let form = owner.presses(&owner.is_told_privately("general", "!solicitud 2").await, "Rechazar").await;
        owner.submits(&form, json!({ "text": "falta su documento" })).await;
        let back = turns(owner, "dm", &second, BACK).await;
        assert_eq!(back.buttons(), Vec::<String>::new());
        assert_eq!(numbers(&owner.is_told_privately("general", "!solicitudes aprobadas").await), [1]);
        let rejected = owner.is_told_privately("general", "!solicitudes rol rechazada").await;
        rejected.shows(&["*rechazada* por superusuario"]);
        assert_eq!(numbers(&rejected), [2]);
        owner.slashes("general", "solicitudes", json!({ "tipo": "retiro", "estado": "todas" })).await.says(&["Nadie ha hecho solicitudes de retiro"]);

        assert_snapshot!(owner.sees_refused("general", &[
            "!solicitudes perdida", "!solicitudes rol perdida", "!solicitud x", "!solicitud 99",
        ]).await, @"
        > !solicitudes perdida
        No hay solicitudes de «perdida». Los tipos son `rol`, `cuenta`, `retiro`, `tasa`, `cierre` y `compra` y los estados `pendiente`, `aprobada`, `rechazada`, `vencida`, `cerrada` y `todas`; por ejemplo: `!solicitudes retiro aprobada`.

        > !solicitudes rol perdida
        Una solicitud no puede estar «perdida». Los estados son `pendiente`, `aprobada`, `rechazada`, `vencida`, `cerrada` y `todas`; por ejemplo: `!solicitudes retiro aprobada`.

        > !solicitud x
        «x» no es el número de una solicitud. Escriba solo el número, como `!solicitud 3`.

        > !solicitud 99
        No hay una solicitud 99. Vea las que hay con `!solicitudes`.
        ");
        assert_snapshot!(world.person("ana").sees_refused("general", &["!solicitudes", "!solicitud 1"]).await, @"
        > !solicitudes
        Las solicitudes las ven los admins y los superusuarios. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.

        > !solicitud 1
        Las solicitudes las ven los admins y los superusuarios. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.
        ");
        world.closes_clean().await;
    }
}
