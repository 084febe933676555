-- What an account's number begins with, by its currency (S4-6). A currency that is added later gets the next free one when
-- the first account in it is opened.

alter table currencies add column prefix text check (length(prefix) = 2);

update currencies set prefix = '01' where code = 'VES';
update currencies set prefix = '02' where code = 'USD';
update currencies set prefix = '03' where code = 'EUR';
update currencies set prefix = '04' where code = 'USDT';
update currencies set prefix = '05' where code = 'PEN';
update currencies set prefix = '06' where code = 'COP';

create unique index currencies_prefix on currencies (prefix);
