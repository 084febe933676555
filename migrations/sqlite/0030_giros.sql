-- Banks, who pays to which of them, and giros: orders that a reseller pays from a prepaid balance (specification 002).
create table banks (
    id       integer primary key,
    -- The first digits of its account numbers: four in Venezuela, three in Peru.
    code     text not null,
    name     text not null,
    -- Other names that people type, separated by '|'.
    also     text not null default '',
    country  text not null references countries (code),
    currency text not null references currencies (code),
    unique (country, code)
) strict;

insert into banks (code, name, also, country, currency) values
    ('0102', 'Banco de Venezuela', 'bdv|venezuela', 'VE', 'VES'),
    ('0104', 'Venezolano de Crédito', 'bvc|venezolano', 'VE', 'VES'),
    ('0105', 'Mercantil', '', 'VE', 'VES'),
    ('0108', 'Provincial', 'bbva provincial', 'VE', 'VES'),
    ('0114', 'Bancaribe', 'caribe', 'VE', 'VES'),
    ('0115', 'Exterior', '', 'VE', 'VES'),
    ('0128', 'Caroní', '', 'VE', 'VES'),
    ('0134', 'Banesco', '', 'VE', 'VES'),
    ('0137', 'Sofitasa', '', 'VE', 'VES'),
    ('0138', 'Plaza', '', 'VE', 'VES'),
    ('0146', 'Bangente', '', 'VE', 'VES'),
    ('0151', 'BFC', 'fondo común|banco fondo común', 'VE', 'VES'),
    ('0156', '100 % Banco', '100%|100% banco|100 banco|cien por ciento', 'VE', 'VES'),
    ('0157', 'DelSur', 'del sur', 'VE', 'VES'),
    ('0163', 'Tesoro', '', 'VE', 'VES'),
    ('0166', 'Agrícola', 'agrícola de venezuela', 'VE', 'VES'),
    ('0168', 'Bancrecer', '', 'VE', 'VES'),
    ('0169', 'R4', 'mi banco|r4 banco', 'VE', 'VES'),
    ('0171', 'Activo', '', 'VE', 'VES'),
    ('0172', 'Bancamiga', '', 'VE', 'VES'),
    ('0173', 'BID', 'internacional de desarrollo', 'VE', 'VES'),
    ('0174', 'Banplus', '', 'VE', 'VES'),
    ('0175', 'BDT', 'bicentenario|digital de los trabajadores', 'VE', 'VES'),
    ('0177', 'Banfanb', '', 'VE', 'VES'),
    ('0178', 'N58', 'n58 banco digital', 'VE', 'VES'),
    ('0191', 'BNC', 'nacional de crédito', 'VE', 'VES'),
    ('0601', 'IMCP', 'instituto municipal de crédito popular', 'VE', 'VES'),
    ('002', 'BCP', 'crédito del perú', 'PE', 'PEN'),
    ('003', 'Interbank', '', 'PE', 'PEN'),
    ('009', 'Scotiabank', '', 'PE', 'PEN'),
    ('011', 'BBVA', 'bbva perú|continental', 'PE', 'PEN'),
    ('018', 'Banco de la Nación', 'nación', 'PE', 'PEN'),
    ('035', 'Pichincha', '', 'PE', 'PEN'),
    ('038', 'BanBif', 'bif', 'PE', 'PEN'),
    ('049', 'Mibanco', '', 'PE', 'PEN'),
    ('054', 'Falabella', '', 'PE', 'PEN'),
    ('055', 'Ripley', '', 'PE', 'PEN');

-- Where a bank account is kept; nothing where its bank was typed in words that name none.
alter table accounts add column bank_id integer references banks (id);

create index accounts_at_bank on accounts (bank_id) where bank_id is not null;

-- Which cashiers pay to a bank, the highest priority first.
create table bank_assignments (
    id         integer primary key,
    bank_id    integer not null references banks (id),
    cashier_id integer not null references members (id),
    priority   integer not null,
    active     integer not null check (active in (0, 1)),
    unique (bank_id, cashier_id)
) strict;

create table bank_assignment_backlog (
    id            integer primary key,
    assignment_id integer not null references bank_assignments (id),
    priority      integer not null,
    active        integer not null check (active in (0, 1)),
    actor_id      integer not null references members (id),
    at_ms         integer not null
) strict;

create index bank_assignment_backlog_of on bank_assignment_backlog (assignment_id, id);

create table giro_orders (
    order_id         integer primary key references orders (id),
    bank_id          integer not null references banks (id),
    -- The prepaid account it was taken from; nothing for a giro that an admin made.
    account_id       integer references accounts (id),
    beneficiary_name text not null,
    account_number   text,
    phone            text,
    document_id      text,
    -- What the reseller told their customer; nothing is computed with it.
    rate_applied     text,
    -- What looked wrong in it, as codes separated by '|', and was confirmed.
    doubts           text not null default '',
    -- Who may get it beside the cashiers assigned to its bank, as the settings were when it was made.
    others           text not null check (others in ('anyone', 'at_bank', 'assigned')),
    check (account_number is not null or phone is not null)
) strict;

create index giro_orders_of_bank on giro_orders (bank_id, order_id);
create index orders_giros on orders (id) where kind = 'giro';

-- How a giro was paid.
create table giro_executions (
    order_id         integer primary key references orders (id),
    account_id       integer not null references accounts (id),
    execution_type   text not null check (execution_type in ('TRANSFERENCIA', 'PAGO_MOVIL', 'EFECTIVO', 'ZELLE', 'OTROS')),
    commission_minor integer not null check (0 <= commission_minor),
    proof_url        text,
    executed_by      integer not null references members (id),
    at_ms            integer not null
) strict;

-- To whom a reseller sent giros; the newest are offered first. A row is a convenience and not a fact: it may change.
create table payees (
    id               integer primary key,
    owner_id         integer not null references members (id),
    bank_id          integer not null references banks (id),
    beneficiary_name text not null,
    account_number   text not null default '',
    phone            text not null default '',
    document_id      text not null default '',
    used_at_ms       integer not null,
    hidden           integer not null default 0 check (hidden in (0, 1)),
    unique (owner_id, bank_id, account_number, phone, document_id)
) strict;

create index payees_of on payees (owner_id, used_at_ms) where hidden = 0;

create trigger bank_assignment_backlog_keep before update on bank_assignment_backlog begin select raise(abort, 'bank_assignment_backlog is append-only'); end;
create trigger bank_assignment_backlog_stay before delete on bank_assignment_backlog begin select raise(abort, 'bank_assignment_backlog is append-only'); end;
create trigger giro_orders_keep before update on giro_orders begin select raise(abort, 'giro_orders is append-only'); end;
create trigger giro_orders_stay before delete on giro_orders begin select raise(abort, 'giro_orders is append-only'); end;
create trigger giro_executions_keep before update on giro_executions begin select raise(abort, 'giro_executions is append-only'); end;
create trigger giro_executions_stay before delete on giro_executions begin select raise(abort, 'giro_executions is append-only'); end;
