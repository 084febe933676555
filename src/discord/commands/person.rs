//! Another person of a command: in the server, or somebody of the books who left it.

use poise::serenity_prelude as serenity;
use serenity::{User, UserId};

use crate::discord::answer::broken;
use crate::discord::answer::{Declined, declined};
use crate::discord::args::{ArgumentError, PersonArg};
use crate::discord::ids::{user_id, user_of};
use crate::discord::retry::{describe, retried};
use crate::discord::surface::Surface;
use crate::discord::{Context, errors, view};
use crate::domain::people::members::{self, Actor, Member, NamedInBooks};
use crate::reports;

/// How many people Discord is asked for by name.
const NAMES_MAX: u64 = 10;

/// The member who is meant. What may be done about somebody who left is the use-case's to say.
pub(super) async fn member(context: Context<'_>, actor: &Actor, person: &PersonArg) -> Result<Member, Declined> {
    let surface = context.data();
    let found = match person {
        PersonArg::Mentioned(id, user) => mentioned(surface, *id, user.as_deref()).await,
        PersonArg::Named(name) => named(surface, actor, name).await,
    };
    found.map_err(|unfound| match unfound {
        Unfound::Because(problem) => {
            if let Some(number) = order_to_pay(context, person) {
                return Declined::because(view::arguments::paying_an_order(number));
            }
            let record = surface.records.find(&context.command().qualified_name);
            Declined::because(view::arguments::usage(record, &problem))
        }
        Unfound::Declined(declined) => declined,
    })
}

/// The member whose accounts are meant. Whoever may not see other people's does not learn that nobody was found.
pub(super) async fn whose_accounts(
    context: Context<'_>,
    actor: &Actor,
    person: &PersonArg,
) -> Result<Member, Declined> {
    let found = member(context, actor, person).await;
    if found.is_err() {
        let refuse = declined("reports.accounts", view::accounts::refused);
        reports::accounts::allow_others(actor).map_err(refuse)?;
    }
    found
}

/// The order that somebody means to pay who typed `!pagar 13 ya`.
fn order_to_pay<'a>(context: Context<'_>, person: &'a PersonArg) -> Option<&'a str> {
    match person {
        PersonArg::Named(name) if context.command().name == "pagar" => errors::order_number(name),
        PersonArg::Named(_) | PersonArg::Mentioned(..) => None,
    }
}

/// Why nobody was found.
enum Unfound {
    /// What was typed, and what to type instead.
    Because(String),
    Declined(Declined),
}

impl From<Declined> for Unfound {
    fn from(declined: Declined) -> Self {
        Unfound::Declined(declined)
    }
}

async fn mentioned(surface: &Surface, id: UserId, user: Option<&User>) -> Result<Member, Unfound> {
    if let Some(member) = known(surface, id).await? {
        return Ok(member);
    }
    let fetched;
    let user = match user {
        Some(user) => user,
        None => match retried(|| surface.http.get_user(id)).await {
            Ok(found) => {
                fetched = found;
                &fetched
            }
            Err(_) => return Err(Unfound::Because(view::arguments::nobody_found(&id.to_string()))),
        },
    };
    in_guild(surface, user).await
}

/// Somebody whom the books do not know yet.
async fn in_guild(surface: &Surface, user: &User) -> Result<Member, Unfound> {
    if user.bot {
        return Err(Unfound::Because(view::arguments::bad_argument(&ArgumentError::IsBot)));
    }
    match surface.is_in_guild(user.id).await {
        Ok(true) => {}
        Ok(false) => return Err(Unfound::Because(view::arguments::nobody_found(&user.name))),
        Err(error) => {
            tracing::warn!(
                error = describe(&error),
                "whether somebody is in the guild could not be said"
            );
            return Err(Declined::because(view::FAULT).into());
        }
    }
    let actor = surface.identify(user).await;
    let actor = actor.map_err(declined("members.identify", broken))?;
    let read = async { members::get_member(&mut surface.desk.db.reader().await?, actor.member).await };
    Ok(read.await.map_err(declined("members.get", broken))?)
}

/// Somebody of the books. Who is taken for gone and is back is noted to be.
async fn known(surface: &Surface, id: UserId) -> Result<Option<Member>, Declined> {
    let find = async || {
        let mut reader = surface.desk.db.reader().await?;
        members::find_member_by_discord(&mut reader, user_id(id)).await
    };
    let found = find().await.map_err(declined("members.find", broken))?;
    match found {
        Some(member) if member.left_at.is_some() && surface.looks_for(id).await => {
            find().await.map_err(declined("members.find", broken))
        }
        found => Ok(found),
    }
}

/// By name: who has it on Discord and is in the server; for whoever looks after people, also everybody of the books.
async fn named(surface: &Surface, actor: &Actor, name: &str) -> Result<Member, Unfound> {
    let here = called(surface, name).await;
    let read = async { members::named(&mut surface.desk.db.reader().await?, actor, name).await };
    let in_books = read.await.map_err(declined("members.named", broken))?;
    let mut meant = match in_books {
        NamedInBooks::One(one) => vec![one],
        NamedInBooks::Several(several) => several,
        NamedInBooks::Nobody { like } => {
            return match here {
                Some(user) => mentioned(surface, user.id, Some(&user)).await,
                None if like.is_empty() => Err(Unfound::Because(view::arguments::nobody_found(name))),
                None => Err(Unfound::Because(view::arguments::like(name, &like))),
            };
        }
    };
    if let Some(user) = here
        && meant.iter().all(|member| user_of(member) != Some(user.id))
    {
        meant.push(mentioned(surface, user.id, Some(&user)).await?);
    }
    match meant.as_slice() {
        [only] => match user_of(only) {
            None => Ok(only.clone()),
            Some(user) => {
                let known = known(surface, user).await?;
                known.ok_or_else(|| Unfound::Because(view::arguments::nobody_found(name)))
            }
        },
        several => Err(Unfound::Because(view::arguments::several(name, several))),
    }
}

/// The person in the server with this user name; who is not in the cache is asked for.
async fn called(surface: &Surface, name: &str) -> Option<User> {
    let cached = surface.cache.guild(surface.guild()).and_then(|guild| {
        let is_it = |member: &&serenity::Member| member.user.name.eq_ignore_ascii_case(name);
        guild.members.values().find(is_it).map(|member| member.user.clone())
    });
    if cached.is_some() {
        return cached;
    }
    let guild = surface.guild();
    let found = guild.search_members(&surface.http, name, Some(NAMES_MAX)).await.ok()?;
    let exact = found
        .into_iter()
        .find(|member| member.user.name.eq_ignore_ascii_case(name));
    exact.map(|member| member.user)
}
