-- Books that were restored from a copy give numbers out again. What a button names must be what it named when it was
-- written, and older books open only when somebody says so.

-- A random mark of everything that a button can name by a number: order:2, request:5. Two things that got one number in
-- two copies of the books have different marks.
create table marks (
    subject text primary key,
    mark    text not null
) strict, without rowid;

insert into marks (subject, mark) select 'member:' || id, lower(hex(randomblob(5))) from members;
insert into marks (subject, mark) select 'account:' || id, lower(hex(randomblob(5))) from accounts;
insert into marks (subject, mark) select 'batch:' || id, lower(hex(randomblob(5))) from batches;
insert into marks (subject, mark) select 'order:' || id, lower(hex(randomblob(5))) from orders;
insert into marks (subject, mark) select 'request:' || id, lower(hex(randomblob(5))) from requests;
insert into marks (subject, mark) select 'coin_offer:' || id, lower(hex(randomblob(5))) from coin_offers;

create trigger members_marked after insert on members begin insert into marks (subject, mark) values ('member:' || new.id, lower(hex(randomblob(5)))); end;
create trigger accounts_marked after insert on accounts begin insert into marks (subject, mark) values ('account:' || new.id, lower(hex(randomblob(5)))); end;
create trigger batches_marked after insert on batches begin insert into marks (subject, mark) values ('batch:' || new.id, lower(hex(randomblob(5)))); end;
create trigger orders_marked after insert on orders begin insert into marks (subject, mark) values ('order:' || new.id, lower(hex(randomblob(5)))); end;
create trigger requests_marked after insert on requests begin insert into marks (subject, mark) values ('request:' || new.id, lower(hex(randomblob(5)))); end;
create trigger coin_offers_marked after insert on coin_offers begin insert into marks (subject, mark) values ('coin_offer:' || new.id, lower(hex(randomblob(5)))); end;

-- Older books that a person accepted, and what was known then of the ones that went on.
create table older_books (
    id                integer primary key,
    -- What Discord showed that these books do not know, as JSON.
    found             text not null,
    -- Discord's newest message then: up to there messages of the other books are no news.
    newest_message_id integer not null,
    -- No number up to these is given out again.
    orders_above      integer not null,
    batches_above     integer not null,
    requests_above    integer not null,
    -- Keeps what is sent from then on apart from what the other books sent.
    mark              text not null default (lower(hex(randomblob(2)))),
    at_ms             integer not null
) strict;

create trigger marks_keep before update on marks begin select raise(abort, 'marks is append-only'); end;
create trigger marks_stay before delete on marks begin select raise(abort, 'marks is append-only'); end;
create trigger older_books_keep before update on older_books begin select raise(abort, 'older_books is append-only'); end;
create trigger older_books_stay before delete on older_books begin select raise(abort, 'older_books is append-only'); end;
