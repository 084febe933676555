-- The close of each day and month of the desk (*cierre*): what was told, when, and with which head of the chain.

create table closes (
    id           bigint generated always as identity primary key,
    length       text not null check (length in ('dia', 'mes')),
    -- The first day of the desk in it, like 2026-11-30.
    first_day    text not null,
    -- From the first moment (included) to the second one (not included).
    from_ms      bigint not null,
    until_ms     bigint not null,
    -- How days were counted then: `desk.time_zone` and `desk.day_closes_at`.
    time_zone    text not null,
    closes_at    text not null,
    made_at_ms   bigint not null,
    -- The last seal of the chain when it was made, its hash in hexadecimal.
    head_seq     bigint not null,
    head_hash    text not null,
    -- What was told, JSON.
    figures      text not null,
    check (from_ms < until_ms and until_ms <= made_at_ms),
    unique (length, first_day)
);

create trigger closes_keep before update or delete on closes for each row execute function refuse_change();
create trigger closes_stay before truncate on closes for each statement execute function refuse_change();
