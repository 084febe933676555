-- Deposits and withdrawals of players: what only these orders have, and what is said about their payments at the bank.
create table cash_orders (
    order_id   integer primary key references orders (id),
    -- The player's account.
    account_id integer not null references accounts (id),
    -- How it is paid: `transferencia`, `pago_movil`, or other words.
    method     text not null
) strict;

create table cash_payments (
    id             integer primary key,
    order_id       integer not null references orders (id),
    -- Whether the player says that they paid, or the cashier confirms the payment.
    part           text not null check (part in ('player', 'cashier')),
    said_by        integer not null references members (id),
    method         text,
    bank_reference text,
    bank_from      text,
    bank_to        text,
    proof_url      text,
    notes          text,
    phone_from     text,
    id_card_from   text,
    at_ms          integer not null,
    -- The same reference of the bank, however it was typed.
    reference_key  text generated always as (nullif(ltrim(replace(replace(replace(replace(upper(bank_reference), ' ', ''), '-', ''), '.', ''), '/', ''), '0'), '')) virtual
) strict;

create index cash_payments_of on cash_payments (order_id, id);
-- A cashier confirms a payment once.
create unique index cash_payments_confirmed on cash_payments (order_id) where part = 'cashier';
create index cash_payments_by_reference on cash_payments (reference_key) where reference_key is not null;
create index cash_payments_by_proof on cash_payments (proof_url) where proof_url is not null;

create trigger cash_orders_keep before update on cash_orders begin select raise(abort, 'cash_orders is append-only'); end;
create trigger cash_orders_stay before delete on cash_orders begin select raise(abort, 'cash_orders is append-only'); end;
create trigger cash_payments_keep before update on cash_payments begin select raise(abort, 'cash_payments is append-only'); end;
create trigger cash_payments_stay before delete on cash_payments begin select raise(abort, 'cash_payments is append-only'); end;
