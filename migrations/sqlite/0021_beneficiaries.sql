-- An order that named nobody to pay, and somebody who said later whom. Its state does not change by that.
create table order_beneficiaries (
    id          integer primary key,
    order_id    integer not null unique references orders (id),
    beneficiary text not null,
    actor_id    integer not null references members (id),
    at_ms       integer not null
) strict;

create trigger order_beneficiaries_keep before update on order_beneficiaries begin select raise(abort, 'order_beneficiaries is append-only'); end;
create trigger order_beneficiaries_stay before delete on order_beneficiaries begin select raise(abort, 'order_beneficiaries is append-only'); end;
