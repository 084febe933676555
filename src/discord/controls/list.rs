//! Pages of long lists. The custom id says which list it is, whose, and where the page begins.

use super::closing::CloseOf;
use super::number::{member_or_dash, number, or_dash};
use crate::db::Place;
use crate::domain::kernel::marks::Marked;
use crate::domain::kernel::money::Currency;
use crate::domain::orders::{OrderState, Which};
use crate::domain::people::requests::{RequestKind, RequestState};
use crate::ids::{BatchId, MemberId, OrderId};

/// A list that is shown in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum List {
    /// The orders of one person, or of everybody.
    Orders(OrderList),
    Requests(RequestList),
    /// The giros that the reader may see.
    Giros(GiroList),
    /// What happened to an order, step by step.
    OrderHistory(OrderId),
    BatchHistory(BatchId),
    /// The commands that this person may use.
    Help(MemberId),
    /// The achievements of this person.
    Badges(MemberId),
    /// The close of a day or a month.
    Close(CloseOf),
    /// The games and bots.
    Apps,
    /// Exchanges and transfers between accounts.
    Operations(OperationList),
}

/// Whose operations, in one currency or in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct OperationList {
    pub(in crate::discord) of: MemberId,
    pub(in crate::discord) currency: Option<Currency>,
}

/// Which orders, and how many per page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct OrderList {
    pub(in crate::discord) whose: Option<MemberId>,
    pub(in crate::discord) which: Which,
    pub(in crate::discord) page_rows: u8,
}

impl OrderList {
    /// The default and the maximum number of rows on a page.
    pub(in crate::discord) const PAGE_ROWS: u8 = 10;
    pub(in crate::discord) const PAGE_ROWS_MAX: u8 = 25;
}

/// Which giros; `None` stands for all states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct GiroList {
    pub(in crate::discord) state: Option<OrderState>,
}

/// Which requests; `None` stands for all kinds or states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct RequestList {
    pub(in crate::discord) kind: Option<RequestKind>,
    pub(in crate::discord) state: Option<RequestState>,
}

pub(super) fn custom_id(list: List, place: Place) -> String {
    let list = match list {
        List::Orders(orders) => format!(
            "orders:{}:{}:{}",
            or_dash(orders.whose),
            which_code(orders.which),
            orders.page_rows
        ),
        List::Requests(requests) => format!(
            "requests:{}:{}",
            requests.kind.map_or(ANY, RequestKind::code),
            requests.state.map_or(ANY, RequestState::code)
        ),
        List::Giros(giros) => format!("giros:{}", giros.state.map_or(ANY, OrderState::code)),
        List::OrderHistory(order) => format!("order:{order}"),
        List::BatchHistory(batch) => format!("batch:{batch}"),
        List::Help(member) => format!("help:{member}"),
        List::Badges(member) => format!("badges:{member}"),
        List::Close(of) => of.custom_id(),
        List::Apps => "apps".to_owned(),
        List::Operations(OperationList { of, currency }) => {
            let currency = currency.map_or_else(|| ANY.to_owned(), |currency| currency.to_string());
            format!("operations:{of}:{currency}")
        }
    };
    let place = match place {
        Place::First => "-".to_owned(),
        Place::After(key) => format!("a{key}"),
        Place::Before(key) => format!("b{key}"),
    };
    format!("page:{list}:{place}")
}

/// The row that a list names by its number, if any.
pub(super) fn names(list: List) -> Option<Marked> {
    match list {
        List::Orders(orders) => orders.whose.map(Marked::Member),
        List::OrderHistory(order) => Some(Marked::Order(order)),
        List::BatchHistory(batch) => Some(Marked::Batch(batch)),
        List::Help(member) | List::Badges(member) => Some(Marked::Member(member)),
        List::Operations(operations) => Some(Marked::Member(operations.of)),
        List::Requests(_) | List::Giros(_) | List::Close(_) | List::Apps => None,
    }
}

/// Parses what follows `page:`.
pub(super) fn parse(parts: &[&str]) -> Option<(List, Place)> {
    let (place, list) = parts.split_last()?;
    let list = match list {
        ["orders", whose, which, page_rows] => List::Orders(OrderList {
            whose: member_or_dash(whose)?,
            which: which_of(which)?,
            page_rows: rows_of(page_rows)?,
        }),
        ["requests", kind, state] => List::Requests(RequestList {
            kind: any_or(kind, |code| RequestKind::from_code(code).ok())?,
            state: any_or(state, |code| RequestState::from_code(code).ok())?,
        }),
        ["giros", state] => List::Giros(GiroList {
            state: any_or(state, |code| OrderState::from_code(code).ok())?,
        }),
        ["order", order] => List::OrderHistory(OrderId::new(number(order)?)),
        ["batch", batch] => List::BatchHistory(BatchId::new(number(batch)?)),
        ["help", member] => List::Help(MemberId::new(number(member)?)),
        ["close", length, day] => List::Close(CloseOf::parse(length, day)?),
        ["apps"] => List::Apps,
        ["operations", of, currency] => List::Operations(OperationList {
            of: MemberId::new(number(of)?),
            currency: any_or(currency, |code| Currency::parse(code).ok())?,
        }),
        ["badges", member] => List::Badges(MemberId::new(number(member)?)),
        _ => return None,
    };
    Some((list, place_of(place)?))
}

/// Stands for all kinds or all states.
const ANY: &str = "-";

fn any_or<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text == ANY { Some(None) } else { read(text).map(Some) }
}

fn place_of(text: &str) -> Option<Place> {
    if text == "-" {
        return Some(Place::First);
    }
    if let Some(key) = text.strip_prefix('a') {
        return number(key).map(Place::After);
    }
    number(text.strip_prefix('b')?).map(Place::Before)
}

fn rows_of(text: &str) -> Option<u8> {
    let rows = u8::try_from(number(text)?).ok()?;
    (rows <= OrderList::PAGE_ROWS_MAX).then_some(rows)
}

fn which_code(which: Which) -> &'static str {
    match which {
        Which::All => "all",
        Which::Open => "open",
        Which::Stopped => "stopped",
        Which::In(state) => state.code(),
    }
}

fn which_of(code: &str) -> Option<Which> {
    Some(match code {
        "all" => Which::All,
        "open" => Which::Open,
        "stopped" => Which::Stopped,
        state => Which::In(OrderState::from_code(state).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::{CloseOf, List, OperationList, OrderList, RequestList};
    use crate::db::Place;
    use crate::discord::controls::Button;
    use crate::domain::kernel::money::Currency;
    use crate::domain::orders::{OrderState, Which};
    use crate::domain::people::requests::{RequestKind, RequestState};
    use crate::ids::{BatchId, MemberId, OrderId};
    use crate::reports::desk::Length;

    #[test]
    fn a_page_survives_its_custom_id() {
        let member = MemberId::new(i64::MAX);
        let orders = |whose, which| {
            List::Orders(OrderList {
                whose,
                which,
                page_rows: OrderList::PAGE_ROWS_MAX,
            })
        };
        for list in [
            orders(Some(member), Which::In(OrderState::Processing)),
            orders(None, Which::All),
            orders(None, Which::Open),
            orders(None, Which::Stopped),
            List::Requests(RequestList {
                kind: Some(RequestKind::Account),
                state: Some(RequestState::Withdrawn),
            }),
            List::Requests(RequestList {
                kind: None,
                state: None,
            }),
            List::OrderHistory(OrderId::new(i64::MAX)),
            List::BatchHistory(BatchId::new(i64::MAX)),
            List::Help(member),
            List::Badges(member),
            List::Close(CloseOf {
                length: Length::Month,
                day: "2026-10-01".parse().unwrap(),
            }),
            List::Apps,
            List::Operations(OperationList {
                of: member,
                currency: Some(Currency::USDT),
            }),
            List::Operations(OperationList {
                of: member,
                currency: None,
            }),
        ] {
            for place in [Place::First, Place::After(i64::MAX), Place::Before(1)] {
                let id = Button::Page(list, place).custom_id();
                assert_eq!(Button::parse(&id), Some(Button::Page(list, place)), "{id}");
                // Discord allows 100 characters; a mark and its separator take 11.
                assert!(id.len() + 11 <= 100, "{id}");
            }
        }
    }

    #[test]
    fn a_page_that_nobody_wrote_means_nothing() {
        for id in [
            "page",
            "page:",
            "page:help",
            "page:help:1",
            "page:help:1:",
            "page:help:1:a",
            "page:help:1:a0",
            "page:help:1:a01",
            "page:help:1:c1",
            "page:help:1:1",
            "page:help:0:-",
            "page:help:1:2:-",
            "page:orders:-:all:0:-",
            "page:orders:-:all:26:-",
            "page:orders:-:none:10:-",
            "page:orders::all:10:-",
            "page:requests:-:lost:-",
            "page:batch:0:-",
            "page:badges:0:-",
            "page:apps:1:-",
            "page:close:semana:2026-10-01:-",
            "page:close:dia:2026-1-1:-",
            "page:close:dia:-",
        ] {
            assert_eq!(Button::parse(id), None, "{id}");
        }
    }
}
