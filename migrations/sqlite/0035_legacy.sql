-- The book of the web2py application that a desk comes from (specification 004): what was imported, kept as it was read.

-- A desk imports one book, once.
create table legacy_imports (
    id             integer primary key check (id = 1),
    -- SHA-256 over every row that was read.
    fingerprint    text not null,
    -- Where it was read, without a password.
    source         text not null,
    -- The zone in which its dates were read.
    time_zone      text not null,
    -- The decisions file, word for word; null when none was given.
    decisions      text,
    -- Counts and totals, JSON.
    summary        text not null,
    at_ms          integer not null
) strict;

create table legacy_clients (
    old_id       integer primary key,
    member_id    integer not null unique references members (id),
    name         text,
    cedula       text,
    phone        text,
    email        text,
    born         text,
    referred_by  text,
    is_active    integer not null check (is_active in (0, 1))
) strict;

create index legacy_clients_by_cedula on legacy_clients (cedula) where cedula is not null;

-- An old row in one currency, and the account that stands for it now.
create table legacy_accounts (
    old_id       integer not null,
    currency     text not null references currencies (code),
    account_id   integer not null references accounts (id),
    -- What was imported from it, by the old balance and by a decision.
    amount_minor integer not null,
    -- As it stood in the old book, also when it is no number of this desk: an alias.
    number       text,
    old_state    text,
    created      text,
    primary key (old_id, currency)
) strict;

create index legacy_accounts_by_number on legacy_accounts (number) where number is not null;
create index legacy_accounts_by_account on legacy_accounts (account_id);

create table legacy_transactions (
    old_id           integer primary key,
    -- The accounts in the currencies of the two sides; null: the old book names none, or one that it does not have.
    source_id        integer references accounts (id),
    target_id        integer references accounts (id),
    -- The old accounts that it names.
    old_source       integer,
    old_target       integer,
    kind             text,
    source_currency  text,
    target_currency  text,
    -- Decimals as people saw them; what cannot be read stays as it was stored.
    source_amount    text,
    target_amount    text,
    rate             text,
    receipt          text,
    state            text,
    -- Wall-clock text of the old book; null: none.
    happened         text,
    -- The same in the zone of the import; 0 when it cannot be read.
    happened_at_ms   integer not null
) strict;

create index legacy_transactions_of_source on legacy_transactions (source_id, happened_at_ms, old_id) where source_id is not null;
create index legacy_transactions_of_target on legacy_transactions (target_id, happened_at_ms, old_id) where target_id is not null;

-- A code with which a person joins their imported member. Only its hash is kept.
create table link_codes (
    id            integer primary key,
    member_id     integer not null references members (id),
    -- The first characters, by which a wrong guess is counted against the code it was aimed at.
    selector      text not null unique,
    hash          text not null,
    state         text not null check (state in ('open', 'used', 'replaced', 'spent')),
    wrong_tries   integer not null default 0,
    issued_by     integer not null references members (id),
    issued_at_ms  integer not null,
    expires_at_ms integer not null,
    used_by       text
) strict;

create unique index link_codes_open on link_codes (member_id) where state = 'open';

create table link_code_backlog (
    id       integer primary key,
    code_id  integer not null references link_codes (id),
    event    text not null,
    -- Who typed it, a Discord user; null: the desk.
    typed_by text,
    actor_id integer references members (id),
    at_ms    integer not null
) strict;

create index link_code_backlog_of on link_code_backlog (code_id, id);

-- Codes that nobody was given, and who typed them.
create table link_misses (
    id       integer primary key,
    typed_by text not null,
    at_ms    integer not null
) strict;

create index link_misses_of on link_misses (typed_by, at_ms);

create trigger legacy_imports_keep before update on legacy_imports begin select raise(abort, 'legacy_imports is append-only'); end;
create trigger legacy_imports_stay before delete on legacy_imports begin select raise(abort, 'legacy_imports is append-only'); end;
create trigger legacy_clients_keep before update on legacy_clients begin select raise(abort, 'legacy_clients is append-only'); end;
create trigger legacy_clients_stay before delete on legacy_clients begin select raise(abort, 'legacy_clients is append-only'); end;
create trigger legacy_accounts_keep before update on legacy_accounts begin select raise(abort, 'legacy_accounts is append-only'); end;
create trigger legacy_accounts_stay before delete on legacy_accounts begin select raise(abort, 'legacy_accounts is append-only'); end;
create trigger legacy_transactions_keep before update on legacy_transactions begin select raise(abort, 'legacy_transactions is append-only'); end;
create trigger legacy_transactions_stay before delete on legacy_transactions begin select raise(abort, 'legacy_transactions is append-only'); end;
create trigger link_code_backlog_keeps before update on link_code_backlog begin select raise(abort, 'link_code_backlog is append-only'); end;
create trigger link_code_backlog_stays before delete on link_code_backlog begin select raise(abort, 'link_code_backlog is append-only'); end;
create trigger link_misses_keep before update on link_misses begin select raise(abort, 'link_misses is append-only'); end;
create trigger link_misses_stay before delete on link_misses begin select raise(abort, 'link_misses is append-only'); end;
