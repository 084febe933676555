//! Requests as they are shown.

use super::lists::Names;
use super::{ReadError, earnings};
use crate::db::{DbError, Paged, Place, Reader};
use crate::domain::books::ledger::{self, AccountKey, Balance};
use crate::domain::flows::payouts;
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{self, Actor, Member, Permission};
use crate::domain::people::requests::{self, Details, Listing, Request};
use crate::ids::RequestNumber;

/// Everything a message that shows a request needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestCard {
    pub request: Request,
    pub member: Member,
    /// Who decided it; `None` while it is pending, and when the desk itself ended it.
    pub decided_by: Option<String>,
    /// The reseller who brought a client.
    pub referrer: Option<String>,
    /// For a payout.
    pub earnings: Option<EarningsCard>,
}

/// The earnings of somebody who wants a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarningsCard {
    /// At this moment; what this payout asks for is held while it is pending.
    pub now: Balance,
    pub paid_out: Money,
    /// How many captures prove that this payout was paid.
    pub captures: usize,
}

/// A request with all that is known about it.
///
/// # Errors
/// [`ReadError::NotAllowed`], [`ReadError::UnknownRequest`].
pub async fn request_card(reader: &mut Reader, actor: &Actor, number: RequestNumber) -> Result<RequestCard, ReadError> {
    actor.require(Permission::SeeRequests)?;
    let card = request_card_for_desk(reader, number).await?;
    card.ok_or(ReadError::UnknownRequest(number))
}

/// The same for the desk itself; `None` when there is no such request.
///
/// # Errors
/// [`DbError`].
pub async fn request_card_for_desk(reader: &mut Reader, number: RequestNumber) -> Result<Option<RequestCard>, DbError> {
    let Some(request) = requests::find_request(reader, number).await? else {
        return Ok(None);
    };
    let member = members::get_member(reader, request.member).await?;
    let decided_by = match request.decided_by {
        Some(by) => Some(members::get_member(reader, by).await?.name),
        None => None,
    };
    let referrer = match &request.details {
        Details::Role(wanted) => wanted.referrer,
        Details::Account(_) | Details::Payout(_) | Details::Rate(_) | Details::Closing(_) | Details::Purchase(_) => {
            None
        }
    };
    let referrer = match referrer {
        Some(referrer) => Some(members::get_member(reader, referrer).await?.name),
        None => None,
    };
    let earnings = match &request.details {
        Details::Payout(_) => Some(earnings_card(reader, &request).await?),
        Details::Role(_) | Details::Account(_) | Details::Rate(_) | Details::Closing(_) | Details::Purchase(_) => None,
    };
    Ok(Some(RequestCard {
        request,
        member,
        decided_by,
        referrer,
        earnings,
    }))
}

async fn earnings_card(reader: &mut Reader, request: &Request) -> Result<EarningsCard, DbError> {
    Ok(EarningsCard {
        now: ledger::find_balance(reader, AccountKey::Earnings(request.member)).await?,
        paid_out: earnings::paid_out_to(reader, request.member).await?,
        captures: payouts::list_proofs(reader, request.number).await?.len(),
    })
}

/// A page of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestsPage {
    pub page: Paged<Request>,
    pub names: Names,
}

/// A page of requests, newest first.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn page(
    reader: &mut Reader,
    actor: &Actor,
    listing: Listing,
    place: Place,
    requests_max: i64,
) -> Result<RequestsPage, ReadError> {
    actor.require(Permission::SeeRequests)?;
    let mut rows = requests::list_requests(reader, listing, place, requests_max).await?;
    if place.is_off(rows.len(), requests_max) {
        rows = requests::list_requests(reader, listing, Place::First, requests_max).await?;
    }
    let first = rows.first().map(|request| request.number);
    let (total, skipped) = requests::count_requests(reader, listing, first).await?;
    let people = rows
        .iter()
        .flat_map(|request| [Some(request.member), request.decided_by])
        .flatten();
    Ok(RequestsPage {
        names: Names::of(reader, people.collect()).await?,
        page: Paged { rows, skipped, total },
    })
}
