-- Orders of any kind: what every order has stays in `orders`, what only a transfer has goes into `transfer_orders`.
create table transfer_orders (
    order_id         bigint primary key references orders (id),
    batch_id         bigint not null references batches (id),
    receive_currency text not null references currencies (code),
    received_minor   bigint not null check (0 < received_minor),
    rate             text not null,
    -- Units of the sent currency per dollar when the order was made (Q-5).
    usd_value        text not null
);

insert into transfer_orders (order_id, batch_id, receive_currency, received_minor, rate, usd_value)
    select id, batch_id, receive_currency, received_minor, rate, usd_value from orders;

create index transfer_orders_of_batch on transfer_orders (batch_id, order_id);

-- The code of a kind that the program knows (src/domain/orders/kind.rs).
alter table orders drop constraint orders_kind_check;
-- Whose it is: the reseller's, or a client's of the desk.
alter table orders rename column reseller_id to owner_id;
alter table orders rename column send_currency to currency;
-- What its cashier's account must hold to carry it out.
alter table orders add column float_minor bigint check (0 <= float_minor);
-- Escrow: what it keeps of its owner's money until it ends, as a hold or as a posting that is mirrored.
alter table orders add column hold_id bigint references holds (id);
alter table orders add column taken_journal_id bigint references journal (id) deferrable initially deferred;
-- The numbered account that the posting took from.
alter table orders add column taken_account_id bigint references accounts (id);
-- The subject under which its notices are told in order.
alter table orders add column subject text;

update orders set float_minor = amount_minor + fee_minor, subject = 'batch:' || batch_id;

-- What refers to other rows is checked before the table changes again.
set constraints all immediate;

alter table orders alter column float_minor set not null;
alter table orders alter column subject set not null;
alter table orders add constraint orders_escrow_check check (hold_id is null or taken_journal_id is null);
-- Where it was typed; nothing when it came another way.
alter table orders alter column source_channel_id drop not null;

drop index orders_of_batch;
alter table orders drop column batch_id;
alter table orders drop column receive_currency;
alter table orders drop column received_minor;
alter table orders drop column rate;
alter table orders drop column usd_value;

alter index orders_of_reseller rename to orders_of_owner;
-- What was taken for an order is given back once, whoever ends it.
create unique index orders_hold on orders (hold_id) where hold_id is not null;
create unique index orders_taken on orders (taken_journal_id) where taken_journal_id is not null;

create trigger transfer_orders_keep before update or delete on transfer_orders for each row execute function refuse_change();
create trigger transfer_orders_stay before truncate on transfer_orders for each statement execute function refuse_change();
