//! `cambista import cuentas`: carries the plan of an old book out, in one unit (S4-17, Q-36).

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::ImportError;
use super::analyse::Analysis;
use super::import_store::{self as store, NewImport};
use super::progress::Progress;
use super::write::Writing;
use crate::db::{Company, DbError, ForeignBook};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::ids::RequestId;

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub clients: usize,
    pub accounts: usize,
    pub transactions: u64,
}

/// Imports the book that was analysed. `book` still sees the moment of the analysis; only it and the desk's own database
/// are awaited. The same book gives the first outcome again.
///
/// # Errors
/// [`ImportError::DeskOpen`] while another process keeps the desk open; [`ImportError::Unanswered`];
/// [`ImportError::AnotherBook`]; [`ImportError::Balance`] and [`ImportError::Totals`] when what was written is not what was
/// read. Nothing was written then.
pub async fn import(
    desk: &Desk,
    actor: &Actor,
    book: &mut ForeignBook,
    analysis: &Analysis,
    progress: &dyn Progress,
) -> Result<Imported, ImportError> {
    actor.require(Permission::SetUpDesk)?;
    // Held until the database is closed: nobody opens the desk in the meantime.
    if desk.db.enter().await? == Company::Others {
        return Err(ImportError::DeskOpen);
    }
    let request = RequestId::new("import", &analysis.fingerprint);
    let asked = Asked::new(&request, "legacy.import", &(actor.member, &analysis.fingerprint));
    let book = Mutex::new(Some(book));
    once(desk, asked, async |tx, at| {
        if let Some(before) = store::find_import(tx).await? {
            return Err(ImportError::AnotherBook {
                fingerprint: before.fingerprint,
                at: before.at,
            });
        }
        if 0 < analysis.open {
            return Err(ImportError::Unanswered(analysis.open));
        }
        let taken = book.lock().map(|mut book| book.take()).ok().flatten();
        let book = taken.ok_or_else(|| DbError::Corrupt("the old book was read once already".to_owned()))?;
        let writing = Writing {
            plan: &analysis.plan,
            request: &request,
            by: By {
                actor: actor.member,
                at,
            },
            progress,
        };
        let members = writing.clients(tx).await?;
        let accounts = writing.accounts(tx, &members).await?;
        writing.balances(tx, &accounts).await?;
        writing.transactions(tx, book, analysis, &accounts).await?;
        writing.check(tx, &accounts).await?;
        let transactions = store::count_transactions(tx).await?;
        if transactions != analysis.plan.transactions {
            return Err(DbError::Corrupt(format!("{transactions} old transactions were written")).into());
        }
        let outcome = Imported {
            clients: members.len(),
            accounts: accounts.len(),
            transactions,
        };
        let new = NewImport {
            fingerprint: &analysis.fingerprint,
            source: &analysis.place,
            time_zone: analysis.zone.name(),
            decisions: analysis.decisions.as_deref(),
            summary: serde_json::to_string(&outcome).expect("outcomes are plain data with text keys"),
        };
        store::insert_import(tx, &new, at).await?;
        Ok(outcome)
    })
    .await
}
