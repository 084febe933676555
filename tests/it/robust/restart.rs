//! The bot is restarted in the middle of everything, by SIGTERM and by SIGKILL.

use serde_json::json;

use super::{CHANNEL, PENDING, captured, closes_the_batch, count, count_orders};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::patience::{at_last, when};
use crate::support::person::Person;
use crate::support::process::{Running, makes_new_books, runs};
use crate::support::world::World;

on_both_engines! {
    async fn a_restart_between_any_two_steps_changes_nothing(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.person("david").says(CHANNEL, "!start batch").await;
        world.restarts().await;
        world.person("david").says(CHANNEL, "!t 100 p").await;
        world.restarts().await;
        let order = captured(&world).await;
        world.restarts().await;
        world.person("cajero1").presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        world.restarts().await;
        world.person("david").says(CHANNEL, "!t 50 9.2").await;
        world.restarts().await;
        let second = world.person("cajero1").order("dm", 2).await;
        let form = world.person("cajero1").presses(&second, "Cancelar").await;
        assert_eq!(form.kind(), "modal");
        world.restarts().await;
        world.person("cajero1").submits(&form, json!({ "text": "el banco no responde" })).await.says(&["Orden **2** cancelada"]);
        world.restarts().await;
        world.person("david").says(CHANNEL, "!c 60 16").await;
        world.person("david").last(CHANNEL).await.shows(&["16,00", "60,00 S/", "40,00 S/"]);
        world.restarts().await;
        world.person("david").says(CHANNEL, "!c 40 10.32").await;
        world.person("david").last(CHANNEL).await.shows(&["Batch cerrado", "26,32 $", "2,57 $"]);
        world.restarts().await;
        let david = world.person("david");
        for number in [1, 2] {
            assert_eq!(count_orders(david, CHANNEL, number).await, 1);
            assert_eq!(count_orders(world.person("cajero1"), "dm", number).await, 1);
            assert_eq!(count_orders(world.person("cajero2"), PENDING, number).await, 1);
        }
        for words in ["Batch abierto", "✅ Orden **1** pagada", "Compra anotada", "Batch cerrado"] {
            assert_eq!(count(david, CHANNEL, words).await, 1, "{words}");
        }
        world.closes_clean().await;
    }
}

/// Starts the sandbox as a separate process on a folder.
async fn sandbox(folder: &std::path::Path) -> (Running, World) {
    let data = folder.join("desk");
    let data = data.to_str().expect("a plain path");
    let mut running = Running::start(folder, &["sandbox", "--data", data, "--addr", "127.0.0.1:0"], &[]);
    let line = running.line().await;
    let url = line.split_whitespace().last().expect("its address").to_owned();
    assert!(url.starts_with("http://127.0.0.1:"), "{line}");
    let world = World::at(&url);
    world.settles().await;
    (running, world)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_that_was_killed_comes_back_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, world) = sandbox(folder.path()).await;
    world.person("david").says(CHANNEL, "!start batch").await;
    world.person("david").says(CHANNEL, "!t 100 p Ana Díaz").await;
    let order = captured(&world).await;
    let owner = world.person("superusuario");
    world.joins("ana").await;
    owner
        .says("general", &format!("!rol {} revendedor", world.mention("ana").await))
        .await;
    let seen = world.person("david").reads(CHANNEL).await.len();
    let roles = world.about("ana").await["roles"].clone();
    assert_eq!(roles, json!(["Revendedor"]));
    // Notices that are not told yet when the process dies are told by the next one.
    world
        .person("david")
        .sends_without_waiting(CHANNEL, json!({ "content": "!t 10 p" }))
        .await;
    process.dies().await;

    let (process, world) = sandbox(folder.path()).await;
    let david = world.person("david");
    assert!(seen <= david.reads(CHANNEL).await.len(), "every message is still there");
    assert_eq!(world.about("ana").await["roles"], roles);
    world
        .person("cajero1")
        .order("dm", 1)
        .await
        .shows(&["Ana Díaz", "Captura: sí", "902,70 Bs"]);
    world
        .person("cajero1")
        .presses(&order, "Listo")
        .await
        .says(&["Orden **1** pagada"]);
    let paid = david.finds(CHANNEL, "✅ Orden **1** pagada").await;
    assert_eq!(
        paid.0["attachments"].as_array().map(Vec::len),
        Some(1),
        "the capture survived"
    );
    process.dies().await;

    let (process, world) = sandbox(folder.path()).await;
    let david = world.person("david");
    assert_eq!(count(david, CHANNEL, "✅ Orden **1** pagada").await, 1);
    let cajero = world.person("cajero1");
    if count_orders(cajero, "dm", 2).await == 1 {
        cajero.pays(2).await.says(&["Orden **2** pagada"]);
        david.says(CHANNEL, "!c 110 28.95").await;
        david.last(CHANNEL).await.shows(&["Batch cerrado"]);
    } else {
        // Told when it is certain that no other process answers.
        at_last("that the bot was away", async || {
            when(count(david, CHANNEL, "fuera de servicio").await == 1)
        })
        .await;
        closes_the_batch(&world).await;
    }
    assert!(process.stops_when_told().await.success());
    let books = format!("sqlite://{}", folder.path().join("desk/cambista.db").display());
    let (code, said, _) = runs(folder.path(), &["audit"], &[("DATABASE_URL", &books)]).await;
    assert_eq!((code, said.contains("The books agree")), (0, true), "{said}");
}

/// A Discord and the desk's books, each for processes that die alone.
struct Apart {
    folder: tempfile::TempDir,
    discord: Running,
    environment: Vec<(String, String)>,
    world: World,
}

impl Apart {
    /// A Discord with people in it, and empty books.
    async fn begin() -> Apart {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, books) = (folder.path().join("discord"), folder.path().join("books.db"));
        let (data, books) = (data.display().to_string(), format!("sqlite://{}", books.display()));
        let only = ["sandbox", "--discord-only", "--addr", "127.0.0.1:0", "--data", &data];
        let mut discord = Running::start(folder.path(), &only, &[]);
        let mut environment = vec![("DATABASE_URL".to_owned(), books)];
        for _ in 0..3 {
            let line = discord.line().await;
            let (name, value) = line.split_once('=').expect("a variable");
            environment.push((name.to_owned(), value.trim_matches('\'').to_owned()));
        }
        let api = environment.iter().find(|(name, _)| name == "CAMBISTA_DISCORD_API");
        let world = World::at(&api.expect("an address").1);
        let apart = Apart {
            folder,
            discord,
            environment,
            world,
        };
        makes_new_books(apart.folder.path(), &apart.environment()).await;
        apart
    }

    fn environment(&self) -> Vec<(&str, &str)> {
        let all = self.environment.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    fn bot(&self) -> Running {
        Running::start(self.folder.path(), &["run"], &self.environment())
    }

    /// A bot that made cajero1 a cashier, and died as soon as they could read so.
    async fn bot_that_told_cajero1(&self) {
        let bot = self.bot();
        bot.logs("slash commands are registered").await;
        self.world
            .person("superusuario")
            .sends_without_waiting("general", json!({ "content": "!rol @cajero1 cajero" }))
            .await;
        waits_for(self.world.person("cajero1"), "Ahora es **cajero**").await;
        bot.dies().await;
    }

    /// No request of the bot fails any more.
    async fn mends(&self) {
        let (status, answer) = self
            .world
            .control(reqwest::Method::DELETE, "/sandbox/faults", serde_json::Value::Null)
            .await;
        assert!((200..300).contains(&status), "{status} {answer}");
    }
}

#[tokio::test]
async fn what_is_sent_by_direct_message_while_the_bot_is_away_is_asked_for_again() {
    let apart = Apart::begin().await;
    let world = &apart.world;
    let cajero = world.person("cajero1");
    apart.bot_that_told_cajero1().await;

    let typed = cajero.sends_without_waiting("dm", json!({ "content": "!cola" })).await;
    let capture = cajero
        .sends_capture_without_waiting("dm", &typed, b"paid while the bot was away")
        .await;
    cajero.sends_without_waiting("dm", json!({ "content": "¿hola?" })).await;
    let several = cajero
        .sends_without_waiting("dm", json!({ "content": "!cola\n!ocupado" }))
        .await;
    let bot = apart.bot();
    waits_for_answers(cajero, "Estuve fuera de servicio", 3).await;
    for said in [&typed, &capture, &several] {
        cajero
            .reply_to("dm", said)
            .await
            .shows(&["Estuve fuera de servicio", "no procesé este mensaje", "otra vez"]);
    }

    // It dies between two lines of a message: the first is in the books, and its answer was not delivered.
    world
        .breaks(
            "POST",
            "/channels/*/messages",
            json!({ "status": 500, "times": 100_000 }),
        )
        .await;
    let cut = cajero
        .sends_without_waiting("dm", json!({ "content": "!ocupado\n!cola\n!disponible" }))
        .await;
    let answering = format!("r{}.1", cut.id());
    at_last("the answer to the first line", async || {
        let requests = world.requests().await;
        when(requests.iter().any(|request| request.to_string().contains(&answering)))
    })
    .await;
    bot.dies().await;
    apart.mends().await;
    let bot = apart.bot();
    waits_for(cajero, "no procesé las líneas 2 y 3 de este mensaje").await;
    cajero
        .reply_to("dm", &cut)
        .await
        .shows(&["Estuve fuera de servicio", "sin las demás"]);
    assert!(bot.stops_when_told().await.success());
    assert!(apart.discord.stops_when_told().await.success());
}

/// Discord took the message, and the bot died before it could write down where that stands.
#[tokio::test]
async fn who_read_what_no_record_shows_is_asked_for_what_they_sent_too() {
    let apart = Apart::begin().await;
    let cajero = apart.world.person("cajero1");
    let answers_are_lost = json!({ "status": 500, "times": 100_000, "after": true });
    apart
        .world
        .breaks("POST", "/channels/*/messages", answers_are_lost)
        .await;
    apart.bot_that_told_cajero1().await;
    apart.mends().await;
    let typed = cajero.sends_without_waiting("dm", json!({ "content": "!cola" })).await;
    let bot = apart.bot();
    waits_for(cajero, "Estuve fuera de servicio").await;
    cajero.reply_to("dm", &typed).await.shows(&["no procesé este mensaje"]);
    assert_eq!(cajero.counts("dm", "Ahora es **cajero**").await, 1);
    assert!(bot.stops_when_told().await.success());
    assert!(apart.discord.stops_when_told().await.success());
}

async fn waits_for(person: Person<'_>, words: &str) {
    waits_for_answers(person, words, 1).await;
}

async fn waits_for_answers(person: Person<'_>, words: &str, answers: usize) {
    at_last(words, async || when(answers <= person.counts("dm", words).await)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_begins_and_ends_in_an_outage_of_its_guild() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, world) = sandbox(folder.path()).await;
    world.outage_begins("Cambista").await;
    assert!(process.stops_when_told().await.success());
    for ends in [false, true] {
        let data = folder.path().join("desk");
        let data = data.to_str().expect("a plain path");
        let arguments = ["sandbox", "--data", data, "--addr", "127.0.0.1:0"];
        let mut running = Running::start(folder.path(), &arguments, &[]);
        let line = running.line().await;
        let world = World::at(line.split_whitespace().last().expect("its address"));
        running.line().await;
        let line = running.line().await;
        assert!(line.contains("an outage in the guild"), "{line}");
        assert_eq!(world.get("/sandbox/people").await[0]["username"], "superusuario");
        if ends {
            let path = "/sandbox/guilds/Cambista/outage";
            let (status, answer) = world
                .control(reqwest::Method::DELETE, path, serde_json::Value::Null)
                .await;
            assert!((200..300).contains(&status), "{status} {answer}");
            assert!(running.line().await.starts_with("API: http://"));
            world.settles().await;
            let prices = world.person("david").is_told("general", "!tasas").await;
            prices.shows(&["PEN"]);
        }
        assert!(running.stops_when_told().await.success());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_begins_again_whatever_people_did_to_what_it_set_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, world) = sandbox(folder.path()).await;
    let owner = world.person("superusuario");
    owner.renames_channel(CHANNEL, "otra").await;
    assert!(process.stops_when_told().await.success());

    let (process, world) = sandbox(folder.path()).await;
    let (owner, david) = (world.person("superusuario"), world.person("david"));
    david.says("otra", "!start batch").await;
    david.last("otra").await.shows(&["batch 1"]);
    owner.deletes_channel("otra").await;
    owner.says("general", "!baja @cajero1").await;
    owner.hands_the_guild_to("maria").await;
    owner.leaves().await;
    assert!(process.stops_when_told().await.success());

    let (process, world) = sandbox(folder.path()).await;
    let maria = world.person("maria");
    maria
        .is_told("general", "!canal @david")
        .await
        .shows(&["es ahora el canal de **david**"]);
    maria
        .is_told("general", "!baja @cajero1")
        .await
        .shows(&["ya está de baja"]);
    assert!(process.stops_when_told().await.success());
}
