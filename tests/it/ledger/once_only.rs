//! A request has one effect, however often and by however many callers it is made.

use cambista::db::{Db, DbError, MayBeFault, retrying};
use cambista::domain::books::ledger::{self, LedgerError, Posting};
use cambista::domain::kernel::money::Currency;
use cambista::domain::kernel::recall::{self, Asked, RecallError};
use cambista::ids::{JournalId, RequestId};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::{NOON, account, closes_clean, pay_in, transfer};

#[derive(Debug)]
enum PayError {
    OtherInput,
    Ledger(LedgerError),
    Db(DbError),
}

impl MayBeFault for PayError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            PayError::OtherInput => None,
            PayError::Ledger(error) => error.fault(),
            PayError::Db(error) => Some(error),
        }
    }
}

impl From<RecallError> for PayError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(_) => PayError::OtherInput,
            RecallError::Db(error) => PayError::Db(error),
        }
    }
}

impl From<DbError> for PayError {
    fn from(error: DbError) -> Self {
        PayError::Db(error)
    }
}

/// A use-case as the desk writes them: recall, post, remember, commit.
async fn pay(db: &Db, request: &RequestId, minor: i64) -> Result<JournalId, PayError> {
    retrying(|| async {
        let mut tx = db.begin().await?;
        let asked = Asked::new(request, "story.pay", &minor);
        if let Some(journal) = recall::recall(&mut tx, &asked).await? {
            return Ok(journal);
        }
        let posting = transfer(account(1, Currency::PEN), account(2, Currency::PEN), minor);
        let posting = Posting {
            request: request.clone(),
            ..posting
        };
        let journal = ledger::post(&mut tx, posting).await.map_err(PayError::Ledger)?;
        recall::remember(&mut tx, &asked, &journal, NOON).await?;
        tx.commit().await?;
        Ok(journal)
    })
    .await
}

on_both_engines! {
    async fn the_same_request_made_by_many_at_once_posts_once_and_tells_all_the_same(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, account(1, Currency::PEN), 1_000_000).await;
        for round in 0..10_i64 {
            let request = RequestId::new("discord", round);
            let callers = (0..12).map(|_| {
                let (db, request) = (db.clone(), request.clone());
                tokio::spawn(async move { pay(&db, &request, 100).await })
            });
            let callers: Vec<_> = callers.collect();
            let mut outcomes = Vec::new();
            for caller in callers {
                outcomes.push(caller.await.expect("no panic").expect("no refusal, no fault"));
            }
            outcomes.dedup();
            assert_eq!(outcomes.len(), 1, "round {round}: all are told the same");
        }
        assert_eq!(closes_clean(&db).await.journal_rows, 1 + 10);
    }

    async fn the_same_request_with_another_input_is_refused(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, account(1, Currency::PEN), 1_000).await;
        let request = RequestId::new("discord", 1);
        let callers = (0..12).map(|caller| {
            let (db, request) = (db.clone(), request.clone());
            tokio::spawn(async move { pay(&db, &request, 100 + caller % 2).await })
        });
        let callers: Vec<_> = callers.collect();
        let (mut paid, mut refused) = (0, 0);
        for caller in callers {
            match caller.await.expect("no panic") {
                Ok(_) => paid += 1,
                Err(PayError::OtherInput) => refused += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((paid, refused), (6, 6));
        assert_eq!(closes_clean(&db).await.journal_rows, 2);
    }

    async fn a_request_is_recalled_after_a_restart(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, account(1, Currency::PEN), 1_000).await;
        let request = RequestId::new("discord", 1);
        let first = pay(&db, &request, 100).await.expect("paid");
        db.close().await;
        let db = test_db.open().await;
        assert_eq!(pay(&db, &request, 100).await.expect("recalled"), first);
        let next = pay(&db, &RequestId::new("discord", 2), 100).await.expect("paid");
        assert!(first < next, "ids go on where they were");
        assert_eq!(closes_clean(&db).await.journal_rows, 3);
    }
}
