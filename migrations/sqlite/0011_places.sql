-- Where the desk works on Discord, by id: a name counts only when something is made, or looked for the first time.

create table places (
    -- channel.requests, role.cashier, category
    kind        text primary key,
    -- Of a channel or role; null: it was there once and is gone.
    discord_id  integer,
    since_at_ms integer not null
) strict;

create index places_by_discord on places (discord_id) where discord_id is not null;

create table place_backlog (
    id         integer primary key,
    kind       text not null references places (kind),
    event      text not null check (event in ('made', 'adopted', 'lost')),
    discord_id integer not null,
    actor_id   integer not null references members (id),
    at_ms      integer not null
) strict;

create index place_backlog_of on place_backlog (kind, id);

-- What is wrong with a place, or with a reseller's channel: who can read it that must not, or that it is missing.
create table place_findings (
    -- channel.requests, or reseller:7 for channels.id = 7
    subject text primary key,
    -- JSON; null: nothing any more
    finding text,
    at_ms   integer not null
) strict;

create table place_finding_backlog (
    id      integer primary key,
    subject text not null references place_findings (subject),
    finding text,
    at_ms   integer not null
) strict;

create index place_finding_backlog_of on place_finding_backlog (subject, id);

create trigger place_backlog_keeps before update on place_backlog begin select raise(abort, 'place_backlog is append-only'); end;
create trigger place_backlog_stays before delete on place_backlog begin select raise(abort, 'place_backlog is append-only'); end;
create trigger place_finding_backlog_keeps before update on place_finding_backlog begin select raise(abort, 'place_finding_backlog is append-only'); end;
create trigger place_finding_backlog_stays before delete on place_finding_backlog begin select raise(abort, 'place_finding_backlog is append-only'); end;
