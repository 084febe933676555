//! Buttons and their custom ids.

use super::form::Form;
use super::list::{self, List};
use super::number::{member_or_dash, number, or_dash, order_id, parts, request_number};
use super::report::ReportOf;
use super::turn::Turn;
use crate::db::Place;
use crate::domain::kernel::questions::QuestionKind;
use crate::domain::people::members::Role;
use crate::domain::people::requests::RequestKind;
use crate::ids::{AccountId, CoinOfferId, CorrectionId, EntryId, MemberId, OrderId, QuestionId, RequestNumber};

/// A button and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Button {
    /// **Listo**: the cashier has paid.
    Done(OrderId),
    /// **Cancelar**: the cashier does not pay the order; opens [`Form::Reason`].
    Cancel(OrderId),
    /// **Tomar**: another cashier takes the order from the one who had it when the message was read.
    Take(OrderId, Option<MemberId>),
    /// **Cancelar orden**: the order's reseller withdraws it.
    Withdraw(OrderId),
    /// **En proceso**: the cashier is paying the giro.
    Process(OrderId),
    /// **Ejecutar**: the cashier paid the giro; opens [`Form::Execute`].
    Execute(OrderId),
    /// **Devolver**: the cashier gives the giro back; opens [`Form::ReturnGiro`].
    ReturnGiro(OrderId),
    /// **Nuevo giro**: opens [`Form::Giro`].
    NewGiro,
    /// **Añadir beneficiario**: the order has no beneficiary; opens [`Form::Beneficiary`].
    AddBeneficiary(OrderId),
    /// **Añadir número**: the account has no bank number; opens [`Form::BankNumber`].
    AddBankNumber(AccountId),
    /// Somebody asks for this role. A client is asked who brought them; others get [`Form::Register`].
    Register(Role),
    /// **Pedir cuenta**: opens [`Form::OpenAccount`].
    OpenAccount,
    /// Another page of an account's movements. Pages are counted from the movement that was the newest on the first
    /// page.
    Movements {
        account: AccountId,
        newest: EntryId,
        /// Counted from 1.
        page: i64,
        turn: Turn,
    },
    /// **Aprobar** a request.
    Approve(RequestKind, RequestNumber),
    /// **Retirar**: somebody asks for their earnings; opens [`Form::Payout`].
    Payout,
    /// **Confirmar**: the payer confirms a large payment of coins.
    ConfirmCoins(CoinOfferId),
    /// **Confirmar**: undoes an order of a closed batch with the figures that were shown.
    ConfirmCorrection(CorrectionId),
    /// **Confirmar**: the person who typed what looks like a slip confirms it.
    Confirm(QuestionKind, QuestionId),
    /// **Corregir**: they want to type it again.
    Correct(QuestionId),
    /// **Rechazar** a request; opens [`Form::RejectRequest`].
    Reject(RequestNumber),
    /// **Corregir**: opens a refused form again, with what was typed.
    Refill(Form),
    /// **Excel**: gives the workbook of a report.
    Workbook(ReportOf),
    /// **Anteriores**, **Siguientes**: replaces the message with another page of a list.
    Page(List, Place),
}

impl Button {
    pub(in crate::discord) fn custom_id(self) -> String {
        match self {
            Button::Done(order) => format!("done:{order}"),
            Button::Cancel(order) => format!("cancel:{order}"),
            Button::Take(order, from) => format!("take:{order}:{}", or_dash(from)),
            Button::Withdraw(order) => format!("withdraw:{order}"),
            Button::Process(order) => format!("process:{order}"),
            Button::Execute(order) => format!("execute:{order}"),
            Button::ReturnGiro(order) => format!("return_giro:{order}"),
            Button::NewGiro => "new_giro".to_owned(),
            Button::AddBeneficiary(order) => format!("beneficiary:{order}"),
            Button::AddBankNumber(account) => format!("bank_number:{account}"),
            Button::Register(role) => format!("register:{role}"),
            Button::OpenAccount => "account".to_owned(),
            Button::Movements {
                account,
                newest,
                page,
                turn,
            } => format!("movements:{account}:{newest}:{page}:{}", turn.code()),
            Button::Approve(kind, number) => format!("approve:{kind}:{number}"),
            Button::Payout => "payout".to_owned(),
            Button::ConfirmCoins(offer) => format!("coins:{offer}"),
            Button::ConfirmCorrection(number) => format!("correction:{number}"),
            Button::Confirm(kind, question) => format!("confirm:{kind}:{question}"),
            Button::Correct(question) => format!("correct:{question}"),
            Button::Reject(number) => format!("reject:{number}"),
            Button::Refill(form) => format!("refill:{}", form.custom_id()),
            Button::Workbook(report) => report.custom_id(),
            Button::Page(list, place) => list::custom_id(list, place),
        }
    }

    pub(in crate::discord) fn parse(custom_id: &str) -> Option<Button> {
        if let Some(form) = custom_id.strip_prefix("refill:") {
            return Form::parse(form).map(Button::Refill);
        }
        Some(match parts(custom_id).as_slice() {
            ["done", order] => Button::Done(order_id(order)?),
            ["cancel", order] => Button::Cancel(order_id(order)?),
            ["take", order, from] => Button::Take(order_id(order)?, member_or_dash(from)?),
            ["withdraw", order] => Button::Withdraw(order_id(order)?),
            ["process", order] => Button::Process(order_id(order)?),
            ["execute", order] => Button::Execute(order_id(order)?),
            ["return_giro", order] => Button::ReturnGiro(order_id(order)?),
            ["new_giro"] => Button::NewGiro,
            ["beneficiary", order] => Button::AddBeneficiary(order_id(order)?),
            ["bank_number", account] => Button::AddBankNumber(AccountId::new(number(account)?)),
            ["register", role] => Button::Register(Role::from_code(role).ok()?),
            ["account"] => Button::OpenAccount,
            ["movements", account, newest, page, turn] => Button::Movements {
                account: AccountId::new(number(account)?),
                newest: EntryId::new(number(newest)?),
                page: number(page)?,
                turn: Turn::parse(turn)?,
            },
            ["approve", kind, number] => Button::Approve(RequestKind::from_code(kind).ok()?, request_number(number)?),
            ["payout"] => Button::Payout,
            ["correction", shown] => Button::ConfirmCorrection(CorrectionId::new(number(shown)?)),
            ["coins", offer] => Button::ConfirmCoins(CoinOfferId::new(number(offer)?)),
            ["confirm", kind, question] => {
                Button::Confirm(QuestionKind::from_code(kind).ok()?, QuestionId::new(number(question)?))
            }
            ["correct", question] => Button::Correct(QuestionId::new(number(question)?)),
            ["reject", number] => Button::Reject(request_number(number)?),
            ["workbook", report @ ..] => Button::Workbook(ReportOf::parse(report)?),
            ["page", page @ ..] => {
                let (list, place) = list::parse(page)?;
                Button::Page(list, place)
            }
            _ => return None,
        })
    }
}
