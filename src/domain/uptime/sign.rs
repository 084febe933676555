//! What a sign of life ends.

use super::{Outage, store};
use crate::clock::{Clock, Moment};
use crate::db::{Db, DbError};

/// Gives a sign of life; a silence of more than `silence_max_ms` before it is written down as an outage, by whoever ends it.
pub(super) async fn give(db: &Db, clock: &Clock, silence_max_ms: i64) -> Result<Option<Outage>, DbError> {
    let mut tx = db.begin().await?;
    let now = clock.now();
    let last = store::find_beat(&mut tx).await?;
    let Some(outage) = outage_since(last, now, silence_max_ms) else {
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

fn outage_since(last: Option<Moment>, now: Moment, silence_max_ms: i64) -> Option<Outage> {
    let from = last?;
    (silence_max_ms < now.ms_since(from)).then_some(Outage { from, to: now })
}

#[cfg(test)]
mod tests {
    use super::outage_since;
    use crate::clock::Moment;

    #[test]
    fn only_a_silence_that_is_too_long_is_an_outage_and_a_first_start_is_none() {
        let now = Moment::from_ms(1_000_000);
        for max_ms in [0, 30_000] {
            assert_eq!(outage_since(None, now, max_ms), None);
            assert_eq!(outage_since(Some(now.plus_ms(-max_ms)), now, max_ms), None);
            assert_eq!(outage_since(Some(now.plus_ms(60_000)), now, max_ms), None);
            let outage = outage_since(Some(now.plus_ms(-max_ms - 1)), now, max_ms).unwrap();
            assert_eq!((outage.from, outage.to), (now.plus_ms(-max_ms - 1), now));
        }
    }
}
