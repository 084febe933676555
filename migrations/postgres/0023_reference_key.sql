-- The same reference of the bank, however it was typed: a payment proves one order.
alter table proofs add column reference_key text
    generated always as (nullif(ltrim(replace(replace(replace(replace(upper(reference), ' ', ''), '-', ''), '.', ''), '/', ''), '0'), '')) stored;
create index proofs_by_reference on proofs (reference_key) where reference_key is not null;
