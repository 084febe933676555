//! Figures about players' transactions, for the API (S3-37). docs/API.md says what each of them counts.

use chrono_tz::Tz;

use super::players::PlayerReadError;
use crate::clock::Moment;
use crate::db::Reader;
use crate::domain::flows::players::{
    self, CashierFigures, DayFigures, FailuresOf, Funds, Groups, OpenRequests, Period, Player, PlayersError, PrizesOf,
    by_cashier, by_day,
};
use crate::domain::kernel::money::Currency;
use crate::domain::people::members::{self, Member};
use crate::domain::people::tokens::{ApiRole, Principal};
use crate::ids::MemberId;

const SEES_SYSTEM: &[ApiRole] = &[ApiRole::Admin];
/// How many days are shown at most, the newest.
const DAYS_MAX: usize = 366;
/// Slices of a quarter of an hour in that many days, of both sides; a day has at most 25 hours.
const SLICES_MAX: i64 = 366 * 25 * 4 * 2;
/// How many ended requests are counted for the figures of cashiers, the newest.
const ENDINGS_MAX: i64 = 100_000;

/// The figures of a player.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresOfPlayer {
    pub player: Player,
    pub funds: Funds,
    pub groups: Groups,
    pub prizes: Vec<PrizesOf>,
}

/// The figures of all players together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresOfSystem {
    pub groups: Groups,
    /// Newest first.
    pub days: Vec<DayFigures>,
    pub cashiers: Vec<(Member, CashierFigures)>,
    pub failures: Vec<FailuresOf>,
    pub prizes: Vec<PrizesOf>,
    pub open: OpenRequests,
    /// Of the oldest open request, in milliseconds.
    pub oldest_age_ms: Option<i64>,
}

/// The figures of a player; a player sees only their own. Give a snapshot, so that all are of one moment.
///
/// # Errors
/// [`PlayersError::NotForRole`]; [`PlayersError::UnknownPlayer`], also when a player asks for somebody else;
/// [`PlayersError::Ambiguous`].
pub async fn of_player(
    reader: &mut Reader,
    caller: &Principal,
    typed: &str,
    currency: Currency,
    period: &Period,
) -> Result<FiguresOfPlayer, PlayersError> {
    let (player, funds) = players::show_player(reader, caller, typed, currency).await?;
    let whose = Some(player.member);
    Ok(FiguresOfPlayer {
        groups: players::read_groups(reader, whose, currency, period).await?,
        prizes: players::list_prizes(reader, whose, currency, period).await?,
        player,
        funds,
    })
}

/// The figures of all players together. Give a snapshot, so that all are of one moment.
///
/// # Errors
/// [`PlayerReadError::NotForRole`] unless an admin.
pub async fn of_system(
    reader: &mut Reader,
    caller: &Principal,
    currency: Currency,
    period: &Period,
    (zone, now): (Tz, Moment),
) -> Result<FiguresOfSystem, PlayerReadError> {
    caller.require(SEES_SYSTEM)?;
    let slices = players::list_slices(reader, currency, period, SLICES_MAX).await?;
    let endings = players::list_cashier_endings(reader, period, ENDINGS_MAX).await?;
    let figures = by_cashier(&endings);
    let ids: Vec<MemberId> = figures.iter().map(|of| of.cashier).collect();
    let people = members::find_members(reader, &ids).await?;
    let named = |of: CashierFigures| {
        let cashier = people.iter().find(|member| member.id == of.cashier)?;
        Some((cashier.clone(), of))
    };
    let open = players::count_open_requests(reader).await?;
    Ok(FiguresOfSystem {
        groups: players::read_groups(reader, None, currency, period).await?,
        days: by_day(&slices, zone, currency, DAYS_MAX)?,
        cashiers: figures.into_iter().filter_map(named).collect(),
        failures: players::list_failures(reader, currency, period).await?,
        prizes: players::list_prizes(reader, None, currency, period).await?,
        oldest_age_ms: open.oldest_age_ms(now),
        open,
    })
}
