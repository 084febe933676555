//! Long lists, page by page.

use std::collections::HashMap;

use super::particulars::Particulars;
use super::{ReadError, own};
use crate::db::{DbError, Paged, Place, Reader};
use crate::domain::flows::batches::{self, ListedSum};
use crate::domain::kernel::money::{Money, MoneyError};
use crate::domain::orders::{self, Listing, Order, OrderState, Which, Whose};
use crate::domain::people::members::{self, Actor, Member, Permission, Role};
use crate::ids::MemberId;

/// Which orders are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedOrders {
    /// One person's orders; `None` for everybody's together.
    pub whose: Option<MemberId>,
    pub which: Which,
}

/// A page of orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdersPage {
    /// The name of the person whose orders they are; `None` for everybody's.
    pub of: Option<String>,
    pub page: Paged<ListedOrder>,
    pub names: Names,
    /// The totals of the whole list.
    pub totals: Totals,
}

/// An order of a list, with what its kind adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOrder {
    pub order: Order,
    pub particulars: Particulars,
}

/// The totals of a list of orders. Only what was paid counts as a total: an open order may still be cancelled, and one
/// that was stopped or undone left nothing moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Completed orders, per corridor.
    pub paid: Vec<Total>,
    /// Orders somebody still has to do something about, per corridor.
    pub open: Vec<Total>,
    /// How many orders ended otherwise, per state.
    pub not_counted: Vec<(OrderState, i64)>,
}

/// Orders of one corridor, or of one currency where nothing came in for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub orders: i64,
    pub received: Option<Money>,
    /// Fees included.
    pub sent: Money,
}

impl Totals {
    fn of(sums: Vec<ListedSum>) -> Result<Totals, MoneyError> {
        let mut totals = Totals::default();
        for sum in sums {
            if sum.state == OrderState::Completed {
                add(&mut totals.paid, &sum)?;
            } else if sum.state.is_open() {
                add(&mut totals.open, &sum)?;
            } else {
                match totals.not_counted.iter_mut().find(|(state, _)| *state == sum.state) {
                    Some((_, orders)) => *orders += sum.orders,
                    None => totals.not_counted.push((sum.state, sum.orders)),
                }
            }
        }
        Ok(totals)
    }
}

fn add(totals: &mut Vec<Total>, sum: &ListedSum) -> Result<(), MoneyError> {
    let corridor = |received: Option<Money>, sent: Money| (received.map(Money::currency), sent.currency());
    let of_sum = corridor(sum.received, sum.sent);
    let known = totals
        .iter_mut()
        .find(|total| corridor(total.received, total.sent) == of_sum);
    let Some(total) = known else {
        totals.push(Total {
            orders: sum.orders,
            received: sum.received,
            sent: sum.sent,
        });
        return Ok(());
    };
    total.orders += sum.orders;
    total.sent = total.sent.checked_add(sum.sent)?;
    if let (Some(received), Some(more)) = (total.received, sum.received) {
        total.received = Some(received.checked_add(more)?);
    }
    Ok(())
}

/// The names of the people in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(HashMap<MemberId, Member>);

impl Names {
    /// The names of these people.
    pub(super) async fn of(reader: &mut Reader, mut people: Vec<MemberId>) -> Result<Names, DbError> {
        people.sort();
        people.dedup();
        let found = members::find_members(reader, &people).await?;
        Ok(Names(found.into_iter().map(|member| (member.id, member)).collect()))
    }

    /// Empty for somebody who is not in the list.
    pub fn name(&self, member: MemberId) -> &str {
        self.member(member).map_or("", |member| &member.name)
    }

    /// Nothing for somebody who is not in the list.
    pub fn member(&self, member: MemberId) -> Option<&Member> {
        self.0.get(&member)
    }
}

/// A page of orders, newest first. One person's may be read by themselves and by whoever may see others, everybody's by
/// whoever may list everything.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn orders(
    reader: &mut Reader,
    actor: &Actor,
    listed: ListedOrders,
    place: Place,
    orders_max: i64,
) -> Result<OrdersPage, ReadError> {
    match listed.whose {
        Some(whose) => own::allow(actor, whose)?,
        None => actor.require(Permission::ListEverything)?,
    }
    let person = match listed.whose {
        Some(whose) => Some(members::get_member(reader, whose).await?),
        None => None,
    };
    let whose = match &person {
        None => Whose::Everybody,
        // A cashier's orders are those they pay; everybody else's those they send.
        Some(person) if person.role == Role::Cashier => Whose::Cashier(person.id),
        Some(person) => Whose::Sender(person.id),
    };
    let listing = Listing {
        whose,
        which: listed.which,
    };
    let mut rows = orders::list_listed(reader, listing, place, orders_max).await?;
    if place.is_off(rows.len(), orders_max) {
        rows = orders::list_listed(reader, listing, Place::First, orders_max).await?;
    }
    let skipped = match rows.first() {
        Some(first) => orders::count_newer(reader, listing, first.id).await?,
        None => 0,
    };
    let sums = batches::sum_listed(reader, listing).await?;
    let people = rows
        .iter()
        .flat_map(|order| [Some(order.owner), Some(order.creator), order.cashier])
        .flatten();
    let names = Names::of(reader, people.collect()).await?;
    let mut particulars = Particulars::of_all(reader, &rows).await?;
    let listed = |order: Order| ListedOrder {
        particulars: particulars.remove(&order.id).unwrap_or(Particulars::Plain),
        order,
    };
    Ok(OrdersPage {
        of: person.map(|person| person.name),
        names,
        page: Paged {
            skipped,
            total: sums.iter().map(|sum| sum.orders).sum(),
            rows: rows.into_iter().map(listed).collect(),
        },
        totals: Totals::of(sums).map_err(|error| DbError::Corrupt(format!("a list of orders: {error}")))?,
    })
}
