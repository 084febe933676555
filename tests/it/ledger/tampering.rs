//! Changes to the file outside the desk are found, and the audit names the changed row.
//!
//! The file is longer than 400 lines because all its stories use the one intruder below, who is nobody else's.

use cambista::db::Db;
use cambista::domain::books::ledger::audit::{self, AuditError, Clean};
use cambista::domain::books::ledger::{self, AccountKey, FloorChange, Reversal};
use cambista::domain::kernel::money::{Currency, Money};
use cambista::ids::MemberId;
use rand::Rng;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::support::database::TestDb;
use crate::support::desk::{NOON, account, closes_clean, fresh_request, pay_in, post, transfer};

/// The rows tried per column, as a fraction of the table: the first, the last and one in between.
const PLACES: [f64; 3] = [0.0, 0.55, 1.0];

/// Makes books with postings over several accounts, an overdraft, an open, a settled and a released hold, and a
/// reversal, and closes them.
async fn some_books(test_db: &TestDb) {
    let db = test_db.open().await;
    for number in 0..4 {
        pay_in(&db, account(number, Currency::PEN), 100_000).await;
    }
    for n in 1..=30 {
        let (from, to) = (account(n % 4, Currency::PEN), account((n + 1) % 4, Currency::PEN));
        post(&db, transfer(from, to, 100 + n)).await.expect("posted");
    }
    let row = post(&db, transfer(account(1, Currency::PEN), account(2, Currency::PEN), 77))
        .await
        .expect("posted");
    let mut tx = db.begin().await.expect("a unit");
    let reversal = Reversal {
        journal: row,
        kind: "story.reversal",
        request: fresh_request(),
        actor: MemberId::new(7),
        at: NOON,
        details: serde_json::Value::Null,
        may_owe: Vec::new(),
    };
    ledger::reverse(&mut tx, reversal).await.expect("reversed");
    let overdraft = FloorChange {
        account: account(1, Currency::PEN),
        floor: Money::from_minor(-5_000, Currency::PEN),
        request: fresh_request(),
        actor: MemberId::new(7),
        at: NOON,
    };
    ledger::set_floor(&mut tx, overdraft).await.expect("an overdraft");
    let mut holds = Vec::new();
    for number in 0..3 {
        let amount = Money::from_minor(500, Currency::PEN);
        let held = ledger::hold(&mut tx, account(number, Currency::PEN), amount, &fresh_request(), NOON).await;
        holds.push(held.expect("held"));
    }
    let settling = transfer(account(0, Currency::PEN), account(3, Currency::PEN), 400);
    ledger::settle(&mut tx, holds[0], settling).await.expect("settled");
    ledger::release(&mut tx, holds[1], NOON).await.expect("released");
    tx.commit().await.expect("kept");
    assert_eq!(closes_clean(&db).await.open_holds, 1);
    db.close().await;
}

/// A plain connection without the desk's protections.
async fn intruder(test_db: &TestDb) -> AnyConnection {
    let mut raw = test_db.raw().await;
    let triggers: Vec<(String,)> = sqlx::query_as("select name from sqlite_master where type = 'trigger'")
        .fetch_all(&mut raw)
        .await
        .expect("triggers");
    for (name,) in triggers {
        run(&mut raw, &format!("drop trigger {name}")).await;
    }
    run(&mut raw, "pragma foreign_keys = off").await;
    run(&mut raw, "pragma ignore_check_constraints = on").await;
    raw
}

async fn run(raw: &mut AnyConnection, sql: &str) -> u64 {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(raw).await;
    done.expect(sql).rows_affected()
}

async fn text(raw: &mut AnyConnection, sql: &str) -> String {
    let (text,): (String,) = sqlx::query_as(AssertSqlSafe(sql.to_owned()))
        .fetch_one(raw)
        .await
        .expect(sql);
    text
}

async fn prove(test_db: &TestDb) -> Result<Clean, AuditError> {
    let mut snapshot = Db::open_snapshot(test_db.url()).await.expect("a snapshot");
    audit::audit(&mut snapshot, cambista::db::Engine::Sqlite).await
}

/// The changed row, and the words by which the audit may name it.
struct Changed {
    table: &'static str,
    row: String,
    names: Vec<String>,
}

/// Picks the row of `table` at the fraction `place`.
async fn pick(raw: &mut AnyConnection, table: &'static str, place: f64) -> Changed {
    let count: usize = text(raw, &format!("select cast(count(*) as text) from {table}"))
        .await
        .parse()
        .expect("a count");
    let nth = (place * (count - 1) as f64).round() as usize;
    let row = text(
        raw,
        &format!("select cast(rowid as text) from {table} order by rowid limit 1 offset {nth}"),
    )
    .await;
    let journal = |sql: &str| format!("select coalesce('journal row ' || ({sql}), '-') || ';'");
    let names = match table {
        "journal" => vec![format!("journal row {row}")],
        "entries" => {
            let of = journal(&format!("select journal_id from entries where id = {row}"));
            vec![text(raw, &of).await.replace(';', ""), format!("entry {row} ")]
        }
        "seals" => {
            let of = journal(&format!("select journal_id from seals where seq = {row}"));
            vec![text(raw, &of).await.replace(';', ""), format!("seal {row}")]
        }
        _ => vec![text(raw, &format!("select code from ledger_accounts where id = {row}")).await],
    };
    Changed { table, row, names }
}

fn named(found: &str, names: &[String]) -> bool {
    // `row 3` must not pass for `row 31`.
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
    names.iter().any(|name| {
        found
            .match_indices(name.as_str())
            .any(|(at, _)| ends(&found[at + name.len()..]))
    })
}

async fn is_found(test_db: &TestDb, what: &str, names: &[String]) {
    match prove(test_db).await {
        Err(AuditError::Difference(found)) => {
            assert!(
                named(&found.to_string(), names),
                "{what}: found as `{found}`, not by {names:?}"
            );
        }
        other => panic!("{what} was not found: {other:?}"),
    }
}

/// Another value of the same type.
fn other_value(column: &str, kind: &str) -> String {
    let by = rand::rng().random_range(1..1_000_000);
    match kind {
        "text" => format!("{column} || 'x'"),
        "blob" => format!(
            "cast(substr({column}, 1, 15) || x'{:02x}' || substr({column}, 17) as blob)",
            by % 256
        ),
        "null" => "1".to_owned(),
        _ => format!("{column} + {by}"),
    }
}

async fn every_column_is_guarded(table: &'static str, columns: &[&str]) {
    let test_db = TestDb::sqlite().await;
    some_books(&test_db).await;
    let mut raw = intruder(&test_db).await;
    prove(&test_db).await.expect("right before anything is changed");
    for column in columns {
        for place in PLACES {
            let changed = pick(&mut raw, table, place).await;
            let at = format!("from {table} where rowid = {}", changed.row);
            let kind = text(&mut raw, &format!("select typeof({column}) {at}")).await;
            let kept = text(&mut raw, &format!("select quote({column}) {at}")).await;
            let value = other_value(column, &kind);
            run(
                &mut raw,
                &format!("update {table} set {column} = {value} where rowid = {}", changed.row),
            )
            .await;
            let row = if is_row_id(table, column) {
                text(&mut raw, &moved_row(&changed, &value)).await
            } else {
                changed.row
            };
            let now = text(
                &mut raw,
                &format!("select quote({column}) from {table} where rowid = {row}"),
            )
            .await;
            if now != kept {
                is_found(&test_db, &format!("{table}.{column} {kept} -> {now}"), &changed.names).await;
            }
            run(
                &mut raw,
                &format!("update {table} set {column} = {kept} where rowid = {row}"),
            )
            .await;
            prove(&test_db).await.expect("right again");
        }
    }
}

fn is_row_id(table: &str, column: &str) -> bool {
    column == "id" || (table == "seals" && column == "seq")
}

/// The condition that finds a row after its own id was changed by `value`, e.g. `id + 17`.
fn moved_row(changed: &Changed, value: &str) -> String {
    let by = value.split('+').nth(1).unwrap_or("0").trim();
    format!(
        "select cast(rowid as text) from {} where rowid = {} + {by}",
        changed.table, changed.row
    )
}

#[tokio::test]
async fn a_change_anywhere_in_the_journal_is_found_and_the_row_is_named() {
    let columns = [
        "id",
        "kind",
        "request_id",
        "part",
        "actor_id",
        "posted_at_ms",
        "details",
        "reverses_id",
    ];
    every_column_is_guarded("journal", &columns).await;
}

#[tokio::test]
async fn a_change_of_any_entry_is_found_and_the_row_is_named() {
    let columns = [
        "id",
        "journal_id",
        "account_id",
        "amount_minor",
        "previous_minor",
        "current_minor",
        "previous_entry_id",
    ];
    every_column_is_guarded("entries", &columns).await;
}

#[tokio::test]
async fn a_change_of_any_seal_is_found_and_the_row_is_named() {
    every_column_is_guarded("seals", &["seq", "journal_id", "hash"]).await;
}

#[tokio::test]
async fn a_change_of_what_stands_in_an_account_is_found_and_the_account_is_named() {
    every_column_is_guarded(
        "ledger_accounts",
        &[
            "balance_minor",
            "held_minor",
            "last_entry_id",
            "currency",
            "floor_minor",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_hold_whose_story_was_changed_is_found() {
    for (change, name) in [
        (
            "update holds set state = 'settled', journal_id = 3 where id = 3",
            "hold 3",
        ),
        ("update holds set state = 'open' where id = 1", "hold 1"),
        ("update holds set journal_id = null where id = 1", "hold 1"),
        ("update holds set amount_minor = 499 where id = 3", "account:2:PEN"),
        (
            "update hold_backlog set to_state = 'released' where hold_id = 1 and to_state = 'settled'",
            "hold 1",
        ),
        (
            "update hold_backlog set settled_minor = 1 where hold_id = 1 and to_state = 'settled'",
            "hold 1",
        ),
        ("delete from hold_backlog where hold_id = 2", "hold 2"),
    ] {
        let test_db = TestDb::sqlite().await;
        some_books(&test_db).await;
        let mut raw = intruder(&test_db).await;
        assert!(0 < run(&mut raw, change).await, "{change}");
        match prove(&test_db).await {
            Err(AuditError::Difference(found)) => {
                let found = found.to_string();
                assert!(
                    named(&found, &[name.to_owned()]) || found.contains("account:"),
                    "{change}: {found}"
                );
            }
            other => panic!("{change} was not found: {other:?}"),
        }
    }
}

/// The books refuse to take an account below its floor, so only somebody who writes past them can.
#[tokio::test]
async fn an_account_below_zero_is_found_and_named() {
    let test_db = TestDb::sqlite().await;
    some_books(&test_db).await;
    let mut raw = intruder(&test_db).await;
    // A hold of more than there is, and the account's own sum of holds with it.
    for change in [
        "update holds set amount_minor = amount_minor + 1000000 where id = 3",
        "update ledger_accounts set held_minor = held_minor + 1000000 where code = 'account:2:PEN'",
    ] {
        assert_eq!(run(&mut raw, change).await, 1, "{change}");
    }
    match prove(&test_db).await {
        Err(AuditError::Difference(found)) => {
            let found = found.to_string();
            assert!(
                found.contains("account account:2:PEN") && found.contains("below its floor 0"),
                "{found}"
            );
        }
        other => panic!("it was not found: {other:?}"),
    }
}

#[tokio::test]
async fn a_row_that_was_removed_or_slipped_in_is_found() {
    let insert_row = "insert into journal (id, kind, request_id, part, posted_at_ms, details)
                      values (900, 'x', 'forged', 0, 1, '{}')";
    for (change, names) in [
        ("delete from journal where id = 20", ["journal row 20", "seal 20"]),
        (
            "delete from entries where journal_id = 20",
            ["journal row 20", "seal 20"],
        ),
        ("delete from entries where id = 40", ["journal row 20", "entry 40"]),
        ("delete from seals where seq = 20", ["journal row 20", "seal 20"]),
        (
            "delete from seals where seq = (select max(seq) from seals)",
            ["journal row 38", "seal 38"],
        ),
        (insert_row, ["journal row 900", "journal row 900"]),
        (
            "insert into entries (id, journal_id, account_id, amount_minor, previous_minor, current_minor)
             values (900, 20, 2, 5, 0, 5)",
            ["journal row 20", "entry 900"],
        ),
        (
            "insert into entries (id, journal_id, account_id, amount_minor, previous_minor, current_minor)
             values (900, 4711, 2, 5, 0, 5)",
            ["journal row 4711", "entry 900"],
        ),
    ] {
        let test_db = TestDb::sqlite().await;
        some_books(&test_db).await;
        let mut raw = intruder(&test_db).await;
        assert!(0 < run(&mut raw, change).await, "{change}");
        is_found(&test_db, change, &names.map(str::to_owned)).await;
    }
}

#[tokio::test]
async fn a_debt_that_was_allowed_is_right_and_another_one_is_found() {
    for change in [
        "update ledger_accounts set floor_minor = -41 where code = 'member:5:points:PTS'",
        "update ledger_accounts set floor_minor = 0 where code = 'member:5:points:PTS'",
        "update journal set details = replace(details, '-40', '-60') where kind = 'account.floor'",
    ] {
        let test_db = TestDb::sqlite().await;
        let db = test_db.open().await;
        let (points, issuance) = (
            AccountKey::Points(MemberId::new(5)),
            AccountKey::Issuance(Currency::PTS),
        );
        let given = post(&db, transfer(issuance, points, 46)).await.expect("given");
        post(&db, transfer(points, issuance, 40)).await.expect("spent");
        let mut tx = db.begin().await.expect("a unit");
        let reversal = Reversal {
            journal: given,
            kind: "story.reversal",
            request: fresh_request(),
            actor: MemberId::new(7),
            at: NOON,
            details: serde_json::Value::Null,
            may_owe: vec![points],
        };
        ledger::reverse(&mut tx, reversal).await.expect("owed");
        tx.commit().await.expect("kept");
        closes_clean(&db).await;
        db.close().await;
        let mut raw = intruder(&test_db).await;
        assert_eq!(run(&mut raw, change).await, 1, "{change}");
        let found = prove(&test_db).await.expect_err(change).to_string();
        assert!(
            found.contains("points") || found.contains("journal row"),
            "{change}: {found}"
        );
    }
}
