-- A notice is told at several places, and each place has its own row, its own queue and its own waits: a slow or closed channel
-- holds up nobody else.

-- `waiting`: nobody has worked out yet where it is told. `addressed`: its tellings say where, and what became of them.
-- `set_aside`: this cambista cannot read it; a later one can. `told` is from before there were tellings.
create table outbox_of_now (
    id            integer primary key,
    -- Notices of one subject are told in order at each place.
    subject       text not null,
    notice        text not null,
    -- 0: orders and money. 1: what may wait for them.
    class         integer not null default 0,
    created_at_ms integer not null,
    state         text not null default 'waiting' check (state in ('waiting', 'addressed', 'told', 'set_aside')),
    ended_at_ms   integer,
    last_error    text
) strict;

-- What was given up after some attempts is set aside: `cambista outbox retry` owes it again.
insert into outbox_of_now (id, subject, notice, class, created_at_ms, state, ended_at_ms, last_error)
select id, subject, notice, case when notice like '{"kind":"achievement_completed"%' then 1 else 0 end, created_at_ms,
       case state when 'given_up' then 'set_aside' else state end, ended_at_ms, last_error
  from outbox;

drop table outbox;
alter table outbox_of_now rename to outbox;

create index outbox_waiting on outbox (class, id) where state = 'waiting';
create index outbox_set_aside on outbox (id) where state = 'set_aside';

-- One notice at one place.
create table tellings (
    id          integer primary key,
    notice_id   integer not null references outbox (id),
    -- Where messages of Discord queue behind each other: `pending`, `person:4`.
    lane        text not null,
    subject     text not null,
    -- Which of the notice's places: `channel`, `cashier:4`.
    place       text not null,
    -- `detoured`: told another way, and still owed where it belongs. `untrue`: it was no longer true when its turn came.
    state       text not null default 'waiting'
                check (state in ('waiting', 'detoured', 'told', 'untrue', 'set_aside')),
    made_at_ms  integer not null,
    ended_at_ms integer,
    last_error  text,
    unique (notice_id, place)
) strict;

create index tellings_owed on tellings (lane, subject, id) where state in ('waiting', 'detoured');
create index tellings_waiting on tellings (subject, lane, id) where state = 'waiting';
create index tellings_set_aside on tellings (id) where state = 'set_aside';

-- Every lane in which something is owed. Claims go from lane to lane, so that it costs the same however much waits in one.
create table telling_lanes (
    lane          text primary key,
    -- That of the most urgent notice that came into it.
    class         integer not null,
    -- Nothing is to be done in it before.
    due_at_ms     integer not null,
    -- Discord wants to be left alone until then, or could not be reached.
    held_until_ms integer not null default 0,
    -- How often in a row Discord could not be reached there.
    failures      integer not null default 0,
    -- Why nobody can write there, as a code; null while it is open.
    closed        text,
    -- When it is tried again, and how often that failed.
    probe_at_ms   integer not null default 0,
    probes        integer not null default 0
) strict, without rowid;

create index telling_lanes_due on telling_lanes (class, due_at_ms);
create index telling_lanes_closed on telling_lanes (lane) where closed is not null;

-- The tellings of one subject in one lane, told in order. This is what a courier claims.
create table telling_queues (
    lane      text not null,
    subject   text not null,
    -- When it may be claimed: while it is claimed, when the claim runs out.
    due_at_ms integer not null,
    -- Who claimed it; 0: nobody.
    claim     integer not null default 0,
    failures  integer not null default 0,
    primary key (lane, subject)
) strict, without rowid;

create index telling_queues_due on telling_queues (lane, due_at_ms);
create index telling_queues_claimed on telling_queues (claim) where claim <> 0;

-- An order that nobody can pay: when admins and cashiers were told so, and how often.
alter table orders add column float_told_at_ms integer;
alter table orders add column float_told       integer not null default 0;
