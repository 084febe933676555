-- Who somebody is elsewhere: their Discord user, and what later surfaces know people by. A person may have one of each kind, or none.
create table member_identities (
    member_id   bigint not null references members (id),
    kind        text not null,
    value       text not null,
    added_at_ms bigint not null,
    primary key (kind, value)
);

create unique index member_identities_of on member_identities (member_id, kind);

insert into member_identities (member_id, kind, value, added_at_ms)
    select id, 'discord', cast(discord_user_id as text), registered_at_ms from members where id <> 0;

alter table members drop column discord_user_id;
