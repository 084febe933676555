//! Two processes of one desk in one Discord: what was refused stays refused.

use crate::support::database::{TestDb, connect};
use crate::support::message::Message;
use crate::support::patience::{PATIENCE, at_last, seen_within, when};
use crate::support::person::Person;
use crate::support::world::World;

const CHANNEL: &str = "general";

/// The replies to a message.
async fn replies(person: Person<'_>, said: &Message) -> Vec<String> {
    let seen = person.reads(CHANNEL).await;
    let of_it = seen
        .iter()
        .filter(|message| message.0["message_reference"]["message_id"] == said.0["id"]);
    of_it.map(Message::text).collect()
}

/// Types it, and waits for the reply.
async fn asks(person: Person<'_>, text: &str) -> (Message, String) {
    let said = person
        .sends_without_waiting(CHANNEL, serde_json::json!({ "content": text }))
        .await;
    let look = async || replies(person, &said).await.pop();
    let reply = seen_within(PATIENCE, look).await;
    let reply = reply.unwrap_or_else(|| panic!("{text} is not answered"));
    (said, reply)
}

/// Gives some coins, and waits for the reply.
async fn gives(owner: Person<'_>) -> (Message, String) {
    asks(owner, "!dar @cajero2 5 poco").await
}

/// Whether the books have a receipt of what was typed.
async fn is_in_books(books: &str, said: &Message) -> bool {
    let mut raw = connect(books).await;
    let found: (i64,) = sqlx::query_as("select count(*) from receipts where request_id = $1")
        .bind(format!("discord:{}", said.id()))
        .fetch_one(&mut raw)
        .await
        .expect("a count");
    found.0 == 1
}

/// When whoever has the voice last proved it, in microseconds.
async fn voice_proved_at(raw: &mut sqlx::AnyConnection) -> Option<i64> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select cast(extract(epoch from a.query_start) * 1000000 as bigint)
           from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where l.locktype = 'advisory' and l.granted and l.classid = 1667329378 and l.objid = 1987012963
            and l.database = (select oid from pg_database where datname = current_database())",
    )
    .fetch_optional(raw)
    .await
    .expect("a look at the locks");
    row.map(|(at,)| at)
}

/// Waits until whoever has the voice has proved it several times: it knows then who joined.
async fn knows_who_joined(books: &str) {
    let mut raw = connect(books).await;
    let (mut last, mut proofs) = (None, 0);
    let look = async || {
        let at = voice_proved_at(&mut raw).await;
        if at != last {
            (last, proofs) = (at, proofs + 1);
        }
        when(4 <= proofs)
    };
    at_last("a proof of the voice", look).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn what_one_process_could_not_save_is_not_done_by_the_other_on_postgres() {
    let mut test_db = TestDb::postgres().await;
    let books = test_db.url().to_owned();
    let proxy = test_db.behind_a_proxy().await;
    let world = World::demo(&test_db).await;
    let owner = world.person("superusuario");
    let second = world.another_process(&books).await;

    let (said, reply) = gives(owner).await;
    assert!(is_in_books(&books, &said).await, "{reply}");
    assert_eq!(replies(owner, &said).await.len(), 1, "both heard it, one answered");

    knows_who_joined(&books).await;
    // From here on the first process cannot save anything. It answered until then.
    proxy.goes_away();
    let mut kept = 0;
    let mut told = Vec::new();
    while kept < 3 {
        let (said, reply) = gives(owner).await;
        let saved = is_in_books(&books, &said).await;
        let refused = reply.contains("No se guardó nada") || reply.contains("no procesé este mensaje");
        assert_ne!(saved, refused, "{reply}");
        kept += i32::from(saved);
        told.push(reply);
        assert!(told.len() < 60, "nobody saves anything: {told:#?}");
    }
    assert!(
        told.iter()
            .any(|reply| reply.contains("no procesé") || reply.contains("No se guardó")),
        "{told:#?}"
    );

    proxy.comes_back();
    // Whoever has the voice ends: the other one takes it, and loses nothing that is typed meanwhile.
    second.shutdown().await;
    let (said, reply) = gives(owner).await;
    assert_eq!(
        is_in_books(&books, &said).await,
        !reply.contains("no procesé"),
        "{reply}"
    );
    let done = async || {
        let (said, _) = gives(owner).await;
        is_in_books(&books, &said).await.then_some(())
    };
    seen_within(PATIENCE, done)
        .await
        .expect("the first process answers again");
}
