-- Whose desk it is, and who left it.

-- The one guild the desk opens for. No row until the desk opens for the first time.
create table desk_guild (
    id               integer primary key check (id = 1),
    discord_guild_id integer not null,
    since_ms         integer not null
) strict;

create table desk_guild_backlog (
    id           integer primary key,
    event        text not null check (event in ('claimed', 'moved')),
    old_guild_id integer,
    new_guild_id integer not null,
    -- configured, only_one, channels: how the first one was found; ordered: by `cambista desk move`.
    reason       text not null,
    actor_id     integer references members (id),
    at_ms        integer not null
) strict;

create trigger desk_guild_stays before delete on desk_guild begin select raise(abort, 'the desk keeps its guild'); end;
create trigger desk_guild_backlog_keeps before update on desk_guild_backlog begin select raise(abort, 'desk_guild_backlog is append-only'); end;
create trigger desk_guild_backlog_stays before delete on desk_guild_backlog begin select raise(abort, 'desk_guild_backlog is append-only'); end;

-- Since when somebody is not in the desk's guild; null: they are there, as far as the desk knows.
alter table members add column left_at_ms integer;
