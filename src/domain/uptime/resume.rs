//! The desk is there again: since when was it not?

use super::{OUTAGE_AFTER_MS, Outage, store};
use crate::clock::{Clock, Moment};
use crate::db::{Db, DbError};

/// Writes down the outage since the last sign of life, when there was one, and gives a sign of life. To be asked once at
/// start, before anything that depends on time. Of several processes that start together one writes the outage.
pub async fn resume(db: &Db, clock: &Clock) -> Result<Option<Outage>, DbError> {
    let mut tx = db.begin().await?;
    let now = clock.now();
    let last = store::find_beat(&mut tx).await?;
    let Some(outage) = outage_since(last, now) else {
        store::upsert_beat(&mut tx, now).await?;
        tx.commit().await?;
        return Ok(None);
    };
    let is_first = store::move_beat(&mut tx, outage.from, now).await?;
    if is_first {
        store::insert_outage(&mut tx, outage).await?;
    }
    tx.commit().await?;
    Ok(Some(outage).filter(|_| is_first))
}

fn outage_since(last: Option<Moment>, now: Moment) -> Option<Outage> {
    let from = last?;
    (OUTAGE_AFTER_MS < now.ms_since(from)).then_some(Outage { from, to: now })
}

#[cfg(test)]
mod tests {
    use super::outage_since;
    use crate::clock::Moment;

    #[test]
    fn only_a_silence_of_several_beats_is_an_outage_and_a_first_start_is_none() {
        let now = Moment::from_ms(1_000_000);
        assert_eq!(outage_since(None, now), None);
        assert_eq!(outage_since(Some(now.plus_ms(-30_000)), now), None);
        assert_eq!(outage_since(Some(now.plus_ms(60_000)), now), None);
        let outage = outage_since(Some(now.plus_ms(-30_001)), now).unwrap();
        assert_eq!((outage.from, outage.to), (now.plus_ms(-30_001), now));
    }
}
