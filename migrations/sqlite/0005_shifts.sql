-- When the desk was awake, and what an order's cashier was told about waiting.

-- One row: the last sign of life of any process of this desk.
create table heartbeat (
    id         integer primary key check (id = 1),
    beat_at_ms integer not null
) strict;

-- When no process of this desk was there: time that counts against nobody.
create table outages (
    id      integer primary key,
    from_ms integer not null,
    to_ms   integer not null check (from_ms < to_ms)
) strict;

create index outages_until on outages (to_ms);

create trigger outages_keep before update on outages begin select raise(abort, 'outages is append-only'); end;
create trigger outages_stay before delete on outages begin select raise(abort, 'outages is append-only'); end;

-- Both count for the present assignment only; a new one clears them.
alter table orders add column reminded_at_ms integer;
alter table orders add column stuck_told_at_ms integer;

create index orders_open on orders (id) where state in ('pending', 'assigned', 'processing');
