-- Lists of orders and earnings, page by page, whatever else the desk holds.
create index orders_of_reseller on orders (reseller_id, id);
create index orders_typed_for_others on orders (creator_id, id) where creator_id <> reseller_id;
create index orders_of_cashier on orders (cashier_id, id);
create index batch_shares_of on batch_shares (member_id, id);
