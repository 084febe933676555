//! A button means what it meant when it was written, and nothing that got the same number in another copy of the books.
//!
//! What the courier sends is recorded: its message shows an order or a request, and its buttons mean that one. Answers are
//! not recorded: their custom ids carry the marks of what they name (`pay_from:2~1f0e9a…`), and so do the forms that open.

use std::time::{Duration, Instant};

use poise::serenity_prelude as serenity;
use serenity::{ActionRowComponent, ButtonKind, ChannelId, Message, MessageId};

use super::{Button, Form, Select, pages};
use crate::db::DbError;
use crate::discord::answer::{Declined, declined};
use crate::discord::surface::{Surface, channel_id, message_id};
use crate::discord::view;
use crate::discord::view::registration::{MORE, NOBODY};
use crate::domain::kernel::marks::{Marked, find_marks};
use crate::domain::kernel::outbox;
use crate::ids::{AccountId, MemberId};

/// Between what a custom id means and the marks of what it names.
const BEFORE_MARKS: char = '~';
/// Between two marks.
const BETWEEN_MARKS: &str = ".";
/// Stands for a mark that could not be looked up; no mark is like it. Without it an answer would look like a message of the
/// courier's that was never recorded.
const NO_MARK: &str = "-";
/// How long a press waits for the courier to record the message on which it stands, and how often it looks. With the
/// answer it must fit into the three seconds of an interaction.
const RECORDED_WITHIN: Duration = Duration::from_millis(1_500);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A custom id or a choice's value, apart.
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

/// The message that something stands on.
#[derive(Debug, Clone, Copy)]
pub(in crate::discord) struct On {
    pub(in crate::discord) channel: ChannelId,
    pub(in crate::discord) message: MessageId,
}

/// What a custom id names, whatever kind of component has it.
pub(in crate::discord) fn named_by(custom_id: &str) -> Vec<Marked> {
    let plain = Written::read(custom_id).plain;
    let button = Button::parse(plain).map(names_of_button);
    button
        .or_else(|| Select::parse(plain).map(names_of_select))
        .unwrap_or_default()
}

/// The custom ids of what can be pressed under a message.
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

/// What it names by number; what its message shows comes first.
pub(super) fn names_of_button(button: Button) -> Vec<Marked> {
    match button {
        Button::Done(order) | Button::Cancel(order) | Button::Withdraw(order) | Button::AddBeneficiary(order) => {
            vec![Marked::Order(order)]
        }
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
        Button::Page(list, _) => pages::names(list).into_iter().collect(),
        Button::Register(_) | Button::OpenAccount | Button::Payout => Vec::new(),
    }
}

pub(super) fn names_of_select(select: Select) -> Vec<Marked> {
    match select {
        Select::Referrer => Vec::new(),
        Select::PayFrom(order) => vec![Marked::Order(order)],
    }
}

/// What a choice names.
pub(super) fn names_of_choice(select: Select, value: &str) -> Vec<Marked> {
    let number = || value.parse::<i64>().ok();
    let named = match select {
        Select::Referrer if value == NOBODY || value.starts_with(MORE) => None,
        Select::Referrer => number().map(|id| Marked::Member(MemberId::new(id))),
        Select::PayFrom(_) => number().map(|id| Marked::Account(AccountId::new(id))),
    };
    named.into_iter().collect()
}

pub(super) fn names_of_form(form: Form) -> Vec<Marked> {
    match form {
        Form::Reason(order) | Form::Beneficiary(order) => vec![Marked::Order(order)],
        Form::BankNumber(account) => vec![Marked::Account(account)],
        Form::Register(_, referrer) => referrer.map(Marked::Member).into_iter().collect(),
        Form::RejectRequest(number) => vec![Marked::Request(number)],
        Form::Payout | Form::OpenAccount => Vec::new(),
    }
}

/// The marks of all that is named in one message, looked up at once.
pub(super) enum Marks {
    /// The courier's messages are recorded: their custom ids need none.
    OfRecorded,
    /// An answer's.
    Found(Vec<(Marked, Option<String>)>),
}

impl Marks {
    /// Without the books nothing is marked: what is sent then is refused when it is pressed.
    pub(super) async fn look_up(surface: &Surface, names: Vec<Marked>) -> Marks {
        if names.is_empty() {
            return Marks::Found(Vec::new());
        }
        match find(surface, &names).await {
            Ok(marks) => Marks::Found(names.into_iter().zip(marks).collect()),
            Err(fault) => {
                tracing::error!(error = %fault, "what a button names could not be looked up");
                Marks::Found(Vec::new())
            }
        }
    }

    /// `text`, with the marks of what it names.
    pub(super) fn written(&self, text: &str, names: &[Marked]) -> String {
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

async fn find(surface: &Surface, names: &[Marked]) -> Result<Vec<Option<String>>, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    find_marks(&mut reader, names).await
}

/// Refuses what names something else in these books than when it was written.
pub(super) async fn check(
    surface: &Surface,
    marks: Option<&str>,
    names: &[Marked],
    on: Option<On>,
) -> Result<(), Declined> {
    let Some(first) = names.first() else {
        return Ok(());
    };
    let is_meant = match (marks, on) {
        (Some(marks), _) => has_marks(surface, marks, names).await,
        (None, Some(on)) => is_shown_on(surface, *first, on).await,
        (None, None) => Ok(false),
    };
    match is_meant.map_err(declined("marks.find_marks", |_: &DbError| view::FAULT.to_owned()))? {
        true => Ok(()),
        false => {
            tracing::info!(named = %first, "something of other books was used");
            Err(Declined::because(view::controls::of_other_books(*first)))
        }
    }
}

pub(in crate::discord) async fn has_marks(surface: &Surface, marks: &str, names: &[Marked]) -> Result<bool, DbError> {
    let known: Option<Vec<String>> = find(surface, names).await?.into_iter().collect();
    Ok(known.is_some_and(|known| known.join(BETWEEN_MARKS) == marks))
}

/// Whether the books know this message as showing this. One that is just being sent may be pressed before it is recorded.
pub(in crate::discord) async fn is_shown_on(surface: &Surface, what: Marked, on: On) -> Result<bool, DbError> {
    let subject = what.to_string();
    let deadline = Instant::now() + RECORDED_WITHIN;
    loop {
        let mut reader = surface.desk.db.reader().await?;
        // First this: the record and the end of the sending are one commit, which may come between the two questions.
        let is_under_way = outbox::is_being_sent(&mut reader, &subject, channel_id(on.channel)).await?;
        if let Some((shown, _)) = outbox::find_subject_of(&mut reader, message_id(on.message)).await? {
            return Ok(shown == subject);
        }
        drop(reader);
        if !is_under_way || deadline <= Instant::now() {
            return Ok(false);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

#[cfg(test)]
mod tests {
    use super::{Marked, Marks, Written, named_by, names_of_choice};
    use crate::discord::buttons::{Button, Form, List, Select};
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
