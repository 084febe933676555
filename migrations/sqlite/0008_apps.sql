-- Games and bots: their keys, the events they move coins in, and what they moved.

create table apps (
    id            integer primary key,
    name          text not null,
    created_by    integer not null references members (id),
    created_at_ms integer not null
) strict;

create unique index apps_by_name on apps (lower(name));

-- A key is shown once; what is kept of it proves it and cannot be turned back into it.
create table app_keys (
    id              integer primary key,
    app_id          integer not null references apps (id),
    public_id       text not null unique,
    sha256          text not null check (length(sha256) = 64),
    created_at_ms   integer not null,
    -- To the minute.
    last_used_at_ms integer,
    revoked_at_ms   integer
) strict;

-- One valid key per app.
create unique index app_keys_valid on app_keys (app_id) where revoked_at_ms is null;
create index app_keys_of on app_keys (app_id, id);

create table app_backlog (
    id       integer primary key,
    app_id   integer not null references apps (id),
    event    text not null,
    details  text not null,
    actor_id integer not null references members (id),
    at_ms    integer not null
) strict;

create index app_backlog_of on app_backlog (app_id, id);

create table app_events (
    id            integer primary key,
    app_id        integer not null references apps (id),
    state         text not null check (state in ('open', 'closed', 'expired')),
    created_at_ms integer not null,
    -- The last sign of life of the game: the creation, or a ping.
    pinged_at_ms  integer not null,
    ended_at_ms   integer,
    transactions  integer not null default 0 check (0 <= transactions),
    -- What the close posted; none when there was nothing to post. Checked at the commit.
    journal_id    integer references journal (id) deferrable initially deferred,
    check ((state = 'open') = (ended_at_ms is null)),
    check (journal_id is null or state = 'closed')
) strict;

create index app_events_open on app_events (pinged_at_ms, id) where state = 'open';

create table app_event_backlog (
    id         integer primary key,
    event_id   integer not null references app_events (id),
    from_state text,
    to_state   text not null,
    at_ms      integer not null
) strict;

create index app_event_backlog_of on app_event_backlog (event_id, id);

-- What became of a transaction is what became of its event.
create table app_transactions (
    id            integer primary key,
    app_id        integer not null references apps (id),
    event_id      integer not null references app_events (id),
    member_id     integer not null references members (id),
    kind          text not null check (kind in ('credit', 'debit')),
    amount_minor  integer not null check (0 < amount_minor),
    -- The part of a debit that pending credits of the same person in the same event pay for; the rest is held.
    covered_minor integer not null check (0 <= covered_minor and covered_minor <= amount_minor),
    hold_id       integer references holds (id),
    description   text not null,
    created_at_ms integer not null,
    check (kind = 'debit' or (covered_minor = 0 and hold_id is null)),
    check (kind = 'credit' or (hold_id is null) = (covered_minor = amount_minor))
) strict;

create index app_transactions_of_event on app_transactions (event_id, member_id);
create index app_transactions_of_member on app_transactions (app_id, member_id, id);

-- Who has most of a currency.
create index ledger_accounts_by_coins on ledger_accounts (balance_minor desc, id) where currency = 'COIN' and 0 < balance_minor;

create trigger app_backlog_keeps before update on app_backlog begin select raise(abort, 'app_backlog is append-only'); end;
create trigger app_backlog_stays before delete on app_backlog begin select raise(abort, 'app_backlog is append-only'); end;
create trigger app_event_backlog_keeps before update on app_event_backlog begin select raise(abort, 'app_event_backlog is append-only'); end;
create trigger app_event_backlog_stays before delete on app_event_backlog begin select raise(abort, 'app_event_backlog is append-only'); end;
create trigger app_transactions_keep before update on app_transactions begin select raise(abort, 'app_transactions is append-only'); end;
create trigger app_transactions_stay before delete on app_transactions begin select raise(abort, 'app_transactions is append-only'); end;

create table achievements (
    id            integer primary key,
    app_id        integer not null references apps (id),
    name          text not null,
    description   text not null,
    target        integer not null check (0 < target),
    -- In coins; paid once to whoever completes it.
    reward_minor  integer not null check (0 <= reward_minor),
    -- A PNG.
    graphic       blob,
    created_at_ms integer not null
) strict;

create unique index achievements_by_name on achievements (app_id, lower(name));

create table achievement_progress (
    achievement_id  integer not null references achievements (id),
    member_id       integer not null references members (id),
    value           integer not null check (0 <= value),
    completed_at_ms integer,
    -- What paid the reward. Checked at the commit.
    journal_id      integer references journal (id) deferrable initially deferred,
    check (journal_id is null or completed_at_ms is not null),
    primary key (achievement_id, member_id)
) strict, without rowid;

create index achievement_progress_of on achievement_progress (member_id, achievement_id);

create table achievement_backlog (
    id             integer primary key,
    achievement_id integer not null references achievements (id),
    member_id      integer not null references members (id),
    added          integer not null check (0 < added),
    value          integer not null,
    at_ms          integer not null
) strict;

create index achievement_backlog_of on achievement_backlog (achievement_id, member_id, id);

create trigger achievements_keep before update on achievements begin select raise(abort, 'achievements is append-only'); end;
create trigger achievements_stay before delete on achievements begin select raise(abort, 'achievements is append-only'); end;
create trigger achievement_backlog_keeps before update on achievement_backlog begin select raise(abort, 'achievement_backlog is append-only'); end;
create trigger achievement_backlog_stays before delete on achievement_backlog begin select raise(abort, 'achievement_backlog is append-only'); end;

-- The gift of every day, once per day of the desk.
create table daily_rewards (
    id         integer primary key,
    member_id  integer not null references members (id),
    -- 2026-11-20
    day        text not null,
    streak     integer not null check (0 < streak),
    journal_id integer not null references journal (id) deferrable initially deferred,
    at_ms      integer not null,
    unique (member_id, day)
) strict;

-- Payments so large that their payer confirms them.
create table coin_offers (
    id            integer primary key,
    from_id       integer not null references members (id),
    to_id         integer not null references members (id),
    amount_minor  integer not null check (0 < amount_minor),
    reason        text,
    state         text not null check (state in ('pending', 'paid')),
    created_at_ms integer not null,
    check (from_id <> to_id)
) strict;

create table coin_offer_backlog (
    id         integer primary key,
    offer_id   integer not null references coin_offers (id),
    from_state text,
    to_state   text not null,
    at_ms      integer not null
) strict;

create index coin_offer_backlog_of on coin_offer_backlog (offer_id, id);

create trigger daily_rewards_keep before update on daily_rewards begin select raise(abort, 'daily_rewards is append-only'); end;
create trigger daily_rewards_stay before delete on daily_rewards begin select raise(abort, 'daily_rewards is append-only'); end;
create trigger coin_offer_backlog_keeps before update on coin_offer_backlog begin select raise(abort, 'coin_offer_backlog is append-only'); end;
create trigger coin_offer_backlog_stays before delete on coin_offer_backlog begin select raise(abort, 'coin_offer_backlog is append-only'); end;
