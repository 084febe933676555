//! Words about an order that nobody can pay.

use super::cash::Task;
use super::money::money;
use super::{text, when};
use crate::domain::kernel::desk::GiroOthers;
use crate::domain::kernel::money::Money;
use crate::domain::orders::{OrderState, Unbacked};
use crate::ids::OrderId;
use crate::reports::giros::Giro;
use crate::reports::orders::OrderCard;

/// The float that is missing for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Missing<'n> {
    /// Paused cashiers who could pay it.
    pub(crate) paused: &'n [String],
    pub(crate) order: OrderId,
    /// The amount including the fee.
    pub(crate) needed: Money,
    /// The largest free amount in one account of an available cashier; `None` when there is no account.
    pub(crate) largest: Option<Money>,
    pub(crate) waited_ms: i64,
    pub(crate) in_batch: bool,
    /// Whether this was already told before.
    pub(crate) again: bool,
}

/// In the alerts channel.
pub(crate) fn for_admins(missing: &Missing<'_>) -> String {
    if missing.needed.is_zero() {
        return format!(
            "🏦 {} Un cajero con cuenta la recibe en cuanto escriba `!disponible`; una cuenta se abre con `!cuenta crear @cajero {} 0`.",
            nobody_receives(missing),
            missing.needed.currency()
        );
    }
    if !missing.paused.is_empty() {
        return format!(
            "💸 {} Les llega en cuanto escriban `!disponible`: no hace falta depositar. También puede cancelarla con `!cancelar {}`.{}",
            what(missing),
            missing.order,
            waiting(missing)
        );
    }
    format!(
        "💸 {} Súmelo a la cuenta de un cajero con `!depositar <cuenta> <monto>` (`!cuentas @cajero` dice cuál), o cancélela con `!cancelar {}`.{}",
        what(missing),
        missing.order,
        waiting(missing)
    )
}

/// In the alerts channel: a giro that only assigned cashiers get, and its bank has none.
pub(crate) fn unassigned(missing: &Missing<'_>, giro: &Giro) -> String {
    let waited = match missing.again {
        true => format!(" desde hace {}", when::lasted(missing.waited_ms)),
        false => String::new(),
    };
    let there = match giro.terms.others {
        GiroOthers::AtBank => " ni tiene cuenta ahí",
        GiroOthers::Anyone | GiroOthers::Assigned => "",
    };
    format!(
        "🏦 El giro **{order}** por {} espera{waited}: nadie está asignado a **{}**{there}, y no se da solo a otros. Asigne a un cajero con `!asignar-banco {} @cajero 10`, delo a uno con `!asignar {order} @cajero`, o cancélelo con `!cancelar {order}`.",
        money(missing.needed),
        text::plain(&giro.bank.name),
        giro.bank.code,
        order = missing.order,
    )
}

/// Whether a batch cannot be closed before it.
fn waiting(missing: &Missing<'_>) -> &'static str {
    if missing.in_batch { " Su batch la espera." } else { "" }
}

/// Where cashiers work.
pub(crate) fn for_cashiers(missing: &Missing<'_>) -> String {
    if missing.needed.is_zero() {
        return format!(
            "🏦 {} Quien pueda atenderla, escriba `!disponible`.",
            nobody_receives(missing)
        );
    }
    if !missing.paused.is_empty() {
        return format!("💸 {} Quien pueda pagarla ahora, escriba `!disponible`.", what(missing));
    }
    format!(
        "💸 {} Quien tenga con qué pagarla y esté en pausa, escriba `!disponible`; si tiene saldo nuevo, pida a un admin que \
         lo anote.",
        what(missing)
    )
}

/// An order that needs no float, a deposit, waits for anybody with an account in its currency.
fn nobody_receives(missing: &Missing<'_>) -> String {
    let waited = match missing.again {
        true => format!(", desde hace {}", when::lasted(missing.waited_ms)),
        false => String::new(),
    };
    format!(
        "La orden **{}** espera a un cajero disponible con una cuenta en {}{waited}.",
        missing.order,
        missing.needed.currency()
    )
}

fn what(missing: &Missing<'_>) -> String {
    let (order, needed) = (missing.order, money(missing.needed));
    let begin = if missing.again {
        format!(
            "La orden **{order}** sigue sin quien pueda pagarla, desde hace {}:",
            when::lasted(missing.waited_ms)
        )
    } else {
        format!("Nadie puede pagar la orden **{order}**:")
    };
    let names: Vec<String> = missing
        .paused
        .iter()
        .map(|name| format!("**{}**", text::name(name)))
        .collect();
    let paused = match names.is_empty() {
        true => None,
        false => Some(format!(
            "uien tiene con qué pagarla está en pausa: {}.",
            text::listed(&names, "y")
        )),
    };
    match (missing.largest, paused) {
        (None, None) => format!("{begin} necesita {needed} y no hay un cajero disponible con saldo."),
        (None, Some(paused)) => format!("{begin} necesita {needed}, y q{paused}"),
        (Some(largest), paused) => {
            let paused = paused.map(|paused| format!(" Q{paused}")).unwrap_or_default();
            let short = missing
                .needed
                .checked_sub(largest)
                .map_or_else(|_| "?".to_owned(), money);
            format!(
                "{begin} necesita {needed}, el mayor saldo disponible es {}; faltan {short}.{paused}",
                money(largest)
            )
        }
    }
}

/// The missing float is settled.
pub(crate) fn settled(card: &OrderCard) -> String {
    let id = card.order.id;
    match (card.order.state, &card.cashier) {
        (OrderState::Pending, _) => format!("La orden **{id}** vuelve a esperar cajero."),
        (OrderState::Assigned | OrderState::Processing | OrderState::Completed, Some(cashier)) => {
            format!(
                "✅ La orden **{id}** ya tiene quien la {}: **{}**.",
                Task::of(card).may_do(),
                text::name(&cashier.name)
            )
        }
        _ => match Task::of(card) {
            Task::Pay => format!("La orden **{id}** ya no necesita saldo: terminó sin pagarse."),
            Task::PayGiro => format!("El giro **{id}** ya no necesita saldo: terminó sin pagarse."),
            Task::Receive => format!("La orden **{id}** ya no espera cajero: terminó sin confirmarse."),
        },
    }
}

/// To the reseller, beside the order's state, so that they know why it waits.
pub(crate) fn waits() -> &'static str {
    "Ningún cajero disponible tiene ahora saldo para pagarla; la mesa ya lo sabe. Puede esperar o cancelarla."
}

/// Added to the answer about what took the money.
pub(crate) fn unbacked(found: &Unbacked) -> String {
    let missing = money(found.missing);
    match found.orders.as_slice() {
        [] => format!(
            "\n⚠️ A esta cuenta le faltan {missing} para lo que ya tiene captura: deposite en ella con `!depositar` para que \
             se pueda confirmar."
        ),
        [order] => format!(
            "\n⚠️ La orden **{order}** se iba a pagar de esta cuenta y ya no alcanza: faltan {missing}. Pasa en segundos a otro \
             cajero con saldo, o a la cola si no hay ninguno; a quien la tenía se le avisa que no la pague."
        ),
        orders => format!(
            "\n⚠️ Las órdenes {} se iban a pagar de esta cuenta y ya no alcanza: faltan {missing}. Pasan en segundos a otros \
             cajeros con saldo, o a la cola si no hay ninguno; a quien las tenía se le avisa que no las pague.",
            numbers(orders)
        ),
    }
}

/// Added to a question: what taking the money would do.
pub(crate) fn would_be_unbacked(found: &Unbacked) -> String {
    let missing = money(found.missing);
    match found.orders.as_slice() {
        [] => format!("\n⚠️ Con eso faltarían a la cuenta {missing} para lo que ya tiene captura."),
        [order] => format!(
            "\n⚠️ De esta cuenta se va a pagar la orden **{order}**, y con eso no alcanzaría: faltarían {missing}. Pasaría a otro \
             cajero con saldo, o a la cola si no hay ninguno."
        ),
        orders => format!(
            "\n⚠️ De esta cuenta se van a pagar las órdenes {}, y con eso no alcanzaría: faltarían {missing}. Pasarían a otros \
             cajeros con saldo, o a la cola si no hay ninguno.",
            numbers(orders)
        ),
    }
}

fn numbers(orders: &[OrderId]) -> String {
    let numbers: Vec<String> = orders.iter().map(|order| format!("**{order}**")).collect();
    text::listed(&numbers, "y")
}

#[cfg(test)]
mod tests {
    use super::{Missing, for_admins};
    use crate::domain::kernel::money::{Currency, Money};
    use crate::ids::OrderId;

    #[test]
    fn it_says_what_is_needed_what_there_is_and_what_is_missing() {
        let bs = |whole: i64| Money::from_minor(whole * 10_000, Currency::VES);
        let missing = Missing {
            paused: &[],
            order: OrderId::new(7),
            needed: bs(27_081),
            largest: Some(bs(5_000)),
            waited_ms: 0,
            in_batch: true,
            again: false,
        };
        let words = for_admins(&missing);
        for part in ["orden **7**", "27.081,00 Bs", "5.000,00 Bs", "22.081,00 Bs"] {
            assert!(words.contains(part), "{words}");
        }
        let nobody = Missing {
            largest: None,
            ..missing
        };
        assert!(for_admins(&nobody).contains("no hay un cajero disponible"));
        let names = ["cajero1".to_owned(), "cajero2".to_owned()];
        let words = for_admins(&Missing {
            paused: &names,
            ..nobody
        });
        assert!(
            words.contains("está en pausa: **cajero1** y **cajero2**") && words.contains("`!disponible`"),
            "{words}"
        );
        assert!(!words.contains("!depositar"), "{words}");
    }
}
