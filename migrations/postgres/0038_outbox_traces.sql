-- The trace of the command or call that owes a notice, as 32 hexadecimal digits: the courier goes on with it. Nothing for what the
-- desk does by itself, and for notices from before.
alter table outbox add column trace_id text;
