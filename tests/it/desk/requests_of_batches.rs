//! Requests about a batch: a transfer at a rate outside the band, and closing without a purchase.

use super::CHANNEL;
use super::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

const REQUESTS: &str = "solicitudes";
const REASON: &str = "¿Por qué?";

/// The message that shows a request to superusers.
async fn request(owner: Person<'_>, number: i64) -> Message {
    let seen = owner.reads(REQUESTS).await;
    let title = format!("Solicitud {number}:");
    let found = seen
        .iter()
        .rev()
        .find(|message| message.title().is_some_and(|shown| shown.starts_with(&title)));
    found.cloned().unwrap_or_else(|| panic!("no request {number}"))
}

on_both_engines! {
    async fn a_rate_outside_the_band_waits_for_a_superuser_and_then_goes_out_as_typed(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.is_told(CHANNEL, "!t 100 12 Ana 0102").await.shows(&[
            "La tasa 12 está lejos de la publicada, 9", "se admite de 8,55 a 9,45", "solicitud **1**", "en 30 minutos vence",
        ]);
        // Another customer waits as well.
        david.is_told(CHANNEL, "!t 50 8,5").await.shows(&["solicitud **2**"]);
        world.restarts().await;

        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let asked = request(owner, 1).await;
        asked.shows(&[
            "Solicitud **1** de **david**: por decidir", "Recibido: 100,00 S/", "Tasa pedida: 12", "Tasa publicada: 9",
            "A enviar: 1.200,00 Bs", "A la publicada: 900,00 Bs",
            // 3 of 9; 300 / 38 = 7.894…
            "Diferencia: +33,33 % · se envían 7,89 $ de más", "Comisión: 3,60 Bs", "Ana 0102", "Vence: <t:",
        ]);
        // 425 instead of 450: 25 / 38 = 0.657…
        request(owner, 2).await.shows(&["Diferencia: -5,56 % · se envían 0,66 $ de menos"]);
        assert_eq!(asked.buttons(), ["Aprobar", "Rechazar"]);

        owner.presses(&asked, "Aprobar").await.says(&["Solicitud **1** aprobada", "de **david** sale como orden **1**, 1.203,60 Bs"]);
        cajero.order("dm", 1).await.shows(&["1.200,00 Bs", "3,60 Bs", "1.203,60 Bs", "a tasa 12", "Ana 0102"]);
        david.order(CHANNEL, 1).await.shows(&["asignada, espera el pago"]);
        david.finds("dm", "Su solicitud **1**").await.shows(&["fue aprobada: la transferencia sale como la escribió"]);
        let decided = request(owner, 1).await;
        decided.shows(&["aprobada", "por superusuario"]);
        assert!(decided.buttons().is_empty());
        assert_eq!(world.backlog_told(1).await, [
            "- → pending, -, david, -", "pending → assigned, cajero1, -, -",
        ]);

        let form = owner.presses(&request(owner, 2).await, "Rechazar").await;
        owner.fills(&form, &[(REASON, "muy baja")]).await.says(&["Solicitud **2** (tasa) de **david** rechazada"]);
        david.finds("dm", "Su solicitud **2**").await.shows(&["«muy baja»", "Nada se envió", "`p`"]);

        cajero.pays(1).await.says(&["1.203,60 Bs"]);
        david.last(CHANNEL).await.shows(&["1.203,60 Bs", "31,673 $"]);
        david.says(CHANNEL, "!c 100 32.67").await;
        david.last(CHANNEL).await.shows(&["1,00 $", "0,40 $", "0,60 $"]);
        world.closes_clean().await;
    }

    async fn two_superusers_who_approve_at_once_make_one_order(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 12").await;
        let asked = request(owner, 1).await;
        world.goes_stale(&asked, 1).await;
        let (first, second) = tokio::join!(
            owner.presses_without_waiting(&asked, "Aprobar"),
            owner.presses_without_waiting(&asked, "Aprobar"),
        );
        world.settles().await;
        let told = [first.text(), second.text()].concat();
        assert!(told.contains("sale como orden **1**") && told.contains("ya está aprobada: la decidió **superusuario**"), "{told}");
        owner.presses_in_vain(&asked, "Aprobar", &["La solicitud **1** ya está aprobada", "**superusuario**"]).await;
        david.says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        david.last(CHANNEL).await.shows(&["sin transferencias pagadas"]);
        world.closes_clean().await;
    }

    async fn a_rate_that_nobody_decides_in_time_is_no_rate_any_more(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 12").await;
        let asked = request(owner, 1).await;
        world.passes(30).await;
        request(owner, 1).await.shows(&["por decidir"]);
        world.moves_the_hand(1).await;
        owner.presses_in_vain(&asked, "Aprobar", &["La solicitud **1** venció"]).await;
        world.goes_stale(&asked, 1).await;
        world.sweeps().await;
        david.finds("dm", "Su solicitud **1**").await.shows(&["venció sin que nadie la decidiera"]);
        owner.presses_in_vain(&asked, "Aprobar", &["La solicitud **1** ya está vencida", "la decidió la mesa"]).await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn a_batch_that_closes_takes_what_is_asked_about_it_along(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!t 100 12").await;
        david.is_told(CHANNEL, "!endbatch").await.shows(&["solicitud **2**"]);
        let rate = request(owner, 1).await;
        world.goes_stale(&rate, 1).await;
        david.says(CHANNEL, "!c 200 52.63").await;
        for number in 1..=2 {
            david.finds("dm", &format!("Su solicitud **{number}**")).await.shows(&["se cerró: «el batch ya se cerró»"]);
        }
        let closing = request(owner, 2).await;
        closing.shows(&["cerrada por la mesa", "el batch ya se cerró"]);
        assert!(closing.buttons().is_empty());
        owner.presses_in_vain(&rate, "Aprobar", &["La solicitud **1** ya está cerrada por la mesa"]).await;
        david.finds(CHANNEL, "Batch cerrado").await.shows(&["4,60 $", "1,84 $", "2,76 $"]);
        world.closes_clean().await;
    }

    async fn a_superuser_who_types_a_rate_has_decided_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        owner.says(CHANNEL, "!t 100 12").await;
        owner.order(CHANNEL, 1).await.shows(&["1.203,60 Bs", "La escribió **superusuario** para **david**"]);
        // A cashier's transfer waits like a reseller's, and is then that cashier's to pay.
        cajero.is_told(CHANNEL, "!t 100 12").await.shows(&["solicitud **1**"]);
        owner.presses(&request(owner, 1).await, "Aprobar").await.says(&["orden **2**"]);
        cajero.order("dm", 2).await.shows(&["1.203,60 Bs", "david"]);
        david.order(CHANNEL, 2).await.shows(&["La escribió **cajero2** para **david**"]);
        david.is_refused(CHANNEL, "!t 0 12", &["no puede ser cero"]).await;
        let long = format!("!t 100 12 {}", "x".repeat(201));
        david.is_refused(CHANNEL, &long, &["tiene 201 caracteres"]).await;
        for order in 1..=2 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        world.closes_clean().await;
    }

    async fn a_batch_with_money_in_it_closes_without_a_purchase_when_a_superuser_says_so(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        david.says(CHANNEL, "!c 50 13").await;
        david.is_told(CHANNEL, "!endbatch").await.shows(&[
            "El batch **1** tiene 150,00 S/ por los que no se compraron USDT", "solicitud **1**", "`!c <cantidad> <usdt>`",
        ]);
        david.is_refused(CHANNEL, "!endbatch", &["Ya tiene una solicitud por decidir, la **1**"]).await;
        world.restarts().await;

        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let asked = request(owner, 1).await;
        asked.shows(&["Solicitud 1: cierre", "Batch: 1", "Sin comprar: 150,00 S/"]);
        // First orders are open; then more was received than was asked about.
        david.says(CHANNEL, "!t 100 p").await;
        owner.presses_in_vain(&asked, "Aprobar", &["hay órdenes abiertas", "Orden **3**: 902,70 Bs"]).await;
        cajero.pays(3).await;
        owner.presses_in_vain(&asked, "Aprobar", &["es por 150,00 S/", "quedan ahora 250,00 S/", "Rechácela"]).await;
        david.is_told(CHANNEL, "!endbatch").await.shows(&["250,00 S/", "solicitud **2**"]);
        request(owner, 1).await.shows(&["cerrada por la mesa", "hay otra en su lugar"]);

        owner.presses(&request(owner, 2).await, "Aprobar").await.says(&["batch **1** cerrado", "250,00 S/ quedan como posición abierta"]);
        david.last(CHANNEL).await.shows(&[
            "Batch cerrado", "batch 1 cerrado", "300,00 S/", "2.728,16 Bs", "USDT comprados: 13,00 USDT por 50,00 S/",
            "sin comprar USDT por 250,00 S/", "posición abierta de la mesa", "No hay ganancia que repartir",
        ]);
        david.finds("dm", "Su solicitud **2**").await.shows(&["(cierre) fue aprobada"]);
        for (account, balance) in [
            ("batch:1:received:PEN", "0"), ("batch:1:sent:VES", "0"), ("position:PEN", "300"), ("position:USDT", "-13"),
            ("treasury:USDT", "13"), ("world:PEN", "-300"), ("fees:VES", "8.16"), ("profit:USD", "0"), ("loss:USD", "0"),
        ] {
            assert_eq!(world.balance(account).await, balance, "{account}");
        }
        assert!(!world.balances().await.keys().any(|code| code.contains("earnings")));
        // The 50 S/ that were exchanged are not open; the USDT that they became are shown by themselves.
        let position = owner.is_told_privately("general", "!posicion").await;
        position.shows(&["PEN: **250,00 S/** · compró y todavía no vendió", "USDT comprados: 13,00 USDT"]);
        assert!(!position.text().contains("USDT: **"), "{}", position.text());
        david.says(CHANNEL, "!start batch").await;
        david.last(CHANNEL).await.shows(&["batch 2"]);
        world.closes_clean().await;
    }

    async fn a_closing_that_is_rejected_leaves_the_batch_open(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        // A superuser's command files a request too, because closing gives up a gain.
        owner.is_told(CHANNEL, "!endbatch").await.shows(&["200,00 S/", "solicitud **1**"]);
        let form = owner.presses(&request(owner, 1).await, "Rechazar").await;
        owner.fills(&form, &[(REASON, "compren hoy")]).await.says(&["(cierre)", "rechazada"]);
        owner.finds("dm", "Su solicitud **1**").await.shows(&["«compren hoy»", "El batch sigue abierto"]);
        david.says(CHANNEL, "!c 200 52.63").await;
        david.last(CHANNEL).await.shows(&["4,60 $"]);
        world.closes_clean().await;
    }
}
