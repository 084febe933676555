//! Small helpers for stories about the books.

use std::sync::atomic::{AtomicU64, Ordering};

use cambista::clock::Moment;
use cambista::db::{Db, retrying};
use cambista::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use cambista::domain::kernel::money::{Currency, Money};
use cambista::ids::{AccountId, JournalId, RequestId};

/// The time of stories about the books.
pub const NOON: Moment = Moment::from_ms(1_795_176_000_000);

pub fn account(number: i64, currency: Currency) -> AccountKey {
    AccountKey::Account(AccountId::new(number), currency)
}

/// A new request id.
pub fn fresh_request() -> RequestId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    RequestId::new("story", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Moves `minor` from one account to another.
pub fn transfer(from: AccountKey, to: AccountKey, minor: i64) -> Posting {
    Posting {
        kind: "story.transfer",
        request: fresh_request(),
        actor: None,
        at: NOON,
        details: serde_json::json!({ "why": "a story" }),
        lines: vec![
            Line::add(from, Money::from_minor(-minor, from.currency())),
            Line::add(to, Money::from_minor(minor, to.currency())),
        ],
    }
}

/// Posts in a unit of its own.
pub async fn post(db: &Db, posting: Posting) -> Result<JournalId, LedgerError> {
    retrying(|| async {
        let mut tx = db.begin().await?;
        let journal = ledger::post(&mut tx, posting.clone()).await?;
        tx.commit().await?;
        Ok(journal)
    })
    .await
}

/// Brings money in from outside.
pub async fn pay_in(db: &Db, to: AccountKey, minor: i64) -> JournalId {
    let posting = transfer(AccountKey::World(to.currency()), to, minor);
    post(db, posting).await.expect("money comes in")
}

/// Seals the unsealed rows (PostgreSQL) and audits the books.
pub async fn closes_clean(db: &Db) -> ledger::audit::Clean {
    loop {
        let sealed = retrying(|| async {
            let mut tx = db.begin().await?;
            let sealed = ledger::seal_pending(&mut tx).await?;
            tx.commit().await?;
            Ok::<_, cambista::db::DbError>(sealed)
        });
        if sealed.await.expect("the sealer works") == 0 {
            break;
        }
    }
    let mut snapshot = db.snapshot().await.expect("a snapshot");
    let clean = ledger::audit::audit(&mut snapshot, db.engine())
        .await
        .expect("the books are right");
    assert_eq!(clean.unsealed, 0);
    clean
}
