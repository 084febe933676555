-- Who somebody is elsewhere: their Discord user, and what later surfaces know people by. A person may have one of each kind, or none.
create table member_identities (
    member_id   integer not null references members (id),
    kind        text not null,
    value       text not null,
    added_at_ms integer not null,
    primary key (kind, value)
) strict, without rowid;

create unique index member_identities_of on member_identities (member_id, kind);

insert into member_identities (member_id, kind, value, added_at_ms)
    select id, 'discord', cast(discord_user_id as text), registered_at_ms from members where id <> 0;

-- A member without a Discord user: SQLite cannot drop a unique column, so the table is made anew under its name. Its rows go through
-- a table of their own, so that what refers to them finds them again before the commit.
pragma defer_foreign_keys = on;

create table members_24 as select * from members;
drop table members;

create table members (
    id               integer primary key,
    name             text not null,
    role             text not null check (role in ('guest', 'client', 'reseller', 'cashier', 'admin')),
    -- The reseller's share of a batch's gain, a percentage.
    cut_percent      text not null default '0',
    -- Whether a cashier takes new orders.
    available        integer not null default 1 check (available in (0, 1)),
    registered_at_ms integer not null,
    display_name     text,
    country_code     text references countries (code),
    referrer_id      integer references members (id),
    active           integer not null default 1 check (active in (0, 1)),
    left_at_ms       integer
) strict;

insert into members (id, name, role, cut_percent, available, registered_at_ms, display_name, country_code, referrer_id, active, left_at_ms)
    select id, name, role, cut_percent, available, registered_at_ms, display_name, country_code, referrer_id, active, left_at_ms
      from members_24;

drop table members_24;

create index members_referred_by on members (referrer_id) where referrer_id is not null;
create trigger members_marked after insert on members begin insert into marks (subject, mark) values ('member:' || new.id, lower(hex(randomblob(5)))); end;
