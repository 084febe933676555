-- Who owns the desk's guild is superuser: a new owner is noticed and told, also after the desk was down.

-- A Discord user; null: not seen yet in this guild.
alter table desk_guild add column owner_id integer;

create table desk_owner_backlog (
    id           integer primary key,
    guild_id     integer not null,
    -- null: the first one that was seen in this guild.
    old_owner_id integer,
    new_owner_id integer not null,
    at_ms        integer not null
) strict;

create trigger desk_owner_backlog_keeps before update on desk_owner_backlog begin select raise(abort, 'desk_owner_backlog is append-only'); end;
create trigger desk_owner_backlog_stays before delete on desk_owner_backlog begin select raise(abort, 'desk_owner_backlog is append-only'); end;
