//! An older SQLite file is copied before its schema changes; on both engines older rows keep their meaning.

use std::path::{Path, PathBuf};

use cambista::app::open_desk;
use cambista::clock::Clock;
use cambista::config::{Config, Sources};
use cambista::db::{Db, Engine, Source, known_schema_version};
use cambista::domain::flows::batches;
use cambista::domain::kernel::marks::{Marked, find_marks};
use cambista::domain::kernel::outbox::{self, Notice};
use cambista::domain::people::members;
use cambista::domain::treasury::accounts;
use cambista::ids::{BatchId, DiscordMessageId, DiscordUserId, MemberId, RequestNumber};
use sqlx::migrate::{Migration, Migrator};

use crate::on_both_empty_engines;
use crate::support::database::{TestDb, on_new_books, options_at};

async fn migrations() -> Vec<Migration> {
    migrations_for(Engine::Sqlite).await
}

async fn migrations_for(engine: Engine) -> Vec<Migration> {
    let folder = match engine {
        Engine::Sqlite => "migrations/sqlite",
        Engine::Postgres => "migrations/postgres",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    Migrator::new(folder)
        .await
        .expect("the migrations")
        .iter()
        .cloned()
        .collect()
}

/// A file as the version with only the first migration left it, with one row.
async fn made_by_the_first_cambista(test_db: &TestDb) -> PathBuf {
    let path = PathBuf::from(test_db.url().trim_start_matches("sqlite://"));
    std::fs::File::create(&path).expect("a file");
    let mut raw = test_db.raw().await;
    let first: Vec<Migration> = migrations().await.into_iter().take(1).collect();
    Migrator::with_migrations(first)
        .run(&mut raw)
        .await
        .expect("the first schema");
    sqlx::query("insert into currencies (code, scale, name) values ('CLP', 4, 'Peso chileno')")
        .execute(&mut raw)
        .await
        .expect("a row");
    path
}

#[tokio::test]
async fn an_older_file_is_copied_with_its_rows_before_it_is_migrated() {
    let test_db = TestDb::sqlite().await;
    let path = made_by_the_first_cambista(&test_db).await;
    let first = migrations().await[0].version;
    let copy = path.with_extension(format!("before-{}.db", first + 1));
    // An incomplete copy, left by a process that was stopped, must not count as the copy.
    std::fs::write(&copy, "half a copy").expect("a broken copy");
    let db = Db::open(&options_at(test_db.url())).await.expect("migrated");
    let mut reader = db.reader().await.expect("a reader");
    let (name,): (String,) = sqlx::query_as("select name from currencies where code = 'CLP'")
        .fetch_one(reader.conn())
        .await
        .expect("the row is still there");
    assert_eq!(name, "Peso chileno");
    if first == known_schema_version() {
        assert_eq!(
            std::fs::read(&copy).expect("a file"),
            b"half a copy",
            "nothing to migrate, nothing to copy"
        );
        return;
    }
    let copied = TestCopy {
        url: format!("sqlite://{}", copy.display()),
    };
    assert_eq!(
        copied.read("select name from currencies where code = 'CLP'").await,
        "Peso chileno"
    );
    let version = copied
        .read("select cast(max(version) as text) from _sqlx_migrations")
        .await;
    assert_eq!(version, first.to_string());
}

#[tokio::test]
async fn a_new_file_has_nothing_to_copy() {
    let test_db = TestDb::sqlite().await;
    test_db.open().await.close().await;
    let path = PathBuf::from(test_db.url().trim_start_matches("sqlite://"));
    let folder = path.parent().expect("a folder").read_dir().expect("a listing");
    let names: Vec<String> = folder
        .map(|file| file.expect("a file").file_name().display().to_string())
        .collect();
    assert!(!names.iter().any(|name| name.contains("before")), "{names:?}");
}

#[tokio::test]
async fn both_engines_know_the_same_migrations() {
    let names = |folder: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = folder
            .read_dir()
            .expect("a folder")
            .map(|file| file.expect("a file").file_name());
        let mut names: Vec<_> = files.collect();
        names.sort();
        names
    };
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
}

struct TestCopy {
    url: String,
}

impl TestCopy {
    async fn read(&self, sql: &'static str) -> String {
        use sqlx::Connection;
        let mut raw = sqlx::AnyConnection::connect(&self.url).await.expect("the copy opens");
        let (text,): (String,) = sqlx::query_as(sql).fetch_one(&mut raw).await.expect("a row");
        text
    }
}

/// A database as the version before this migration left it, with rows from these statements.
pub(super) async fn made_before(version: i64, test_db: &TestDb, statements: &[&'static str]) {
    if test_db.engine() == Engine::Sqlite {
        std::fs::File::create(test_db.url().trim_start_matches("sqlite://")).expect("a file");
    }
    let mut raw = test_db.raw().await;
    let before: Vec<Migration> = migrations_for(test_db.engine()).await;
    let before = before
        .into_iter()
        .filter(|migration| migration.version < version)
        .collect();
    Migrator::with_migrations(before)
        .run(&mut raw)
        .await
        .expect("the schema of then");
    for sql in statements {
        sqlx::query(*sql).execute(&mut raw).await.expect(sql);
    }
}

/// A database from before accounts had numbers.
async fn made_before_accounts_had_numbers(test_db: &TestDb) {
    let statements = [
        "insert into currencies (code, scale, name) values ('CLP', 4, 'Peso chileno')",
        "insert into members (id, discord_user_id, name, role, registered_at_ms)
         values (1, 101, 'ana', 'reseller', 0), (2, 102, 'luis', 'cashier', 0)",
        "insert into accounts (id, member_id, currency, class, bank, opened_by, opened_at_ms)
         values (1, 1, 'PEN', 'member', null, 1, 0), (2, 1, 'PEN', 'member', 'BCP', 1, 0), (3, 1, 'CLP', 'member', null, 1, 0),
                (4, 2, 'VES', 'bank', 'Banesco', 1, 0), (5, 2, 'VES', 'bank', 'Mercantil', 1, 0)",
        "insert into ledger_accounts (id, code, currency, floor_minor, balance_minor, opened_at_ms)
         values (1, 'account:1:PEN', 'PEN', 0, 1000000, 0), (2, 'account:2:PEN', 'PEN', 0, 500000, 0),
                (3, 'account:4:VES', 'VES', 0, 50000000, 0)",
    ];
    made_before(4, test_db, &statements).await;
}

/// Notices from before each notice had one telling per place.
const OWED: [&str; 2] = [
    r#"insert into outbox (subject, notice, created_at_ms, due_at_ms, attempts, state, claimed_until_ms, last_error)
       values ('batch:1', '{"kind":"order_changed","order":1}', 5, 5, 0, 'told', 0, null),
              ('batch:1', '{"kind":"batch_closed","batch":1,"figures":{}}', 6, 6, 12, 'given_up', 0, 'HTTP 503'),
              ('achievement:1', '{"kind":"achievement_completed","achievement":1,"member":1}', 7, 7, 0, 'waiting', 0, null),
              ('batch:1', '{"kind":"order_changed","order":2}', 8, 99, 3, 'waiting', 77, 'HTTP 503')"#,
    "insert into shown_messages (subject, place, channel_id, message_id, shown_at_ms) values ('order:1', 'channel', 3, 4, 5)",
];

/// A person with a request and a message that shows it, from before marks existed.
const UNMARKED: [&str; 3] = [
    "insert into members (id, discord_user_id, name, role, registered_at_ms) values (1, 101, 'ana', 'reseller', 0)",
    "insert into requests (id, kind, member_id, state, open_key, details, created_at_ms) values (4, 'role', 1, 'pending', 'role:1', '{}', 0)",
    "insert into shown_messages (subject, place, channel_id, message_id, shown_at_ms) values ('request:4', 'channel', 3, 4, 5)",
];

/// Batches from before closings could be undone: closed with a gain, closed empty, open.
const CLOSED: [&str; 8] = [
    "insert into members (id, discord_user_id, name, role, registered_at_ms) values (1, 101, 'ana', 'reseller', 0)",
    "insert into accounts (id, member_id, currency, class, opened_at_ms) values (1, 1, 'PEN', 'member', 0)",
    "insert into channels (id, discord_channel_id, name, reseller_id, bound_at_ms) values (1, 11, 'ana', 1, 0)",
    "insert into batches (id, channel_id, reseller_id, receive_currency, send_currency, account_id, state, opened_at_ms,
         closed_at_ms, gain_minor, cut_percent)
     values (1, 1, 1, 'PEN', 'VES', 1, 'closed', 0, 5, 10000, '40'), (2, 1, 1, 'PEN', 'VES', 1, 'closed', 6, 7, 0, '0'),
            (3, 1, 1, 'PEN', 'VES', 1, 'open', 8, null, null, null)",
    "insert into journal (id, kind, request_id, part, posted_at_ms, details)
     values (1, 'order.completed', 'a', 0, 1, '{}'), (2, 'batch.closed', 'b', 0, 5, '{}'), (3, 'order.completed', 'c', 0, 9, '{}')",
    "insert into ledger_accounts (id, code, currency, floor_minor, balance_minor, last_entry_id, opened_at_ms)
     values (1, 'batch:1:sent:VES', 'VES', 0, 0, 2, 0), (2, 'batch:3:sent:VES', 'VES', 0, 5, 3, 0)",
    "insert into entries (id, journal_id, account_id, amount_minor, previous_minor, current_minor, previous_entry_id)
     values (1, 1, 1, 5, 0, 5, null), (2, 2, 1, -5, 5, 0, 1), (3, 3, 2, 5, 0, 5, null)",
    "insert into batch_shares (id, batch_id, part, member_id, usd_minor) values (1, 1, 'reseller', 1, 10000)",
];

/// A request and the rows that refer to it, from before requests for purchases existed.
const ASKED: [&str; 4] = [
    "insert into members (id, discord_user_id, name, role, registered_at_ms) values (1, 101, 'ana', 'reseller', 0)",
    "insert into requests (id, kind, member_id, state, open_key, details, created_at_ms)
     values (4, 'payout', 1, 'pending', 'payout:1', '{}', 0)",
    "insert into request_backlog (request_id, to_state, at_ms) values (4, 'pending', 0)",
    "insert into request_proofs (request_id, sha256, bytes, content_type, file_name, uploader_id, source_message_id, uploaded_at_ms)
     values (4, 'a', 1, 'image/png', 'a.png', 1, 9, 0)",
];

/// People from before `member_identities` existed, and rows that refer to them.
const PEOPLE: [&str; 3] = [
    "insert into members (id, discord_user_id, name, role, registered_at_ms, display_name)
     values (1, 101, 'ana', 'reseller', 5, 'Ana Ruiz'), (2, 9007199254740993, 'luis', 'client', 6, null)",
    "update members set referrer_id = 1, left_at_ms = 9 where id = 2",
    "insert into accounts (id, member_id, currency, class, opened_at_ms) values (1, 2, 'PEN', 'member', 0)",
];

on_both_empty_engines! {
    async fn people_from_before_identities_are_known_by_their_discord_user_and_keep_what_is_theirs(test_db: TestDb) {
        made_before(24, &test_db, &PEOPLE).await;
        let mark = "select mark from marks where subject = 'member:2'";
        let mut raw = test_db.raw().await;
        let before: (String,) = sqlx::query_as(mark).fetch_one(&mut raw).await.expect("its mark");
        drop(raw);
        let db = test_db.open().await;
        let mut tx = db.begin().await.expect("a unit");
        let after: (String,) = sqlx::query_as(mark).fetch_one(tx.conn()).await.expect("its mark");
        assert_eq!(before, after);
        let luis = members::find_member_by_discord(&mut tx, DiscordUserId::new(9_007_199_254_740_993)).await.expect("read").expect("luis");
        assert_eq!((luis.id.get(), luis.name.as_str(), luis.referrer), (2, "luis", Some(MemberId::new(1))));
        assert!(luis.left_at.is_some());
        let ana = members::get_member(&mut tx, MemberId::new(1)).await.expect("ana");
        assert_eq!((ana.name.as_str(), ana.discord_user), ("Ana Ruiz", Some(DiscordUserId::new(101))));
        let desk = members::get_member(&mut tx, MemberId::DESK).await.expect("the desk");
        assert_eq!(desk.discord_user, None);
        let (accounts,): (i64,) = sqlx::query_as("select count(*) from accounts a join members m on m.id = a.member_id")
            .fetch_one(tx.conn())
            .await
            .expect("what is theirs");
        assert_eq!(accounts, 1);
        // A member who does not come from Discord has no Discord user, but a mark, and cannot take somebody else's
        // identity.
        sqlx::query("insert into members (id, name, role, registered_at_ms) values (3, 'eva', 'client', 0)")
            .execute(tx.conn())
            .await
            .expect("a member");
        assert_eq!(members::get_member(&mut tx, MemberId::new(3)).await.expect("eva").discord_user, None);
        tx.commit().await.expect("kept");
        let mut tx = db.begin().await.expect("a unit");
        let taken = "insert into member_identities (member_id, kind, value, added_at_ms) values (3, 'discord', '101', 0)";
        sqlx::query(taken).execute(tx.conn()).await.expect_err("it is ana's");
        drop(tx);
        let mut tx = db.begin().await.expect("a unit");
        let nobody = "insert into accounts (id, member_id, currency, class, opened_at_ms) values (9, 99, 'PEN', 'member', 0)";
        sqlx::query(nobody).execute(tx.conn()).await.expect_err("nothing refers to who is not there");
        drop(tx);
        db.close().await;
    }

    async fn a_batch_closed_before_closings_were_taken_back_names_the_row_that_closed_it(test_db: TestDb) {
        made_before(18, &test_db, &CLOSED).await;
        let db = test_db.open().await;
        let mut reader = db.reader().await.expect("a reader");
        let mut found = Vec::new();
        for number in 1..=3 {
            let batch = batches::find_batch(&mut reader, BatchId::new(number)).await.expect("read").expect("a batch");
            found.push((batch.closing.map(|journal| journal.get()), batch.reopened, batch.is_apart));
        }
        assert_eq!(found, [(Some(2), 0, false), (None, 0, false), (None, 0, false)], "closed with a gain, empty, open");
        let shares = batches::list_shares(&mut reader, BatchId::new(1)).await.expect("read");
        assert_eq!(shares.len(), 1, "the share counts");
        drop(reader);
        db.close().await;
    }

    async fn requests_from_before_purchases_keep_what_refers_to_them_and_their_marks(test_db: TestDb) {
        made_before(20, &test_db, &ASKED).await;
        let mark = "select mark from marks where subject = 'request:4'";
        let mut raw = test_db.raw().await;
        let before: (String,) = sqlx::query_as(mark).fetch_one(&mut raw).await.expect("its mark");
        drop(raw);
        let db = test_db.open().await;
        let mut tx = db.begin().await.expect("a unit");
        let after: (String,) = sqlx::query_as(mark).fetch_one(tx.conn()).await.expect("its mark");
        assert_eq!(before, after);
        let told: (i64, i64) = sqlx::query_as(
            "select (select count(*) from request_backlog b join requests r on r.id = b.request_id),
                    (select count(*) from request_proofs p join requests r on r.id = p.request_id)",
        )
        .fetch_one(tx.conn())
        .await
        .expect("what refers to it");
        assert_eq!(told, (1, 1));
        let purchase = "insert into requests (id, kind, member_id, state, open_key, details, created_at_ms)
             values (5, 'purchase', 1, 'pending', 'purchase:1', '{}', 0)";
        sqlx::query(purchase).execute(tx.conn()).await.expect("the new kind");
        let marks: (i64,) = sqlx::query_as("select count(*) from marks where subject in ('request:4', 'request:5')")
            .fetch_one(tx.conn())
            .await
            .expect("both marks");
        assert_eq!(marks.0, 2);
        tx.commit().await.expect("kept");
        let mut tx = db.begin().await.expect("a unit");
        let nowhere = "insert into request_backlog (request_id, to_state, at_ms) values (99, 'pending', 0)";
        sqlx::query(nowhere).execute(tx.conn()).await.expect_err("nothing refers to what is not there");
        drop(tx);
        db.close().await;
    }

    async fn what_was_there_before_marks_has_one_of_its_own_and_its_messages_are_known(test_db: TestDb) {
        made_before(15, &test_db, &UNMARKED).await;
        let db = test_db.open().await;
        let mut tx = db.begin().await.expect("a unit");
        let new = "insert into members (id, name, role, registered_at_ms) values (2, 'luis', 'guest', 0)";
        sqlx::query(new).execute(tx.conn()).await.expect("a member");
        tx.commit().await.expect("kept");
        let mut reader = db.reader().await.expect("a reader");
        let of = [
            Marked::Member(MemberId::new(1)), Marked::Member(MemberId::new(2)),
            Marked::Request(RequestNumber::new(4)), Marked::Request(RequestNumber::new(5)),
        ];
        let marks = find_marks(&mut reader, &of).await.expect("read");
        assert_eq!(marks[3], None, "nothing has this number");
        let mut marks: Vec<String> = marks.into_iter().flatten().collect();
        assert!(marks.iter().all(|mark| mark.len() == 10), "{marks:?}");
        marks.sort();
        marks.dedup();
        assert_eq!(marks.len(), 3, "each has its own");
        let shown = outbox::find_subject_of(&mut reader, DiscordMessageId::new(4)).await.expect("read");
        assert_eq!(shown.map(|(subject, _)| subject), Some("request:4".to_owned()));
        drop(reader);
        db.close().await;
    }

    async fn accounts_from_before_keep_their_money_and_get_numbers_at_the_start(test_db: TestDb) {
        made_before_accounts_had_numbers(&test_db).await;
        let mut sources = Sources::default();
        sources.variables.insert("DATABASE_URL".to_owned(), test_db.url().to_owned());
        let config = on_new_books(Config::load(&sources).expect("the defaults are valid"));
        let desk = open_desk(&config, Clock::System).await.expect("migrated");
        assert_eq!(accounts::number_all(&desk).await.expect("numbered"), 5);
        assert_eq!(accounts::number_all(&desk).await.expect("nothing is left"), 0);

        let mut reader = desk.db.reader().await.expect("a reader");
        let rows: Vec<(i64, String, String, String, i64)> = sqlx::query_as(
            "select a.id, a.class, a.type, a.number, coalesce(l.balance_minor, 0)
               from accounts a left join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
              order by a.id",
        )
        .fetch_all(reader.conn())
        .await
        .expect("the accounts");
        let told: Vec<String> = rows
            .iter()
            .map(|(id, class, kind, number, minor)| format!("{id} {class} {kind} {} {minor}", &number[..2]))
            .collect();
        // The second account of one person in one currency becomes one of the type that may repeat (Q-32).
        assert_eq!(told, [
            "1 member checking 05 1000000", "2 bank bank 05 500000", "3 member checking 07 0",
            "4 bank bank 01 50000000", "5 bank bank 01 0",
        ]);
        let events: Vec<(String,)> = sqlx::query_as("select event from account_backlog order by id")
            .fetch_all(reader.conn())
            .await
            .expect("the backlog");
        assert_eq!(events.len(), 5);
        assert!(events.iter().all(|(event,)| event == "numbered"));
        let own = accounts::list_accounts_of(&mut reader, MemberId::new(1)).await.expect("ana's");
        assert_eq!(own.len(), 3);
        drop(reader);
        desk.db.close().await;
    }

    async fn what_was_owed_before_there_were_lanes_is_owed_still_and_what_was_given_up_is_kept(test_db: TestDb) {
        made_before(12, &test_db, &OWED).await;
        let db = test_db.open().await;
        let mut reader = db.reader().await.expect("a reader");
        let waiting = outbox::list_unaddressed(&mut reader, 10).await.expect("read");
        let told: Vec<String> = waiting.iter().map(|one| format!("{} {:?}", one.id, one.notice.is_some())).collect();
        assert_eq!(told, ["4 true", "3 true"], "orders before announcements, however old");
        let aside = outbox::list_set_aside(&mut reader, 10).await.expect("read");
        let aside: Vec<String> = aside.iter().map(|one| format!("{} {}: {}", one.notice, one.kind, one.why)).collect();
        assert_eq!(aside, ["2 batch_closed: HTTP 503"]);
        let shown = outbox::find_shown(&mut reader, "order:1", "channel").await.expect("read");
        assert!(shown.is_some());
        drop(reader);
        let mut tx = db.begin().await.expect("a unit");
        assert_eq!(outbox::owe_again(&mut tx, Clock::System.now()).await.expect("owed"), 1);
        let next = Notice::PanelWanted;
        outbox::enqueue(&mut tx, "panel", &next, Clock::System.now()).await.expect("owed");
        tx.commit().await.expect("kept");
        let mut reader = db.reader().await.expect("a reader");
        let ids: Vec<i64> = outbox::list_unaddressed(&mut reader, 10).await.expect("read").iter().map(|one| one.id.get()).collect();
        assert_eq!(ids, [2, 4, 5, 3], "numbers go on where they were");
        drop(reader);
        db.close().await;
    }
}
