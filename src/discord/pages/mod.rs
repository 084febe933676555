//! Long lists, page by page. A command shows the first page, and a button replaces it with another one. Both come here,
//! and each time the report checks whether this person may see the list.
//!
//! To add a list: a variant of [`List`], its text form in the custom id, and a case here.

mod apps;
mod badges;
mod closes;
mod giros;
mod history;
mod operations;
mod orders;
mod page;
mod requests;

pub(super) use history::told_in;
use page::Page;

use super::answer::Declined;
use super::content::Content;
use super::controls::List;
use super::surface::Surface;
use super::view;
use crate::db::Place;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::places;

/// A page of a list for this person.
///
/// # Errors
/// A refusal in words for the person, when they may not see the list.
pub(super) async fn page(surface: &Surface, actor: &Actor, list: List, place: Place) -> Result<Page, Declined> {
    let (face, content) = match list {
        List::Orders(orders) => (
            orders::page(surface, actor, orders, place).await?,
            match orders.whose {
                Some(_) => Content::Own,
                None => Content::For(Permission::ListEverything),
            },
        ),
        List::Requests(requests) => (
            requests::page(surface, actor, requests, place).await?,
            Content::For(Permission::SeeRequests),
        ),
        List::Giros(giros) => (giros::page(surface, actor, giros, place).await?, Content::Own),
        List::OrderHistory(order) => return history::of_order(surface, actor, order, place).await,
        List::BatchHistory(batch) => return history::of_batch(surface, actor, batch, place).await,
        List::Badges(member) => (badges::page(surface, member, place).await?, Content::Public),
        List::Operations(list) => (
            operations::page(surface, actor, list, place).await?,
            Content::For(Permission::SeeAccounts),
        ),
        List::Close(of) => (
            closes::page(surface, actor, of, place).await?,
            Content::For(Permission::ListEverything),
        ),
        List::Apps => (apps::page(surface, actor, place).await?, Content::Own),
        List::Help(member) if member == actor.member => {
            let registration = surface.name_of(places::Place::Registration);
            let prefixed = |words| surface.with_prefix(words);
            let face = view::help::page(&surface.records, actor, &registration, place, prefixed);
            (face, Content::Public)
        }
        List::Help(_) => return Err(Declined::because(view::help::not_yours())),
    };
    Ok(Page { face, content })
}
