//! Marks in custom ids. They tie a button to the books for which it was written, so that it never means something that
//! got the same number in another copy of the books.
//!
//! The courier's messages are recorded: the books know which order or request each of them shows, so its buttons need
//! no marks. Answers are not recorded, so their custom ids carry the marks of what they name (`pay_from:2~1f0e9a…`),
//! and so do the forms that they open.

use poise::serenity_prelude as serenity;
use serenity::{ActionRowComponent, ButtonKind, Message};

use super::button::Button;
use super::form::Form;
use super::list;
use super::select::{MORE, NOBODY, Select};
use crate::domain::kernel::marks::Marked;
use crate::ids::{AccountId, MemberId};

/// Separates the meaning of a custom id from its marks.
const BEFORE_MARKS: char = '~';
/// Separates two marks.
pub(in crate::discord) const BETWEEN_MARKS: &str = ".";
/// Written in place of a mark that could not be looked up; it equals no mark. Without it, an answer would look like a
/// message of the courier that was never recorded.
const NO_MARK: &str = "-";
/// A custom id, or the value of a choice, split into meaning and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct Written<'a> {
    pub(in crate::discord) plain: &'a str,
    pub(in crate::discord) marks: Option<&'a str>,
}

impl<'a> Written<'a> {
    pub(in crate::discord) fn read(text: &'a str) -> Self {
        match text.split_once(BEFORE_MARKS) {
            Some((plain, marks)) => Written {
                plain,
                marks: Some(marks),
            },
            None => Written {
                plain: text,
                marks: None,
            },
        }
    }
}

/// What a custom id names, for any kind of component.
pub(in crate::discord) fn named_by(custom_id: &str) -> Vec<Marked> {
    let plain = Written::read(custom_id).plain;
    let button = Button::parse(plain).map(names_of_button);
    button
        .or_else(|| Select::parse(plain).map(names_of_select))
        .unwrap_or_default()
}

/// The custom ids of a message's buttons and menus.
pub(in crate::discord) fn custom_ids(message: &Message) -> Vec<String> {
    let parts = message.components.iter().flat_map(|row| &row.components);
    let custom_id = |part: &ActionRowComponent| match part {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id.clone()),
            _ => None,
        },
        ActionRowComponent::SelectMenu(menu) => menu.custom_id.clone(),
        _ => None,
    };
    parts.filter_map(custom_id).collect()
}

/// The numbered things that a button names. The one that its message shows comes first.
pub(in crate::discord) fn names_of_button(button: Button) -> Vec<Marked> {
    match button {
        Button::Done(order)
        | Button::Cancel(order)
        | Button::Withdraw(order)
        | Button::AddBeneficiary(order)
        | Button::Process(order)
        | Button::Execute(order)
        | Button::ReturnGiro(order) => vec![Marked::Order(order)],
        Button::AddBankNumber(account) => vec![Marked::Account(account)],
        Button::Take(order, from) => {
            let from = from.map(Marked::Member);
            [Marked::Order(order)].into_iter().chain(from).collect()
        }
        Button::Movements { account, .. } => vec![Marked::Account(account)],
        Button::Approve(_, number) | Button::Reject(number) => vec![Marked::Request(number)],
        Button::Confirm(_, question) | Button::Correct(question) => vec![Marked::Question(question)],
        Button::ConfirmCoins(offer) => vec![Marked::CoinOffer(offer)],
        Button::Refill(form) => names_of_form(form),
        Button::ConfirmCorrection(number) => vec![Marked::Correction(number)],
        Button::Workbook(report) => report.whose.map(Marked::Member).into_iter().collect(),
        Button::Page(list, _) => list::names(list).into_iter().collect(),
        Button::Register(_) | Button::OpenAccount | Button::Payout | Button::NewGiro => Vec::new(),
    }
}

pub(in crate::discord) fn names_of_select(select: Select) -> Vec<Marked> {
    match select {
        Select::Referrer | Select::Payee => Vec::new(),
        Select::PayFrom(order) => vec![Marked::Order(order)],
    }
}

/// The numbered thing that a choice names, if any.
pub(in crate::discord) fn names_of_choice(select: Select, value: &str) -> Vec<Marked> {
    let number = || value.parse::<i64>().ok();
    let named = match select {
        // The form that opens shows who it is.
        Select::Payee => None,
        Select::Referrer if value == NOBODY || value.starts_with(MORE) => None,
        Select::Referrer => number().map(|id| Marked::Member(MemberId::new(id))),
        Select::PayFrom(_) => number().map(|id| Marked::Account(AccountId::new(id))),
    };
    named.into_iter().collect()
}

pub(in crate::discord) fn names_of_form(form: Form) -> Vec<Marked> {
    match form {
        Form::Reason(order) | Form::Beneficiary(order) | Form::Execute(order) | Form::ReturnGiro(order) => {
            vec![Marked::Order(order)]
        }
        Form::BankNumber(account) => vec![Marked::Account(account)],
        Form::Register(_, referrer) => referrer.map(Marked::Member).into_iter().collect(),
        Form::RejectRequest(number) => vec![Marked::Request(number)],
        Form::Payout | Form::OpenAccount | Form::Giro(_) => Vec::new(),
    }
}

/// The marks of everything that one message names. They are looked up together.
pub(in crate::discord) enum Marks {
    /// The courier's messages are recorded, so their custom ids need no marks.
    OfRecorded,
    /// The marks of an answer.
    Found(Vec<(Marked, Option<String>)>),
}

impl Marks {
    /// `text` followed by the marks of what it names.
    pub(in crate::discord) fn written(&self, text: &str, names: &[Marked]) -> String {
        let Marks::Found(found) = self else {
            return text.to_owned();
        };
        if names.is_empty() {
            return text.to_owned();
        }
        let mark_of = |name: &Marked| {
            let known = found.iter().find(|(known, _)| known == name);
            known.and_then(|(_, mark)| mark.as_deref()).unwrap_or(NO_MARK)
        };
        let marks: Vec<&str> = names.iter().map(mark_of).collect();
        format!("{text}{BEFORE_MARKS}{}", marks.join(BETWEEN_MARKS))
    }
}

#[cfg(test)]
mod tests {
    use super::{Marked, Marks, Written, named_by, names_of_choice};
    use crate::discord::controls::{Button, Form, List, Select};
    use crate::domain::people::requests::RequestKind;
    use crate::ids::{AccountId, CoinOfferId, MemberId, OrderId, RequestNumber};

    fn marks() -> Marks {
        Marks::Found(vec![
            (Marked::Order(OrderId::new(2)), Some("aaaaaaaaaa".into())),
            (Marked::Member(MemberId::new(3)), Some("bbbbbbbbbb".into())),
            (Marked::Account(AccountId::new(9)), None),
        ])
    }

    #[test]
    fn marks_are_written_behind_what_they_mark_and_read_back() {
        let take = Button::Take(OrderId::new(2), Some(MemberId::new(3)));
        let written = marks().written(&take.custom_id(), &super::names_of_button(take));
        assert_eq!(written, "take:2:3~aaaaaaaaaa.bbbbbbbbbb");
        let read = Written::read(&written);
        assert_eq!(Button::parse(read.plain), Some(take));
        assert_eq!(read.marks, Some("aaaaaaaaaa.bbbbbbbbbb"));
        assert_eq!(Written::read("take:2:3").marks, None);
        assert_eq!(named_by(&written), super::names_of_button(take));
    }

    #[test]
    fn what_names_nothing_has_no_mark_and_what_was_not_found_has_one_that_fits_nothing() {
        let account = [Marked::Account(AccountId::new(9))];
        assert_eq!(marks().written("9", &account), "9~-");
        assert_eq!(marks().written("payout", &[]), "payout");
        let order = [Marked::Order(OrderId::new(2))];
        assert_eq!(Marks::Found(Vec::new()).written("done:2", &order), "done:2~-");
        assert_eq!(Marks::OfRecorded.written("done:2", &order), "done:2");
    }

    #[test]
    fn everything_with_a_number_names_it() {
        let (order, member) = (OrderId::new(2), MemberId::new(3));
        let request = RequestNumber::new(4);
        for (custom_id, named) in [
            (Button::Done(order).custom_id(), Marked::Order(order)),
            (Button::Cancel(order).custom_id(), Marked::Order(order)),
            (Button::Withdraw(order).custom_id(), Marked::Order(order)),
            (
                Button::Approve(RequestKind::Payout, request).custom_id(),
                Marked::Request(request),
            ),
            (Button::Reject(request).custom_id(), Marked::Request(request)),
            (
                Button::ConfirmCoins(CoinOfferId::new(5)).custom_id(),
                Marked::CoinOffer(CoinOfferId::new(5)),
            ),
            (
                Button::Page(List::Help(member), crate::db::Place::First).custom_id(),
                Marked::Member(member),
            ),
        ] {
            assert_eq!(named_by(&custom_id), [named], "{custom_id}");
        }
        assert_eq!(named_by("pay_from:2"), [Marked::Order(order)]);
        assert_eq!(super::names_of_form(Form::Reason(order)), [Marked::Order(order)]);
        assert_eq!(names_of_choice(Select::Referrer, "3"), [Marked::Member(member)]);
        assert_eq!(names_of_choice(Select::Referrer, "-"), []);
        assert_eq!(names_of_choice(Select::Referrer, "more:24"), []);
        let account = Marked::Account(AccountId::new(9));
        assert_eq!(names_of_choice(Select::PayFrom(order), "9"), [account]);
    }
}
