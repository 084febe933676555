-- The close of each day and month of the desk (*cierre*): what was told, when, and with which head of the chain.

create table closes (
    id           integer primary key,
    length       text not null check (length in ('dia', 'mes')),
    -- The first day of the desk in it, like 2026-11-30.
    first_day    text not null,
    -- From the first moment (included) to the second one (not included).
    from_ms      integer not null,
    until_ms     integer not null,
    -- How days were counted then: `desk.time_zone` and `desk.day_closes_at`.
    time_zone    text not null,
    closes_at    text not null,
    made_at_ms   integer not null,
    -- The last seal of the chain when it was made, its hash in hexadecimal.
    head_seq     integer not null,
    head_hash    text not null,
    -- What was told, JSON.
    figures      text not null,
    check (from_ms < until_ms and until_ms <= made_at_ms),
    unique (length, first_day)
) strict;

create trigger closes_keep before update on closes begin select raise(abort, 'closes is append-only'); end;
create trigger closes_stay before delete on closes begin select raise(abort, 'closes is append-only'); end;
