//! The rows of people of an older book.

use super::bring_in::Newcomer;
use super::{By, Role};
use crate::db::{Statement, Value};
use crate::ids::MemberId;

pub(super) fn rows(ids: &[MemberId], people: &[Newcomer<'_>], by: By) -> Vec<Statement> {
    let mut members = Statement::insert(
        "insert into members (id, name, role, registered_at_ms, active) values",
        5,
    );
    let mut identities = Statement::insert(
        "insert into member_identities (member_id, kind, value, added_at_ms) values",
        4,
    );
    let mut backlog = Statement::insert(
        "insert into member_backlog (member_id, field, old_value, new_value, actor_id, at_ms) values",
        6,
    );
    let at = || Value::Integer(Some(by.at.ms()));
    for (id, person) in ids.iter().zip(people) {
        let member = || Value::Integer(Some(id.get()));
        members.row([
            member(),
            Value::Text(person.name.to_owned()),
            Value::Text(Role::Client.code().to_owned()),
            at(),
            Value::Integer(Some(i64::from(person.is_active))),
        ]);
        let mut note = |field: &str, old: &str, new: &str| {
            backlog.row([
                member(),
                Value::Text(field.to_owned()),
                Value::Text(old.to_owned()),
                Value::Text(new.to_owned()),
                Value::Integer(Some(by.actor.get())),
                at(),
            ]);
        };
        note("role", "", Role::Client.code());
        if !person.is_active {
            note("active", "1", "0");
        }
        for (kind, value) in &person.identities {
            note("identity", "", &format!("{kind}:{value}"));
            identities.row([
                member(),
                Value::Text(kind.code().to_owned()),
                Value::Text((*value).to_owned()),
                at(),
            ]);
        }
    }
    vec![members, identities, backlog]
}
