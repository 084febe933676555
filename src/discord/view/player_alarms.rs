//! Words for alarms about players' transactions: what is wrong, whom it concerns, and what to type.

use super::{cash, money, orders, text, when};
use crate::domain::flows::players::{AlarmEvent, AlarmFacts, Direction, NotedAlarm};
use crate::domain::orders::OrderState;
use crate::reports::orders::OrderCard;
use crate::reports::particulars::Particulars;

/// A deposit or withdrawal waits too long, or has ended.
pub(crate) fn request(card: &OrderCard, noted: &NotedAlarm) -> String {
    let id = card.order.id;
    let what = format!(
        "{} de **{}** por {} (orden **{id}**)",
        noun(card),
        text::name(&card.reseller.name),
        money::money(card.order.amount)
    );
    match noted.event {
        AlarmEvent::Began => {
            let since = match noted.alarm.facts {
                AlarmFacts::Waited { worked_ms } => format!("lleva {} sin terminar", when::lasted(worked_ms)),
                AlarmFacts::Failed { .. } | AlarmFacts::Rejected { .. } | AlarmFacts::Gone => "no termina".to_owned(),
            };
            format!("⏰ {what} {since}. {}", what_to_do(card))
        }
        AlarmEvent::Ended => format!("✅ {what} ya no espera: {}.", state(card)),
    }
}

/// What can be done about it now.
fn what_to_do(card: &OrderCard) -> String {
    let id = card.order.id;
    let cashier = card.cashier.as_ref().map(|cashier| text::name(&cashier.name));
    let cashier = cashier.unwrap_or_else(|| "nadie".to_owned());
    match card.order.state {
        OrderState::Pending => format!(
            "No la tiene nadie: désela a alguien con `!asignar {id} @cajero` (`!cola` dice quién está disponible), o ciérrela con \
             `!cancelar {id}`."
        ),
        OrderState::Assigned => format!(
            "La tiene **{cashier}**. Mírela con `!orden {id}` y désela a otra persona con `!asignar {id} @cajero`; si no corresponde, \
             que **{cashier}** pulse **Cancelar** en la orden y diga por qué."
        ),
        OrderState::Processing => format!(
            "La tiene **{cashier}** y falta confirmar. Mírela con `!orden {id}`: que pulse **Listo**, o confírmela un superusuario con \
             `!confirmar {id}`."
        ),
        OrderState::Completed
        | OrderState::Reversed
        | OrderState::Returned
        | OrderState::Rejected
        | OrderState::Cancelled => format!("Mientras tanto terminó: `!orden {id}`."),
    }
}

fn noun(card: &OrderCard) -> &'static str {
    match &card.particulars {
        Particulars::Cash(cash) => match cash.direction {
            Direction::Deposit => "El depósito",
            Direction::Withdrawal => "El retiro",
        },
        Particulars::Transfer(_) | Particulars::Giro(_) | Particulars::Plain => "El envío",
    }
}

fn state(card: &OrderCard) -> &'static str {
    match &card.particulars {
        Particulars::Cash(cash) => cash::state(cash.direction, card.order.state),
        Particulars::Transfer(_) | Particulars::Giro(_) | Particulars::Plain => orders::state(card.order.state),
    }
}

/// Many transactions of a player fail, or none any more. `id`: their player's id.
pub(crate) fn player(name: &str, id: Option<&str>, noted: &NotedAlarm) -> String {
    let name = text::name(name);
    let look = match id {
        Some(id) => format!(" Mírelas: `GET /api/transacciones/jugador/{id}/historial?estado=fallida`."),
        None => String::new(),
    };
    match (noted.event, noted.alarm.facts) {
        (AlarmEvent::Began, AlarmFacts::Failed { failed, within_ms }) => format!(
            "⚠️ A **{name}** le fallaron {failed} transacciones en {}. Si le falta saldo, que haga un depósito; si un juego \
             repite la misma llamada, avise a quien lo mantiene.{look}",
            last(within_ms)
        ),
        (AlarmEvent::Began, AlarmFacts::Waited { .. } | AlarmFacts::Rejected { .. } | AlarmFacts::Gone) => {
            format!("⚠️ A **{name}** le fallan muchas transacciones.{look}")
        }
        (AlarmEvent::Ended, _) => format!("✅ A **{name}** ya no le fallan transacciones."),
    }
}

/// A cashier rejects much, or no longer does.
pub(crate) fn cashier(name: &str, noted: &NotedAlarm) -> String {
    let name = text::name(name);
    let share = match noted.alarm.facts {
        AlarmFacts::Rejected {
            rejected,
            ended,
            within_ms,
        } => Some(format!(
            "{rejected} de {ended} depósitos y retiros en {}",
            last(within_ms)
        )),
        AlarmFacts::Waited { .. } | AlarmFacts::Failed { .. } | AlarmFacts::Gone => None,
    };
    match (noted.event, share) {
        (AlarmEvent::Began, share) => format!(
            "⚠️ **{name}** rechazó {}. Mire sus órdenes con `!transacciones @cajero` y cada motivo con `!orden <n>`; lo que no \
             deba esperar, déselo a otra persona con `!asignar <n> @cajero`.",
            share.unwrap_or_else(|| "muchos depósitos y retiros".to_owned())
        ),
        (AlarmEvent::Ended, Some(share)) => format!("✅ **{name}** ya no rechaza tanto: {share}."),
        (AlarmEvent::Ended, None) => format!("✅ **{name}** no rechazó más depósitos ni retiros."),
    }
}

/// `la última hora`, `las últimas 24 horas`, `los últimos 90 minutos`.
fn last(ms: i64) -> String {
    let minutes = ms / 60_000;
    match (minutes / 60, minutes % 60) {
        (1, 0) => "la última hora".to_owned(),
        (hours, 0) if 1 < hours => format!("las últimas {hours} horas"),
        _ if minutes == 1 => "el último minuto".to_owned(),
        _ => format!("los últimos {minutes} minutos"),
    }
}

#[cfg(test)]
mod tests {
    use super::last;

    #[test]
    fn a_stretch_of_time_is_said_in_whole_hours_where_it_has_them() {
        for (minutes, words) in [
            (60, "la última hora"),
            (1_440, "las últimas 24 horas"),
            (90, "los últimos 90 minutos"),
            (1, "el último minuto"),
        ] {
            assert_eq!(last(minutes * 60_000), words);
        }
    }
}
