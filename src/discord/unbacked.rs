//! What taking money from an account leaves without cover, said to whoever took it.

use super::surface::Surface;
use super::view;
use crate::domain::orders;
use crate::ids::AccountId;

/// What an account promised to orders and no longer holds, in a sentence to be added; empty when it holds enough.
pub(super) async fn words(surface: &Surface, account: AccountId) -> String {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        orders::find_unbacked(&mut reader, account).await
    };
    match read.await {
        Ok(found) => found.map(|found| view::floats::unbacked(&found)).unwrap_or_default(),
        Err(error) => {
            // What was done is saved, and the sweeper looks at the same by itself.
            tracing::warn!(%error, "what the account promised could not be read");
            String::new()
        }
    }
}
