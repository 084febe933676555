//! Writing a heartbeat, and the outage that it ends.

use super::{Finding, Outage, SKEW_MAX_MS, store};
use crate::clock::{Clock, Moment};
use crate::db::{Db, DbError};

/// What became of a heartbeat.
pub(super) enum Given {
    Kept,
    /// It was the first after an outage.
    Ended(Outage),
    /// It was not written: the last one lies in the future, by more than [`SKEW_MAX_MS`].
    Ahead(Moment),
}

/// Writes a heartbeat. A gap of more than `silence_max_ms` before it is written down as an outage, by the process that
/// ends it.
pub(super) async fn give(db: &Db, clock: &Clock, silence_max_ms: i64) -> Result<Given, DbError> {
    let mut tx = db.begin().await?;
    let now = clock.now();
    let last = store::find_beat(&mut tx).await?;
    if let Some(ahead) = last.filter(|last| SKEW_MAX_MS < last.ms_since(now)) {
        return Ok(Given::Ahead(ahead));
    }
    let Some(outage) = outage_since(last, now, silence_max_ms) else {
        store::upsert_beat(&mut tx, now).await?;
        tx.commit().await?;
        return Ok(Given::Kept);
    };
    let is_first = store::move_beat(&mut tx, outage.from, now).await?;
    if is_first {
        store::insert_outage(&mut tx, outage).await?;
    }
    tx.commit().await?;
    Ok(if is_first { Given::Ended(outage) } else { Given::Kept })
}

/// Resets a heartbeat that lies in the future to now; of several processes that try, one does. Otherwise every outage
/// until that time would go unnoticed. Only for a process that knows that no running process has a clock that shows
/// that time.
pub(super) async fn take_back(db: &Db, clock: &Clock, ahead: Moment) -> Result<Option<Finding>, DbError> {
    let mut tx = db.begin().await?;
    let now = clock.now();
    let is_first = store::move_beat(&mut tx, ahead, now).await?;
    tx.commit().await?;
    let ahead_ms = ahead.ms_since(now);
    Ok(is_first.then_some(Finding::ClockWentBack { ahead_ms }))
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
