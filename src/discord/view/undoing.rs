//! Words about postings that were undone by their mirrors.

use poise::serenity_prelude::CreateEmbed;

use super::coins::counted;
use super::face::Face;
use super::floats::would_be_unbacked;
use super::money::money;
use super::orders::undone_by;
use super::refusals::{bad_reason, books, not_allowed};
use super::requests::refused as request_refused;
use super::{COLOUR_OPEN, FAULT, OTHER_INPUT, questions, text, when};
use crate::domain::books::ledger::{AccountKey, Movement, Posted};
use crate::domain::flows::undoing::{Moved, PostingUndone, UndoAsked, UndoError, Undoable, What};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::questions::QuestionKind;
use crate::ids::JournalId;
use crate::reports::postings::PostingHistory;

/// To the person who undid it.
pub(crate) fn done(done: &PostingUndone) -> String {
    let what = match done.what {
        What::Movement(journal) => format!("Movimiento **{journal}** deshecho"),
        What::Payout(number) => format!("Retiro **{number}** deshecho: ya no está pagado"),
    };
    let debt = done.paid_debt.map(|paid| {
        let back = done.moved.first().map_or(paid, |moved| moved.amount);
        of_it_paid_debt(back, paid)
    });
    let moved: Vec<String> = done.moved.iter().map(moved).collect();
    let stays = match Undoable::from_code(&done.kind) {
        Ok(Undoable::Reward) => " El logro queda completado, sin premio.",
        Ok(Undoable::DailyCoins) => " El día queda contado: no puede pedirlas otra vez hoy.",
        Ok(
            Undoable::Opening
            | Undoable::Deposit
            | Undoable::Adjustment
            | Undoable::CentralRecharge
            | Undoable::CentralAdjustment
            | Undoable::CentralTransfer
            | Undoable::Purchase
            | Undoable::Sale
            | Undoable::AccountTransfer
            | Undoable::CoinPayment
            | Undoable::CoinGift
            | Undoable::Redemption
            | Undoable::Payout,
        )
        | Err(_) => "",
    };
    format!(
        "{what}. {}.{}{stays}",
        text::listed(&moved, "y"),
        debt.unwrap_or_default()
    )
}

/// Earnings came back, and part of them paid a debt at once.
fn of_it_paid_debt(back: Money, paid: Money) -> String {
    let left = back.checked_sub(paid).unwrap_or(back);
    format!(
        " De eso, {} pagaron la deuda de un reparto que ya no vale, y {} quedan en sus ganancias.",
        money(paid),
        money(left)
    )
}

/// The question: undoing takes money with which orders are to be paid.
pub(crate) fn asked(asked: &UndoAsked) -> Face {
    let what = match asked.what {
        What::Movement(journal) => format!("el movimiento **{journal}**"),
        What::Payout(number) => format!("el retiro **{number}**"),
    };
    let accounts: Vec<String> = asked
        .losing
        .iter()
        .map(|(account, _)| format!("n.º {account}"))
        .collect();
    let losing: String = asked.losing.iter().map(|(_, found)| would_be_unbacked(found)).collect();
    let words = format!(
        "¿Deshago {what}? Saca dinero de la cuenta {}. Nada se movió todavía.{losing}",
        text::listed(&accounts, "y")
    );
    questions::face(&words, asked.again, QuestionKind::Undoing, asked.question)
}

fn moved(moved: &Moved) -> String {
    let account = moved
        .account
        .map(|account| format!(", cuenta n.º {account}"))
        .unwrap_or_default();
    let whither = match (moved.is_central, moved.amount.is_negative()) {
        (false, true) => "salieron de",
        (false, false) => "volvieron a",
        (true, true) => "salieron del balance central de",
        (true, false) => "volvieron al balance central de",
    };
    format!(
        "{} {whither} **{}**{account}",
        counted_or_money(unsigned(moved.amount)),
        text::name(&moved.name)
    )
}

/// To a superuser: the last movements of somebody's coins, with the numbers for undoing them.
pub(crate) fn coin_movements(movements: &[Movement]) -> String {
    let line = |movement: &Movement| {
        let sign = if movement.amount.is_negative() { "−" } else { "+" };
        format!(
            "\n• Movimiento **{}**: {sign}{} · {}",
            movement.journal,
            counted(unsigned(movement.amount)),
            coin_kind(&movement.kind)
        )
    };
    movements.iter().map(line).collect()
}

/// A posting: what it moved, who made it, and how it was undone.
pub(crate) fn history(found: &PostingHistory) -> CreateEmbed {
    let posted = &found.posted;
    let by = found.by.as_deref().map_or_else(|| "la mesa".to_owned(), text::name);
    let why = match posted.details["reason"].as_str() {
        Some(reason) => format!(": «{}»", text::plain(reason)),
        None => String::new(),
    };
    let mut steps = vec![format!("{} — hecho{why} · por {by}", when::at(posted.at))];
    if let Some(undone) = &found.undone {
        steps.push(format!(
            "{} — deshecho{}",
            when::at(undone.at),
            undone_by(Some((&undone.name, &undone.reason)))
        ));
    }
    if let Some(mirrored) = posted.reverses {
        steps.push(format!("Deshace el movimiento {mirrored}."));
    }
    let line = |(key, amount): &(AccountKey, Money)| {
        let sign = if amount.is_positive() { "+" } else { "" };
        format!("`{}` {sign}{}", key.code(), counted_or_money(*amount))
    };
    let mut lines: Vec<String> = posted.lines.iter().map(line).collect();
    // A limit that changed moved nothing.
    if lines.is_empty() {
        lines.push(limit_changed(posted).unwrap_or_else(|| "No movió dinero.".to_owned()));
    }
    CreateEmbed::new()
        .title(format!("Movimiento {}", posted.journal))
        .colour(COLOUR_OPEN)
        .description(steps.join("\n"))
        .field(
            "En los libros",
            text::clip(&lines.join("\n"), text::FIELD_CHARS_MAX),
            false,
        )
}

/// `account:3:VES` may go down to other than before; `None` for a posting that is something else.
fn limit_changed(posted: &Posted) -> Option<String> {
    let details = &posted.details;
    let key = AccountKey::parse(details["account"].as_str()?)?;
    let limit = |field: &str| Some(money(Money::from_minor(details[field].as_i64()?, key.currency())));
    Some(format!(
        "`{}` puede bajar hasta {}; antes, hasta {}. No movió dinero.",
        key.code(),
        limit("floor_minor")?,
        limit("before_minor")?
    ))
}

pub(crate) fn unknown(journal: JournalId) -> String {
    format!("No hay un movimiento {journal}. Su número está en `!movimientos <cuenta>`.")
}

fn coin_kind(kind: &str) -> String {
    let words = match kind {
        "coins.paid" => "pago",
        "coins.given" => "regalo de la mesa",
        "coins.daily" => "monedas del día",
        "achievement.reward" => "premio de un logro",
        "points.redeemed" => "canje de puntos",
        "app_event.closed" => "juego",
        "coins.payment_undone"
        | "coins.gift_undone"
        | "coins.daily_undone"
        | "points.redemption_undone"
        | "achievement.reward_undone" => "deshecho",
        other => return text::plain(other),
    };
    words.to_owned()
}

/// Coins and points are counted as nouns; other currencies are shown as money.
fn counted_or_money(amount: Money) -> String {
    if [Currency::COIN, Currency::PTS].contains(&amount.currency()) {
        counted(amount)
    } else {
        money(amount)
    }
}

fn unsigned(amount: Money) -> Money {
    if amount.is_negative() {
        amount.checked_neg().unwrap_or(amount)
    } else {
        amount
    }
}

/// By direct message to the person whose coins, points or earnings moved.
pub(crate) fn moved_back(amount: Money, paid_debt: Option<Money>, by: (&str, &str)) -> String {
    let (where_from, see) = match amount.currency() {
        Currency::COIN => ("sus monedas", "`!monedas`"),
        Currency::PTS => ("sus puntos", "`!puntos`"),
        _ => ("sus ganancias", "`!ganancias`"),
    };
    let verb = if amount.is_negative() {
        "salieron de"
    } else {
        "volvieron a"
    };
    let debt = paid_debt.map(|paid| of_it_paid_debt(amount, paid)).unwrap_or_default();
    format!(
        "↩️ Un movimiento suyo se deshizo{}: {} {verb} {where_from}.{debt} Véalo con {see}.",
        undone_by(Some(by)),
        counted_or_money(unsigned(amount))
    )
}

pub(crate) fn refused(error: &UndoError) -> String {
    match error {
        UndoError::NotAllowed(no) => not_allowed(*no),
        UndoError::Reason(mistake) => bad_reason(*mistake),
        UndoError::Unknown(journal) => {
            format!("No hay un movimiento {journal}. Los de una cuenta, con sus números: `!movimientos <cuenta>`.")
        }
        UndoError::NotUndoable { kind, subject } => not_so(kind, *subject),
        UndoError::Undone { what, by, at } => {
            let (noun, see) = match what {
                What::Movement(journal) => (format!("El movimiento **{journal}**"), format!("!historial m{journal}")),
                What::Payout(number) => (format!("El retiro **{number}**"), format!("!solicitud {number}")),
            };
            format!(
                "{noun} ya lo deshizo **{}**, {}. Véalo con `{see}`.",
                text::name(by),
                when::ago(*at)
            )
        }
        UndoError::NotPaid(number) => {
            format!("La solicitud **{number}** no es un retiro pagado. Véala con `!solicitud {number}`.")
        }
        UndoError::Spent {
            account,
            asked,
            available,
        } => spent(*account, *asked, *available),
        UndoError::Question(error) => questions::refused(error),
        UndoError::Request(error) => request_refused(error),
        UndoError::Books(error) => books(error),
        UndoError::OtherInput(_) => OTHER_INPUT.to_owned(),
        UndoError::Db(_) => FAULT.to_owned(),
    }
}

/// How to undo it another way. `subject`: the number of its order, batch or request.
fn not_so(kind: &str, subject: Option<i64>) -> String {
    let number = |unknown: &str| subject.map_or_else(|| unknown.to_owned(), |number| number.to_string());
    let (order, batch, request) = (number("<orden>"), number("<batch>"), number("<n>"));
    let how = match kind {
        "order.completed" => {
            format!("Es el pago de una orden, que se revierte por su número: `!revertir {order} motivo`.")
        }
        "giro.completed" => format!(
            "Es el pago de un giro: si el banco devolvió el dinero, `!devolver {order} motivo`; si fue un error, `!revertir {order} motivo`."
        ),
        "deposit.completed" | "withdrawal.completed" => {
            format!("Es un depósito o retiro de un cliente, que se revierte por su orden: `!revertir {order} motivo`.")
        }
        "player.entry" | "player.prize" | "player.refund" | "player.commission" | "player.bonus" | "player.adjustment"
        | "player.transfer" => {
            "Es una transacción de un jugador: la revierte un admin por la API, `PUT /api/transacciones/{_id}/revertir`.".to_owned()
        }
        "player.reverted" => {
            "Ya deshace una transacción de un jugador: si hace falta, el programa la manda otra vez.".to_owned()
        }
        "account.passed_on" => {
            "Acompaña a otro movimiento que se deshizo, y no se deshace por separado.".to_owned()
        }
        "account.floor" => "Cambia hasta dónde puede quedar una cuenta, y se cambia otra vez con `!sobregiro`.".to_owned(),
        "order.escrow_taken" | "order.escrow_returned" => {
            format!("Es dinero apartado para una orden, y vuelve cuando ella termina. Véala con `!historial {order}`.")
        }
        "order.reversed" => format!(
            "Es una orden revertida, y eso no se deshace: se hace otra con `!t`. Véala con `!historial {order}`."
        ),
        "order.returned" => format!(
            "Es una orden que el banco devolvió, y eso no se deshace: se hace otra con `!t`. Véala con `!historial {order}`."
        ),
        "batch.bought" => format!(
            "Es una compra, que se deshace por su número: `!revertir compra <n> motivo`; el número está en `!historial b{batch}`."
        ),
        "batch.closed" => format!("Es el cierre de un batch, que se deshace con `!reabrir {batch} motivo`."),
        "batch.reopened" | "batch.lot_reversed" => {
            format!(
                "Ya deshace algo de un batch: lo que falte se hace otra vez con `!c`. Véalo con `!historial b{batch}`."
            )
        }
        "payout.paid" => {
            format!(
                "Es un retiro pagado, que se deshace por el número de su solicitud: `!revertir retiro {request} motivo`."
            )
        }
        "payout.undone" => "Ya deshace un retiro: quien lo quiera lo pide otra vez con `!request-retiro`.".to_owned(),
        "points.redeemed" | "coins.daily" | "app_event.closed" => {
            "Lo movió la mesa sola; corrija las monedas con `!dar @persona <cantidad> motivo`.".to_owned()
        }
        "debt.owed" | "debt.settled" => {
            "Es una deuda, que cambia con lo que la causó: véala con `!ganancias`.".to_owned()
        }
        _ => {
            "Ya deshace otro movimiento: hágalo otra vez con su comando: `!depositar`, `!ajustar`, `!recargar-banco`, `!ajustar-banco`, `!traspasar` o `!dar`.".to_owned()
        }
    };
    format!("Ese movimiento no se deshace así. {how}")
}

fn spent(account: Option<AccountKey>, asked: Money, available: Money) -> String {
    let whose = match account {
        Some(AccountKey::Account(account, _)) => format!("en la cuenta n.º {account}"),
        Some(AccountKey::Coins(_)) => "de esas monedas".to_owned(),
        Some(AccountKey::Central(..)) => "en el balance central del banco".to_owned(),
        _ => "ahí".to_owned(),
    };
    format!(
        "No se movió nada: habría que sacar {} y {whose} solo quedan {} disponibles. Lo demás ya se usó: cuando vuelva a haberlo \
         se podrá deshacer.",
        counted_or_money(asked),
        counted_or_money(available)
    )
}

#[cfg(test)]
mod tests {
    use super::limit_changed;
    use crate::clock::Moment;
    use crate::domain::books::ledger::Posted;
    use crate::ids::JournalId;

    #[test]
    fn a_limit_that_changed_says_both_limits() {
        let posted = |details| Posted {
            journal: JournalId::new(4),
            kind: "account.floor".into(),
            actor: None,
            at: Moment::from_ms(0),
            reverses: None,
            details,
            lines: Vec::new(),
        };
        let details = serde_json::json!({ "account": "account:3:VES", "floor_minor": -5_000_000, "before_minor": 0 });
        let said = limit_changed(&posted(details)).unwrap();
        assert!(
            said.starts_with("`account:3:VES` puede bajar hasta -500,00 Bs; antes, hasta 0,00 Bs."),
            "{said}"
        );
        assert_eq!(limit_changed(&posted(serde_json::json!({}))), None);
    }
}
