//! From joining the server to having a role, and being deactivated (issue 3, numbers 1 and 2; S0-9 … S0-17).

use cambista::db::Source;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::{Answer, Message};
use crate::support::person::Person;
use crate::support::world::World;

const REGISTRATION: &str = "registro";
const REQUESTS: &str = "solicitudes";
const NAME: &str = "Su nombre, como lo verán los demás";
const COUNTRY: &str = "Su país";
const REFERRER: &str = "Revendedor por quien llegó";

/// Posts the panel.
async fn panel(world: &World) {
    world
        .person("superusuario")
        .is_told("general", "!setup panel")
        .await
        .shows(&["`#registro`"]);
}

/// Presses a role on the panel and fills in the form; a client chooses that nobody brought them.
async fn asks(person: Person<'_>, role: &str, name: &str, country: &str) -> Answer {
    let form = form_for(person, role).await;
    person.fills(&form, &[(NAME, name), (COUNTRY, country)]).await
}

async fn form_for(person: Person<'_>, role: &str) -> Answer {
    let panel = person.finds(REGISTRATION, "Registro").await;
    let pressed = person.presses(&panel, role).await;
    if role == "Cliente" {
        person
            .selects(&pressed.message(), REFERRER, &["Nadie: vine por mi cuenta"])
            .await
    } else {
        pressed
    }
}

/// The message that shows a request to superusers.
async fn request(world: &World, number: i64) -> Message {
    world
        .person("superusuario")
        .finds(REQUESTS, &format!("Solicitud {number}: rol"))
        .await
}

/// The changes of a request: `state, by, reason`.
async fn life(world: &World, number: i64) -> Vec<String> {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let rows: Vec<(String, Option<String>, Option<String>)> = sqlx::query_as(
        "select b.to_state, m.name, b.reason from request_backlog b left join members m on m.id = b.actor_id
          where b.request_id = $1 order by b.id",
    )
    .bind(number)
    .fetch_all(reader.conn())
    .await
    .expect("the backlog");
    let told = |(state, by, why): (String, Option<String>, Option<String>)| {
        format!(
            "{state}, {}, {}",
            by.as_deref().unwrap_or("-"),
            why.as_deref().unwrap_or("-")
        )
    };
    rows.into_iter().map(told).collect()
}

on_both_engines! {
    async fn whoever_joins_asks_for_a_role_and_a_superuser_lets_them_in(test_db: TestDb) {
        let mut world = World::empty(&test_db).await;
        panel(&world).await;
        let rosa = world.joins("rosa").await;
        rosa.last("dm").await.shows(&["¡Le damos la bienvenida a la mesa, **rosa**!", "`#registro`", "revendedor, cliente o cajero"]);
        let shown = rosa.finds(REGISTRATION, "Registro").await;
        assert_eq!(shown.buttons()[..3], ["Revendedor", "Cliente", "Cajero"]);
        rosa.is_refused("general", "!start batch", &["todavía no tiene un rol", "canal de registro"]).await;

        let form = form_for(rosa, "Revendedor").await;
        assert_eq!(form.modal().title, "Registro: Revendedor");
        rosa.fills(&form, &[(NAME, "Rosa Díaz"), (COUNTRY, "peru")]).await
            .says(&["Su solicitud **1** para ser **revendedor**", "mensaje directo"]);
        world.restarts().await;

        let owner = world.person("superusuario");
        let asked = request(&world, 1).await;
        asked.shows(&["Solicitud **1** de **rosa**: por decidir", "Rol: revendedor", "Nombre: Rosa Díaz", "País: PE"]);
        assert_eq!(asked.buttons(), ["Aprobar", "Rechazar"]);
        owner.presses(&asked, "Aprobar").await.says(&["Solicitud **1** aprobada: **Rosa Díaz** es revendedor", "Su canal se crea solo"]);
        world.restarts().await;

        let (owner, rosa) = (world.person("superusuario"), world.person("rosa"));
        let decided = request(&world, 1).await;
        decided.shows(&["Solicitud **1** de **Rosa Díaz**: aprobada", "por superusuario"]);
        assert!(decided.buttons().is_empty());
        rosa.last("dm").await.shows(&["Ahora es **revendedor**", "`!start batch`"]);
        assert_eq!(world.about("rosa").await["roles"], serde_json::json!(["Revendedor"]));
        rosa.last("transacciones-rosa-díaz").await.shows(&["Este es su canal", "`!t 100 p`"]);
        assert_eq!(life(&world, 1).await, ["pending, rosa, -", "approved, superusuario, -"]);

        let eva = world.joins("eva").await;
        assert!(!eva.sees_channels().await.contains(&"transacciones-rosa-díaz".to_owned()));
        let pressed = eva.presses(&eva.finds(REGISTRATION, "Registro").await, "Cliente").await;
        assert_eq!(pressed.message().options(REFERRER), ["Nadie: vine por mi cuenta", "Rosa Díaz"]);
        let form = eva.selects(&pressed.message(), REFERRER, &["Rosa Díaz"]).await;
        eva.fills(&form, &[(NAME, "Eva"), (COUNTRY, "VE")]).await.says(&["Su solicitud **2** para ser **cliente**"]);
        let asked = request(&world, 2).await;
        asked.shows(&["Rol: cliente", "Viene de parte de: Rosa Díaz"]);
        owner.presses(&asked, "Aprobar").await.says(&["**Eva** es cliente"]);
        eva.last("dm").await.shows(&["Ahora es **cliente**"]);
        rosa.says("transacciones-rosa-díaz", "!start batch").await;
        rosa.last("transacciones-rosa-díaz").await.shows(&["batch 1"]);
        world.closes_clean().await;
    }

    async fn whoever_is_rejected_hears_why_and_may_ask_again_after_a_day(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        panel(&world).await;
        let (owner, ana) = (world.person("superusuario"), world.joins("ana").await);
        asks(ana, "Cajero", "Ana", "Perú").await.says(&["Su solicitud **1**"]);
        let asked = request(&world, 1).await;
        let form = owner.presses(&asked, "Rechazar").await;
        assert_eq!(form.modal().title, "Rechazar la solicitud 1");
        owner.fills(&form, &[("¿Por qué?", "falta *verificar* su identidad")]).await.says(&["Solicitud **1** (rol) de **ana** rechazada"]);
        ana.last("dm").await.shows(&["❌ Su solicitud **1** (rol) fue rechazada: «falta \\*verificar\\* su identidad»"]);
        request(&world, 1).await.shows(&["rechazada", "Motivo: falta \\*verificar\\* su identidad"]);
        let rows = world.rows().await;
        asks(ana, "Cliente", "Ana", "Perú").await.says(&["fue rechazada hace poco", "<t:"]);
        assert_eq!(world.rows().await, rows);
        world.jumps(24 * 60);
        world.sweeps().await;
        asks(ana, "Cliente", "Ana", "Perú").await.says(&["Su solicitud **2** para ser **cliente**"]);
        owner.presses(&request(&world, 2).await, "Aprobar").await.says(&["**Ana** es cliente"]);
        assert_eq!(life(&world, 1).await, ["pending, ana, -", "rejected, superusuario, falta *verificar* su identidad"]);
        world.closes_clean().await;
    }

    async fn of_two_superusers_one_decides_and_the_other_is_told_who(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        panel(&world).await;
        let ana = world.joins("ana").await;
        asks(ana, "Cajero", "Ana", "Perú").await;
        asks(world.person("maria"), "Revendedor", "María Paz", "VE").await.says(&["Su solicitud **2**"]);
        let second = world.joins("segunda").await;
        world.person("superusuario").says("general", "!rol @segunda admin").await;
        let asked = second.finds(REQUESTS, "Solicitud 1: rol").await;
        second.presses_in_vain(&asked, "Aprobar", &["Las solicitudes las decide un superusuario"]).await;
        let form = second.presses(&asked, "Rechazar").await;
        let rows = world.rows().await;
        second.fills(&form, &[("¿Por qué?", "no lo conozco")]).await.says(&["Las solicitudes las decide un superusuario"]);
        assert_eq!(world.rows().await, rows);

        let id: &'static str = Box::leak(world.about("segunda").await["id"].as_str().expect("an id").to_owned().into_boxed_str());
        world.restarts_with(&[("CAMBISTA__DISCORD__SUPERUSERS", id)]).await;
        let (owner, second, ana) = (world.person("superusuario"), world.person("segunda"), world.person("ana"));
        let asked = request(&world, 1).await;
        world.goes_stale(&asked, 2).await;
        let form = second.presses(&asked, "Rechazar").await;
        let (one, two) = tokio::join!(owner.presses_without_waiting(&asked, "Aprobar"), second.presses_without_waiting(&asked, "Aprobar"));
        world.settles().await;
        let words = [one.text(), two.text()];
        assert_eq!(words.iter().filter(|words| words.contains("aprobada: **Ana** es cajero")).count(), 1, "{words:?}");
        assert_eq!(words.iter().filter(|words| words.contains("ya está aprobada: la decidió **")).count(), 1, "{words:?}");
        second.fills(&form, &[("¿Por qué?", "llego tarde")]).await.says(&["ya está aprobada: la decidió **"]);
        assert_eq!(life(&world, 1).await.len(), 2);
        ana.last("dm").await.shows(&["Ahora es **cajero**"]);
        world.closes_clean().await;
    }

    async fn what_is_wrong_with_a_form_is_said_and_nothing_is_stored(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        panel(&world).await;
        let (owner, ana, david) = (world.person("superusuario"), world.joins("ana").await, world.person("david"));
        let rows = world.rows().await;
        for (name, country, parts) in [
            ("Ana", "Marte", &["«Marte» no es un país de la mesa", "Perú"][..]),
            ("**", "Perú", &["con alguna letra", "de 2 a 32"][..]),
            ("da\u{200B}vid", "Perú", &["Ya hay alguien que se llama **david**"][..]),
            ("DAVID", "Perú", &["Ya hay alguien que se llama **DAVID**", "apellido"][..]),
            ("d\u{430}vid", "Perú", &["mezcla letras latinas y cirílicas", "«Ana Pérez»"][..]),
            ("ｄａｖｉｄ", "Perú", &["Ya hay alguien que se llama", "o que se lee igual"][..]),
            ("caj\u{435}ro1", "Perú", &["mezcla letras"][..]),
            ("cajerol", "Perú", &["o que se lee igual"][..]),
        ] {
            asks(ana, "Cajero", name, country).await.says(parts);
        }
        asks(david, "Revendedor", "David R", "PE").await.says(&["Usted ya es **revendedor**"]);
        assert_eq!(world.rows().await, rows);

        let trick = "Ana\u{202E}*_\u{200B}@everyone";
        asks(ana, "Cliente", trick, "PE").await.says(&["Su solicitud **1**"]);
        let rows = world.rows().await;
        asks(ana, "Cajero", "Ana", "PE").await.says(&["Ya tiene una solicitud por decidir, la **1**"]);
        assert_eq!(world.rows().await, rows);
        request(&world, 1).await.shows(&["Nombre: Ana\\*\\_@everyone"]);
        owner.is_told("general", "!rol @ana cajero").await.shows(&["**ana** ahora es cajero"]);
        request(&world, 1).await.shows(&["cerrada por la mesa", "un superusuario dio un rol directamente"]);
        for (typed, parts) in [
            ("!setup panel", &["solo los decide un superusuario"][..]),
            ("!baja @maria", &["solo los decide un superusuario"][..]),
        ] {
            david.is_refused("general", typed, parts).await;
        }
        owner.is_refused("general", "!baja @superusuario", &["Su propia baja no la puede dar usted"]).await;
        owner.is_refused("general", "!baja @nadie", &["`!baja @david`"]).await;
        // People do not see the difference between these letters, so the refusal names the scripts.
        owner.is_refused("general", "!rol ju\u{430}n cajero", &["No encuentro a «ju\u{430}n»", "letras latinas y cirílicas"]).await;
        world.closes_clean().await;
    }

    async fn closed_messages_are_greeted_in_the_channel_of_registration(test_db: TestDb) {
        let world = World::empty(&test_db).await;
        world.joins("tomas").await.leaves().await;
        world.closes_dms("tomas").await;
        let tomas = world.joins("tomas").await;
        let mention = world.mention("tomas").await;
        tomas.last(REGISTRATION).await.shows(&["¡Le damos la bienvenida a la mesa, ", &mention]);
        world.closes_clean().await;
    }

    async fn who_leaves_and_returns_finds_role_channel_and_money(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (david, cajero1) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero1.pays(1).await;
        david.says(CHANNEL, "!c 100 30").await;
        let earned = world.balance("member:1:earnings:USD").await;
        david.leaves().await;
        world.restarts().await;
        let david = world.joins("david").await;
        assert_eq!(world.about("david").await["roles"], serde_json::json!(["Revendedor"]));
        david.last("dm").await.shows(&["¡De nuevo aquí, **david**!", "**revendedor**"]);
        david.says(CHANNEL, "!start batch").await;
        david.last(CHANNEL).await.shows(&["batch 2"]);
        assert_eq!(world.balance("member:1:earnings:USD").await, earned);
        world.closes_clean().await;
    }

    async fn whoever_is_sent_away_gets_no_work_and_keeps_what_is_theirs(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        panel(&world).await;
        let (owner, david, cajero1, cajero2) =
            (world.person("superusuario"), world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        for _ in 0..3 {
            david.says(CHANNEL, "!t 100 p").await;
        }
        let paid = cajero1.order("dm", 1).await;
        cajero1.replies_with_capture("dm", &paid, b"paid").await;
        asks(cajero1, "Revendedor", "Cajero Uno", "PE").await.says(&["Su solicitud **1**"]);
        owner.is_told_privately("general", "!baja @cajero1").await.shows(&[
            "**cajero1** está de baja", "Se cerró una solicitud suya", "Su orden tiene otro cajero: **3** (cajero2)",
            "Ya en pago, y por eso suya todavía: **1**", "`!confirmar 1`", "`!rol @… cajero`",
        ]);
        request(&world, 1).await.shows(&["cerrada por la mesa", "la persona está de baja"]);
        cajero1.finds("dm", "Ya no tiene un rol en la mesa").await;
        assert_eq!(world.about("cajero1").await["roles"], serde_json::json!([]));
        owner.is_refused("general", "!baja @cajero1", &["**cajero1** ya está de baja"]).await;
        cajero1.is_refused("dm", "!disponible", &["Usted está de baja", "superusuario"]).await;
        asks(cajero1, "Cajero", "Cajero Uno", "PE").await.says(&["Usted está de baja en la mesa"]);
        david.says(CHANNEL, "!t 100 p").await;
        cajero2.order("dm", 4).await;
        world.restarts().await;

        let (owner, david, cajero1) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        cajero1.presses(&cajero1.order("dm", 1).await, "Listo").await.says(&["Orden **1** pagada"]);
        owner.is_told("general", "!rol @cajero1 cajero").await.shows(&["**cajero1** ahora es cajero (estaba de baja)"]);
        assert_eq!(world.about("cajero1").await["roles"], serde_json::json!(["Cajero"]));
        david.says(CHANNEL, "!t 100 p").await;
        cajero1.order("dm", 5).await;
        world.closes_clean().await;
    }

    async fn nobody_is_given_a_channel_of_the_desk_for_their_name(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, pending) = (world.person("superusuario"), world.joins("pending").await);
        owner.says("general", "!rol @pending revendedor").await;
        let seen = pending.sees_channels().await;
        assert!(seen.contains(&"transacciones-pending-2".to_owned()), "{seen:?}");
        assert!(!seen.contains(&"transacciones-pending".to_owned()), "{seen:?}");
        let seen = world.person("cajero1").sees_channels().await;
        assert!(seen.contains(&"transacciones-pending".to_owned()), "{seen:?}");
        world.closes_clean().await;
    }

    async fn more_resellers_than_fit_a_menu_are_found_further_down(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        panel(&world).await;
        let mut tx = world.running().app.desk.db.begin().await.expect("a unit");
        for number in 0..30i64 {
            sqlx::query("insert into members (name, role, registered_at_ms) values ($1, 'reseller', 0)")
                .bind(format!("r{number:02}"))
                .execute(tx.conn())
                .await
                .expect("a reseller");
        }
        tx.commit().await.expect("kept");
        let ana = world.joins("ana").await;
        let first = ana.presses(&ana.finds(REGISTRATION, "Registro").await, "Cliente").await.message();
        let options = first.options(REFERRER);
        assert_eq!((options.len(), options[1].as_str(), options[24].as_str()), (25, "david", "Ver más revendedores…"));
        let more = ana.selects(&first, REFERRER, &["Ver más revendedores…"]).await.message();
        assert_eq!(more.options(REFERRER).last().map(String::as_str), Some("r29"));
        let form = ana.selects(&more, REFERRER, &["r29"]).await;
        ana.fills(&form, &[(NAME, "Ana"), (COUNTRY, "PE")]).await.says(&["Su solicitud **1**"]);
        request(&world, 1).await.shows(&["Viene de parte de: r29"]);
        world.closes_clean().await;
    }
    async fn a_name_in_other_letters_is_marked_for_whoever_decides(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        panel(&world).await;
        let (ana, ivan) = (world.joins("ana").await, world.joins("ivan").await);
        asks(ana, "Cliente", "Ana Pérez", "PE").await.says(&["Su solicitud **1**"]);
        asks(ivan, "Cliente", "Иван", "PE").await.says(&["Su solicitud **2**"]);
        assert!(!request(&world, 1).await.text().contains("Letras del nombre"));
        request(&world, 2).await.shows(&["Nombre: Иван", "⚠️ Letras del nombre: cirílicas"]);
        world.closes_clean().await;
    }
}
