-- What a person did can be undone, once, by a posting of its own: a closing, and a purchase of USDT.

-- How often the closing was taken back. Shares name the closing they are of by it, so those of an earlier one no longer count.
alter table batches add column reopened integer not null default 0 check (0 <= reopened);
-- 1: opened again while its channel had another open batch. No transfer enters it, and it is closed by its number.
alter table batches add column apart integer not null default 0 check (apart in (0, 1));
-- The row that closed it; null while it is open, and when nothing was posted.
alter table batches add column closing_journal_id integer references journal (id) deferrable initially deferred;

-- What closed a batch is the last entry of what it sent.
update batches set closing_journal_id =
    (select e.journal_id
       from ledger_accounts a join entries e on e.id = a.last_entry_id join journal j on j.id = e.journal_id
      where a.code = 'batch:' || batches.id || ':sent:' || batches.send_currency and j.kind = 'batch.closed')
 where state = 'closed';

drop index batches_open;
drop index batches_open_of_desk;
create unique index batches_open on batches (channel_id) where state = 'open' and apart = 0 and reseller_id <> 0;
create unique index batches_open_of_desk on batches (receive_currency, send_currency)
 where state = 'open' and apart = 0 and reseller_id = 0;

create table batch_shares_18 (
    id        integer primary key,
    batch_id  integer not null references batches (id),
    -- Which closing of the batch: batches.reopened as it was then.
    closing   integer not null default 0,
    part      text not null check (part in ('reseller', 'cashier', 'referrer')),
    member_id integer not null references members (id),
    usd_minor integer not null check (0 <= usd_minor),
    unique (batch_id, closing, part, member_id)
) strict;
insert into batch_shares_18 (id, batch_id, part, member_id, usd_minor)
    select id, batch_id, part, member_id, usd_minor from batch_shares;
drop trigger batch_shares_keep;
drop trigger batch_shares_stay;
drop table batch_shares;
alter table batch_shares_18 rename to batch_shares;
create index batch_shares_of on batch_shares (member_id, id);
create trigger batch_shares_keep before update on batch_shares begin select raise(abort, 'batch_shares is append-only'); end;
create trigger batch_shares_stay before delete on batch_shares begin select raise(abort, 'batch_shares is append-only'); end;

-- Purchases that were taken back. The lot itself stays.
create table lot_reversals (
    lot_id     integer primary key references batch_lots (id),
    -- The mirror of the lot's row.
    journal_id integer not null references journal (id) deferrable initially deferred,
    actor_id   integer not null references members (id),
    reason     text not null,
    at_ms      integer not null
) strict;

create trigger lot_reversals_keep before update on lot_reversals begin select raise(abort, 'lot_reversals is append-only'); end;
create trigger lot_reversals_stay before delete on lot_reversals begin select raise(abort, 'lot_reversals is append-only'); end;
