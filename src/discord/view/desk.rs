//! Refusals about batches, transfers, purchases and orders.

use super::bounds::{price_out_of_bounds, worth_too_much};
use super::money::{exact, money, rate};
use super::nouns::{ORDERS, counted};
use super::orders::{state, unknown};
use super::prices::unknown_currency;
use super::refusals::{amount, bad_reason, books, not_allowed};
use super::requests::refused as request_refused;
use super::{FAULT, OTHER_INPUT, cash_answers, clients, orders, questions, reversals, shift, text};
use crate::domain::flows::batches::{EndError, OpenOrder, PlaceError, PurchaseError, StartError, TransferError};
use crate::domain::kernel::money::{Money, RATE_MAX, RATE_MIN};
use crate::domain::orders::{CashierAccount, CompleteError, OrderError, OrderState};
use crate::ids::{DiscordChannelId, OrderId};

const NO_OPEN_BATCH: &str = "No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.";

fn place(error: &PlaceError) -> String {
    match error {
        PlaceError::NotAResellerChannel { own } => format!("Este no es un canal de revendedor. {}", go_to(*own)),
        PlaceError::NotYourChannel { owner, own } => {
            format!("Este canal es de **{}**. {}", text::name(owner), go_to(*own))
        }
        PlaceError::Db(_) => FAULT.to_owned(),
    }
}

fn go_to(own: Option<DiscordChannelId>) -> String {
    match own {
        Some(own) => format!("Escríbalo en su canal: <#{own}>."),
        None => "Escríbalo en el canal de un revendedor; si aún no tiene uno, pídalo a un superusuario (`!canal @…`)."
            .into(),
    }
}

pub(crate) fn start_refused(error: &StartError) -> String {
    match error {
        StartError::NotAllowed(no) => not_allowed(*no),
        StartError::Place(error) => place(error),
        StartError::AlreadyOpen { orders: 0 } => {
            "Ya hay un batch abierto aquí, todavía sin órdenes. Envíe con `!t 100 p`, o ciérrelo con `!endbatch`."
                .to_owned()
        }
        StartError::AlreadyOpen { orders } => {
            let orders = counted(*orders, ORDERS);
            format!(
                "Ya hay un batch abierto aquí, con {orders}. Véalo con `!batch`; se cierra con `!c <cantidad> <usdt>`."
            )
        }
        StartError::UnknownCurrency { typed, known } => {
            format!("{} Ejemplo: `!start batch PEN VES`.", unknown_currency(typed, known))
        }
        StartError::SameCurrency(currency) => {
            format!("Un batch va de una moneda a otra, no de {currency} a {currency}. Ejemplo: `!start batch PEN VES`.")
        }
        StartError::OtherInput(_) => OTHER_INPUT.to_owned(),
        StartError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn transfer_refused(error: &TransferError) -> String {
    match error {
        TransferError::NotAllowed(no) => not_allowed(*no),
        TransferError::Place(error) => place(error),
        TransferError::NoOpenBatch => NO_OPEN_BATCH.to_owned(),
        TransferError::ClientsOnly => clients::clients_only(),
        TransferError::NotAClientsPlace { clients } => clients::not_here(*clients),
        TransferError::NoDeskBatch => clients::none_open(),
        TransferError::WhichBatch(open) => clients::which(open),
        TransferError::NoReceipt => clients::no_receipt(),
        TransferError::ReceiptUsed => clients::receipt_used(),
        TransferError::Amount(error) => amount(error, None),
        TransferError::NoPublishedRate(corridor) => format!(
            "No hay una tasa publicada de {0} a {1}. Un superusuario la publica con `!setrates {0} {1} 9`.",
            corridor.receive, corridor.send
        ),
        TransferError::NoUsdValue(currency) => format!(
            "Falta el valor de {currency} en dólares. Un superusuario lo pone con `!setusdvalue {currency} 38`."
        ),
        TransferError::TooSmall { received } => {
            format!("{} a esa tasa es menos de un céntimo. Envíe más.", money(*received))
        }
        TransferError::TooLarge { received, max } => format!(
            "{} a esa tasa pasa de lo que una orden paga con comisión: de {} a {}. Envíe menos, o en varias.",
            money(*received),
            money(Money::least(max.currency())),
            money(*max)
        ),
        TransferError::WorthTooMuch { total, usd_value, max } => format!(
            "{} son más de {} a {} por dólar, y una orden vale hasta eso. Envíe menos; si el valor del dólar está mal, un \
             superusuario publica otro: `!setusdvalue {} …`.",
            money(*total),
            money(*max),
            rate(*usd_value),
            total.currency()
        ),
        TransferError::PriceOutOfBounds { price, value } => price_out_of_bounds(*price, *value),
        TransferError::Beneficiary(mistake) => orders::no_beneficiary(*mistake),
        TransferError::Question(error) => questions::refused(error),
        TransferError::NoFloat { needed, available } => no_float(*needed, *available),
        TransferError::Request(error) => request_refused(error),
        TransferError::OtherInput(_) => OTHER_INPUT.to_owned(),
        TransferError::Db(_) => FAULT.to_owned(),
    }
}

fn no_float(needed: Money, available: Option<Money>) -> String {
    match available {
        Some(available) => format!(
            "Hacen falta {}, y su cuenta con más libre tiene {}. Pida una recarga o deje la orden a otro cajero.",
            money(needed),
            money(available)
        ),
        None => format!(
            "Hacen falta {} y usted no tiene una cuenta en esa moneda. Un superusuario la abre con `!cuenta crear @…`.",
            money(needed)
        ),
    }
}

pub(crate) fn complete_refused(error: &CompleteError) -> String {
    match error {
        CompleteError::NotAllowed(no) => not_allowed(*no),
        CompleteError::Order(error) => order_refused(error),
        CompleteError::Repeated { order, used } => cash_answers::repeated(*order, *used),
        CompleteError::NoCapture(order) => format!(
            "Falta la captura de la orden **{order}**. Responda al mensaje de la orden con la imagen del pago y pulse \
             **Listo** otra vez, o todo en un paso: `!listo {order}` con la captura adjunta."
        ),
        CompleteError::BatchClosed(order) => {
            format!("El batch de la orden **{order}** ya está cerrado. Avise a un superusuario.")
        }
        CompleteError::InsufficientFunds {
            order,
            needed,
            available,
        } => {
            let short = no_float(*needed, *available);
            match available {
                // Its capture exists, so it was paid at the bank and cannot go to another cashier.
                Some(_) => format!(
                    "Orden **{order}**: {} La captura está guardada: cuando un admin haya hecho `!depositar`, pulse **Listo** otra \
                     vez. Si ya la pagó, no la cancele.",
                    short.replace(" Pida una recarga o deje la orden a otro cajero.", "")
                ),
                None => format!("Orden **{order}**: {short}"),
            }
        }
        CompleteError::ChooseAccount {
            order,
            needed,
            moves: CashierAccount::Pays,
            ..
        } => format!(
            "La orden **{order}** son {}. Pulse **Listo** otra vez y elija de qué cuenta la pagó.",
            money(*needed)
        ),
        CompleteError::ChooseAccount {
            order,
            moves: CashierAccount::Receives,
            ..
        } => format!("Orden **{order}**: pulse **Listo** otra vez y elija a qué cuenta llegó el depósito."),
        CompleteError::CannotPay {
            order,
            needed,
            available: Some(available),
        } => format!(
            "La orden **{order}** son {}, y en esa cuenta hay disponibles {}. Pulse **Listo** otra vez y elija otra.",
            money(*needed),
            money(*available)
        ),
        CompleteError::CannotPay {
            order, available: None, ..
        } => format!("Esa cuenta ya no sirve para pagar la orden **{order}**. Pulse **Listo** otra vez y elija otra."),
        CompleteError::Books(error) => books(error),
        CompleteError::OtherInput(_) => OTHER_INPUT.to_owned(),
        CompleteError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn purchase_refused(error: &PurchaseError) -> String {
    match error {
        PurchaseError::NotAllowed(no) => not_allowed(*no),
        PurchaseError::Place(error) => place(error),
        PurchaseError::NoOpenBatch => NO_OPEN_BATCH.to_owned(),
        PurchaseError::WhichBatch(open) => clients::which_of("c 200 52.63", open),
        PurchaseError::WhichNumber(open) => reversals::which_number("c 200 52.63", open),
        PurchaseError::NotOpen(named) => reversals::not_open("c 200 52.63", named),
        PurchaseError::Bought(error) => amount(error, None),
        PurchaseError::Usdt(error) => format!("La cantidad de USDT no vale. {}", amount(error, None)),
        PurchaseError::PriceOutOfBounds { bought, usdt } => format!(
            "{} por {} no es un precio: van de {} a {} por USDT. Revise las dos cantidades: `!c <cantidad> <usdt>`.",
            money(*bought),
            money(*usdt),
            exact(RATE_MIN),
            exact(RATE_MAX)
        ),
        PurchaseError::WorthTooMuch(orders) => worth_too_much(orders),
        PurchaseError::NothingReceived => {
            "El batch no ha recibido nada todavía: primero tiene que pagarse una transferencia. Si quiere cerrarlo \
             vacío: \
             `!endbatch`."
                .to_owned()
        }
        PurchaseError::AboveBatch { left, received, .. } if left.is_zero() => format!(
            "Ya se compraron USDT por todo lo recibido, {}. Si no espera más transferencias, cierre con `!endbatch`.",
            money(*received)
        ),
        PurchaseError::AboveBatch { asked, left, received } => format!(
            "Compró por {}, y en el batch quedan {} de {}. Escriba como mucho lo que queda.",
            money(*asked),
            money(*left),
            money(*received)
        ),
        PurchaseError::OrdersOpen(orders) => orders_open(orders),
        PurchaseError::Question(error) => questions::refused(error),
        PurchaseError::Request(error) => request_refused(error),
        PurchaseError::Books(error) => books(error),
        PurchaseError::OtherInput(_) => OTHER_INPUT.to_owned(),
        PurchaseError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn end_refused(error: &EndError) -> String {
    match error {
        EndError::NotAllowed(no) => not_allowed(*no),
        EndError::Place(error) => place(error),
        EndError::NoOpenBatch => NO_OPEN_BATCH.to_owned(),
        EndError::WhichBatch(open) => clients::which_of("endbatch", open),
        EndError::WhichNumber(open) => reversals::which_number("endbatch", open),
        EndError::NotOpen(named) => reversals::not_open("endbatch", named),
        EndError::OrdersOpen(orders) => orders_open(orders),
        EndError::WorthTooMuch(orders) => worth_too_much(orders),
        EndError::Request(error) => request_refused(error),
        EndError::Books(error) => books(error),
        EndError::OtherInput(_) => OTHER_INPUT.to_owned(),
        EndError::Db(_) => FAULT.to_owned(),
    }
}

pub(super) fn orders_open(orders: &[OpenOrder]) -> String {
    let line = |open: &OpenOrder| {
        let cashier = open
            .cashier
            .as_deref()
            .map(|name| format!(", {}", text::name(name)))
            .unwrap_or_default();
        format!(
            "• Orden **{}**: {} — {}{cashier}",
            open.order,
            money(open.total),
            state(open.state)
        )
    };
    let lines: Vec<String> = orders.iter().map(line).collect();
    let list = text::clip(&lines.join("\n"), 1_500);
    format!(
        "El batch no se puede cerrar: hay órdenes abiertas.\n{list}\nEspere a que se paguen, o cancélelas con \
         `!cancelar <n>`."
    )
}

pub(crate) fn order_refused(error: &OrderError) -> String {
    match error {
        OrderError::Beneficiary(mistake) => orders::no_beneficiary(*mistake),
        OrderError::HasBeneficiary { order, beneficiary } => format!(
            "La orden **{order}** ya dice a quién pagar: {}",
            text::to_copy(beneficiary)
        ),
        OrderError::NotAllowed(no) => not_allowed(*no),
        OrderError::Unknown(order) => unknown(*order),
        OrderError::WrongState { order, state } => wrong_state(*order, *state),
        OrderError::NotYours { order, cashier } => match cashier {
            Some(cashier) => format!(
                "La orden **{order}** la tiene **{}**, no usted. No la pague.",
                text::name(cashier)
            ),
            None => {
                format!("La orden **{order}** no la tiene nadie todavía. Pulse **Tomar** en el canal de pendientes.")
            }
        },
        OrderError::Own { order } => cash_answers::own(*order),
        OrderError::NotYourTransfer { order } => {
            format!("La orden **{order}** es de otra persona: la cancela quien la envió, o un admin.")
        }
        OrderError::TakenMeanwhile { order, cashier } => match cashier {
            Some(cashier) => format!(
                "La orden **{order}** ahora la tiene **{}**, que fue más rápido. No la pague.",
                text::name(cashier)
            ),
            None => format!("La orden **{order}** quedó libre mientras tanto. Pulse **Tomar** otra vez."),
        },
        OrderError::ReceiptAsProof { order } => format!(
            "Esa es la captura con que el cliente pagó la orden **{order}**, no la de su pago. Envíe la captura del pago \
             que usted hizo."
        ),
        OrderError::CaptureThere { order, cashier } => format!(
            "La orden **{order}** ya la está pagando **{}**: su captura llegó. Espere a que la confirme.",
            text::name(cashier)
        ),
        OrderError::BeingPaid { order, cashier } => being_paid(*order, cashier),
        OrderError::NoFloat {
            order,
            needed,
            available,
        } => format!("Orden **{order}**: {}", no_float(*needed, *available)),
        OrderError::AlreadyPaidBy { order, cashier } => format!(
            "La orden **{order}** ya no cambia de cajero: la captura de **{}** llegó. La confirma con **Listo**; si no \
             puede, un superusuario con `!confirmar {order}`.",
            text::name(cashier)
        ),
        OrderError::AlreadyTheirs { order, cashier } => {
            format!("La orden **{order}** ya la tiene **{}**.", text::name(cashier))
        }
        OrderError::Reference { max, given } => shift::reference_too_long(*max, *given),
        OrderError::NoReference { order, typed, min } => shift::no_reference(*order, typed, *min),
        OrderError::ReliefByOneself => shift::by_oneself(),
        OrderError::NoCashier { name } => format!(
            "**{}** no es cajero. Elija a un cajero: quién hay y con cuánto saldo lo dice `!cola`.",
            text::name(name)
        ),
        OrderError::TheirFloat {
            order,
            cashier,
            needed,
            available,
        } => their_float(*order, cashier, *needed, *available),
        OrderError::Reason(mistake) => bad_reason(*mistake),
        OrderError::Books(error) => books(error),
        OrderError::OtherInput(_) => OTHER_INPUT.to_owned(),
        OrderError::Db(_) => FAULT.to_owned(),
    }
}

fn being_paid(order: OrderId, cashier: &str) -> String {
    format!(
        "La orden **{order}** está en proceso: **{}** la está pagando. Pregúntele; si no la paga, se devuelve con `!devolver \
         {order} motivo`.",
        text::name(cashier)
    )
}

/// About another person's accounts.
fn their_float(order: OrderId, cashier: &str, needed: Money, available: Option<Money>) -> String {
    let cashier = text::name(cashier);
    match available {
        Some(available) => format!(
            "La orden **{order}** necesita {}, y la cuenta de **{cashier}** con más libre tiene {}. Elija a otro \
             cajero; quién puede lo dice `!cola`.",
            money(needed),
            money(available)
        ),
        None => format!(
            "La orden **{order}** necesita {}, y **{cashier}** no tiene una cuenta en esa moneda. Elija a otro cajero; \
             quién puede lo dice `!cola`.",
            money(needed)
        ),
    }
}

fn wrong_state(order: OrderId, now: OrderState) -> String {
    let then = match now {
        OrderState::Pending => "Primero pulse **Tomar** en el canal de pendientes.",
        OrderState::Assigned => "Responda a su mensaje con la captura del pago.",
        OrderState::Processing => "Su cajero la confirma con **Listo**.",
        OrderState::Completed => {
            "No hay nada más que hacer. Si el banco regresó el dinero: `!devolver`; si fue un error, un superusuario la revierte: `!revertir`."
        }
        OrderState::Rejected | OrderState::Cancelled => {
            "No se paga. Si un cajero ya la había pagado, hay que avisar a un superusuario; si hace falta, se pide otra vez con `!t`; un giro, con `!giro`; un depósito o retiro, con `!deposito` o `!retirar`."
        }
        OrderState::Reversed | OrderState::Returned => {
            "Si hace falta, se pide otra vez con `!t`; un giro, con `!giro`; un depósito o retiro, con `!deposito` o `!retirar`."
        }
    };
    format!("La orden **{order}** ya está así: *{}*. {then}", state(now))
}
