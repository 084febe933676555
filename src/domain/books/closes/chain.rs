//! Whether the chain still has the heads with which closes were made.

use super::{ChainHead, store};
use crate::db::{DbError, Source};
use crate::domain::books::ledger::audit;
use crate::ids::SealSeq;

/// Whether the chain has this head.
///
/// # Errors
/// [`DbError`].
pub async fn is_in_chain(source: &mut impl Source, head: &ChainHead) -> Result<bool, DbError> {
    let seal = audit::find_seal(source, head.seq).await?;
    Ok(seal.is_some_and(|seal| hex::encode(seal.hash) == head.hash))
}

/// The number of the first head of a close that the chain lacks; `None` when it has all of them.
///
/// # Errors
/// [`DbError`].
pub async fn find_cut_off(source: &mut impl Source) -> Result<Option<SealSeq>, DbError> {
    let mut after = 0;
    loop {
        let heads = store::list_heads(source, after).await?;
        let Some((last, _)) = heads.last() else { return Ok(None) };
        after = last.get();
        for (_, head) in heads {
            if !is_in_chain(source, &head).await? {
                return Ok(Some(head.seq));
            }
        }
    }
}
