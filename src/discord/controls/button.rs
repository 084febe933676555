//! Buttons, and how their custom ids write them.

use super::form::Form;
use super::list::{self, List};
use super::number::{member_or_dash, number, or_dash, order_id, parts, request_number};
use super::turn::Turn;
use crate::db::Place;
use crate::domain::kernel::questions::QuestionKind;
use crate::domain::people::members::Role;
use crate::domain::people::requests::RequestKind;
use crate::ids::{AccountId, CoinOfferId, CorrectionId, EntryId, MemberId, OrderId, QuestionId, RequestNumber};

/// A button, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Button {
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

impl Button {
    pub(in crate::discord) fn custom_id(self) -> String {
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
                let (list, place) = list::parse(page)?;
                Button::Page(list, place)
            }
            _ => return None,
        })
    }
}
