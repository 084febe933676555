-- Transactions of players (specification 003): what an automatic transaction moved or could not move, and what a deposit or a
-- withdrawal asks for. A row never changes: the state of a deposit or withdrawal is its order's.
create table player_transactions (
    id             integer primary key,
    -- What callers know it by: 24 hexadecimal digits.
    public_id      text not null unique check (length(public_id) = 24),
    member_id      integer not null references members (id),
    side           text not null check (side in ('debito', 'credito')),
    category       text not null check (category in ('entrada_sala', 'retiro', 'comision', 'transferencia', 'premio_juego',
        'deposito', 'reembolso', 'bonificacion', 'ajuste_admin')),
    currency       text not null references currencies (code),
    amount_minor   integer not null check (0 < amount_minor),
    description    text not null,
    reference      text not null unique,
    -- `referenciaExterna` and `metadata`, as they were sent.
    external       text not null,
    metadata       text not null,
    order_id       integer unique references orders (id),
    -- Nothing when it follows from the order.
    state          text check (state in ('completada', 'fallida')),
    -- Checked at the commit: the journal is written when the unit ends.
    journal_id     integer references journal (id) deferrable initially deferred,
    -- What the player could spend before and after.
    previous_minor integer,
    current_minor  integer,
    -- The other half of a transfer, which is written in the same unit.
    pair_id        text unique references player_transactions (public_id) deferrable initially deferred,
    -- Of `external`, for what is looked for: salaId, juegoId, posicion.
    room           text,
    game           text,
    position       integer check (0 < position),
    repeat_allowed integer not null check (repeat_allowed in (0, 1)),
    -- The code of why it failed.
    failure        text,
    -- The caller (`Principal::scope`).
    made_by        text not null,
    created_at_ms  integer not null,
    check ((state is null) = (order_id is not null)),
    check ((coalesce(state, '') = 'completada') = (journal_id is not null)),
    check ((coalesce(state, '') = 'fallida') = (failure is not null)),
    check ((previous_minor is null) = (current_minor is null))
) strict;

create index player_transactions_of on player_transactions (member_id, id);
create index player_transactions_of_room on player_transactions (member_id, room) where room is not null;
create index player_transactions_of_game on player_transactions (game, member_id, position) where game is not null;
-- A prize is paid once per player, game and position, unless the caller said that it repeats itself on purpose.
create unique index player_prizes_once on player_transactions (member_id, game, position)
    where category = 'premio_juego' and repeat_allowed = 0 and failure is null and game is not null and position is not null;

-- Transactions that an admin undid, each with the mirror that did it.
create table player_reversals (
    transaction_id integer primary key references player_transactions (id),
    journal_id     integer not null references journal (id) deferrable initially deferred,
    actor_id       integer not null references members (id),
    reason         text not null,
    at_ms          integer not null
) strict;

create trigger player_transactions_keep before update on player_transactions begin select raise(abort, 'player_transactions is append-only'); end;
create trigger player_transactions_stay before delete on player_transactions begin select raise(abort, 'player_transactions is append-only'); end;
create trigger player_reversals_keep before update on player_reversals begin select raise(abort, 'player_reversals is append-only'); end;
create trigger player_reversals_stay before delete on player_reversals begin select raise(abort, 'player_reversals is append-only'); end;
