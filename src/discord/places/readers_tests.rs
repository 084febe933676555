//! Tests of who can read what, with examples and at random.

use std::collections::{HashMap, HashSet};

use poise::serenity_prelude as serenity;
use proptest::prelude::*;
use serde_json::{Value, json};
use serenity::{GuildChannel, GuildId, RoleId, UserId};

use super::{Books, Holder, Rules};
use crate::discord::places::Site;
use crate::domain::people::members::Role;
use crate::domain::people::places::{Audience, Stranger};

const GUILD: u64 = 1;
const CASHIER: u64 = 10;
const ADMIN: u64 = 11;
const FRIENDS: u64 = 12;
const OTHERS: u64 = 13;
const BOSSES: u64 = 14;
const BOT: u64 = 20;
const OWNER: u64 = 21;
const ANA: u64 = 22;
const LUIS: u64 = 23;
const VIEW: u64 = 1 << 10;
const ADMINISTRATOR: u64 = 1 << 3;

fn role(id: u64, permissions: u64) -> (RoleId, serenity::Role) {
    let role = json!({
        "id": id.to_string(), "name": format!("r{id}"), "color": 0, "colors": { "primary_color": 0 }, "hoist": false,
        "managed": false, "mentionable": false, "position": 1, "permissions": permissions.to_string(),
    });
    (
        RoleId::new(id),
        serde_json::from_value(role).expect("a role as Discord sends it"),
    )
}

fn channel(overwrites: &[(u64, u8, u64, u64)]) -> GuildChannel {
    let overwrites: Vec<Value> = overwrites
        .iter()
        .map(|(id, kind, allow, deny)| {
            json!({ "id": id.to_string(), "type": kind, "allow": allow.to_string(), "deny": deny.to_string() })
        })
        .collect();
    let channel = json!({
        "id": "100", "guild_id": GUILD.to_string(), "type": 0, "name": "cajeros", "position": 0,
        "permission_overwrites": overwrites,
    });
    serde_json::from_value(channel).expect("a channel as Discord sends it")
}

fn site(everyone: u64, others: u64, people: &[(u64, &[u64])]) -> Site {
    let holder = |(id, roles): &(u64, &[u64])| {
        let holder = Holder {
            name: format!("u{id}"),
            roles: roles.iter().copied().map(RoleId::new).collect(),
        };
        (UserId::new(*id), holder)
    };
    Site {
        guild: GuildId::new(GUILD),
        owner: Some(UserId::new(OWNER)),
        bot: UserId::new(BOT),
        roles: HashMap::from([
            role(GUILD, everyone),
            role(CASHIER, 0),
            role(ADMIN, 0),
            role(FRIENDS, 0),
            role(OTHERS, others),
            role(BOSSES, ADMINISTRATOR),
        ]),
        channels: Vec::new(),
        people: people.iter().map(holder).collect(),
    }
}

fn rules(site: &Site) -> Rules<'_> {
    Rules {
        site,
        desk_roles: HashMap::from([(RoleId::new(CASHIER), Role::Cashier), (RoleId::new(ADMIN), Role::Admin)]),
        books: Books {
            roles: HashMap::from([(UserId::new(LUIS), Role::Cashier)]),
            superusers: HashSet::from([UserId::new(OWNER)]),
            changing: HashSet::new(),
        },
    }
}

/// The names of what was found.
fn named(strangers: &[Stranger]) -> Vec<String> {
    let short = |stranger: &Stranger| match stranger {
        Stranger::Everyone => "@everyone".to_owned(),
        Stranger::Role { name, .. } => format!("@{name}"),
        Stranger::Person { name, .. } => name.clone(),
    };
    strangers.iter().map(short).collect()
}

#[test]
fn who_can_read_is_named_and_who_may_is_not() {
    let everyone = site(VIEW, VIEW, &[(ANA, &[]), (LUIS, &[])]);
    let of = |overwrites: &[(u64, u8, u64, u64)], audience| {
        named(&rules(&everyone).strangers(&channel(overwrites), audience, None))
    };
    let closed = (GUILD, 0, 0, VIEW);
    assert_eq!(of(&[], Audience::Desk), ["@everyone"]);
    assert_eq!(of(&[], Audience::Everybody), [""; 0]);
    assert_eq!(of(&[closed], Audience::Desk), [""; 0]);
    let desk = [closed, (CASHIER, 0, VIEW, 0), (ADMIN, 0, VIEW, 0)];
    assert_eq!(of(&desk, Audience::Desk), [""; 0]);
    assert_eq!(of(&desk, Audience::Admins), ["@r10"]);
    let more = [closed, (FRIENDS, 0, VIEW, 0), (ANA, 1, VIEW, 0), (LUIS, 1, VIEW, 0)];
    assert_eq!(of(&more, Audience::Desk), ["@r12", "u22"]);
    // Luis is not an admin.
    assert_eq!(of(&more, Audience::Admins), ["@r12", "u22", "u23"]);
    // Somebody who left reads nothing, even with an overwrite.
    assert_eq!(of(&[closed, (99, 1, VIEW, 0)], Audience::Desk), [""; 0]);
}

#[test]
fn the_reseller_the_bot_and_the_owner_may_read_and_administrators_are_named_apart() {
    let people: &[(u64, &[u64])] = &[(ANA, &[BOSSES]), (OWNER, &[]), (BOT, &[])];
    let site = site(VIEW, VIEW, people);
    let all = [
        (GUILD, 0, 0, VIEW),
        (ANA, 1, VIEW, 0),
        (OWNER, 1, VIEW, 0),
        (BOT, 1, VIEW, 0),
    ];
    let ana = Some(UserId::new(ANA));
    assert!(
        rules(&site)
            .strangers(&channel(&all), Audience::Reseller, ana)
            .is_empty()
    );
    assert_eq!(named(&rules(&site).administrators()), ["@r14"]);
}

#[test]
fn an_administrator_of_discord_who_is_none_of_the_desks_is_named_with_the_role() {
    use crate::domain::people::places::Finding;
    let people: &[(u64, &[u64])] = &[
        (ANA, &[BOSSES]),
        (LUIS, &[BOSSES]),
        (OWNER, &[BOSSES]),
        (BOT, &[BOSSES]),
    ];
    let found = site(VIEW, VIEW, people);
    let mut of_ana = rules(&found);
    // Luis is a cashier, and administrators read what only superusers and admins may.
    let named_ones = |found: Option<Finding>| match found {
        Some(Finding::Administrators { people, by }) => (named(&people), named(&by)),
        other => panic!("{other:?}"),
    };
    let boss = || vec!["@r14".to_owned()];
    assert_eq!(
        named_ones(of_ana.administrators_of_no_rank()),
        (vec!["u22".to_owned(), "u23".to_owned()], boss())
    );
    of_ana.books.roles.insert(UserId::new(LUIS), Role::Admin);
    assert_eq!(
        named_ones(of_ana.administrators_of_no_rank()),
        (vec!["u22".to_owned()], boss())
    );
    of_ana.books.changing.insert(UserId::new(ANA));
    assert_eq!(of_ana.administrators_of_no_rank(), None);
    let open = site(ADMINISTRATOR, VIEW, &[]);
    assert_eq!(
        named_ones(rules(&open).administrators_of_no_rank()),
        (vec!["@everyone".to_owned()], Vec::new())
    );
}

#[test]
fn whoever_holds_a_role_of_the_desks_without_having_it_is_a_stray() {
    let people: &[(u64, &[u64])] = &[
        (ANA, &[CASHIER]),
        (LUIS, &[CASHIER]),
        (OWNER, &[CASHIER]),
        (BOT, &[CASHIER]),
    ];
    let site = site(VIEW, VIEW, people);
    let mut rules = rules(&site);
    let strays = rules.strays(Role::Cashier);
    assert_eq!(
        named(&strays.iter().map(|(_, who)| who.clone()).collect::<Vec<_>>()),
        ["u22"]
    );
    let opened = channel(&[(GUILD, 0, 0, VIEW), (CASHIER, 0, VIEW, 0)]);
    let closed = channel(&[(GUILD, 0, 0, VIEW)]);
    assert!(rules.is_seen_by_any(&opened, &strays) && !rules.is_seen_by_any(&closed, &strays));
    // Her role was just taken in the books, and Discord is about to follow.
    rules.books.changing.insert(UserId::new(ANA));
    assert!(rules.strays(Role::Cashier).is_empty());
}

proptest! {
    /// Whoever sees a channel may read it, is an administrator, or is named (as everybody, by a role, or by name).
    #[test]
    fn nobody_sees_a_channel_unnamed(
        everyone in prop_oneof![Just(0), Just(VIEW)],
        others in prop_oneof![Just(0), Just(VIEW)],
        overwrites in proptest::collection::btree_map(
            prop_oneof![Just(GUILD), Just(CASHIER), Just(FRIENDS), Just(OTHERS), Just(ANA), Just(LUIS)],
            prop_oneof![Just((0, 0)), Just((VIEW, 0)), Just((0, VIEW))],
            0..6,
        ),
        roles in proptest::collection::btree_set(
            prop_oneof![Just(CASHIER), Just(ADMIN), Just(FRIENDS), Just(OTHERS), Just(BOSSES)],
            0..4,
        ),
    ) {
        let roles: Vec<u64> = roles.into_iter().collect();
        let people: [(u64, &[u64]); 1] = [(ANA, &roles)];
        let site = site(everyone, others, &people);
        let rules = rules(&site);
        let overwrites: Vec<(u64, u8, u64, u64)> = overwrites
            .into_iter()
            .map(|(id, (allow, deny))| (id, u8::from(20 <= id), allow, deny))
            .collect();
        let channel = channel(&overwrites);
        let held: Vec<RoleId> = roles.iter().copied().map(RoleId::new).collect();
        let strangers = rules.strangers(&channel, Audience::Desk, None);
        let strays = rules.strays(Role::Cashier).into_iter().chain(rules.strays(Role::Admin));
        let strays: Vec<_> = strays.collect();
        let is_named = strangers.iter().any(|who| match who {
            Stranger::Everyone => true,
            Stranger::Role { id, .. } => held.iter().any(|role| crate::discord::places::id_of(role.get()) == *id),
            Stranger::Person { id, .. } => *id == crate::discord::ids::user_id(UserId::new(ANA)),
        });
        let is_admin = roles.contains(&BOSSES);
        let sees = rules.sees(&channel, &held, Some(UserId::new(ANA)));
        prop_assert!(!sees || is_admin || is_named || rules.is_seen_by_any(&channel, &strays));
        // Nobody is named individually who does not see the channel.
        let alone = strangers.iter().any(|who| matches!(who, Stranger::Person { .. }));
        prop_assert!(!alone || sees);
    }
}
