-- What the desk sells and buys a currency for, in bolívares, and what people did between accounts: exchanges and transfers
-- (specification 004).

-- Units of VES for one unit of the currency. The newest row of a currency counts.
create table exchange_rates (
    id              bigint generated always as identity primary key,
    currency        text not null references currencies (code),
    -- What a client pays for a unit, and what they get for one. Decimals as text.
    ask             text not null,
    bid             text not null,
    actor_id        bigint not null references members (id),
    published_at_ms bigint not null
);

create index exchange_rates_of on exchange_rates (currency, id);

create table account_operations (
    id              bigint generated always as identity primary key,
    kind            text not null check (kind in ('compra', 'venta', 'transferencia')),
    -- *Comprobante*: what people call it by.
    voucher         text not null unique,
    -- Whose operation it is, and who gave it (a program may act for its player).
    member_id       bigint not null references members (id),
    actor_id        bigint references members (id),
    journal_id      bigint not null unique references journal (id) deferrable initially deferred,
    from_account_id bigint not null references accounts (id),
    to_account_id   bigint not null references accounts (id),
    from_currency   text not null references currencies (code),
    to_currency     text not null references currencies (code),
    from_minor      bigint not null check (0 < from_minor),
    to_minor        bigint not null check (0 < to_minor),
    -- The rate at which what was given became VES, and the one at which VES became what was got; nothing where no such
    -- step was.
    bid             text,
    ask             text,
    -- What the desk earned by it, in VES.
    spread_minor    bigint not null check (0 <= spread_minor),
    at_ms           bigint not null,
    check (from_account_id <> to_account_id)
);

create index account_operations_of on account_operations (member_id, id);
create index account_operations_from on account_operations (from_account_id, id);
create index account_operations_to on account_operations (to_account_id, id);

create trigger exchange_rates_keep before update or delete on exchange_rates for each row execute function refuse_change();
create trigger exchange_rates_stay before truncate on exchange_rates for each statement execute function refuse_change();
create trigger account_operations_keep before update or delete on account_operations for each row execute function refuse_change();
create trigger account_operations_stay before truncate on account_operations for each statement execute function refuse_change();
