//! The worker for what is done once a day, in the desk's time zone.

use std::time::Duration;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::clock::Moment;
use crate::db::retrying;
use crate::domain::books::older::announce_head;
use crate::domain::kernel::days::local_time;
use crate::domain::kernel::desk::Desk;

/// How often the worker looks whether a new day has begun.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Announces the head of the chain once a day, for as long as the desk is open.
pub(super) async fn announce_forever(desk: Desk, time_zone: Tz) {
    let mut announced: Option<NaiveDate> = None;
    loop {
        let today = day_of(desk.clock.now(), time_zone);
        if announced != today
            && let Some(day) = today
        {
            match retrying(|| announce_head(&desk, day)).await {
                Ok(Some(_)) => announced = today,
                // Nothing is sealed yet (PostgreSQL seals a moment later): look again, so that the first day has a head
                // too.
                Ok(None) => {}
                Err(error) => tracing::error!(error = %error, "the head of the chain could not be announced"),
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The date at a moment, in the desk's time zone; `None` only beyond the calendar.
fn day_of(moment: Moment, time_zone: Tz) -> Option<NaiveDate> {
    Some(local_time(moment, time_zone)?.date())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::day_of;
    use crate::clock::Moment;

    #[test]
    fn a_day_begins_at_midnight_of_the_desk_and_not_of_utc() {
        let half_past_four_utc = Moment::from_ms(1_795_149_000_000);
        assert_eq!(
            day_of(half_past_four_utc, chrono_tz::UTC),
            NaiveDate::from_ymd_opt(2026, 11, 20)
        );
        assert_eq!(
            day_of(half_past_four_utc, chrono_tz::America::Lima),
            NaiveDate::from_ymd_opt(2026, 11, 19)
        );
    }
}
