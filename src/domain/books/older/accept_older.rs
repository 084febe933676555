//! A person decides that the desk goes on with books that are older than what people were told.

use serde::{Deserialize, Serialize};

use super::{Numbers, Older, store};
use crate::db::{DbError, Numbered};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::{DiscordMessageId, RequestId};
use crate::use_case_errors;

/// How many numbers are left out above the highest that was seen, because people may have been shown more than Discord
/// still shows. More than a busy night's orders, and few enough to stay short on a phone.
const MARGIN: i64 = 100;

/// Why older books were not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(AcceptError);

/// The numbers above which the desk goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    pub above: Numbers,
}

/// Lets the desk go on with these books: new numbers begin above all that was seen, messages up to `newest` (the desk's
/// newest one in Discord) are no longer signs of older books, and superusers are told what may be missing. Safe to
/// repeat.
///
/// # Errors
/// [`AcceptError`].
pub async fn accept_older(desk: &Desk, older: &Older, newest: DiscordMessageId) -> Result<Accepted, AcceptError> {
    let request = RequestId::new("older_books", newest);
    let asked = Asked::new(&request, "books.accept_older", older);
    once(desk, asked, async |tx, now| {
        let above = beyond(older);
        let id = store::insert_older_books(tx, older, newest, above, now).await?;
        tx.skip_numbers(Numbered::Batches, above.batches).await?;
        tx.skip_numbers(Numbered::Orders, above.orders).await?;
        tx.skip_numbers(Numbered::Requests, above.requests).await?;
        outbox::enqueue(tx, "books", &Notice::OlderBooksAccepted { older_books: id }, now).await?;
        let accepted = Accepted { above };
        Ok(accepted)
    })
    .await
}

fn beyond(older: &Older) -> Numbers {
    let (known, seen) = (older.known, older.seen);
    Numbers {
        batches: known.batches.max(seen.batches).saturating_add(MARGIN),
        orders: known.orders.max(seen.orders).saturating_add(MARGIN),
        requests: known.requests.max(seen.requests).saturating_add(MARGIN),
    }
}

#[cfg(test)]
mod tests {
    use super::{MARGIN, beyond};
    use crate::domain::books::older::{Numbers, Older};

    #[test]
    fn numbers_go_on_above_all_that_was_seen_and_all_that_is_known() {
        let older = Older {
            signs: Vec::new(),
            known: Numbers {
                batches: 1,
                orders: 1,
                requests: 9,
            },
            seen: Numbers {
                batches: 1,
                orders: 2,
                requests: 0,
            },
        };
        let above = beyond(&older);
        assert_eq!(
            (above.batches, above.orders, above.requests),
            (1 + MARGIN, 2 + MARGIN, 9 + MARGIN)
        );
    }
}
