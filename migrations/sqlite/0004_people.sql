-- People and their money: registration, what superusers decide, numbered accounts, clients and their points.

-- The desk itself, as the owner of what belongs to nobody else: the channel and the batches of the clients.
insert into members (id, discord_user_id, name, role, registered_at_ms) values (0, 0, 'la mesa', 'admin', 0);

-- What others are shown instead of the Discord name.
alter table members add column display_name text;
alter table members add column country_code text references countries (code);
-- The reseller who brought a client.
alter table members add column referrer_id integer references members (id);
-- 0: no new work (`!baja`); what they did stays.
alter table members add column active integer not null default 1 check (active in (0, 1));

create index members_referred_by on members (referrer_id) where referrer_id is not null;

-- 20 digits: the currency's prefix and 18 random ones. Null only until the desk starts for the first time after 0004.
alter table accounts add column number text check (length(number) = 20);
alter table accounts add column type text check (type in ('checking', 'savings', 'bank'));
-- Its number, or a phone, at the bank.
alter table accounts add column reference text;
alter table accounts add column holder text;
alter table accounts add column closed_at_ms integer;

create unique index accounts_number on accounts (number);

-- A client has one active account per currency (S4-5, Q-32). Further ones that were opened before the rule keep their money
-- as accounts of the kind that may repeat a currency.
update accounts set class = 'bank'
 where class = 'member' and state = 'active'
   and exists (select 1 from accounts a where a.member_id = accounts.member_id and a.currency = accounts.currency
                  and a.class = 'member' and a.state = 'active' and a.id < accounts.id);
create unique index accounts_one_active on accounts (member_id, currency) where class = 'member' and state = 'active';

create table account_backlog (
    id         integer primary key,
    account_id integer not null references accounts (id),
    event      text not null,
    details    text not null,
    actor_id   integer references members (id),
    at_ms      integer not null
) strict;

create index account_backlog_of on account_backlog (account_id, id);

-- What a superuser decides, once.
create table requests (
    id            integer primary key,
    kind          text not null check (kind in ('role', 'account', 'payout', 'rate', 'closing')),
    member_id     integer not null references members (id),
    state         text not null check (state in ('pending', 'approved', 'rejected', 'expired', 'withdrawn')),
    -- What there may be one open request about.
    open_key      text not null,
    details       text not null,
    created_at_ms integer not null,
    expires_at_ms integer,
    decided_at_ms integer,
    decided_by    integer references members (id),
    reason        text,
    check ((state = 'pending') = (decided_at_ms is null))
) strict;

create unique index requests_open on requests (open_key) where state = 'pending';
create index requests_by_state on requests (state, id);
create index requests_of on requests (member_id, kind, id);

create table request_backlog (
    id         integer primary key,
    request_id integer not null references requests (id),
    from_state text,
    to_state   text not null,
    actor_id   integer references members (id),
    reason     text,
    at_ms      integer not null
) strict;

create index request_backlog_of on request_backlog (request_id, id);

-- Captures of payouts.
create table request_proofs (
    id                integer primary key,
    request_id        integer not null references requests (id),
    sha256            text not null,
    bytes             integer not null,
    content_type      text not null,
    file_name         text not null,
    uploader_id       integer not null references members (id),
    source_message_id integer not null,
    uploaded_at_ms    integer not null,
    unique (request_id, sha256)
) strict;

create index request_proofs_by_hash on request_proofs (sha256);

-- 'payment': the cashier paid. 'receipt': the client paid the desk.
alter table proofs add column part text not null default 'payment' check (part in ('payment', 'receipt'));

-- The desk's own channel holds one open batch per corridor; a reseller's channel one at all.
drop index batches_open;
create unique index batches_open on batches (channel_id) where state = 'open' and reseller_id <> 0;
create unique index batches_open_of_desk on batches (receive_currency, send_currency)
 where state = 'open' and reseller_id = 0;

-- Shares of referrers: a reseller's percentage of what their clients' orders gained.
create table batch_shares_4 (
    id        integer primary key,
    batch_id  integer not null references batches (id),
    part      text not null check (part in ('reseller', 'cashier', 'referrer')),
    member_id integer not null references members (id),
    usd_minor integer not null check (0 <= usd_minor),
    unique (batch_id, part, member_id)
) strict;
insert into batch_shares_4 (id, batch_id, part, member_id, usd_minor)
    select id, batch_id, part, member_id, usd_minor from batch_shares;
drop trigger batch_shares_keep;
drop trigger batch_shares_stay;
drop table batch_shares;
alter table batch_shares_4 rename to batch_shares;

create trigger batch_shares_keep before update on batch_shares begin select raise(abort, 'batch_shares is append-only'); end;
create trigger batch_shares_stay before delete on batch_shares begin select raise(abort, 'batch_shares is append-only'); end;
create trigger account_backlog_keeps before update on account_backlog begin select raise(abort, 'account_backlog is append-only'); end;
create trigger account_backlog_stays before delete on account_backlog begin select raise(abort, 'account_backlog is append-only'); end;
create trigger request_backlog_keeps before update on request_backlog begin select raise(abort, 'request_backlog is append-only'); end;
create trigger request_backlog_stays before delete on request_backlog begin select raise(abort, 'request_backlog is append-only'); end;
create trigger request_proofs_keep before update on request_proofs begin select raise(abort, 'request_proofs is append-only'); end;
create trigger request_proofs_stay before delete on request_proofs begin select raise(abort, 'request_proofs is append-only'); end;
