-- What a person did can be undone, once, by a posting of its own: a closing, and a purchase of USDT.

-- How often the closing was taken back. Shares name the closing they are of by it, so those of an earlier one no longer count.
alter table batches add column reopened bigint not null default 0 check (0 <= reopened);
-- 1: opened again while its channel had another open batch. No transfer enters it, and it is closed by its number.
alter table batches add column apart bigint not null default 0 check (apart in (0, 1));
-- The row that closed it; null while it is open, and when nothing was posted.
alter table batches add column closing_journal_id bigint references journal (id) deferrable initially deferred;

drop index batches_open;
drop index batches_open_of_desk;
create unique index batches_open on batches (channel_id) where state = 'open' and apart = 0 and reseller_id <> 0;
create unique index batches_open_of_desk on batches (receive_currency, send_currency)
 where state = 'open' and apart = 0 and reseller_id = 0;

-- Which closing of the batch: batches.reopened as it was then.
alter table batch_shares add column closing bigint not null default 0;
alter table batch_shares drop constraint batch_shares_batch_id_part_member_id_key;
alter table batch_shares add constraint batch_shares_once unique (batch_id, closing, part, member_id);

-- Purchases that were taken back. The lot itself stays.
create table lot_reversals (
    lot_id     bigint primary key references batch_lots (id),
    -- The mirror of the lot's row.
    journal_id bigint not null references journal (id) deferrable initially deferred,
    actor_id   bigint not null references members (id),
    reason     text not null,
    at_ms      bigint not null
);

create trigger lot_reversals_keep before update or delete on lot_reversals for each row execute function refuse_change();
create trigger lot_reversals_stay before truncate on lot_reversals for each statement execute function refuse_change();

-- What closed a batch is the last entry of what it sent. Last: its deferred checks would keep the tables from being altered.
update batches set closing_journal_id =
    (select e.journal_id
       from ledger_accounts a join entries e on e.id = a.last_entry_id join journal j on j.id = e.journal_id
      where a.code = 'batch:' || batches.id || ':sent:' || batches.send_currency and j.kind = 'batch.closed')
 where state = 'closed';
