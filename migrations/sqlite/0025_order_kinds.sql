-- Orders of any kind: what every order has stays in `orders`, what only a transfer has goes into `transfer_orders`. The table is made
-- anew because SQLite cannot drop columns that refer to other tables.
create table transfer_orders (
    order_id         integer primary key references orders (id),
    batch_id         integer not null references batches (id),
    receive_currency text not null references currencies (code),
    received_minor   integer not null check (0 < received_minor),
    rate             text not null,
    -- Units of the sent currency per dollar when the order was made (Q-5).
    usd_value        text not null
) strict;

pragma defer_foreign_keys = on;

insert into transfer_orders (order_id, batch_id, receive_currency, received_minor, rate, usd_value)
    select id, batch_id, receive_currency, received_minor, rate, usd_value from orders;

create index transfer_orders_of_batch on transfer_orders (batch_id, order_id);

create table orders_25 as select * from orders;
drop table orders;

create table orders (
    id               integer primary key,
    -- The code of a kind that the program knows (src/domain/orders/kind.rs).
    kind             text not null,
    -- Whose it is: the reseller's, or a client's of the desk.
    owner_id         integer not null references members (id),
    creator_id       integer not null references members (id),
    cashier_id       integer references members (id),
    account_id       integer references accounts (id),
    state            text not null check (state in
        ('pending', 'assigned', 'processing', 'completed', 'reversed', 'returned', 'rejected', 'cancelled')),
    currency         text not null references currencies (code),
    amount_minor     integer not null check (0 < amount_minor),
    fee_minor        integer not null check (0 <= fee_minor),
    -- What its cashier's account must hold to carry it out.
    float_minor      integer not null check (0 <= float_minor),
    beneficiary      text,
    -- Escrow: what it keeps of its owner's money until it ends, as a hold or as a posting that is mirrored.
    hold_id          integer references holds (id),
    taken_journal_id integer references journal (id) deferrable initially deferred,
    -- The numbered account that the posting took from.
    taken_account_id integer references accounts (id),
    -- Checked at the commit: the journal is written when the unit ends.
    journal_id       integer references journal (id) deferrable initially deferred,
    reversal_id      integer references journal (id) deferrable initially deferred,
    -- The subject under which its notices are told in order.
    subject          text not null,
    -- Where it was typed; nothing when it came another way.
    source_channel_id integer,
    source_message_id integer,
    created_at_ms    integer not null,
    assigned_at_ms   integer,
    ended_at_ms      integer,
    reason           text,
    reminded_at_ms   integer,
    stuck_told_at_ms integer,
    float_told_at_ms integer,
    float_told       integer not null default 0,
    check (hold_id is null or taken_journal_id is null)
) strict;

insert into orders (id, kind, owner_id, creator_id, cashier_id, account_id, state, currency, amount_minor, fee_minor, float_minor,
        beneficiary, journal_id, reversal_id, subject, source_channel_id, source_message_id, created_at_ms, assigned_at_ms,
        ended_at_ms, reason, reminded_at_ms, stuck_told_at_ms, float_told_at_ms, float_told)
    select id, kind, reseller_id, creator_id, cashier_id, account_id, state, send_currency, amount_minor, fee_minor,
           amount_minor + fee_minor, beneficiary, journal_id, reversal_id, 'batch:' || batch_id, source_channel_id,
           source_message_id, created_at_ms, assigned_at_ms, ended_at_ms, reason, reminded_at_ms, stuck_told_at_ms,
           float_told_at_ms, float_told
      from orders_25;

drop table orders_25;

create index orders_open_of_cashier on orders (cashier_id) where state in ('assigned', 'processing');
create index orders_open on orders (id) where state in ('pending', 'assigned', 'processing');
create index orders_of_owner on orders (owner_id, id);
create index orders_typed_for_others on orders (creator_id, id) where creator_id <> owner_id;
create index orders_of_cashier on orders (cashier_id, id);
-- What was taken for an order is given back once, whoever ends it.
create unique index orders_hold on orders (hold_id) where hold_id is not null;
create unique index orders_taken on orders (taken_journal_id) where taken_journal_id is not null;

create trigger orders_marked after insert on orders begin insert into marks (subject, mark) values ('order:' || new.id, lower(hex(randomblob(5)))); end;
create trigger transfer_orders_keep before update on transfer_orders begin select raise(abort, 'transfer_orders is append-only'); end;
create trigger transfer_orders_stay before delete on transfer_orders begin select raise(abort, 'transfer_orders is append-only'); end;
