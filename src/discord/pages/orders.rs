//! Lists of orders.

use super::page::{not_allowed, require_own};
use crate::db::{DbError, Place};
use crate::discord::answer::broken;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::OrderList;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::orders::{Listing, Whose};
use crate::domain::people::members::{self, Actor, Permission, Role};
use crate::reports;

pub(super) async fn page(surface: &Surface, actor: &Actor, list: OrderList, place: Place) -> Result<Face, Declined> {
    match list.whose {
        Some(whose) => require_own(actor, whose)?,
        None => actor.require(Permission::ListEverything).map_err(not_allowed)?,
    }
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        let person = match list.whose {
            Some(whose) => Some(members::get_member(&mut reader, whose).await?),
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
            which: list.which,
        };
        let found = reports::lists::orders(&mut reader, listing, place, i64::from(list.page_rows)).await?;
        Ok::<_, DbError>((person, found))
    };
    let (person, found) = read.await.map_err(declined("reports.lists.orders", broken))?;
    let name = person.as_ref().map(|person| person.name.as_str());
    Ok(view::order_lists::page(list, name, &found))
}
