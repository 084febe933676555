//! An order that nobody can pay: admins and cashiers are told which float is missing, and later that it is settled.

use super::alarms::alarm;
use super::composer::Composer;
use super::orders::card;
use crate::db::DbError;
use crate::discord::courier::piece::{Piece, ways_of_alerts};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::Lane;
use crate::domain::orders::OrderState;
use crate::domain::people::members;
use crate::ids::{MemberId, OrderId};
use crate::reports::particulars::Particulars;

const CASHIERS: &str = "cashiers";
/// How many cashiers are mentioned at once. A desk has only a few; a longer list would not be read.
const MENTIONED_MAX: i64 = 20;

/// What was missing when the notice was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Missing<'n> {
    pub(super) paused: &'n [MemberId],
    pub(super) rings: bool,
    pub(super) needed: Money,
    pub(super) largest: Option<Money>,
    pub(super) waited_ms: i64,
    pub(super) times: i64,
    pub(super) for_nobody: bool,
}

/// Holds while no cashier has the order.
pub(super) async fn missing(
    composer: &mut Composer<'_>,
    order: OrderId,
    missing: &Missing<'_>,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    if card.order.state != OrderState::Pending {
        return Ok(Vec::new());
    }
    let mut paused = Vec::new();
    for member in missing.paused {
        paused.push(members::get_member(composer.reader, *member).await?.name);
    }
    let words = view::floats::Missing {
        paused: &paused,
        order,
        needed: missing.needed,
        largest: missing.largest,
        waited_ms: missing.waited_ms,
        in_batch: matches!(card.particulars, Particulars::Transfer(_)),
        again: 1 < missing.times,
    };
    if let (Particulars::Giro(giro), true) = (&card.particulars, missing.for_nobody) {
        let to_admins = view::floats::unassigned(&words, giro);
        let to_admins = match missing.times {
            1 => alarm(composer, to_admins),
            _ => Piece::say("alerts", ways_of_alerts(), Face::new(to_admins)),
        };
        return Ok(vec![to_admins]);
    }
    let face = Face::new(view::floats::for_cashiers(&words));
    let to_cashiers = Piece::say(CASHIERS, vec![Lane::Cashiers, Lane::Alerts], face);
    let for_admins = view::floats::for_admins(&words);
    if !missing.rings {
        let to_admins = Piece::say("alerts", ways_of_alerts(), Face::new(for_admins));
        return Ok(vec![to_admins, to_cashiers]);
    }
    let cashiers = members::list_cashiers(composer.reader, MENTIONED_MAX).await?;
    let ring = cashiers.iter().filter_map(user_of);
    Ok(vec![alarm(composer, for_admins), to_cashiers.ringing(ring)])
}

/// Says that the missing float is settled. Nobody is rung.
pub(super) async fn settled(composer: &mut Composer<'_>, order: OrderId) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let face = Face::new(view::floats::settled(&card));
    let to_admins = Piece::say("alerts", ways_of_alerts(), face.clone());
    Ok(vec![
        to_admins,
        Piece::say(CASHIERS, vec![Lane::Cashiers, Lane::Alerts], face),
    ])
}
