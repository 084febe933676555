-- What payments are known by, in one place for captures and for what is said over the API: the reference of the bank and the
-- address of a picture, as src/domain/orders/payment_marks.rs writes them, however they were typed.
create table payment_marks (
    id        bigint generated always as identity primary key,
    order_id  bigint not null references orders (id),
    part      text not null check (part in ('reference', 'picture')),
    mark      text not null,
    -- Null: nobody named it.
    bank_from text,
    bank_to   text,
    at_ms     bigint not null
);

create index payment_marks_of on payment_marks (order_id, id);
create index payment_marks_by_mark on payment_marks (mark, part);

insert into payment_marks (order_id, part, mark, at_ms)
select order_id, part, mark, at_ms from (
    select order_id, 'reference' as part, lower(reference_key) as mark, uploaded_at_ms as at_ms
      from proofs where reference_key is not null
    union all
    select order_id, 'reference', lower(reference_key), at_ms from cash_payments where reference_key is not null
    union all
    select order_id, 'picture', proof_url, at_ms from cash_payments where proof_url is not null
) as known order by at_ms;

-- A payment of an order was refused because it proves something else: the order then needs an admin's word, or another payment.
create table payment_refusals (
    id       bigint generated always as identity primary key,
    order_id bigint not null references orders (id),
    -- What the payment proves: an order or a payout.
    used     text not null,
    said_by  bigint not null references members (id),
    at_ms    bigint not null
);

create index payment_refusals_of on payment_refusals (order_id, id);

create trigger payment_marks_keep before update or delete on payment_marks for each row execute function refuse_change();
create trigger payment_marks_stay before truncate on payment_marks for each statement execute function refuse_change();
create trigger payment_refusals_keep before update or delete on payment_refusals for each row execute function refuse_change();
create trigger payment_refusals_stay before truncate on payment_refusals for each statement execute function refuse_change();

-- The marks take the place of these; the generated columns stay, because they are in rows that never change.
drop index proofs_by_reference;
drop index cash_payments_by_reference;
drop index cash_payments_by_proof;
