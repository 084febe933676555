//! Tests that every custom id is read back as what it means, and that other texts are refused.

use super::{Button, Form, ReportOf, Select, Turn};
use crate::domain::kernel::questions::QuestionKind;
use crate::domain::people::members::Role;
use crate::domain::people::requests::RequestKind;
use crate::ids::{AccountId, CoinOfferId, CorrectionId, EntryId, MemberId, OrderId, QuestionId, RequestNumber};
use crate::reports::desk::Length;

#[test]
fn what_a_button_means_survives_its_custom_id() {
    let (order, request) = (OrderId::new(i64::MAX), RequestNumber::new(i64::MAX));
    for button in [
        Button::Done(order),
        Button::Cancel(order),
        Button::Take(order, Some(MemberId::new(i64::MAX))),
        Button::Take(order, None),
        Button::Withdraw(order),
        Button::AddBeneficiary(order),
        Button::AddBankNumber(AccountId::new(i64::MAX)),
        Button::Register(Role::Reseller),
        Button::OpenAccount,
        Button::Movements {
            account: AccountId::new(i64::MAX),
            newest: EntryId::new(i64::MAX),
            page: 1_000,
            turn: Turn::Older,
        },
        Button::Approve(RequestKind::Account, request),
        Button::Payout,
        Button::Workbook(ReportOf {
            length: Length::Month,
            day: "2026-11-01".parse().expect("a day"),
            whose: Some(MemberId::new(i64::MAX)),
        }),
        Button::Workbook(ReportOf {
            length: Length::Day,
            day: "2026-11-30".parse().expect("a day"),
            whose: None,
        }),
        Button::ConfirmCoins(CoinOfferId::new(i64::MAX)),
        Button::ConfirmCorrection(CorrectionId::new(i64::MAX)),
        Button::Confirm(QuestionKind::FarPurchase, QuestionId::new(i64::MAX)),
        Button::Correct(QuestionId::new(i64::MAX)),
        Button::Reject(request),
        Button::Refill(Form::Register(Role::Client, Some(MemberId::new(i64::MAX)))),
    ] {
        let id = button.custom_id();
        assert_eq!(Button::parse(&id), Some(button));
        assert!(id.len() <= 100);
    }
    for form in [
        Form::Reason(order),
        Form::Beneficiary(order),
        Form::BankNumber(AccountId::new(i64::MAX)),
        Form::Register(Role::Client, Some(MemberId::new(i64::MAX))),
        Form::Register(Role::Client, None),
        Form::Payout,
        Form::OpenAccount,
        Form::RejectRequest(request),
    ] {
        assert_eq!(Form::parse(&form.custom_id()), Some(form));
    }
    for select in [Select::Referrer, Select::PayFrom(order)] {
        assert_eq!(Select::parse(&select.custom_id()), Some(select));
    }
}

#[test]
fn a_custom_id_that_nobody_wrote_means_nothing() {
    for id in [
        "",
        "done",
        "done:",
        "done:0",
        "done:-1",
        "done:+1",
        "done:01",
        "done:1:2",
        "gone:1",
        "done:x",
        "movements:1:1:0:older",
        "movements:1:1:1:back",
        "take:1",
        "take:1:",
        "take:1:0",
        "approve:1",
        "approve:nothing:1",
        "register:boss",
    ] {
        assert_eq!(Button::parse(id), None, "{id}");
    }
    assert_eq!(Form::parse("done:1"), None);
}
