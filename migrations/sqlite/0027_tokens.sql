-- Tokens of the API for players (specification 003): what an app's tokens may do, the keys that sign, and whose tokens were ended.

alter table apps add column role text not null default 'bot' check (role in ('bot', 'sistema', 'admin'));

-- A secret is stored as it is, because it signs. One key signs; those before it count until their last token has expired.
create table token_keys (
    id             integer primary key,
    kid            text not null unique,
    secret         text not null,
    created_at_ms  integer not null,
    replaced_at_ms integer
) strict;

create unique index token_keys_signing on token_keys (coalesce(replaced_at_ms, 0)) where replaced_at_ms is null;

create table token_key_backlog (
    id       integer primary key,
    key_id   integer not null references token_keys (id),
    event    text not null,
    actor_id integer not null references members (id),
    at_ms    integer not null
) strict;

-- All tokens that a person got before this moment are refused.
create table token_revocations (
    id        integer primary key,
    member_id integer not null references members (id),
    at_ms     integer not null
) strict;

create index token_revocations_of on token_revocations (member_id, at_ms);

create trigger token_key_backlog_keeps before update on token_key_backlog begin select raise(abort, 'token_key_backlog is append-only'); end;
create trigger token_key_backlog_stays before delete on token_key_backlog begin select raise(abort, 'token_key_backlog is append-only'); end;
create trigger token_revocations_keep before update on token_revocations begin select raise(abort, 'token_revocations is append-only'); end;
create trigger token_revocations_stay before delete on token_revocations begin select raise(abort, 'token_revocations is append-only'); end;
