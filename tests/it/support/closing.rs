//! The checks at the end of every story.

use std::path::Path;

use cambista::db::{Reader, Source};
use cambista::domain::kernel::outbox;
use serde_json::Value;

use super::desk::closes_clean;
use super::world::World;

/// If set, the folder where the bot's requests are written, one JSON object per line, to be checked against Discord's
/// specification.
const RECORD_DIR: &str = "CAMBISTA_TEST_RECORD_DIR";

const BOOKS: &str = include_str!("../../../docs/BOOKS.md");
/// What the kinds of postings begin with that only stories make.
const OF_STORIES: [&str; 2] = ["story.", "errand."];

impl World {
    /// Ends a story: every notice was told, no text can ring anybody, and the audit of the books passes.
    pub async fn closes_clean(self) {
        self.closes_clean_but_for(0).await;
    }

    /// As [`World::closes_clean`], when `untold` notices are set aside.
    pub async fn closes_clean_but_for(mut self, untold: i64) {
        self.settles().await;
        self.rings_nobody_by_text().await;
        self.record_requests().await;
        let desk = self.running.take().expect("a running desk");
        let db = desk.app.desk.db.clone();
        closes_clean(&db).await;
        let mut reader = db.reader().await.expect("a reader");
        every_posting_is_documented(&mut reader).await;
        no_closed_account_has_money(&mut reader).await;
        assert_eq!(
            outbox::count_waiting(&mut reader).await.expect("a count"),
            0,
            "everything owed was told"
        );
        assert_eq!(
            outbox::count_set_aside(&mut reader).await.expect("a count"),
            untold,
            "nothing else was set aside"
        );
        drop((reader, db));
        desk.shutdown().await;
    }

    /// Every message of the bot sets `allowed_mentions` so that no mention in its text rings anybody.
    async fn rings_nobody_by_text(&self) {
        for request in self.requests().await {
            let says = |message: &Value| {
                let content = message["content"].as_str().is_some_and(|content| !content.is_empty());
                content || message["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty())
            };
            let body = &request["body"];
            for message in [body, &body["data"]].into_iter().filter(|message| says(message)) {
                let parsed = &message["allowed_mentions"]["parse"];
                assert_eq!(parsed.as_array().map(Vec::len), Some(0), "{request}");
            }
        }
    }

    async fn record_requests(&self) {
        let Ok(folder) = std::env::var(RECORD_DIR) else { return };
        let engine = if self.database_url.is_some() {
            "postgres"
        } else {
            "sqlite"
        };
        let lines: Vec<String> = self.requests().await.iter().map(Value::to_string).collect();
        let path = Path::new(&folder).join(format!("{}.{engine}.jsonl", self.story));
        std::fs::write(path, lines.join("\n") + "\n").expect("the record is written");
    }
}

/// Every kind of posting that the story made has its row in docs/BOOKS.md, but for those of the stories themselves.
async fn every_posting_is_documented(reader: &mut Reader) {
    let kinds: Vec<(String,)> = sqlx::query_as("select distinct kind from journal")
        .fetch_all(reader.conn())
        .await
        .expect("the journal");
    let rows = BOOKS.lines().filter_map(|line| line.strip_prefix("| "));
    let first_cells: Vec<&str> = rows.filter_map(|row| row.split('|').next()).collect();
    let is_of_stories = |kind: &str| OF_STORIES.iter().any(|begin| kind.starts_with(begin));
    for (kind,) in kinds.iter().filter(|(kind,)| !is_of_stories(kind)) {
        let quoted = format!("`{kind}`");
        let has_row = first_cells.iter().any(|cell| cell.contains(&quoted));
        assert!(has_row, "docs/BOOKS.md has no row for {kind}");
    }
}

/// Nobody looks into a closed account.
async fn no_closed_account_has_money(reader: &mut Reader) {
    let found: Vec<(String, i64)> = sqlx::query_as(
        "select l.code, l.balance_minor from accounts a
           join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
          where a.state = 'closed' and l.balance_minor <> 0",
    )
    .fetch_all(reader.conn())
    .await
    .expect("read");
    assert_eq!(found, [], "closed accounts with money");
}
