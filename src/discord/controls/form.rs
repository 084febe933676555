//! Forms and their custom ids.

use super::number::{member_or_dash, number, or_dash, order_id, parts, request_number};
use crate::domain::people::members::Role;
use crate::ids::{AccountId, MemberId, OrderId, PayeeId, RequestNumber};

/// A form and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Form {
    /// The reason why an order is not paid.
    Reason(OrderId),
    /// The beneficiary of an order.
    Beneficiary(OrderId),
    /// An account's number at its bank.
    BankNumber(AccountId),
    /// The details of a person who asks for this role; for a client, also who brought them.
    Register(Role, Option<MemberId>),
    /// How much of their earnings somebody asks for, and where to.
    Payout,
    /// The account that somebody asks for.
    OpenAccount,
    /// A giro to somebody new, or to this saved payee.
    Giro(Option<PayeeId>),
    /// How a giro was paid.
    Execute(OrderId),
    /// The reason why a giro is given back.
    ReturnGiro(OrderId),
    /// The reason why a request is rejected.
    RejectRequest(RequestNumber),
}

impl Form {
    pub(in crate::discord) fn custom_id(self) -> String {
        match self {
            Form::Reason(order) => format!("reason:{order}"),
            Form::Beneficiary(order) => format!("beneficiary:{order}"),
            Form::BankNumber(account) => format!("bank_number:{account}"),
            Form::Register(role, referrer) => format!("person:{role}:{}", or_dash(referrer)),
            Form::Payout => "payout".to_owned(),
            Form::OpenAccount => "account".to_owned(),
            Form::Giro(payee) => format!(
                "giro:{}",
                payee.map_or_else(|| "-".to_owned(), |payee| payee.to_string())
            ),
            Form::Execute(order) => format!("execute:{order}"),
            Form::ReturnGiro(order) => format!("return_giro:{order}"),
            Form::RejectRequest(number) => format!("rejection:{number}"),
        }
    }

    pub(in crate::discord) fn parse(custom_id: &str) -> Option<Form> {
        Some(match parts(custom_id).as_slice() {
            ["reason", order] => Form::Reason(order_id(order)?),
            ["beneficiary", order] => Form::Beneficiary(order_id(order)?),
            ["bank_number", account] => Form::BankNumber(AccountId::new(number(account)?)),
            ["person", role, referrer] => Form::Register(Role::from_code(role).ok()?, member_or_dash(referrer)?),
            ["payout"] => Form::Payout,
            ["account"] => Form::OpenAccount,
            ["giro", "-"] => Form::Giro(None),
            ["giro", payee] => Form::Giro(Some(PayeeId::new(number(payee)?))),
            ["execute", order] => Form::Execute(order_id(order)?),
            ["return_giro", order] => Form::ReturnGiro(order_id(order)?),
            ["rejection", number] => Form::RejectRequest(request_number(number)?),
            _ => return None,
        })
    }
}

/// A form with what was typed into its fields.
pub(in crate::discord) struct Filled {
    pub(in crate::discord) form: Form,
    /// By the field's label; empty fields are left out.
    pub(in crate::discord) fields: Vec<(&'static str, String)>,
}

impl Filled {
    pub(in crate::discord) fn empty(form: Form) -> Filled {
        let fields = Vec::new();
        Filled { form, fields }
    }
}
