//! `POST /achievement/{id}`: advances somebody's progress, which may complete the achievement.

use serde::{Deserialize, Serialize};

use super::{Achievement, AchievementError, store};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::games::apps::keys::Caller;
use crate::domain::games::apps::webhooks::{self, News};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members;
use crate::ids::{AchievementId, DiscordUserId, JournalId, MemberId, RequestId};

/// Whose progress is advanced, and by how much. The step is positive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Advance {
    pub achievement: AchievementId,
    pub user: DiscordUserId,
    pub step: i64,
}

/// Somebody's progress after the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advanced {
    pub achievement: AchievementId,
    pub user: DiscordUserId,
    pub value: i64,
    pub target: i64,
    pub completed_at: Option<Moment>,
    /// The reward that this step earned; zero unless it completed the achievement.
    pub rewarded: Money,
}

/// Adds a step. The step that reaches the target completes the achievement, pays its reward and announces it, once.
///
/// # Errors
/// [`AchievementError::Unknown`], [`AchievementError::OtherApp`].
pub async fn advance(
    desk: &Desk,
    caller: &Caller,
    request: &RequestId,
    typed: &Advance,
) -> Result<Advanced, AchievementError> {
    let asked = Asked::new(request, "achievements.advance", &(caller.app, typed));
    once(desk, asked, async |tx, now| {
        let found = store::find_achievement(tx, typed.achievement).await?;
        let achievement = found.ok_or(AchievementError::Unknown(typed.achievement))?;
        if achievement.app != caller.app {
            return Err(AchievementError::OtherApp(achievement.id));
        }
        let member = members::find_or_register(tx, typed.user, now).await?;
        let value = store::add(tx, &achievement, member, typed.step, now).await?;
        let completes = achievement.target <= value && store::complete(tx, &achievement, member, now).await?;
        let rewarded = if completes {
            achievement.reward
        } else {
            Money::zero(Currency::COIN)
        };
        if rewarded.is_positive() {
            let journal = pay(tx, &achievement, member, request, now).await?;
            store::set_journal(tx, &achievement, member, journal).await?;
        }
        if completes {
            let notice = Notice::AchievementCompleted {
                achievement: achievement.id,
                member,
            };
            outbox::enqueue(tx, &format!("achievement:{}:{member}", achievement.id), &notice, now).await?;
            let news = News::AchievementCompleted {
                achievement: achievement.id,
                member,
            };
            webhooks::tell_app(tx, caller.app, news, now).await?;
        }
        Ok(Advanced {
            achievement: achievement.id,
            user: typed.user,
            value,
            target: achievement.target,
            completed_at: store::find_completion(tx, &achievement, member).await?,
            rewarded,
        })
    })
    .await
}

async fn pay(
    tx: &mut Tx,
    achievement: &Achievement,
    member: MemberId,
    request: &RequestId,
    now: Moment,
) -> Result<JournalId, AchievementError> {
    let posting = Posting {
        kind: "achievement.reward",
        request: request.clone(),
        actor: None,
        at: now,
        details: serde_json::json!({ "app": achievement.app, "achievement": achievement.id }),
        lines: vec![
            Line::take(AccountKey::Issuance(Currency::COIN), achievement.reward)?,
            Line::add(AccountKey::Coins(member), achievement.reward),
        ],
    };
    Ok(ledger::post(tx, posting).await?)
}
