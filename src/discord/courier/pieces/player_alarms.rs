//! Something is wrong with players' transactions, or no longer is: superusers hear it in the alerts channel.

use super::alarms::{alarm, said};
use super::composer::Composer;
use super::orders::{card, member};
use crate::db::DbError;
use crate::discord::courier::piece::Piece;
use crate::discord::view::player_alarms as words;
use crate::domain::flows::players::{self, AlarmEvent, AlarmSubject, NotedAlarm};
use crate::ids::PlayerAlarmId;

/// Both its beginning and its end are told, whenever the courier comes to it; it rings only while it lasts.
pub(super) async fn noted(composer: &mut Composer<'_>, id: PlayerAlarmId) -> Result<Vec<Piece>, DbError> {
    let noted = players::get_alarm(composer.reader, id).await?;
    let words = spoken(composer, &noted).await?;
    let lasts = players::is_alarm_open(composer.reader, noted.alarm.subject).await?;
    Ok(vec![match noted.event {
        AlarmEvent::Began if lasts => alarm(composer, words),
        AlarmEvent::Began | AlarmEvent::Ended => said(words),
    }])
}

async fn spoken(composer: &mut Composer<'_>, noted: &NotedAlarm) -> Result<String, DbError> {
    Ok(match noted.alarm.subject {
        AlarmSubject::Request(order) => words::request(&card(composer, order).await?, noted),
        AlarmSubject::Player(player) => {
            let (name, currency) = (
                member(composer, player).await?.name,
                composer.surface.desk.policy.players.currency,
            );
            let known = players::find_player_of_member(composer.reader, player, currency).await?;
            words::player(&name, known.as_ref().map(|player| player.player_id.as_str()), noted)
        }
        AlarmSubject::Cashier(cashier) => words::cashier(&member(composer, cashier).await?.name, noted),
    })
}
