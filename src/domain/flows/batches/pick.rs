//! Finds which open batch of a channel is meant. A reseller has one, the desk one per corridor, and either may also
//! have reopened ones.

use serde::{Deserialize, Serialize};

use super::error::{EndedAt, NotOpen};
use super::{Batch, PickError, store};
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::desk::Corridor;
use crate::domain::people::channels::Channel;
use crate::domain::treasury::rates::{PlaceOrCurrency, find_currency};
use crate::ids::BatchId;

/// The corridor, if one was typed.
pub type NamedCorridor = Option<(PlaceOrCurrency, PlaceOrCurrency)>;

/// How a batch was named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Named {
    #[default]
    TheOnlyOne,
    Corridor(PlaceOrCurrency, PlaceOrCurrency),
    /// By its number: `b7`.
    Number(BatchId),
}

impl From<NamedCorridor> for Named {
    fn from(named: NamedCorridor) -> Self {
        named.map_or(Named::TheOnlyOne, |(from, to)| Named::Corridor(from, to))
    }
}

/// The open batch that is meant, locked until the unit ends.
pub(super) async fn pick(tx: &mut Tx, channel: &Channel, named: &Named) -> Result<Batch, PickError> {
    let found = pick_open(tx, channel, named).await?;
    // Another unit may have closed it while this one waited for the lock.
    store::hold_open(tx, found.id).await?.ok_or(PickError::NoOpenBatch)
}

/// The open batch that is meant.
///
/// # Errors
/// [`PickError::NoOpenBatch`]; [`PickError::Which`] and [`PickError::WhichNumber`] when it is not clear which one is
/// meant; [`PickError::NotOpen`] when the named number is not an open batch of this channel.
pub async fn pick_open(source: &mut impl Source, channel: &Channel, named: &Named) -> Result<Batch, PickError> {
    let open = store::list_open_batches(source, channel.id).await?;
    let named = match named {
        Named::TheOnlyOne => Meant::TheOnlyOne,
        Named::Corridor(from, to) => Meant::Corridor(corridor(source, from, to).await?),
        Named::Number(batch) => Meant::Number(*batch),
    };
    if let Meant::Number(batch) = named
        && open.iter().all(|one| one.id != batch)
    {
        let found = store::find_batch(source, batch).await?;
        let own = found.filter(|found| found.channel == channel.id);
        return Err(PickError::NotOpen(NotOpen {
            batch,
            ended: own.map(|ended| EndedAt(ended.closed_at)),
            open: open.iter().map(|one| one.id).collect(),
        }));
    }
    decide(open, named)
}

async fn corridor(
    source: &mut impl Source,
    from: &PlaceOrCurrency,
    to: &PlaceOrCurrency,
) -> Result<Option<Corridor>, DbError> {
    let (receive, send) = (find_currency(source, from).await?, find_currency(source, to).await?);
    let both = receive.zip(send);
    Ok(both.map(|(receive, send)| Corridor { receive, send }))
}

/// What was typed, with the corridor's currencies looked up.
enum Meant {
    TheOnlyOne,
    /// `None`: the typed words are not two currencies.
    Corridor(Option<Corridor>),
    Number(BatchId),
}

fn decide(mut open: Vec<Batch>, meant: Meant) -> Result<Batch, PickError> {
    let all: Vec<(BatchId, Corridor)> = open.iter().map(|batch| (batch.id, batch.corridor)).collect();
    if all.is_empty() {
        return Err(PickError::NoOpenBatch);
    }
    match meant {
        Meant::TheOnlyOne => {}
        Meant::Corridor(corridor) => open.retain(|batch| Some(batch.corridor) == corridor),
        Meant::Number(number) => open.retain(|batch| batch.id == number),
    }
    let found = open.pop();
    if let (Some(only), true) = (&found, open.is_empty()) {
        return Ok(only.clone());
    }
    // If two batches share a corridor, or a number was typed, the answer lists numbers instead of corridors.
    let corridors: Vec<Corridor> = all.iter().map(|(_, corridor)| *corridor).collect();
    let is_told_apart = (1..corridors.len()).all(|nth| !corridors[nth..].contains(&corridors[nth - 1]));
    if is_told_apart && !matches!(meant, Meant::Number(_)) {
        return Err(PickError::Which(corridors));
    }
    Err(PickError::WhichNumber(
        all.into_iter().map(|(batch, _)| batch).collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::settlement_model::batch;
    use super::{Batch, Meant, PickError, decide};
    use crate::domain::kernel::desk::Corridor;
    use crate::domain::kernel::money::Currency;
    use crate::ids::BatchId;

    fn open(number: i64, receive: Currency) -> Batch {
        let of_tests = batch();
        Batch {
            id: BatchId::new(number),
            corridor: Corridor {
                receive,
                send: of_tests.corridor.send,
            },
            ..of_tests
        }
    }

    #[test]
    fn a_batch_is_told_by_its_corridor_and_two_of_one_corridor_by_their_numbers() {
        let of_two = || vec![open(1, Currency::PEN), open(3, Currency::COP)];
        assert!(matches!(
            decide(Vec::new(), Meant::TheOnlyOne),
            Err(PickError::NoOpenBatch)
        ));
        assert!(matches!(decide(of_two(), Meant::TheOnlyOne), Err(PickError::Which(which)) if which.len() == 2));
        let named = Some(of_two()[1].corridor);
        assert_eq!(decide(of_two(), Meant::Corridor(named)).unwrap().id.get(), 3);
        assert!(matches!(
            decide(of_two(), Meant::Corridor(None)),
            Err(PickError::Which(_))
        ));

        let of_one = || vec![open(1, Currency::PEN), open(3, Currency::PEN)];
        for meant in [Meant::TheOnlyOne, Meant::Corridor(Some(of_one()[0].corridor))] {
            let Err(PickError::WhichNumber(which)) = decide(of_one(), meant) else {
                panic!("two are open");
            };
            assert_eq!(which, [BatchId::new(1), BatchId::new(3)]);
        }
        assert_eq!(decide(of_one(), Meant::Number(BatchId::new(1))).unwrap().id.get(), 1);
        assert_eq!(
            decide(vec![open(1, Currency::PEN)], Meant::TheOnlyOne)
                .unwrap()
                .id
                .get(),
            1
        );
    }
}
