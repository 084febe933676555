-- The desk: people, countries and prices, accounts, channels, batches, orders and their backlogs.

create table members (
    id               integer primary key,
    discord_user_id  integer not null unique,
    name             text not null,
    role             text not null check (role in ('guest', 'client', 'reseller', 'cashier', 'admin')),
    -- The reseller's share of a batch's gain, a percentage.
    cut_percent      text not null default '0',
    -- Whether a cashier takes new orders.
    available        integer not null default 1 check (available in (0, 1)),
    registered_at_ms integer not null
) strict;

create table member_backlog (
    id        integer primary key,
    member_id integer not null references members (id),
    field     text not null,
    old_value text not null,
    new_value text not null,
    actor_id  integer references members (id),
    at_ms     integer not null
) strict;

create index member_backlog_of on member_backlog (member_id, id);

create table countries (
    code     text primary key,
    name     text not null,
    -- What a transfer to this country is paid in.
    currency text not null unique references currencies (code)
) strict;

insert into countries (code, name, currency) values
    ('VE', 'Venezuela', 'VES'), ('PE', 'Perú', 'PEN'), ('CO', 'Colombia', 'COP'),
    ('US', 'Estados Unidos', 'USD'), ('ES', 'España', 'EUR');

create table transfer_fees (
    id           integer primary key,
    country_code text not null references countries (code),
    percent      text not null,
    actor_id     integer references members (id),
    set_at_ms    integer not null
) strict;

create index transfer_fees_of on transfer_fees (country_code, id);

create table rates (
    id              integer primary key,
    source          text not null references currencies (code),
    target          text not null references currencies (code),
    rate            text not null,
    actor_id        integer references members (id),
    published_at_ms integer not null
) strict;

create index rates_of on rates (source, target, id);

create table usd_values (
    id        integer primary key,
    currency  text not null references currencies (code),
    -- Units of the currency per dollar.
    value     text not null,
    actor_id  integer references members (id),
    set_at_ms integer not null
) strict;

create index usd_values_of on usd_values (currency, id);

create table accounts (
    id           integer primary key,
    member_id    integer not null references members (id),
    currency     text not null references currencies (code),
    -- 'bank': a cashier pays from it; 'member': anybody else's money at the desk.
    class        text not null check (class in ('bank', 'member')),
    bank         text,
    state        text not null default 'active' check (state in ('active', 'closed')),
    opened_by    integer references members (id),
    opened_at_ms integer not null
) strict;

create index accounts_of on accounts (member_id, currency);

create table channels (
    id                 integer primary key,
    discord_channel_id integer not null unique,
    name               text not null,
    reseller_id        integer not null unique references members (id),
    bound_at_ms        integer not null
) strict;

create table channel_backlog (
    id                 integer primary key,
    channel_id         integer not null references channels (id),
    discord_channel_id integer not null,
    name               text not null,
    actor_id           integer references members (id),
    at_ms              integer not null
) strict;

create table batches (
    id               integer primary key,
    channel_id       integer not null references channels (id),
    reseller_id      integer not null references members (id),
    receive_currency text not null references currencies (code),
    send_currency    text not null references currencies (code),
    -- The reseller's account that the received money passes through.
    account_id       integer not null references accounts (id),
    state            text not null check (state in ('open', 'closed')),
    opened_at_ms     integer not null,
    closed_at_ms     integer,
    -- Figures of the close, in minor units of the batch's currencies and of USD.
    gain_minor       integer,
    cut_percent      text,
    check ((state = 'closed') = (closed_at_ms is not null))
) strict;

-- One open batch per channel.
create unique index batches_open on batches (channel_id) where state = 'open';

create table batch_backlog (
    id       integer primary key,
    batch_id integer not null references batches (id),
    event    text not null,
    details  text not null,
    actor_id integer references members (id),
    at_ms    integer not null
) strict;

create index batch_backlog_of on batch_backlog (batch_id, id);

create table batch_lots (
    id           integer primary key,
    batch_id     integer not null references batches (id),
    bought_minor integer not null check (0 < bought_minor),
    usdt_minor   integer not null check (0 < usdt_minor),
    -- Units of the received currency per USDT: the history of USDT prices (S0-51).
    price        text not null,
    actor_id     integer references members (id),
    journal_id   integer not null references journal (id) deferrable initially deferred,
    bought_at_ms integer not null
) strict;

create index batch_lots_of on batch_lots (batch_id, id);

create table batch_shares (
    id        integer primary key,
    batch_id  integer not null references batches (id),
    part      text not null check (part in ('reseller', 'cashier')),
    member_id integer not null references members (id),
    usd_minor integer not null check (0 <= usd_minor),
    unique (batch_id, part, member_id)
) strict;

create table orders (
    id               integer primary key,
    kind             text not null check (kind in ('transfer')),
    batch_id         integer references batches (id),
    reseller_id      integer not null references members (id),
    creator_id       integer not null references members (id),
    cashier_id       integer references members (id),
    account_id       integer references accounts (id),
    state            text not null check (state in
        ('pending', 'assigned', 'processing', 'completed', 'reversed', 'returned', 'rejected', 'cancelled')),
    receive_currency text not null references currencies (code),
    received_minor   integer not null check (0 < received_minor),
    rate             text not null,
    send_currency    text not null references currencies (code),
    amount_minor     integer not null check (0 < amount_minor),
    fee_minor        integer not null check (0 <= fee_minor),
    -- Units of the sent currency per dollar when the order was made (Q-5).
    usd_value        text not null,
    beneficiary      text,
    -- Checked at the commit: the journal is written when the unit ends.
    journal_id       integer references journal (id) deferrable initially deferred,
    reversal_id      integer references journal (id) deferrable initially deferred,
    -- Where it was typed.
    source_channel_id integer not null,
    source_message_id integer,
    created_at_ms    integer not null,
    assigned_at_ms   integer,
    ended_at_ms      integer,
    reason           text
) strict;

create index orders_of_batch on orders (batch_id, id);
create index orders_open_of_cashier on orders (cashier_id) where state in ('assigned', 'processing');

create table order_backlog (
    id         integer primary key,
    order_id   integer not null references orders (id),
    from_state text,
    to_state   text not null,
    cashier_id integer references members (id),
    actor_id   integer references members (id),
    reason     text,
    at_ms      integer not null
) strict;

create index order_backlog_of on order_backlog (order_id, id);

create table proofs (
    id                integer primary key,
    order_id          integer not null references orders (id),
    sha256            text not null,
    bytes             integer not null,
    content_type      text not null,
    file_name         text not null,
    uploader_id       integer not null references members (id),
    source_message_id integer not null,
    uploaded_at_ms    integer not null,
    unique (order_id, sha256)
) strict;

create index proofs_by_hash on proofs (sha256);

create trigger member_backlog_keeps before update on member_backlog begin select raise(abort, 'member_backlog is append-only'); end;
create trigger member_backlog_stays before delete on member_backlog begin select raise(abort, 'member_backlog is append-only'); end;
create trigger transfer_fees_keep before update on transfer_fees begin select raise(abort, 'transfer_fees is append-only'); end;
create trigger transfer_fees_stay before delete on transfer_fees begin select raise(abort, 'transfer_fees is append-only'); end;
create trigger rates_keep before update on rates begin select raise(abort, 'rates is append-only'); end;
create trigger rates_stay before delete on rates begin select raise(abort, 'rates is append-only'); end;
create trigger usd_values_keep before update on usd_values begin select raise(abort, 'usd_values is append-only'); end;
create trigger usd_values_stay before delete on usd_values begin select raise(abort, 'usd_values is append-only'); end;
create trigger channel_backlog_keeps before update on channel_backlog begin select raise(abort, 'channel_backlog is append-only'); end;
create trigger channel_backlog_stays before delete on channel_backlog begin select raise(abort, 'channel_backlog is append-only'); end;
create trigger batch_backlog_keeps before update on batch_backlog begin select raise(abort, 'batch_backlog is append-only'); end;
create trigger batch_backlog_stays before delete on batch_backlog begin select raise(abort, 'batch_backlog is append-only'); end;
create trigger batch_lots_keep before update on batch_lots begin select raise(abort, 'batch_lots is append-only'); end;
create trigger batch_lots_stay before delete on batch_lots begin select raise(abort, 'batch_lots is append-only'); end;
create trigger batch_shares_keep before update on batch_shares begin select raise(abort, 'batch_shares is append-only'); end;
create trigger batch_shares_stay before delete on batch_shares begin select raise(abort, 'batch_shares is append-only'); end;
create trigger order_backlog_keeps before update on order_backlog begin select raise(abort, 'order_backlog is append-only'); end;
create trigger order_backlog_stays before delete on order_backlog begin select raise(abort, 'order_backlog is append-only'); end;
create trigger proofs_keep before update on proofs begin select raise(abort, 'proofs is append-only'); end;
create trigger proofs_stay before delete on proofs begin select raise(abort, 'proofs is append-only'); end;
