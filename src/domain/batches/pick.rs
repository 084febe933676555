//! Which open batch of a channel is meant: a reseller has one, the desk one per corridor.

use super::{Batch, PickError, store};
use crate::db::{DbError, Source, Tx};
use crate::domain::channels::Channel;
use crate::domain::desk::Corridor;
use crate::domain::rates::{PlaceOrCurrency, find_currency};

/// From where to where, when it was typed.
pub type Named = Option<(PlaceOrCurrency, PlaceOrCurrency)>;

/// The open batch that is meant, held still until the unit ends.
pub(super) async fn pick(tx: &mut Tx, channel: &Channel, named: &Named) -> Result<Batch, PickError> {
    let found = pick_open(tx, channel, named).await?;
    // Whoever held it before may have closed it.
    store::hold_open(tx, found.id).await?.ok_or(PickError::NoOpenBatch)
}

/// The open batch that is meant.
///
/// # Errors
/// [`PickError::NoOpenBatch`]; [`PickError::Which`] when several are open and none is named, or another one is.
pub async fn pick_open(source: &mut impl Source, channel: &Channel, named: &Named) -> Result<Batch, PickError> {
    let open = store::list_open_batches(source, channel.id).await?;
    let named = match named {
        Some(named) => Some(corridor(source, named).await?),
        None => None,
    };
    decide(open, named)
}

async fn corridor(
    source: &mut impl Source,
    (from, to): &(PlaceOrCurrency, PlaceOrCurrency),
) -> Result<Option<Corridor>, DbError> {
    let (receive, send) = (find_currency(source, from).await?, find_currency(source, to).await?);
    let both = receive.zip(send);
    Ok(both.map(|(receive, send)| Corridor { receive, send }))
}

/// `named`: what was typed, `Some(None)` when it means no corridor.
fn decide(mut open: Vec<Batch>, named: Option<Option<Corridor>>) -> Result<Batch, PickError> {
    let corridors: Vec<Corridor> = open.iter().map(|batch| batch.corridor).collect();
    if corridors.is_empty() {
        return Err(PickError::NoOpenBatch);
    }
    if let Some(named) = named {
        open.retain(|batch| Some(batch.corridor) == named);
    }
    match (open.pop(), open.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(PickError::Which(corridors)),
    }
}
