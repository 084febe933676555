-- How many events of an app are open.
create index app_events_open_of on app_events (app_id) where state = 'open';

-- Where an app wants to hear what became of its events and of what people achieved, and what it was told.

create table app_webhooks (
    app_id           integer primary key references apps (id),
    url              text not null,
    -- Signs every delivery, so no hash can stand for it.
    secret           text not null,
    registered_at_ms integer not null
) strict;

-- An outbox of its own: written in the unit of what happened, delivered afterwards.
create table webhook_deliveries (
    id               integer primary key,
    app_id           integer not null references apps (id),
    kind             text not null check (kind in ('event.closed', 'event.expired', 'achievement.completed', 'webhook.test')),
    event_id         integer references app_events (id),
    achievement_id   integer references achievements (id),
    member_id        integer references members (id),
    created_at_ms    integer not null,
    due_at_ms        integer not null,
    attempts         integer not null default 0 check (0 <= attempts),
    claimed_until_ms integer not null default 0,
    state            text not null default 'waiting' check (state in ('waiting', 'delivered', 'given_up')),
    last_error       text,
    ended_at_ms      integer,
    check ((state = 'waiting') = (ended_at_ms is null)),
    check ((kind in ('event.closed', 'event.expired')) = (event_id is not null)),
    check ((kind = 'achievement.completed') = (achievement_id is not null)),
    check ((achievement_id is null) = (member_id is null))
) strict;

-- The oldest of an app are claimed first; the next to come due, and the next claim to run out, are found without reading the others.
create index webhook_deliveries_waiting on webhook_deliveries (app_id, id) where state = 'waiting';
create index webhook_deliveries_due on webhook_deliveries (due_at_ms) where state = 'waiting' and claimed_until_ms = 0;
create index webhook_deliveries_claimed on webhook_deliveries (claimed_until_ms) where state = 'waiting' and 0 < claimed_until_ms;
create index webhook_deliveries_of on webhook_deliveries (app_id, id);
-- An event ends once, and somebody completes an achievement once.
create unique index webhook_deliveries_of_event on webhook_deliveries (event_id) where event_id is not null;
create unique index webhook_deliveries_of_achievement on webhook_deliveries (achievement_id, member_id)
    where achievement_id is not null;

create table webhook_delivery_backlog (
    id          integer primary key,
    delivery_id integer not null references webhook_deliveries (id),
    -- delivered, put_off, given_up, asked_again
    event       text not null,
    details     text,
    at_ms       integer not null
) strict;

create index webhook_delivery_backlog_of on webhook_delivery_backlog (delivery_id, id);

create trigger webhook_delivery_backlog_keeps before update on webhook_delivery_backlog begin select raise(abort, 'webhook_delivery_backlog is append-only'); end;
create trigger webhook_delivery_backlog_stays before delete on webhook_delivery_backlog begin select raise(abort, 'webhook_delivery_backlog is append-only'); end;
create trigger webhook_deliveries_stay before delete on webhook_deliveries begin select raise(abort, 'webhook_deliveries are never deleted'); end;
