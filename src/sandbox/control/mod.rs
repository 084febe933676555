//! The control interface: what people do and see, and injected faults. JSON under `/sandbox`.

mod act;
mod as_person;
mod error;
mod faults;
mod guilds;
mod idle;
mod limits;
mod messages;
mod people;
mod permission_names;
mod places;
mod press;
mod roles;
mod say;
mod slash;
mod slash_options;
mod stream;
mod submit;
mod threads;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, patch, post, put};

use super::hub::Hub;

pub(super) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route("/sandbox/people", get(people::list).post(people::join))
        .route(
            "/sandbox/people/{person}",
            get(people::one).patch(people::change).delete(people::leave),
        )
        .route("/sandbox/guilds", get(guilds::list).put(guilds::arrange))
        .route(
            "/sandbox/guilds/{guild}/outage",
            post(guilds::begin_outage).delete(guilds::end_outage),
        )
        .route("/sandbox/people/{person}/guilds", post(guilds::create))
        .route("/sandbox/people/{person}/guilds/{guild}", patch(guilds::rename))
        .route("/sandbox/people/{person}/invite", post(guilds::invite))
        .route("/sandbox/people/{person}/kick", post(guilds::kick))
        .route("/sandbox/people/{person}/transfer", post(guilds::transfer))
        .route("/sandbox/roles", get(roles::list))
        .route("/sandbox/people/{person}/roles", post(roles::create))
        .route(
            "/sandbox/people/{person}/roles/{role}",
            patch(roles::change).delete(roles::delete),
        )
        .route(
            "/sandbox/people/{person}/channels",
            get(view::channels).post(places::create),
        )
        .route(
            "/sandbox/people/{person}/channels/{channel}",
            patch(places::change).delete(places::delete),
        )
        .route(
            "/sandbox/people/{person}/channels/{channel}/permissions",
            put(places::permit).delete(places::unset),
        )
        .route(
            "/sandbox/people/{person}/channels/{channel}/messages",
            get(view::messages),
        )
        .route("/sandbox/people/{person}/channels/{channel}/say", post(say::say))
        .route(
            "/sandbox/people/{person}/channels/{channel}/messages/{message}",
            patch(messages::edit).delete(messages::delete),
        )
        .route(
            "/sandbox/people/{person}/channels/{channel}/forward",
            post(messages::forward),
        )
        .route(
            "/sandbox/people/{person}/channels/{channel}/threads",
            post(threads::create),
        )
        .route("/sandbox/people/{person}/threads/{thread}", patch(threads::change))
        .route("/sandbox/people/{person}/press", post(press::press))
        .route("/sandbox/people/{person}/submit", post(submit::submit))
        .route("/sandbox/people/{person}/slash", post(slash::slash))
        .route("/sandbox/people/{person}/complete", post(slash::complete))
        .route("/sandbox/commands", get(view::commands))
        .route("/sandbox/newest", get(view::newest))
        .route("/sandbox/faults", post(faults::add).merge(delete(faults::clear)))
        .route(
            "/sandbox/rate-limits",
            get(limits::show).post(limits::change).delete(limits::clear),
        )
        .route("/sandbox/gateway", get(faults::connections).post(faults::gateway))
        .route("/sandbox/requests", get(faults::requests))
        .route("/sandbox/idle", get(idle::idle))
        .route("/sandbox/stream", get(stream::stream))
}
