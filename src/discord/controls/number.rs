//! The parts of a custom id, and the numbers in it.

use crate::ids::{MemberId, OrderId, RequestNumber};

pub(super) fn parts(custom_id: &str) -> Vec<&str> {
    custom_id.split(':').collect()
}

pub(super) fn order_id(text: &str) -> Option<OrderId> {
    number(text).map(OrderId::new)
}

pub(super) fn request_number(text: &str) -> Option<RequestNumber> {
    number(text).map(RequestNumber::new)
}

pub(super) fn or_dash(member: Option<MemberId>) -> String {
    member.map_or_else(|| "-".to_owned(), |member| member.to_string())
}

pub(super) fn member_or_dash(text: &str) -> Option<Option<MemberId>> {
    match text {
        "-" => Some(None),
        member => Some(Some(MemberId::new(number(member)?))),
    }
}

/// Parses a positive number in the exact form in which a custom id contains it.
pub(super) fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (0 < number && number.to_string() == text).then_some(number)
}
