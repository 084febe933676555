//! Measures a transfer: through the desk, beside the same rows written directly, and with growing books.
//!
//! `cargo bench --bench ledger` takes about two minutes; `-- --ten-million` also measures with ten million entries.
//! Nothing is asserted. The duration of the disk's fdatasync varies, so compare only figures of the same run. See
//! docs/PERFORMANCE.md.

mod raw;
mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cambista::clock::{Clock, Moment};
use cambista::db::{Db, DbOptions, IfMissing, sqlite_url};
use cambista::domain::books::ledger::{self, AccountKey, Line, Posting, audit};
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::kernel::recall::{self, Asked};
use cambista::ids::{AccountId, JournalId, RequestId};
use raw::Raw;
use rows::{CARELESS, DURABLE, Rows};
use tempfile::TempDir;

const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_millis(1_200);
const CALLERS: [usize; 3] = [1, 32, 256];
const ACCOUNTS: i64 = 5_000;
/// More than a run takes out of an account.
const START_MINOR: i64 = 1_000_000_000;

#[tokio::main]
async fn main() {
    let ten_million = std::env::args().any(|flag| flag == "--ten-million");
    beside_raw().await;
    let mut sizes = vec![10_000, 1_000_000];
    if ten_million {
        sizes.push(10_000_000);
    }
    as_the_books_grow(&sizes).await;
}

/// A folder on the disk of the build directory, because a temporary folder may be in memory.
fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on the disk")
}

async fn open(path: &Path) -> Db {
    let options = DbOptions {
        if_missing: IfMissing::Create,
        ..DbOptions::at(sqlite_url(path))
    };
    Db::open(&options).await.expect("the books open")
}

fn account(number: i64) -> AccountKey {
    AccountKey::Account(AccountId::new(number), Currency::PEN)
}

/// Creates a file with funded accounts.
async fn new_books(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let db = open(&path).await;
    let mut tx = db.begin().await.expect("a unit");
    let world = AccountKey::World(Currency::PEN);
    let mut lines = vec![Line::add(
        world,
        Money::from_minor(-START_MINOR * ACCOUNTS, Currency::PEN),
    )];
    lines.extend((0..ACCOUNTS).map(|number| Line::add(account(number), Money::from_minor(START_MINOR, Currency::PEN))));
    let funding = Posting {
        kind: "bench.funding",
        request: RequestId::new("bench", "funding"),
        actor: None,
        at: Moment::from_ms(1),
        details: serde_json::Value::Null,
        lines,
    };
    ledger::post(&mut tx, funding).await.expect("funded");
    tx.commit().await.expect("kept");
    db.close().await;
    path
}

/// Does what a use-case does: recall, post, remember, commit.
async fn transfer(db: &Db, number: i64, from: i64, to: i64) -> JournalId {
    let request = RequestId::new("bench", format!("{number:019}"));
    let at = Clock::System.now();
    let mut tx = db.begin().await.expect("a unit");
    let asked = Asked::new(&request, "bench.transfer", &(from, to, 1));
    let before: Option<JournalId> = recall::recall(&mut tx, &asked).await.expect("recalled");
    assert!(before.is_none(), "a new request");
    let one = Money::from_minor(1, Currency::PEN);
    let posting = Posting {
        kind: "bench.transfer",
        request: request.clone(),
        actor: None,
        at,
        details: serde_json::json!({ "order": 12 }),
        lines: vec![
            Line::take(account(from), one).expect("one"),
            Line::add(account(to), one),
        ],
    };
    let journal = ledger::post(&mut tx, posting).await.expect("posted");
    recall::remember(&mut tx, &asked, &journal, at)
        .await
        .expect("remembered");
    tx.commit().await.expect("kept");
    journal
}

/// Makes transfers with `callers` concurrent callers for `time`. Returns how many per second were acknowledged.
async fn through_the_desk(db: &Db, callers: usize, time: Duration, numbers: &Arc<AtomicI64>) -> f64 {
    let began = Instant::now();
    let done = Arc::new(AtomicU64::new(0));
    let calling: Vec<_> = (0..callers)
        .map(|_| {
            let (db, numbers, done) = (db.clone(), numbers.clone(), done.clone());
            tokio::spawn(async move {
                while began.elapsed() < time {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    // The two accounts are far from the previous ones and never the same: 7919 is prime.
                    let (from, to) = (
                        (number * 7_919) % ACCOUNTS,
                        (number * 7_919 + 1 + number % 97) % ACCOUNTS,
                    );
                    transfer(&db, number, from, to).await;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for caller in calling {
        caller.await.expect("no caller fails");
    }
    done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64()
}

async fn beside_raw() {
    let folder = folder();
    let desk_file = new_books(folder.path(), "desk.db").await;
    let raw_file = new_books(folder.path(), "raw.db").await;
    let db = open(&desk_file).await;
    let raw = Raw::open(&raw_file);
    raw.run(DURABLE);
    let mut rows = Rows::new(&raw, (0..ACCOUNTS).map(|number| account(number).code()).collect());
    let numbers = Arc::new(AtomicI64::new(1_000_000_000));
    println!("transfers per second, median of {ROUNDS} rounds (worst to best), SQLite, synchronous = full");
    println!(
        "{:>8}  {:>24}  {:>24}  {:>6}",
        "callers", "desk", "raw, same group", "ratio"
    );
    for callers in CALLERS {
        let (mut desk, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            desk.push(through_the_desk(&db, callers, ROUND, &numbers).await);
            bare.push(tokio::task::block_in_place(|| rows.for_some_time(ROUND, callers)));
        }
        let (desk, bare) = (Spread::of(desk), Spread::of(bare));
        let ratio = bare.median / desk.median;
        println!(
            "{callers:>8}  {:>24}  {:>24}  {ratio:>5.1}×",
            desk.to_string(),
            bare.to_string()
        );
    }
    let began = Instant::now();
    let mut snapshot = db.snapshot().await.expect("a snapshot");
    let clean = audit::audit(&mut snapshot, db.engine())
        .await
        .expect("the books are right");
    let took = began.elapsed();
    println!(
        "whole audit of {} rows, {} entries: {took:.1?}",
        clean.journal_rows, clean.entries
    );
    println!();
}

async fn as_the_books_grow(sizes: &[u64]) {
    let folder = folder();
    let path = new_books(folder.path(), "grown.db").await;
    let numbers = Arc::new(AtomicI64::new(1_000_000_000_000));
    let mut entries = 0;
    println!(
        "{:>12}  {:>14}  {:>16}  {:>12}",
        "entries", "one caller", "32 callers", "file"
    );
    for size in sizes {
        tokio::task::block_in_place(|| {
            let raw = Raw::open(&path);
            raw.run(CARELESS);
            let codes = (0..ACCOUNTS).map(|number| account(number).code()).collect();
            Rows::new(&raw, codes).load(size.saturating_sub(entries) / 2);
            raw.run("pragma wal_checkpoint(truncate)");
        });
        entries = *size;
        let db = open(&path).await;
        let alone = through_the_desk(&db, 1, ROUND * 2, &numbers).await;
        let many = through_the_desk(&db, 32, ROUND * 2, &numbers).await;
        db.close().await;
        let megabytes = std::fs::metadata(&path).map_or(0, |file| file.len() >> 20);
        let cost = |per_second: f64| format!("{:.0} µs", 1e6 / per_second);
        println!("{size:>12}  {:>14}  {:>16}  {megabytes:>9} MB", cost(alone), cost(many));
    }
}

/// The results of several equal rounds.
struct Spread {
    worst: f64,
    median: f64,
    best: f64,
}

impl Spread {
    fn of(mut rounds: Vec<f64>) -> Self {
        rounds.sort_by(f64::total_cmp);
        Self {
            worst: rounds[0],
            median: rounds[rounds.len() / 2],
            best: rounds[rounds.len() - 1],
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} ({:.0} to {:.0})", self.median, self.worst, self.best)
    }
}
