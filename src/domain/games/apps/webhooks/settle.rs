//! Records what became of a try.

use super::{ATTEMPTS_MAX, Delivery, DeliveryState, RETRY_FIRST_MS, RETRY_MAX_MS, store};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    Delivered,
    /// It failed, but may succeed later.
    Failed {
        why: String,
    },
    /// It can never succeed.
    Hopeless {
        why: String,
    },
}

/// What a try means for its delivery.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Delivered,
    PutOff { until: Moment, why: String },
    GivenUp { why: String },
}

/// Records what became of a try, and returns the state in which that leaves the delivery. `None` when the claim had
/// expired and another process tried it too: the result of that one counts, unless this one delivered it. The app may
/// then have got it twice, which it can see by the id.
///
/// # Errors
/// A fault: the claim expires, and the delivery is tried again.
pub async fn settle(desk: &Desk, delivery: &Delivery, attempt: &Attempt) -> Result<Option<DeliveryState>, DbError> {
    let mut tx = desk.db.begin().await?;
    let now = desk.clock.now();
    let verdict = judge(delivery.attempts, attempt, now);
    let (counts, event, why, state) = match &verdict {
        Verdict::Delivered => {
            let ended = store::mark_delivered(&mut tx, delivery.id, now).await?;
            (ended, "delivered", None, DeliveryState::Delivered)
        }
        Verdict::GivenUp { why } => {
            let ended = store::give_up(&mut tx, delivery, why, now).await?;
            (ended, "given_up", Some(why), DeliveryState::GivenUp)
        }
        Verdict::PutOff { until, why } => {
            let waits = store::put_off(&mut tx, delivery, *until, why).await?;
            (waits, "put_off", Some(why), DeliveryState::Waiting)
        }
    };
    if !counts {
        return Ok(None);
    }
    store::insert_backlog(&mut tx, delivery.id, event, why.map(String::as_str), now).await?;
    tx.commit().await?;
    Ok(Some(state))
}

fn judge(attempts_before: i64, attempt: &Attempt, now: Moment) -> Verdict {
    match attempt {
        Attempt::Delivered => Verdict::Delivered,
        Attempt::Hopeless { why } => Verdict::GivenUp { why: why.clone() },
        Attempt::Failed { why } if ATTEMPTS_MAX <= attempts_before + 1 => Verdict::GivenUp { why: why.clone() },
        Attempt::Failed { why } => Verdict::PutOff {
            until: now.plus_ms(wait_ms(attempts_before)),
            why: why.clone(),
        },
    }
}

/// The wait after a failure, in milliseconds: the first one, doubled with each further failure, up to the longest.
fn wait_ms(attempts_before: i64) -> i64 {
    let doublings = u32::try_from(attempts_before).unwrap_or(u32::MAX).min(20);
    RETRY_MAX_MS.min(RETRY_FIRST_MS << doublings)
}

#[cfg(test)]
mod tests {
    use super::{ATTEMPTS_MAX, Attempt, Verdict, judge, wait_ms};
    use crate::clock::Moment;

    fn failed() -> Attempt {
        Attempt::Failed {
            why: "answered 500".to_owned(),
        }
    }

    #[test]
    fn waits_double_up_to_an_hour_and_end_after_about_a_day() {
        assert_eq!(
            [0, 1, 2, 9, 10, 1_000].map(wait_ms),
            [5_000, 10_000, 20_000, 2_560_000, 3_600_000, 3_600_000]
        );
        let all_ms: i64 = (0..ATTEMPTS_MAX - 1).map(wait_ms).sum();
        assert!((22..26).contains(&(all_ms / 3_600_000)), "{all_ms}");
    }

    #[test]
    fn the_last_failure_is_the_end_and_so_is_one_without_hope() {
        let now = Moment::from_ms(1_000);
        let why = "answered 500".to_owned();
        assert_eq!(
            judge(ATTEMPTS_MAX - 1, &failed(), now),
            Verdict::GivenUp { why: why.clone() }
        );
        assert_eq!(
            judge(ATTEMPTS_MAX - 2, &failed(), now),
            Verdict::PutOff {
                until: now.plus_ms(3_600_000),
                why: why.clone()
            }
        );
        assert_eq!(
            judge(0, &Attempt::Hopeless { why: why.clone() }, now),
            Verdict::GivenUp { why }
        );
        assert_eq!(judge(5, &Attempt::Delivered, now), Verdict::Delivered);
    }
}
