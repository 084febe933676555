//! Repeats a use-case until its outcome is known.

use std::time::Duration;

use tokio::time::Instant;

use super::{DbError, MayBeFault};

/// How many attempts a unit gets after serialization failures before the fault is returned.
const ATTEMPTS_MAX: u32 = 8;
/// The time limit of one attempt. Without it, a dead network would keep a person waiting for a quarter of an hour. It
/// is long enough for a sweep over a thousand events.
const ATTEMPT_MAX: Duration = Duration::from_secs(30);
/// How long to look for the outcome of a commit before the caller is told that it is unknown. It fits into the time
/// that a call of the API may take.
const SETTLE_MAX: Duration = Duration::from_secs(6);
/// The first pause between two attempts; it doubles each time, up to the maximum.
const LOOK_AFTER: Duration = Duration::from_millis(20);
const LOOK_AFTER_MAX: Duration = Duration::from_millis(640);

/// Runs a use-case again when the database says that it lost a race (`40001`, `40P01`, `55P03`, a unique key taken in
/// between), and when nobody knows whether its commit was kept. That is safe because use-cases can be repeated: the
/// next attempt waits for the transaction of the one before to end (`recall`), and finds its receipt or does the work
/// once.
///
/// # Errors
/// The error of the use-case. A fault means that nothing was kept, except [`DbError::OutcomeUnknown`]: the database
/// could not be asked in time, and the same request, repeated later, gives the outcome.
pub async fn retrying<T, E, F>(mut attempt: impl FnMut() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
    E: MayBeFault,
{
    let mut races = 1;
    let mut doubt: Option<Doubt<E>> = None;
    loop {
        let outcome = match tokio::time::timeout(ATTEMPT_MAX, attempt()).await {
            Ok(outcome) => outcome,
            // The attempt was dropped at some await; its commit may be under way.
            Err(_late) => Err(DbError::OutcomeUnknown("it took too long".to_owned()).into()),
        };
        let error = match outcome {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        match error.fault() {
            // A use-case refuses only after it has looked for the receipt, so a refusal is certain even when an earlier
            // commit was in doubt.
            None => return Err(error),
            Some(fault) if fault.is_transient() && races < ATTEMPTS_MAX => {
                tokio::time::sleep(Duration::from_millis(u64::from(races) * 3)).await;
                races += 1;
            }
            Some(fault) => {
                if !fault.is_outcome_unknown() && doubt.is_none() {
                    return Err(error);
                }
                let doubt = doubt.get_or_insert_with(|| Doubt::since_now(error));
                if !doubt.look_again().await {
                    break;
                }
            }
        }
    }
    let doubt = doubt.expect("the loop ends only in doubt");
    Err(doubt.first)
}

/// The outcome of a commit is unknown. The first error is the one that is returned, whatever fails later.
struct Doubt<E> {
    first: E,
    until: Instant,
    wait: Duration,
}

impl<E: MayBeFault> Doubt<E> {
    fn since_now(first: E) -> Self {
        let cause = first.fault().map(ToString::to_string);
        tracing::warn!(cause, "a commit was not answered; looking for its receipt");
        Self {
            first,
            until: Instant::now() + SETTLE_MAX,
            wait: LOOK_AFTER,
        }
    }

    /// Waits before the next attempt. Returns `false` when no time is left for one.
    async fn look_again(&mut self) -> bool {
        if self.until <= Instant::now() + self.wait {
            return false;
        }
        tokio::time::sleep(self.wait).await;
        self.wait = (self.wait * 2).min(LOOK_AFTER_MAX);
        true
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::retrying;
    use crate::db::{DbError, MayBeFault};

    #[derive(Debug)]
    enum No {
        Refused,
        Db(DbError),
    }

    impl From<DbError> for No {
        fn from(fault: DbError) -> Self {
            No::Db(fault)
        }
    }

    impl MayBeFault for No {
        fn fault(&self) -> Option<&DbError> {
            match self {
                No::Refused => None,
                No::Db(fault) => Some(fault),
            }
        }
    }

    fn unknown() -> No {
        No::Db(DbError::OutcomeUnknown("reset".into()))
    }

    /// Each attempt returns the next outcome; the last outcome is repeated.
    async fn run(outcomes: Vec<fn() -> Result<i32, No>>) -> (Result<i32, No>, usize) {
        let tried = Cell::new(0);
        let done = retrying(|| {
            let outcome = outcomes[tried.get().min(outcomes.len() - 1)];
            tried.set(tried.get() + 1);
            async move { outcome() }
        })
        .await;
        (done, tried.get())
    }

    #[tokio::test(start_paused = true)]
    async fn a_race_is_run_again_and_a_certain_fault_or_refusal_is_not() {
        let raced = || Err(No::Db(DbError::Raced("orders")));
        assert!(matches!(run(vec![raced, || Ok(1)]).await, (Ok(1), 2)));
        assert!(matches!(run(vec![raced]).await, (Err(No::Db(DbError::Raced(_))), 8)));
        assert!(matches!(run(vec![|| Err(No::Refused)]).await, (Err(No::Refused), 1)));
        let closed = || Err(No::Db(DbError::Closed));
        assert!(matches!(run(vec![closed]).await, (Err(No::Db(DbError::Closed)), 1)));
    }

    #[tokio::test(start_paused = true)]
    async fn an_unknown_outcome_is_looked_for_until_it_is_known() {
        let closed = || Err(No::Db(DbError::Closed));
        let doubt = || Err(unknown());
        assert!(matches!(run(vec![doubt, closed, closed, || Ok(1)]).await, (Ok(1), 4)));
        // Nothing was kept by the first attempt, and the second one is refused: the refusal is certain.
        assert!(matches!(
            run(vec![doubt, || Err(No::Refused)]).await,
            (Err(No::Refused), 2)
        ));
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_fails_after_a_doubt_it_stays_a_doubt() {
        let closed = || Err(No::Db(DbError::Closed));
        let (done, tried) = run(vec![|| Err(unknown()), closed]).await;
        assert!(matches!(done, Err(No::Db(fault)) if fault.is_outcome_unknown()));
        assert!((5..40).contains(&tried), "{tried}");
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_that_never_ends_leaves_a_doubt() {
        let done: Result<i32, No> = retrying(std::future::pending).await;
        assert!(matches!(done, Err(No::Db(fault)) if fault.is_outcome_unknown()));
    }
}
