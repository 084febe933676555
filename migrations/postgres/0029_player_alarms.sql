-- What is wrong with players' transactions and was told to the alerts channel. A row is of something that was wrong once; whether it
-- still is says `open`. It changes only from one to the other, and each change is a row of the backlog.
create table player_alarms (
    kind       text not null check (kind in ('pending', 'failures', 'rejections')),
    -- The order that waits, the member whose transactions fail, or the cashier.
    subject_id bigint not null,
    open       bigint not null check (open in (0, 1)),
    at_ms      bigint not null,
    primary key (kind, subject_id)
);

create index player_alarms_open on player_alarms (kind, subject_id) where open = 1;

create table player_alarm_backlog (
    id         bigint generated always as identity primary key,
    kind       text not null,
    subject_id bigint not null,
    event      text not null check (event in ('began', 'ended')),
    -- The figures of that moment, which are told.
    facts      text not null,
    at_ms      bigint not null
);

create trigger player_alarm_backlog_keep before update or delete on player_alarm_backlog for each row execute function refuse_change();
create trigger player_alarm_backlog_stay before truncate on player_alarm_backlog for each statement execute function refuse_change();

-- For the sweep, which looks every few seconds: what failed, and what cashiers ended.
create index player_transactions_failed on player_transactions (created_at_ms) where state = 'fallida';
create index order_backlog_ended on order_backlog (at_ms) where to_state in ('completed', 'rejected');
-- For figures of a period, and for the metrics.
create index player_transactions_made on player_transactions (created_at_ms);
create index player_transactions_counted on player_transactions (category, state) where order_id is null;
