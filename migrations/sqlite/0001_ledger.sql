-- The books: accounts, journal, entries, holds, chain; what was asked before; what must be told.

create table currencies (
    code          text primary key,
    -- Decimals kept. Money has 4 (S4-2), things that are counted have 0.
    scale         integer not null check (scale in (0, 4)),
    name          text not null
) strict;

insert into currencies (code, scale, name) values
    ('VES', 4, 'Bolívar'), ('PEN', 4, 'Sol'), ('COP', 4, 'Peso colombiano'), ('USD', 4, 'Dólar'),
    ('EUR', 4, 'Euro'), ('USDT', 4, 'Tether'), ('PTS', 0, 'Puntos'), ('COIN', 0, 'Monedas');

create table ledger_accounts (
    id            integer primary key,
    code          text not null unique,
    currency      text not null references currencies (code),
    -- The balance may not go below it; null: no floor (the desk's own accounts).
    floor_minor   integer,
    balance_minor integer not null default 0,
    held_minor    integer not null default 0 check (0 <= held_minor),
    last_entry_id integer,
    opened_at_ms  integer not null,
    check (floor_minor is null or floor_minor <= balance_minor - held_minor)
) strict;

create table journal (
    id            integer primary key,
    kind          text not null,
    request_id    text not null,
    -- Which journal of that request, from 0.
    part          integer not null,
    actor_id      integer,
    posted_at_ms  integer not null,
    details       text not null,
    reverses_id   integer unique references journal (id),
    unique (request_id, part)
) strict;

create table entries (
    id                integer primary key,
    journal_id        integer not null references journal (id),
    account_id        integer not null references ledger_accounts (id),
    amount_minor      integer not null check (amount_minor <> 0),
    previous_minor    integer not null,
    current_minor     integer not null check (current_minor = previous_minor + amount_minor),
    -- The account's entry before this one: statements are a walk from the newest.
    previous_entry_id integer
) strict;

create index entries_of_journal on entries (journal_id);

create table seals (
    seq        integer primary key,
    journal_id integer not null unique references journal (id),
    hash       blob not null
) strict;

-- Up to which seal the books were found right, so that the check at start has an end.
create table audit_marks (
    id         integer primary key,
    seal_seq   integer not null,
    checked_at_ms integer not null
) strict;

create table holds (
    id            integer primary key,
    account_id    integer not null references ledger_accounts (id),
    amount_minor  integer not null check (0 < amount_minor),
    state         text not null check (state in ('open', 'settled', 'released')),
    request_id    text not null unique,
    -- The posting that settled it.
    journal_id    integer,
    held_at_ms    integer not null,
    ended_at_ms   integer
) strict;

create index holds_open on holds (account_id) where state = 'open';

create table hold_backlog (
    id         integer primary key,
    hold_id    integer not null references holds (id),
    from_state text,
    to_state   text not null,
    settled_minor integer not null,
    at_ms      integer not null
) strict;

create index hold_backlog_of_hold on hold_backlog (hold_id);

-- What was asked before and what came of it.
create table receipts (
    request_id text primary key,
    use_case   text not null,
    input      text not null,
    outcome    text not null,
    at_ms      integer not null
) strict, without rowid;

create table outbox (
    id            integer primary key,
    -- Notices of one subject are told in order.
    subject       text not null,
    notice        text not null,
    created_at_ms integer not null,
    due_at_ms     integer not null,
    attempts      integer not null default 0,
    state         text not null default 'waiting' check (state in ('waiting', 'told', 'given_up')),
    claimed_until_ms integer not null default 0,
    ended_at_ms   integer,
    last_error    text
) strict;

create index outbox_waiting on outbox (id) where state = 'waiting';

-- The oldest of a subject is found without reading the others, however much waits.
create index outbox_waiting_of_subject on outbox (subject, id) where state = 'waiting';

-- Which message of Discord shows which subject where, so that it is edited instead of sent again.
create table shown_messages (
    id         integer primary key,
    subject    text not null,
    place      text not null,
    channel_id integer not null,
    message_id integer not null unique,
    shown_at_ms integer not null
) strict;

create index shown_messages_of_subject on shown_messages (subject, place);

create trigger journal_keeps before update on journal begin select raise(abort, 'journal is append-only'); end;
create trigger journal_stays before delete on journal begin select raise(abort, 'journal is append-only'); end;
create trigger entries_keep before update on entries begin select raise(abort, 'entries is append-only'); end;
create trigger entries_stay before delete on entries begin select raise(abort, 'entries is append-only'); end;
create trigger seals_keep before update on seals begin select raise(abort, 'seals is append-only'); end;
create trigger seals_stay before delete on seals begin select raise(abort, 'seals is append-only'); end;
create trigger hold_backlog_keeps before update on hold_backlog begin select raise(abort, 'hold_backlog is append-only'); end;
create trigger hold_backlog_stays before delete on hold_backlog begin select raise(abort, 'hold_backlog is append-only'); end;
create trigger receipts_keep before update on receipts begin select raise(abort, 'receipts is append-only'); end;
create trigger receipts_stay before delete on receipts begin select raise(abort, 'receipts is append-only'); end;
create trigger accounts_stay before delete on ledger_accounts begin select raise(abort, 'ledger_accounts are never deleted'); end;
