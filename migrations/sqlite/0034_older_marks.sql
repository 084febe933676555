-- Marks that migration 0031 made in SQL keep labels and other characters that src/domain/orders/payment_marks.rs leaves out. Up to which
-- mark they are written again at the next start, which deletes the row.
create table older_marks (
    up_to integer primary key
) strict;

insert into older_marks (up_to) select max(id) from payment_marks having max(id) is not null;
