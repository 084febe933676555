-- The bank's own reference of a payment, as the cashier typed it beside the capture.
alter table proofs add column reference text check (length(reference) between 1 and 60);
