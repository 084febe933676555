//! The rows of a transfer, written directly: journal, two entries, two accounts, a seal, a receipt.

use std::time::{Duration, Instant};

use rand::Rng;
use sha2::{Digest, Sha256};

use crate::raw::{Bind, Prepared, Raw};

/// The settings that matter here of the desk's own connection (src/db/sqlite_file.rs).
pub const DURABLE: &str = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
     pragma wal_autocheckpoint = 1000; pragma cache_size = -65536; pragma temp_store = memory";
/// For filling a file before the measurement.
pub const CARELESS: &str = "pragma journal_mode = wal; pragma synchronous = off; pragma foreign_keys = off; \
     pragma wal_autocheckpoint = 20000; pragma cache_size = -262144; pragma temp_store = memory";

const JOURNAL: &str = "insert into journal (id, kind, request_id, part, actor_id, posted_at_ms, details, reverses_id) \
     values ($1, $2, $3, 0, null, $4, $5, null)";
const ENTRIES: &str = "insert into entries (id, journal_id, account_id, amount_minor, previous_minor, current_minor, \
     previous_entry_id) values ($1, $2, $3, $4, $5, $6, $7), ($8, $2, $9, $10, $11, $12, $13)";
const ACCOUNTS: &str = "update ledger_accounts set balance_minor = v.column2, last_entry_id = v.column3 \
     from (values ($1, $2, $3), ($4, $5, $6)) as v where ledger_accounts.id = v.column1";
const LOOK: &str = "select id, balance_minor, last_entry_id, (select max(seq) from seals), \
     (select hash from seals order by seq desc limit 1) from ledger_accounts where code in ($1, $2)";

/// The ids of the next transfer.
#[derive(Clone, Copy)]
struct Next {
    journal: i64,
    entry: i64,
    seal: i64,
}

/// Writes the same rows as the desk, one transfer after another, but without the desk.
pub struct Rows<'a> {
    raw: &'a Raw,
    recall: Prepared<'a>,
    look: Prepared<'a>,
    journal: Prepared<'a>,
    entries: Prepared<'a>,
    accounts: Prepared<'a>,
    seal: Prepared<'a>,
    receipt: Prepared<'a>,
    next: Next,
    hash: Vec<u8>,
    codes: Vec<String>,
}

impl<'a> Rows<'a> {
    /// `codes` are the accounts between which money moves.
    pub fn new(raw: &'a Raw, codes: Vec<String>) -> Self {
        let highest = |table: &str, column: &str| {
            let mut highest = 0;
            raw.prepare(&format!("select coalesce(max({column}), 0) from {table}"))
                .run(&[], |row| highest = row.integer(0));
            highest
        };
        let next = Next {
            journal: highest("journal", "id") + 1,
            entry: highest("entries", "id") + 1,
            seal: highest("seals", "seq") + 1,
        };
        Self {
            raw,
            recall: raw.prepare("select use_case, input, outcome from receipts where request_id = $1"),
            look: raw.prepare(LOOK),
            journal: raw.prepare(JOURNAL),
            entries: raw.prepare(ENTRIES),
            accounts: raw.prepare(ACCOUNTS),
            seal: raw.prepare("insert into seals (seq, journal_id, hash) values ($1, $2, $3)"),
            receipt: raw.prepare(
                "insert into receipts (request_id, use_case, input, outcome, at_ms) values ($1, $2, $3, $4, $5)",
            ),
            next,
            hash: vec![0; 32],
            codes,
        }
    }

    /// Makes transfers in groups of `group` until `time` has passed. Returns how many per second were on disk.
    pub fn for_some_time(&mut self, time: Duration, group: usize) -> f64 {
        let began = Instant::now();
        let mut done = 0_u32;
        while began.elapsed() < time {
            self.raw.run("begin immediate");
            for _ in 0..group {
                self.raw.run("savepoint unit");
                self.transfer();
                self.raw.run("release unit");
                done += 1;
            }
            self.raw.run("commit");
        }
        f64::from(done) / began.elapsed().as_secs_f64()
    }

    /// Fills the file, with one transaction per ten thousand transfers.
    pub fn load(&mut self, transfers: u64) {
        for n in 0..transfers {
            if n % 10_000 == 0 {
                self.raw.run(if n == 0 { "begin" } else { "commit; begin" });
            }
            self.transfer();
        }
        self.raw.run("commit");
    }

    fn transfer(&mut self) {
        let from = rand::rng().random_range(0..self.codes.len());
        let to = (from + rand::rng().random_range(1..self.codes.len())) % self.codes.len();
        let ids = self.next;
        self.next = Next {
            journal: ids.journal + 1,
            entry: ids.entry + 2,
            seal: ids.seal + 1,
        };
        let request = format!("bench:{:019}", ids.journal);
        let mut known = 0;
        self.recall.run(&[Bind::Text(&request)], |_| known += 1);
        assert_eq!(known, 0, "a new request");
        let mut found = Vec::with_capacity(2);
        let codes = [Bind::Text(&self.codes[from]), Bind::Text(&self.codes[to])];
        self.look.run(&codes, |row| {
            found.push([row.integer(0), row.integer(1), row.integer(2)])
        });
        self.write(ids, &request, found[0], found[1]);
    }

    fn write(&mut self, ids: Next, request: &str, [from, had, before]: [i64; 3], [to, has, last]: [i64; 3]) {
        use Bind::{Bytes, Integer, Text};
        let entry = |id: i64| if id == 0 { Bind::Null } else { Integer(id) };
        let (id, first, second) = (ids.journal, ids.entry, ids.entry + 1);
        let details = r#"{"order":12}"#;
        let kind = "bench.transfer";
        self.journal.run(
            &[Integer(id), Text(kind), Text(request), Integer(1), Text(details)],
            |_| {},
        );
        let entries = [
            Integer(first),
            Integer(id),
            Integer(from),
            Integer(-1),
            Integer(had),
            Integer(had - 1),
            entry(before),
            Integer(second),
            Integer(to),
            Integer(1),
            Integer(has),
            Integer(has + 1),
            entry(last),
        ];
        self.entries.run(&entries, |_| {});
        let accounts = [
            Integer(from),
            Integer(had - 1),
            Integer(first),
            Integer(to),
            Integer(has + 1),
            Integer(second),
        ];
        self.accounts.run(&accounts, |_| {});
        let content =
            format!("{id};{kind};{request};1;{details};{first};{from};{had};{before};{second};{to};{has};{last}");
        let mut hasher = Sha256::new();
        hasher.update(&self.hash);
        hasher.update(content.as_bytes());
        self.hash = hasher.finalize().to_vec();
        self.seal
            .run(&[Integer(ids.seal), Integer(id), Bytes(&self.hash)], |_| {});
        let outcome = id.to_string();
        self.receipt.run(
            &[
                Text(request),
                Text("bench.transfer"),
                Text("[1,2,1]"),
                Text(&outcome),
                Integer(1),
            ],
            |_| {},
        );
    }
}
