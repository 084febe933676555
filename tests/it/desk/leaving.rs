//! Whoever left the server may see and withdraw what is theirs, and nothing else (issue 9, number 3).

use reqwest::Method;
use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const OTHER: &str = "Otra casa";
const GONE: &str = "Usted ya no está en el servidor de la mesa";

/// Makes a second guild that these people share with the bot, so that they can still write direct messages to it.
async fn shares_another_guild(world: &World, people: &[&'static str]) {
    world.person("eva").makes_guild_with_bot(OTHER).await;
    for name in people {
        world.person(name).enters(OTHER).await;
    }
}

/// How many messages to superusers contain these words.
async fn told(world: &World, words: &str) -> usize {
    let alerts = world.person("superusuario").reads("alertas").await;
    alerts.iter().filter(|message| message.text().contains(words)).count()
}

/// Checks that a message rings this person.
async fn rings(world: &World, whom: &str, words: &str) {
    let alarm = world.person("superusuario").finds("alertas", words).await;
    let mentions = alarm.0["mentions"].as_array().cloned().unwrap_or_default();
    assert!(
        mentions.iter().any(|user| user["username"] == whom),
        "{:?}",
        alarm.0["mentions"]
    );
}

async fn kicks_unseen(world: &World, whom: &str) {
    let path = "/sandbox/people/superusuario/kick";
    world
        .changes_unseen(Method::POST, path, json!({ "person": whom }))
        .await;
}

/// Whether the books record somebody as gone, and how often that changed.
async fn presence(world: &World, name: &str) -> (bool, i64) {
    use cambista::db::Source;
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let (left,): (Option<i64>,) = sqlx::query_as("select left_at_ms from members where name = $1")
        .bind(name.to_owned())
        .fetch_one(reader.conn())
        .await
        .expect("a member");
    let (changes,): (i64,) = sqlx::query_as(
        "select count(*) from member_backlog b join members m on m.id = b.member_id
          where b.field = 'in_guild' and m.name = $1",
    )
    .bind(name.to_owned())
    .fetch_one(reader.conn())
    .await
    .expect("a count");
    (left.is_some(), changes)
}

/// Changes the name by which the desk shows somebody.
async fn is_called(world: &World, who: &str, name: &str) {
    let mut tx = world.running().app.desk.db.begin().await.expect("a unit");
    sqlx::query("update members set display_name = $2 where name = $1")
        .bind(who.to_owned())
        .bind(name.to_owned())
        .execute(tx.conn())
        .await
        .expect("a name");
    tx.commit().await.expect("kept");
}

async fn three_orders(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    for _ in 0..3 {
        david.says(CHANNEL, "!t 100 p").await;
    }
}

on_both_engines! {
    async fn a_kicked_admin_moves_no_money_any_more(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let jefe = world.joins("jefe").await;
        owner.says("general", "!rol @jefe admin").await;
        owner.says("general", "!cuenta crear @jefe USD 5").await;
        shares_another_guild(&world, &["jefe"]).await;
        jefe.is_told("dm", "!depositar 1 10").await.shows(&["10,00 Bs"]);
        owner.kicks("jefe").await;

        for typed in ["!depositar 1 10", "!ajustar 1 -10 prueba", "!asignar 1 @cajero1", "!diario", "!pagar @david 1", "!t 100 p"] {
            jefe.is_refused("dm", typed, &[GONE]).await;
        }
        jefe.is_told("dm", "!cuentas").await.shows(&["5,00 $"]);
        jefe.is_told("dm", "!request-retiro 1 Binance ID 1").await.shows(&["no tiene ganancias"]);
        rings(&world, "superusuario", "**jefe** (admin) salió del servidor").await;
        assert_eq!(presence(&world, "jefe").await, (true, 1));
        world.closes_clean().await;
    }

    async fn a_superuser_of_the_configuration_who_left_is_none(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let id = world.about("david").await["id"].as_str().expect("an id").to_owned();
        let id: &'static str = Box::leak(id.into_boxed_str());
        world.restarts_with(&[("CAMBISTA__DISCORD__SUPERUSERS", id)]).await;
        shares_another_guild(&world, &["david"]).await;
        let david = world.person("david");
        david.is_told("dm", "!setrates PEN VES 9").await.shows(&["9"]);
        world.person("superusuario").kicks("david").await;
        david.is_refused("dm", "!setrates PEN VES 1", &[GONE]).await;
        world.joins("david").await;
        world.person("david").is_told("dm", "!setrates PEN VES 9").await.shows(&["9"]);
        world.closes_clean().await;
    }

    async fn a_kicked_cashiers_orders_go_on_and_one_that_is_paid_is_confirmed_for_them(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, cajero1, cajero2) = (world.person("superusuario"), world.person("cajero1"), world.person("cajero2"));
        shares_another_guild(&world, &["cajero1"]).await;
        three_orders(&world).await;
        // 1 and 3 are cajero1's, 2 is cajero2's.
        let paid = cajero1.order("dm", 1).await;
        cajero1.replies_with_capture("dm", &paid, b"paid one").await;
        let unpaid = cajero1.order("dm", 3).await;
        // Their phone still shows the old state.
        world.goes_stale(&unpaid, 3).await;
        owner.kicks("cajero1").await;

        assert_eq!(world.backlog_told(3).await.last().expect("a step"), "assigned → assigned, cajero2, la mesa, left");
        cajero2.order("dm", 3).await.shows(&["902,70 Bs"]);
        rings(&world, "superusuario", "**cajero1** (cajero) salió del servidor").await;
        owner.finds("alertas", "salió del servidor").await.shows(&[
            "Pasó a otro cajero su orden: **3**", "Ya tiene captura o se estaba pagando: **1**", "`!confirmar 1`", "Tiene dinero en sus cuentas",
        ]);
        // Old messages, old buttons.
        cajero1.presses_in_vain(&paid, "Listo", &[GONE]).await;
        cajero1.presses_in_vain(&unpaid, "Listo", &[GONE]).await;
        let rows = world.rows().await;
        cajero1.replies_with_capture("dm", &unpaid, b"paid late").await;
        assert_eq!(world.rows().await, rows, "a capture of somebody who is gone is nobody's");
        for typed in ["!disponible", "!cola"] {
            cajero1.is_refused("dm", typed, &[GONE]).await;
        }
        owner.is_refused("general", "!asignar 2 @cajero1", &["cajero1"]).await;
        owner.is_told_privately("general", "!confirmar 1").await.shows(&["Orden **1**"]);
        world.person("david").says(CHANNEL, "!t 10 p").await;
        assert!(world.backlog_told(4).await.iter().all(|step| !step.contains("cajero1")));

        // They come back: Discord role, rights, and orders again.
        world.joins("cajero1").await;
        assert_eq!(world.about("cajero1").await["roles"], json!(["Cajero"]));
        assert_eq!(presence(&world, "cajero1").await, (false, 2));
        cajero1.last("dm").await.shows(&["¡De nuevo aquí, **cajero1**!"]);
        assert_eq!(told(&world, "**cajero1** volvió al servidor y es otra vez cajero").await, 1);
        cajero1.is_told("dm", "!disponible").await.shows(&["disponible"]);
        owner.says("general", "!asignar 3 @cajero1").await;
        cajero1.pays(3).await.says(&["Orden **3** pagada"]);
        world.closes_clean().await;
    }

    async fn a_reseller_who_leaves_keeps_their_batch_and_their_payout(test_db: TestDb) {
        let world = World::demo_with(&test_db, &[("CAMBISTA__PAYOUTS__MINIMUM_USD", "1")]).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        shares_another_guild(&world, &["david"]).await;
        three_orders(&world).await;
        for order in 1..=3 {
            let cashier = if order == 2 { "cajero2" } else { "cajero1" };
            world.person(cashier).pays(order).await;
        }
        david.means(CHANNEL, "!c 300 100").await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        david.is_told("dm", "!request-retiro 1 Binance ID 1").await.shows(&["1,00 $"]);
        owner.kicks("david").await;
        owner.finds("alertas", "**david** (revendedor) salió del servidor").await.shows(&[
            "Su batch **2** sigue abierto", "Espera su retiro: `!solicitud 1`", "Tiene ganancias sin retirar",
        ]);
        // A superuser ends their open orders, and pays what they are owed.
        owner.is_told(CHANNEL, "!cancelar 4").await.shows(&["4"]);
        owner.says(CHANNEL, "!endbatch").await;
        let asked = owner.finds("solicitudes", "Solicitud 1").await;
        owner.replies_with_capture("solicitudes", &asked, b"paid out").await;
        owner.presses(&asked, "Pagado").await.says(&["pagado"]);
        david.finds("dm", "1,00 $").await;
        david.is_told("dm", "!request-retiro 1 Binance ID 1").await.shows(&["1,00 $"]);
        david.is_refused("dm", "!start batch", &[GONE]).await;
        world.joins("david").await;
        assert!(david.sees_channels().await.contains(&CHANNEL.to_owned()));
        david.says(CHANNEL, "!start batch").await;
        david.last(CHANNEL).await.shows(&["batch 3"]);
        world.closes_clean().await;
    }

    async fn who_leaves_or_returns_while_the_bot_is_down_is_noticed_at_the_start(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        shares_another_guild(&world, &["cajero1", "maria"]).await;
        three_orders(&world).await;
        let discord = world.bot_goes().await;
        kicks_unseen(&world, "cajero1").await;
        kicks_unseen(&world, "maria").await;
        world.bot_comes(discord).await;
        assert_eq!((presence(&world, "cajero1").await, presence(&world, "maria").await), ((true, 1), (true, 1)));
        world.person("cajero2").order("dm", 1).await;
        world.person("cajero1").is_refused("dm", "!disponible", &[GONE]).await;
        rings(&world, "superusuario", "**cajero1** (cajero) salió del servidor").await;

        let discord = world.bot_goes().await;
        world.changes_unseen(Method::POST, "/sandbox/people", json!({ "name": "cajero1" })).await;
        world.bot_comes(discord).await;
        assert_eq!((presence(&world, "cajero1").await, presence(&world, "maria").await), ((false, 2), (true, 1)));
        assert_eq!(world.about("cajero1").await["roles"], json!(["Cajero"]));
        world.person("cajero1").is_told("dm", "!disponible").await.shows(&["disponible"]);
        // A new session compares the members again, and tells nothing new.
        world.begins_a_new_session().await;
        assert_eq!(told(&world, "salió del servidor").await, 2);
        assert_eq!(told(&world, "volvió al servidor").await, 1);
        world.closes_clean().await;
    }

    async fn somebody_who_is_gone_is_sent_away_by_name_or_id(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let id = world.about("cajero1").await["id"].as_str().expect("an id").to_owned();
        owner.kicks("cajero1").await;
        owner.kicks("cajero2").await;
        owner.is_told_privately("general", "!ganancias @cajero1").await.shows(&["Ganancias de cajero1"]);
        owner.is_told_privately("general", "!cuentas @cajero1").await.shows(&["5.000,00 Bs"]);
        owner.is_refused("general", "!rol @cajero1 admin", &["**cajero1** no está en el servidor"]).await;
        owner.is_refused("general", "!cuenta crear @cajero1 USD 0", &["**cajero1** no está en el servidor"]).await;
        owner.is_refused("general", "!dar @cajero1 5 prueba", &["**cajero1** no está en el servidor"]).await;
        owner.is_refused("general", "!baja cajero3", &["¿Quiso decir", "**cajero1**", "ya no está en el servidor"]).await;
        owner.is_refused("general", "!baja zzzzzz", &["No encuentro a «zzzzzz»"]).await;
        world.person("david").is_refused("general", "!ganancias cajero1", &["Lo de otra persona y lo de la mesa solo lo ve"]).await;
        owner.is_told_privately("general", "!baja cajero1").await.shows(&["**cajero1** está de baja"]);
        // Somebody else has the name of the person who left: the command must say which one is meant.
        is_called(&world, "maria", "cajero2").await;
        let maria = world.about("maria").await["id"].as_str().expect("an id").to_owned();
        owner.is_refused("general", "!baja cajero2", &["«cajero2» puede ser", "ya no está en el servidor", &maria]).await;
        world.joins("cajero1").await;
        world.person("cajero1").is_refused("dm", "!disponible", &["Usted está de baja"]).await;
        owner.is_told("general", &format!("!rol {id} cajero")).await.shows(&["**cajero1** ahora es cajero"]);
        world.closes_clean().await;
    }

    async fn what_is_pointless_without_its_person_is_withdrawn(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.says("general", "!setup panel").await;
        let rosa = world.joins("rosa").await;
        let form = rosa.presses(&rosa.finds("registro", "Registro").await, "Cajero").await;
        rosa.fills(&form, &[("Su nombre, como lo verán los demás", "rosa"), ("Su país", "Perú")]).await;
        rosa.leaves().await;
        owner.finds("solicitudes", "Solicitud 1").await.shows(&["la persona salió del servidor"]);
        assert_eq!(told(&world, "salió del servidor").await, 0, "a guest may go");
        // Leaving twice, or the same event twice, counts once.
        world.changes(Method::POST, "/sandbox/gateway", json!({ "drop": true })).await;
        assert_eq!(presence(&world, "rosa").await, (true, 1));
        world.joins("rosa").await;
        let form = rosa.presses(&rosa.finds("registro", "Registro").await, "Cajero").await;
        rosa.fills(&form, &[("Su nombre, como lo verán los demás", "rosa"), ("Su país", "Perú")]).await;
        owner.finds("solicitudes", "Solicitud 2").await;
        world.closes_clean().await;
    }
}
