-- A figure far from the last one asks first: what was typed waits for its person's word. What only a superuser decides of it is a
-- request of a kind of its own.

create table questions (
    id            integer primary key,
    kind          text not null,
    -- Who typed it, and the only one who may confirm it.
    member_id     integer not null references members (id),
    -- `dropped`: its person wants to correct it. `outdated`: the figures had changed when it was confirmed.
    state         text not null check (state in ('pending', 'confirmed', 'dropped', 'outdated')),
    -- What was typed, and the figures it was asked about, as JSON of its kind.
    about         text not null,
    -- The words of the command, as JSON, so that it can be shown again to be corrected.
    words         text not null,
    created_at_ms integer not null
) strict;

create table question_backlog (
    id          integer primary key,
    question_id integer not null references questions (id),
    from_state  text,
    to_state    text not null,
    at_ms       integer not null
) strict;

create index question_backlog_of on question_backlog (question_id, id);

create trigger question_backlog_keeps before update on question_backlog begin select raise(abort, 'question_backlog is append-only'); end;
create trigger question_backlog_stays before delete on question_backlog begin select raise(abort, 'question_backlog is append-only'); end;
create trigger questions_marked after insert on questions begin insert into marks (subject, mark) values ('question:' || new.id, lower(hex(randomblob(5)))); end;

-- Requests of a further kind. SQLite cannot change a check: the table is made anew under its name. Its rows go through a table of
-- their own, so that what refers to them finds them again before the commit.
pragma defer_foreign_keys = on;

create table requests_20 as select * from requests;
drop table requests;

create table requests (
    id            integer primary key,
    kind          text not null check (kind in ('role', 'account', 'payout', 'rate', 'closing', 'purchase')),
    member_id     integer not null references members (id),
    state         text not null check (state in ('pending', 'approved', 'rejected', 'expired', 'withdrawn')),
    -- What there may be one open request about.
    open_key      text not null,
    details       text not null,
    created_at_ms integer not null,
    expires_at_ms integer,
    decided_at_ms integer,
    decided_by    integer references members (id),
    reason        text,
    undone_at_ms  integer check (undone_at_ms is null or state = 'approved'),
    check ((state = 'pending') = (decided_at_ms is null))
) strict;

insert into requests (id, kind, member_id, state, open_key, details, created_at_ms, expires_at_ms, decided_at_ms, decided_by, reason,
        undone_at_ms)
    select id, kind, member_id, state, open_key, details, created_at_ms, expires_at_ms, decided_at_ms, decided_by, reason,
           undone_at_ms
      from requests_20;
drop table requests_20;

create unique index requests_open on requests (open_key) where state = 'pending';
create index requests_by_state on requests (state, id);
create index requests_of on requests (member_id, kind, id);
create trigger requests_marked after insert on requests begin insert into marks (subject, mark) values ('request:' || new.id, lower(hex(randomblob(5)))); end;
