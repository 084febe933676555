//! The tables of a report that list things: a row for each.

use super::sheets::{Cell, Sheet, Table, at, columns, currency, exact, money_or_empty, rate, text, text_or_empty};
use super::{DeskReport, GainKind, ReportedOrder, words};
use crate::domain::kernel::money::Money;
use crate::reports::particulars::Particulars;
use crate::reports::posting_words;

/// What the bank took, or takes, for paying the order: by the desk's percentage, of a giro what its cashier said.
fn commission(reported: &ReportedOrder) -> Money {
    match &reported.particulars {
        Particulars::Giro(giro) => {
            let said = giro.execution.as_ref().map(|execution| execution.commission);
            said.unwrap_or(reported.order.fee)
        }
        Particulars::Transfer(_) | Particulars::Cash(_) | Particulars::Plain => reported.order.fee,
    }
}

pub(super) fn orders(report: &DeskReport) -> Table {
    let rows = report.orders.iter().map(|reported| {
        let order = &reported.order;
        let terms = match &reported.particulars {
            Particulars::Transfer(terms) => Some(terms),
            Particulars::Cash(_) | Particulars::Giro(_) | Particulars::Plain => None,
        };
        let received = terms.map(|terms| terms.received);
        vec![
            Cell::Count(order.id.get()),
            text(words::kind(reported)),
            text(words::state(order.state)),
            Cell::At(order.created_at),
            at(reported.paid_at),
            text(reported.owner.as_str()),
            text_or_empty(reported.cashier.as_deref()),
            text_or_empty(order.beneficiary.as_deref()),
            received.map_or(Cell::Empty, |received| currency(received.currency())),
            money_or_empty(received),
            currency(order.amount.currency()),
            Cell::Money(order.amount),
            Cell::Money(commission(reported)),
            terms.map_or(Cell::Empty, |terms| rate(terms.rate)),
            money_or_empty(reported.paid_out()),
            money_or_empty(reported.came_in()),
            terms.map_or(Cell::Empty, |terms| Cell::Count(terms.batch.get())),
            reported.took_ms.map_or(Cell::Empty, |ms| Cell::Count(ms / 60_000)),
            text(reported.creator.as_str()),
            text_or_empty(reference(&reported.particulars)),
            text_or_empty(order.reason.as_deref()),
        ]
    });
    Table {
        sheet: Sheet::Orders,
        columns: columns([
            ("N.º", 8),
            ("Tipo", 14),
            ("Estado", 20),
            ("Hecha", 17),
            ("Pagada", 17),
            ("De", 20),
            ("Cajero", 20),
            ("Beneficiario", 36),
            ("Moneda recibida", 10),
            ("Recibido", 16),
            ("Moneda", 9),
            ("Monto", 16),
            ("Comisión", 12),
            ("Tasa", 12),
            ("Pagado con comisión", 18),
            ("Entró", 16),
            ("Batch", 8),
            ("Minutos en pagar", 10),
            ("Escrita por", 20),
            ("Referencia", 22),
            ("Motivo", 30),
        ]),
        rows: rows.collect(),
    }
}

fn reference(particulars: &Particulars) -> Option<&str> {
    match particulars {
        Particulars::Cash(cash) => cash.payment.bank_reference.as_deref(),
        Particulars::Transfer(_) | Particulars::Giro(_) | Particulars::Plain => None,
    }
}

pub(super) fn batches(report: &DeskReport) -> Table {
    let rows = report.batches.iter().map(|reported| {
        let (batch, figures) = (&reported.batch, &reported.figures);
        let is_closed = batch.closed_at.is_some_and(|at| report.span.period.contains(at));
        vec![
            Cell::Count(batch.id.get()),
            text(reported.reseller.as_str()),
            text(words::batch_state(batch.state)),
            Cell::At(batch.opened_at),
            at(batch.closed_at),
            currency(batch.corridor.receive),
            Cell::Money(figures.received),
            Cell::Money(figures.usdt),
            reported.price.map_or(Cell::Empty, rate),
            exact(reported.break_even(), 4),
            currency(batch.corridor.send),
            money_or_empty(is_closed.then_some(figures.sent)),
            money_or_empty((!is_closed).then_some(figures.sent)),
            exact(Some(figures.sent_usd.clone()), 4),
            money_or_empty(batch.gain),
            Cell::Count(figures.orders_done),
        ]
    });
    Table {
        sheet: Sheet::Batches,
        columns: columns([
            ("N.º", 8),
            ("Revendedor", 20),
            ("Estado", 10),
            ("Abierto", 17),
            ("Cerrado", 17),
            ("Moneda recibida", 10),
            ("Recibido", 16),
            ("USDT comprados", 16),
            ("Precio del USDT", 14),
            ("Precio de equilibrio", 14),
            ("Moneda enviada", 10),
            ("Enviado (cerrados)", 18),
            ("Enviado (abiertos)", 18),
            ("Enviado en USD", 14),
            ("Ganancia USD", 14),
            ("Órdenes pagadas", 10),
        ]),
        rows: rows.collect(),
    }
}

pub(super) fn accounts(report: &DeskReport) -> Table {
    let rows = report.accounts.iter().map(|reported| {
        let (account, turned) = (&reported.account, &reported.turned);
        vec![
            Cell::Count(account.id.get()),
            text(account.number.digits()),
            text(reported.owner.as_str()),
            text_or_empty(account.bank.as_deref()),
            text_or_empty(account.reference.as_deref()),
            text(words::account_state(account.state)),
            currency(account.currency),
            Cell::Money(turned.opening),
            Cell::Money(turned.came),
            Cell::Money(turned.went),
            Cell::Money(turned.closing),
        ]
    });
    Table {
        sheet: Sheet::Accounts,
        columns: columns([
            ("N.º", 8),
            ("Número", 24),
            ("De", 20),
            ("Banco", 18),
            ("Número en el banco", 24),
            ("Estado", 10),
            ("Moneda", 9),
            ("Saldo inicial", 18),
            ("Entró", 18),
            ("Salió", 18),
            ("Saldo final", 18),
        ]),
        rows: rows.collect(),
    }
}

pub(super) fn gains(report: &DeskReport) -> Table {
    let rows = report.gains.iter().map(|gain| {
        let amount = gain.movement.amount;
        vec![
            Cell::At(gain.movement.at),
            text(gain.member.as_str()),
            text(words::gain(gain.what)),
            gain.batch.map_or(Cell::Empty, |batch| Cell::Count(batch.get())),
            money_or_empty((gain.what == GainKind::Share).then_some(amount)),
            money_or_empty((gain.what == GainKind::Payout).then_some(amount)),
            Cell::Money(amount),
            currency(amount.currency()),
            Cell::Money(gain.movement.current),
        ]
    });
    Table {
        sheet: Sheet::Gains,
        columns: columns([
            ("Fecha", 17),
            ("De", 20),
            ("Tipo", 16),
            ("Batch", 8),
            ("Ganado", 14),
            ("Pagado", 14),
            ("Cambio", 14),
            ("Moneda", 9),
            ("Por pagar después", 16),
        ]),
        rows: rows.collect(),
    }
}

pub(super) fn movements(report: &DeskReport) -> Table {
    let rows = report.movements.iter().map(|reported| {
        let movement = &reported.movement;
        let details: serde_json::Value = serde_json::from_str(&movement.details).unwrap_or_default();
        let what = posting_words::words_of(&movement.kind, &details);
        vec![
            Cell::At(movement.at),
            Cell::Count(movement.journal.get()),
            text(reported.account.as_str()),
            text(reported.owner.as_str()),
            Cell::Money(movement.previous),
            Cell::Money(movement.amount),
            Cell::Money(movement.current),
            currency(movement.amount.currency()),
            text(what.map_or_else(|| movement.kind.clone(), |words| words.text)),
            text_or_empty(reported.actor.as_deref()),
            text_or_empty(details["reason"].as_str()),
        ]
    });
    Table {
        sheet: Sheet::Movements,
        columns: columns([
            ("Fecha", 17),
            ("Movimiento", 11),
            ("Cuenta", 24),
            ("De", 20),
            ("Anterior", 18),
            ("Insertado", 18),
            ("Actual", 18),
            ("Moneda", 9),
            ("Qué", 34),
            ("Hecho por", 20),
            ("Motivo", 30),
        ]),
        rows: rows.collect(),
    }
}
