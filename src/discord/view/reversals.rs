//! Words about undoing and returning paid orders, purchases and closings.

use super::coins::counted;
use super::desk::order_refused;
use super::money::money;
use super::nouns::agreeing;
use super::orders::state;
use super::orders::undone_by;
use super::refusals::{bad_reason, books, not_allowed};
use super::{FAULT, OTHER_INPUT, text, when};
use crate::domain::books::ledger::LedgerError;
use crate::domain::flows::batches::{
    BatchReopened, EndedAt, LotUndone, NotOpen, OrderReversed, ReopenError, ReverseError, ReverseLotError,
};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::TakenBack;
use crate::domain::orders::{OrderError, OrderReturned, ReturnError};
use crate::ids::{BatchId, LotId, OrderId};

pub(crate) fn reversed(done: &OrderReversed) -> String {
    let mut words = format!(
        "Orden **{}** revertida: su dinero salió del batch y volvió a la cuenta del cajero.",
        done.order
    );
    if let Some(reopened) = &done.reopened {
        words.push_str(&format!(
            " Esa cuenta, la n.º {0} (número interno `{1}`) de **{2}**, estaba cerrada y quedó abierta otra vez: véala con `!saldo {0}`; \
             lo que haya que sacar, con `!ajustar {0} -… motivo`.",
            reopened.account,
            reopened.number.grouped(),
            text::name(&reopened.owner)
        ));
    }
    if let Some(owed) = &done.points_owed {
        words.push_str(&format!(
            " **{}** ya había canjeado puntos: ahora debe {}, que pagan los próximos que gane.",
            text::name(&owed.client),
            counted(owed.points)
        ));
    }
    words
}

/// To the person who gave a paid order back.
pub(crate) fn returned(done: &OrderReturned) -> String {
    let moved = match done.received {
        true => "salieron de la cuenta que los recibió, y el depósito ya no cuenta",
        false => "volvieron a la cuenta de la que se pagó, y ya no cuenta como pagada",
    };
    let mut words = format!(
        "Orden **{}** devuelta por el banco: {} {moved}.",
        done.order,
        money(done.total)
    );
    if done.figures.is_none() {
        words.push_str(&format!(" Qué se movió: `!historial {}`.", done.order));
    }
    if !done.was_paid {
        words = format!(
            "Orden **{}** devuelta sin pagarse. Lo que había tomado volvió a su dueño.",
            done.order
        );
    }
    if let Some(reopened) = &done.reopened {
        words.push_str(&format!(
            " Esa cuenta, la n.º {0} de **{1}**, estaba cerrada y quedó abierta otra vez: véala con `!saldo {0}`.",
            reopened.account,
            text::name(&reopened.owner)
        ));
    }
    words
}

pub(crate) fn return_refused(error: &ReturnError) -> String {
    match error {
        ReturnError::NotAllowed(no) => not_allowed(*no),
        ReturnError::Order(OrderError::WrongState { order, state: now }) if now.is_open() => format!(
            "La orden **{order}** todavía no está pagada (*{}*): no hay nada que devolver. Se cancela con `!cancelar \
             {order}`; el cajero que la tiene, con **Cancelar** en su mensaje, o **Devolver** si es un giro.",
            state(*now)
        ),
        ReturnError::Order(OrderError::NotYours { order, cashier }) => format!(
            "La orden **{order}** es de **{}**, no suya. La devuelve quien la tiene, un admin o un superusuario.",
            cashier.as_deref().map_or_else(|| "otra persona".to_owned(), text::name)
        ),
        ReturnError::Order(error) => order_refused(error),
        ReturnError::BatchClosed(order) => format!(
            "El batch de la orden **{order}** ya está cerrado. Ahí un superusuario la revierte con `!revertir {order} motivo`, y antes ve \
             qué cambia para cada quien."
        ),
        ReturnError::AlreadyBought {
            order,
            bought,
            left,
            lots,
        } => already_bought(*order, "devolver", (*bought, *left), lots),
        // Only a deposit takes money from somebody who may have spent it.
        ReturnError::Books(LedgerError::InsufficientFunds { asked, available, .. }) => {
            super::cash_answers::spent(false, *asked, *available)
        }
        ReturnError::Books(error) => books(error),
        ReturnError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ReturnError::Db(_) => FAULT.to_owned(),
    }
}

/// USDT were already bought for money of the order. `verb`: what cannot be done with it.
fn already_bought(order: OrderId, verb: &str, (bought, left): (Money, Money), lots: &[LotId]) -> String {
    format!(
        "La orden **{order}** no se puede {verb}: ya se compraron USDT por {} y sin ella quedarían solo {} en el batch. \
         Deshaga primero {} y anote después la compra correcta con `!c`; o espere a que el batch reciba más.",
        money(bought),
        money(left),
        lots_to_undo(lots)
    )
}

pub(crate) fn reverse_refused(error: &ReverseError) -> String {
    match error {
        ReverseError::NotAllowed(no) => not_allowed(*no),
        ReverseError::Order(OrderError::WrongState { order, state: now }) if now.is_open() => format!(
            "La orden **{order}** todavía no está pagada (*{}*): no hay nada que revertir. Se cancela con `!cancelar \
             {order}`.",
            state(*now)
        ),
        ReverseError::Order(error) => order_refused(error),
        ReverseError::AlreadyBought {
            order,
            bought,
            left,
            lots,
        } => already_bought(*order, "revertir", (*bought, *left), lots),
        ReverseError::Ended(order) => format!(
            "Eso ya se confirmó, y no se movió nada más. Véalo con `!historial {0}`; si hace falta, escriba otra vez \
             `!revertir {0} motivo`.",
            order.map_or_else(|| "<n>".to_owned(), |order| order.to_string())
        ),
        ReverseError::Late(order) => format!(
            "Desde que se mostró pasó demasiado tiempo, y no se movió nada. Si hace falta, escriba otra vez `!revertir {order} motivo`."
        ),
        ReverseError::Changed(order) => format!(
            "Algo cambió desde que se mostró, y no se movió nada. Escriba otra vez `!revertir {order} motivo` y lea las cifras \
             de ahora."
        ),
        ReverseError::BatchOpen(batch) => format!(
            "El batch **{batch}** se reabrió mientras tanto, y no se movió nada. Escriba otra vez `!revertir`: la orden sale de él \
             directamente."
        ),
        ReverseError::WorthTooMuch(orders) => super::bounds::worth_too_much(orders),
        ReverseError::Books(error) => books(error),
        ReverseError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ReverseError::Db(_) => FAULT.to_owned(),
    }
}

/// The commands that undo the purchases which must be undone first.
fn lots_to_undo(lots: &[LotId]) -> String {
    let shown: Vec<String> = lots
        .iter()
        .map(|lot| format!("`!revertir compra {lot} motivo`"))
        .collect();
    text::listed(&shown, "y")
}

/// To the superuser who undid a closing.
pub(crate) fn reopened(done: &BatchReopened) -> String {
    let mut words = format!(
        "Batch **{}** reabierto: {} salió de las ganancias.",
        done.batch,
        gain(done.gain)
    );
    if done.gain.is_negative() || done.gain.is_zero() {
        words = format!("Batch **{}** reabierto: no había ganancia repartida.", done.batch);
    }
    if !done.lots.is_empty() {
        words.push_str(&format!(" Sus compras ya no cuentan: {}.", purchases(&done.lots)));
    }
    for (name, owed) in &done.owing {
        words.push_str(&format!(
            " **{}** ya había cobrado {} de su parte: los debe, y sus próximas ganancias los pagan.",
            text::name(name),
            money(*owed)
        ));
    }
    words.push_str(&format!(
        " {}",
        close_again(done.batch, &done.lots, done.beside.is_some())
    ));
    if let Some(beside) = done.beside {
        words.push_str(&format!(
            " Las transferencias nuevas siguen entrando en el batch **{beside}**."
        ));
    }
    words
}

fn gain(gain: Money) -> String {
    format!("la ganancia de {}", money(gain))
}

/// `6.600,00 USDT por 270,00 S/`.
fn purchases(lots: &[(Money, Money)]) -> String {
    let shown: Vec<String> = lots
        .iter()
        .map(|(bought, usdt)| format!("{} por {}", money(*usdt), money(*bought)))
        .collect();
    text::listed(&shown, "y")
}

/// The command that closes it again.
fn close_again(batch: BatchId, lots: &[(Money, Money)], is_apart: bool) -> String {
    let which = if is_apart { format!(" b{batch}") } else { String::new() };
    if lots.is_empty() {
        return format!("Se cierra otra vez con `!c <cantidad> <usdt>{which}` o `!endbatch{which}`.");
    }
    format!("Se compra y se cierra otra vez con `!c <cantidad> <usdt>{which}`.")
}

/// Above the figures of a reopened batch, in its channel.
pub(crate) fn reopened_content(batch: BatchId, taken: &TakenBack, by: (&str, &str)) -> String {
    format!(
        "↩️ El batch **{batch}** se reabrió{}. {}",
        undone_by(Some(by)),
        close_again(batch, &taken.lots, taken.is_apart)
    )
}

/// Above the figures of a batch, after one of its purchases was undone.
pub(crate) fn lot_reversed_content(lot: LotId, (bought, usdt): (Money, Money), by: (&str, &str)) -> String {
    format!(
        "↩️ Compra **{lot}** ({} por {}) deshecha{}. Ya no cuenta en el batch",
        money(usdt),
        money(bought),
        undone_by(Some(by))
    )
}

pub(crate) fn lot_reversed(done: &LotUndone) -> String {
    format!(
        "Compra **{}** deshecha: {} por {} ya no cuentan. Anote la correcta con `!c <cantidad> <usdt>`.",
        done.lot,
        money(done.usdt),
        money(done.bought)
    )
}

pub(crate) fn reopen_refused(error: &ReopenError) -> String {
    match error {
        ReopenError::NotAllowed(no) => not_allowed(*no),
        ReopenError::Reason(mistake) => bad_reason(*mistake),
        ReopenError::Unknown(batch) => super::history::unknown_batch(*batch),
        ReopenError::NotClosed(batch) => {
            format!("El batch **{batch}** está abierto: no hay cierre que deshacer. Véalo con `!historial b{batch}`.")
        }
        ReopenError::WorthTooMuch(orders) => super::bounds::worth_too_much(orders),
        ReopenError::Books(error) => books(error),
        ReopenError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ReopenError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn reverse_lot_refused(error: &ReverseLotError) -> String {
    match error {
        ReverseLotError::NotAllowed(no) => not_allowed(*no),
        ReverseLotError::Reason(mistake) => bad_reason(*mistake),
        ReverseLotError::Unknown(lot) => {
            format!("No hay una compra {lot}. Las de un batch, con sus números: `!historial b<n>`.")
        }
        ReverseLotError::Reversed { lot, by } => {
            format!("La compra **{lot}** ya la deshizo **{}**.", text::name(by))
        }
        ReverseLotError::BatchClosed { lot, batch } => format!(
            "La compra **{lot}** es del batch **{batch}**, que está cerrado. Un superusuario lo reabre primero, y con él se \
             deshacen todas sus compras: `!reabrir {batch} motivo`."
        ),
        ReverseLotError::WorthTooMuch(orders) => super::bounds::worth_too_much(orders),
        ReverseLotError::Books(error) => books(error),
        ReverseLotError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ReverseLotError::Db(_) => FAULT.to_owned(),
    }
}

/// The batch was named by number but is not an open one of this channel. `command`: the command without the number.
pub(crate) fn not_open(command: &str, named: &NotOpen) -> String {
    let batch = named.batch;
    let why = match named.ended {
        Some(EndedAt(at)) => {
            let at = at.map(|at| format!(", {}", when::ago(at))).unwrap_or_default();
            format!(
                "El batch **b{batch}** ya se cerró{at}. Véalo con `!historial b{batch}`; para cambiarlo, un superusuario lo abre otra \
                 vez: `!reabrir {batch} motivo`."
            )
        }
        None => format!("El batch **b{batch}** no está abierto aquí: no existe, o es de otro canal."),
    };
    let Some(first) = named.open.first() else {
        return why;
    };
    format!(
        "{why} {} {}: `!{command} b{first}`.",
        agreeing(named.open.len(), "Aquí está abierto", "Aquí están abiertos"),
        numbers(&named.open)
    )
}

/// Several batches are open and only their numbers distinguish them. `command`: the command without the number.
pub(crate) fn which_number(command: &str, open: &[BatchId]) -> String {
    let first = open.first().map(|batch| format!("b{batch}")).unwrap_or_default();
    format!(
        "Diga cuál batch: están abiertos {}. Por ejemplo: `!{command} {first}`.",
        numbers(open)
    )
}

fn numbers(open: &[BatchId]) -> String {
    let shown: Vec<String> = open.iter().map(|batch| format!("**b{batch}**")).collect();
    text::listed(&shown, "y")
}
