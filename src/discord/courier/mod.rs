//! The courier tells people what the outbox holds: in order per subject, as often as it takes, and nothing twice.
//!
//! What was sent is recorded per place, so that a change edits the message instead of repeating it. Between sending and
//! recording the machine may die: the nonce then makes Discord return the first message instead of a second one.

mod accounts;
mod achievements;
mod batch;
mod books;
mod captures;
mod client;
mod member;
mod order;
mod payouts;
mod places;
mod post;
mod registration;
mod requests;
mod ring;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::surface::Surface;
use super::{Never, view};
use crate::db::{DbError, Engine};
use crate::domain::outbox::{self, Notice, Owed};
use post::TellError;

/// How many notices are told at once.
const TELLING_MAX: usize = 16;
/// How long a claim lasts unless it is renewed. A courier that died leaves its notices to another one after that.
const CLAIM_MS: i64 = 15_000;
/// How often a claim is renewed while its notice is being told: often enough that a slow database does not end it.
const RENEW_EVERY: Duration = Duration::from_secs(4);
/// How long telling one notice may take.
const TELL_MAX: Duration = Duration::from_secs(60);
/// The courier looks after itself at least that often: another process may have written a notice.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// And at most that often while notices wait behind others of their subject.
const LOOK_AT_MOST: Duration = Duration::from_millis(250);

/// Tells notices until it is stopped, and then until none is due.
pub(super) async fn run(surface: Arc<Surface>, stop: CancellationToken) {
    let mut telling: JoinSet<()> = JoinSet::new();
    let mut kept = surface.desk.db.kept();
    if let Err(fault) = release_abandoned(&surface).await {
        tracing::error!(error = %fault, "claims of an earlier courier could not be released; they run out");
    }
    loop {
        let free = TELLING_MAX - telling.len();
        let claimed = match claim(&surface, free).await {
            Ok(claimed) => claimed,
            Err(fault) => {
                tracing::error!(error = %fault, "the courier cannot read the outbox");
                Claimed::nothing_before(LOOK_EVERY)
            }
        };
        if claimed.owed.is_empty() {
            if stop.is_cancelled() && telling.is_empty() {
                return;
            }
            tokio::select! {
                () = kept.next() => {}
                _ = telling.join_next(), if !telling.is_empty() => {}
                () = tokio::time::sleep(claimed.pause) => {}
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
        for owed in claimed.owed {
            telling.spawn(tell(surface.clone(), owed));
        }
        while telling.try_join_next().is_some() {}
        if telling.len() == TELLING_MAX {
            telling.join_next().await;
        }
    }
}

/// What there is to tell now; when there is nothing, how long to wait.
struct Claimed {
    owed: Vec<Owed>,
    pause: Duration,
}

impl Claimed {
    fn nothing_before(pause: Duration) -> Self {
        Self {
            owed: Vec::new(),
            pause: pause.clamp(LOOK_AT_MOST, LOOK_EVERY),
        }
    }
}

/// On SQLite this is the only courier there is: whatever is claimed was claimed by one that died.
async fn release_abandoned(surface: &Surface) -> Result<(), DbError> {
    if surface.desk.db.engine() != Engine::Sqlite {
        return Ok(());
    }
    let mut tx = surface.desk.db.begin().await?;
    outbox::release_claims(&mut tx).await?;
    tx.commit().await
}

async fn claim(surface: &Surface, free: usize) -> Result<Claimed, DbError> {
    let desk = &surface.desk;
    let now = desk.clock.now();
    let mut reader = desk.db.reader().await?;
    let due = outbox::next_due(&mut reader).await?;
    drop(reader);
    let Some(due) = due else {
        return Ok(Claimed::nothing_before(LOOK_EVERY));
    };
    if now < due {
        let wait_ms = u64::try_from(due.ms_since(now)).unwrap_or(0);
        return Ok(Claimed::nothing_before(Duration::from_millis(wait_ms)));
    }
    let mut tx = desk.db.begin().await?;
    let notices_max = i64::try_from(free).unwrap_or(1);
    let owed = outbox::claim(&mut tx, now, now.plus_ms(CLAIM_MS), notices_max).await?;
    tx.commit().await?;
    let pause = LOOK_AT_MOST;
    Ok(Claimed { owed, pause })
}

async fn tell(surface: Arc<Surface>, owed: Owed) {
    let outcome = tokio::select! {
        outcome = tell_notice(&surface, &owed) => outcome,
        () = tokio::time::sleep(TELL_MAX) => Err(TellError::TooSlow),
        never = keep_claim(&surface, &owed) => match never {},
    };
    if let Err(fault) = settle(&surface, &owed, outcome).await {
        // Its claim runs out, and it is told again; what was sent is recorded.
        tracing::error!(notice.id = owed.id.get(), error = %fault, "what became of a notice could not be written");
    }
}

/// Renews the claim until it is dropped.
async fn keep_claim(surface: &Surface, owed: &Owed) -> Never {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let renewed = async {
            let mut tx = surface.desk.db.begin().await?;
            outbox::renew_claim(&mut tx, owed.id, surface.desk.clock.now().plus_ms(CLAIM_MS)).await?;
            tx.commit().await
        };
        if let Err(fault) = renewed.await {
            let fault: DbError = fault;
            tracing::warn!(notice.id = owed.id.get(), error = %fault, "a claim could not be renewed");
        }
    }
}

async fn tell_notice(surface: &Surface, owed: &Owed) -> Result<(), TellError> {
    let Some(notice) = &owed.notice else {
        return Err(TellError::Unknown);
    };
    let teller = post::Teller {
        surface,
        notice: owed.id,
    };
    match notice {
        Notice::RoleAssigned { member } => member::role_assigned(&teller, *member).await,
        Notice::RoleOwed { member } => member::role_owed(&teller, *member).await,
        Notice::BatchOpened { batch, figures } => batch::opened(&teller, *batch, figures).await,
        Notice::OrderChanged { order } => order::changed(&teller, *order).await,
        Notice::OrderPaid { order, batch, figures } => batch::paid(&teller, *batch, *order, figures).await,
        Notice::OrderReversed { order, batch, figures } => batch::reversed(&teller, *batch, *order, figures).await,
        Notice::OrderRejected { order } => ring::rejected(&teller, *order).await,
        Notice::OrderWithdrawn { order, cashier } => ring::withdrawn(&teller, *order, *cashier).await,
        Notice::OrderTaken { order, from } => ring::taken(&teller, *order, *from).await,
        Notice::OrderBack { order, cashier } => ring::back(&teller, *order, *cashier).await,
        Notice::OrderReminder {
            order,
            cashier,
            waited_ms,
        } => ring::reminder(&teller, *order, *cashier, *waited_ms).await,
        Notice::OrderStuck {
            order,
            cashier,
            waited_ms,
        } => order::stuck(&teller, *order, *cashier, *waited_ms).await,
        Notice::OrderConfirmed { order, by } => ring::confirmed(&teller, *order, *by).await,
        Notice::LotBought {
            batch,
            bought,
            usdt,
            figures,
        } => batch::lot_bought(&teller, *batch, (*bought, *usdt), figures).await,
        Notice::BatchClosed { batch, figures: _ } => batch::closed(&teller, *batch).await,
        Notice::CaptureReused {
            proof: _,
            order,
            earlier,
        } => order::capture_reused(&teller, *order, *earlier).await,
        Notice::PayoutCaptureReused { request, earlier } => payouts::capture_reused(&teller, *request, *earlier).await,
        Notice::RequestChanged { request } => requests::changed(&teller, *request).await,
        Notice::RequestEnded { request } => requests::ended(&teller, *request).await,
        Notice::AccountChanged { account, change } => accounts::changed(&teller, *account, change).await,
        Notice::PanelWanted => registration::panel(&teller).await,
        Notice::MemberJoined { member } => registration::joined(&teller, *member).await,
        Notice::ChannelOwed { member } => registration::channel_owed(&teller, *member).await,
        Notice::AchievementCompleted { achievement, member } => {
            achievements::completed(&teller, *achievement, *member).await
        }
        Notice::PlaceReviewed { finding } => places::reviewed(&teller, *finding).await,
        Notice::ChainHead { seq, hash } => books::head(&teller, *seq, hash).await,
    }
}

async fn settle(surface: &Surface, owed: &Owed, outcome: Result<(), TellError>) -> Result<(), DbError> {
    let now = surface.desk.clock.now();
    let Err(error) = outcome else {
        let mut tx = surface.desk.db.begin().await?;
        outbox::mark_told(&mut tx, owed.id, now).await?;
        return tx.commit().await;
    };
    let attempts = owed.attempts + 1;
    let is_last = i64::from(surface.config.outbox.attempts_max) <= attempts;
    let mut tx = surface.desk.db.begin().await?;
    if error.is_permanent() || is_last {
        outbox::give_up(&mut tx, owed.id, &error.to_string(), now).await?;
        tx.commit().await?;
        tracing::error!(notice.id = owed.id.get(), attempts, %error, "a notice is given up: nobody was told");
        post::alarm(surface, view::alarms::not_told(owed)).await;
        return Ok(());
    }
    let wait_ms = wait_ms(surface, owed.attempts);
    outbox::put_off(&mut tx, owed.id, now.plus_ms(wait_ms), &error.to_string()).await?;
    tx.commit().await?;
    tracing::warn!(notice.id = owed.id.get(), attempts, wait_ms, %error, "a notice is put off");
    Ok(())
}

/// The first wait, doubled with each further failure.
fn wait_ms(surface: &Surface, attempts_before: i64) -> i64 {
    let outbox = &surface.config.outbox;
    let doublings = u32::try_from(attempts_before).unwrap_or(u32::MAX).min(30);
    let wait = u64::from(outbox.retry_first_ms).saturating_mul(1 << doublings);
    i64::try_from(wait.min(u64::from(outbox.retry_max_ms))).unwrap_or(i64::from(outbox.retry_max_ms))
}
