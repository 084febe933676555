-- An order of a closed batch is undone when a superuser confirms what becomes of everybody; and any posting of a person's by its
-- mirror.

create table corrections (
    id            integer primary key,
    order_id      integer not null references orders (id),
    batch_id      integer not null references batches (id),
    reason        text not null,
    -- What was shown, as JSON: it is confirmed only while it would come out the same.
    shown         text not null,
    state         text not null check (state in ('shown', 'done')),
    created_at_ms integer not null
) strict;

create table correction_backlog (
    id            integer primary key,
    correction_id integer not null references corrections (id),
    from_state    text,
    to_state      text not null,
    actor_id      integer not null references members (id),
    at_ms         integer not null
) strict;

create index correction_backlog_of on correction_backlog (correction_id, id);

-- Postings that were undone: by whom, and why.
create table undone_postings (
    journal_id integer primary key references journal (id),
    -- The mirror.
    mirror_id  integer not null unique references journal (id) deferrable initially deferred,
    actor_id   integer not null references members (id),
    reason     text not null,
    at_ms      integer not null
) strict;

-- A payout that was marked paid, and was not.
alter table requests add column undone_at_ms integer check (undone_at_ms is null or state = 'approved');

create trigger corrections_marked after insert on corrections begin insert into marks (subject, mark) values ('correction:' || new.id, lower(hex(randomblob(5)))); end;
create trigger correction_backlog_keeps before update on correction_backlog begin select raise(abort, 'correction_backlog is append-only'); end;
create trigger correction_backlog_stays before delete on correction_backlog begin select raise(abort, 'correction_backlog is append-only'); end;
create trigger undone_postings_keep before update on undone_postings begin select raise(abort, 'undone_postings is append-only'); end;
create trigger undone_postings_stay before delete on undone_postings begin select raise(abort, 'undone_postings is append-only'); end;
