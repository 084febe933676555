//! Buttons, choices and forms: their meaning stands in their custom id, so that they work after any restart.

mod accounts;
mod batches;
mod bound;
mod coins;
mod components;
mod orders;
mod pages;
mod payouts;
mod pressed;
mod questions;
mod requests;

pub(super) use accounts::Turn;
pub(super) use bound::{On, Written, custom_ids, has_marks, is_shown_on, named_by};
use components::modal_with;
pub(super) use components::{Filled, Typed, marked_rows, modal, rows};
pub(super) use pages::{List, OrderList, RequestList};
pub(super) use pressed::{press, submit};

use crate::db::Place;
use crate::domain::kernel::questions::QuestionKind;
use crate::domain::people::members::Role;
use crate::domain::people::requests::RequestKind;
use crate::ids::{AccountId, CoinOfferId, CorrectionId, EntryId, MemberId, OrderId, QuestionId, RequestNumber};

/// A button, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Button {
    /// **Listo**: the cashier has paid.
    Done(OrderId),
    /// **Cancelar**: the cashier will not pay; opens [`Form::Reason`].
    Cancel(OrderId),
    /// **Tomar**: another cashier takes it from whoever had it when the message was read.
    Take(OrderId, Option<MemberId>),
    /// **Cancelar orden**: its reseller takes it back.
    Withdraw(OrderId),
    /// **Añadir beneficiario**: an order named nobody; opens [`Form::Beneficiary`].
    AddBeneficiary(OrderId),
    /// **Añadir número**: an account was opened without its bank's number; opens [`Form::BankNumber`].
    AddBankNumber(AccountId),
    /// Somebody wants this role: a client is asked who brought them, others get [`Form::Register`].
    Register(Role),
    /// **Pedir cuenta**: opens [`Form::OpenAccount`].
    OpenAccount,
    /// Another page of an account's movements, counted from the one that was the newest when the first was shown.
    Movements {
        account: AccountId,
        newest: EntryId,
        /// From 1.
        page: i64,
        turn: Turn,
    },
    /// **Aprobar** a request.
    Approve(RequestKind, RequestNumber),
    /// **Retirar**: somebody wants their earnings; opens [`Form::Payout`].
    Payout,
    /// **Confirmar**: the payer of a large payment of coins says yes.
    ConfirmCoins(CoinOfferId),
    /// **Confirmar**: an order of a closed batch is undone as it was shown.
    ConfirmCorrection(CorrectionId),
    /// **Confirmar**: whoever typed what looks like a slip means it.
    Confirm(QuestionKind, QuestionId),
    /// **Corregir**: they want to type it again.
    Correct(QuestionId),
    /// **Rechazar** a request; opens [`Form::RejectRequest`].
    Reject(RequestNumber),
    /// **Corregir**: opens a refused form again, with what was typed.
    Refill(Form),
    /// **Anteriores**, **Siguientes**: another page of a list takes the place of this one.
    Page(List, Place),
}

/// A menu to choose from, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Select {
    /// Which reseller brought this client.
    Referrer,
    /// Which of the cashier's accounts paid this order.
    PayFrom(OrderId),
}

/// A form, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Why an order is not paid.
    Reason(OrderId),
    /// Whom an order pays.
    Beneficiary(OrderId),
    /// What an account's number at its bank is.
    BankNumber(AccountId),
    /// Who somebody is that wants this role; for a client, who brought them.
    Register(Role, Option<MemberId>),
    /// How much of their earnings somebody wants, and where.
    Payout,
    /// Which account somebody wants.
    OpenAccount,
    /// Why a request is rejected.
    RejectRequest(RequestNumber),
}

impl Button {
    pub(super) fn custom_id(self) -> String {
        match self {
            Button::Done(order) => format!("done:{order}"),
            Button::Cancel(order) => format!("cancel:{order}"),
            Button::Take(order, from) => format!("take:{order}:{}", or_dash(from)),
            Button::Withdraw(order) => format!("withdraw:{order}"),
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
            Button::Page(list, place) => pages::custom_id(list, place),
        }
    }

    pub(super) fn parse(custom_id: &str) -> Option<Button> {
        if let Some(form) = custom_id.strip_prefix("refill:") {
            return Form::parse(form).map(Button::Refill);
        }
        Some(match parts(custom_id).as_slice() {
            ["done", order] => Button::Done(order_id(order)?),
            ["cancel", order] => Button::Cancel(order_id(order)?),
            ["take", order, from] => Button::Take(order_id(order)?, member_or_dash(from)?),
            ["withdraw", order] => Button::Withdraw(order_id(order)?),
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
            ["page", page @ ..] => {
                let (list, place) = pages::parse(page)?;
                Button::Page(list, place)
            }
            _ => return None,
        })
    }
}

impl Select {
    fn custom_id(self) -> String {
        match self {
            Select::Referrer => "referrer".to_owned(),
            Select::PayFrom(order) => format!("pay_from:{order}"),
        }
    }

    pub(super) fn parse(custom_id: &str) -> Option<Select> {
        Some(match parts(custom_id).as_slice() {
            ["referrer"] => Select::Referrer,
            ["pay_from", order] => Select::PayFrom(order_id(order)?),
            _ => return None,
        })
    }
}

impl Form {
    fn custom_id(self) -> String {
        match self {
            Form::Reason(order) => format!("reason:{order}"),
            Form::Beneficiary(order) => format!("beneficiary:{order}"),
            Form::BankNumber(account) => format!("bank_number:{account}"),
            Form::Register(role, referrer) => format!("person:{role}:{}", or_dash(referrer)),
            Form::Payout => "payout".to_owned(),
            Form::OpenAccount => "account".to_owned(),
            Form::RejectRequest(number) => format!("rejection:{number}"),
        }
    }

    pub(super) fn parse(custom_id: &str) -> Option<Form> {
        Some(match parts(custom_id).as_slice() {
            ["reason", order] => Form::Reason(order_id(order)?),
            ["beneficiary", order] => Form::Beneficiary(order_id(order)?),
            ["bank_number", account] => Form::BankNumber(AccountId::new(number(account)?)),
            ["person", role, referrer] => Form::Register(Role::from_code(role).ok()?, member_or_dash(referrer)?),
            ["payout"] => Form::Payout,
            ["account"] => Form::OpenAccount,
            ["rejection", number] => Form::RejectRequest(request_number(number)?),
            _ => return None,
        })
    }
}

fn parts(custom_id: &str) -> Vec<&str> {
    custom_id.split(':').collect()
}

fn order_id(text: &str) -> Option<OrderId> {
    number(text).map(OrderId::new)
}

fn request_number(text: &str) -> Option<RequestNumber> {
    number(text).map(RequestNumber::new)
}

fn or_dash(member: Option<MemberId>) -> String {
    member.map_or_else(|| "-".to_owned(), |member| member.to_string())
}

fn member_or_dash(text: &str) -> Option<Option<MemberId>> {
    match text {
        "-" => Some(None),
        member => Some(Some(MemberId::new(number(member)?))),
    }
}

/// Exactly as a custom id writes it.
fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (0 < number && number.to_string() == text).then_some(number)
}

#[cfg(test)]
#[path = "custom_id_tests.rs"]
mod tests;
