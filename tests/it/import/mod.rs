//! The book of the old web2py application comes in: `cambista import cuentas`, and `!vincular`.
//!
//! The books are made here, as pydal declares its tables: on SQLite decimals are `DOUBLE` and dates text; on PostgreSQL they
//! are `NUMERIC(15,4)` and `TIMESTAMP`.

#[expect(clippy::too_many_lines, reason = "most lines of these stories are reports")]
mod defects;
mod defects_of_a_server;
mod half_run;
mod killed;
mod larger;
#[expect(clippy::too_many_lines, reason = "most lines of these stories are reports")]
mod linking;
mod old_book;
#[expect(clippy::too_many_lines, reason = "most lines of these stories are reports")]
mod ordinary;
mod taken;

use std::path::Path;

use crate::support::database::TestDb;
use crate::support::process::{makes_new_books, runs};
use old_book::OldBook;

/// A desk with empty books, and what is run on it.
struct Desk {
    folder: tempfile::TempDir,
    db: TestDb,
}

/// What a run printed.
struct Ran {
    code: i32,
    said: String,
    wrong: String,
}

impl Desk {
    async fn new(db: TestDb) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        makes_new_books(folder.path(), &[("DATABASE_URL", db.url())]).await;
        Desk { folder, db }
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `cambista import cuentas SOURCE …`, with the zone of Caracas.
    async fn imports(&self, book: &OldBook, more: &[&str]) -> Ran {
        let mut arguments = vec!["import", "cuentas", book.source(), "--zone", "America/Caracas"];
        arguments.extend(more);
        self.runs(&arguments).await
    }

    /// The same with these decisions, and with the word that there is a copy.
    async fn imports_deciding(&self, book: &OldBook, decisions: &str, more: &[&str]) -> Ran {
        let file = self.folder().join("decisiones.toml");
        std::fs::write(&file, decisions).expect("a decisions file");
        let file = file.to_str().expect("a plain path").to_owned();
        let mut arguments = vec!["--decisions", &file, "--backed-up"];
        arguments.extend(more);
        self.imports(book, &arguments).await
    }

    async fn runs(&self, arguments: &[&str]) -> Ran {
        let (code, said, wrong) = runs(self.folder(), arguments, &[("DATABASE_URL", self.db.url())]).await;
        Ran { code, said, wrong }
    }

    /// The books are right, and a second look finds them so.
    async fn audits_clean(&self) {
        let ran = self.runs(&["audit"]).await;
        assert_eq!(ran.code, 0, "{}{}", ran.said, ran.wrong);
    }

    /// One number of the desk's database.
    async fn number(&self, sql: &'static str) -> i64 {
        let mut raw = self.db.raw().await;
        let (number,): (i64,) = sqlx::query_as(sql).fetch_one(&mut raw).await.expect(sql);
        number
    }

    /// Every account that came in, as `client currency number state balance`, a new number as `nuevo`.
    async fn accounts(&self) -> String {
        let mut raw = self.db.raw().await;
        let rows: Vec<(i64, String, String, String, i64)> = sqlx::query_as(
            "select c.old_id, a.currency, a.number, a.state, cast(coalesce(l.balance_minor, 0) as bigint)
               from accounts a join legacy_clients c on c.member_id = a.member_id
               left join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
              order by c.old_id, a.currency, a.state, a.id",
        )
        .fetch_all(&mut raw)
        .await
        .expect("accounts");
        let line = |(client, currency, number, state, balance): &(i64, String, String, String, i64)| {
            let is_kept = number[2..].starts_with("000000");
            let number = if is_kept { number.as_str() } else { "nuevo" };
            format!("{client} {currency} {number} {state} {balance}")
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Ran {
    /// The report, without what differs from run to run.
    fn report(&self) -> String {
        let stable = |line: &str| match line.split_once(": ") {
            Some(("libro", _)) => "libro: …".to_owned(),
            Some(("huella", _)) => "huella: …".to_owned(),
            _ => match line.split_once("; copia de antes: ") {
                Some((before, _)) => before.to_owned(),
                None => line.to_owned(),
            },
        };
        assert!(!self.said.is_empty(), "{}", self.wrong);
        self.said.lines().map(stable).collect::<Vec<_>>().join("\n")
    }

    /// The report without its last chapter.
    fn report_but_result(&self) -> String {
        let report = self.report();
        report.split("\n== Resultado").next().unwrap_or_default().to_owned()
    }

    fn chapter(&self, title: &str) -> String {
        let report = self.report();
        let rest = report.split(&format!("== {title} ==\n")).nth(1);
        let rest = rest.unwrap_or_else(|| panic!("no chapter {title}: {report}{}", self.wrong));
        rest.split("\n\n").next().unwrap_or_default().to_owned()
    }
}
