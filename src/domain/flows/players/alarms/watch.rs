//! Looks for what is wrong with players' transactions, and tells what began and what ended. Swept.

use super::alarm::{AlarmSubject, NotedAlarm};
use super::decide::{Seen, decide};
use super::store;
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::kernel::desk::{Desk, PlayerAlarmRules};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::uptime;

/// Tells the alarms that began and ended since it was looked last, each once. Returns how many.
///
/// # Errors
/// A fault.
pub async fn watch(desk: &Desk) -> Result<usize, DbError> {
    let (rules, now) = (desk.policy.players.alarms, desk.clock.now());
    let mut reader = desk.db.reader().await?;
    let is_quiet = look(&mut reader, &rules, now).await?.is_empty();
    drop(reader);
    if is_quiet {
        return Ok(0);
    }
    let mut tx = desk.db.begin().await?;
    let mut told = 0;
    for noted in look(&mut tx, &rules, now).await? {
        // Another process noted it meanwhile.
        let Some(alarm) = store::note(&mut tx, &noted, now).await? else {
            continue;
        };
        let subject = noted.alarm.subject;
        let notice = Notice::PlayerAlarm {
            alarm,
            order: subject.order(),
        };
        outbox::enqueue(&mut tx, &outbox_subject(subject), &notice, now).await?;
        told += 1;
    }
    tx.commit().await?;
    Ok(told)
}

/// The end of an alarm is told after its beginning.
fn outbox_subject(subject: AlarmSubject) -> String {
    format!("players.{}:{}", subject.kind(), subject.id())
}

async fn look(source: &mut impl Source, rules: &PlayerAlarmRules, now: Moment) -> Result<Vec<NotedAlarm>, DbError> {
    let open = store::list_open_alarms(source).await?;
    let requests = store::list_open_requests(source).await?;
    let oldest = requests.iter().map(|(_, created_at)| *created_at).min();
    let outages = match oldest {
        Some(oldest) => uptime::list_outages(source, oldest, now).await?,
        None => Vec::new(),
    };
    let waited = |created_at| uptime::worked_ms(created_at, now, &outages);
    let waiting = requests
        .into_iter()
        .map(|(order, created_at)| (order, waited(created_at)));
    let since = now.plus_ms(-rules.failures_within_ms);
    let mut failing = store::list_failing(source, since, rules.failures).await?;
    for subject in &open {
        if let AlarmSubject::Player(player) = subject {
            failing.push((*player, store::count_failed(source, *player, since).await?));
        }
    }
    let seen = Seen {
        waiting: waiting.collect(),
        failing,
        endings: store::list_endings(source, now.plus_ms(-rules.rejections_within_ms)).await?,
    };
    Ok(decide(rules, &seen, &open))
}
