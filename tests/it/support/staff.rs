//! People of a desk without Discord: they join, get a role, and a bank account.

use cambista::db::retrying;
use cambista::domain::flows::registration;
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::questions::AsTyped;
use cambista::domain::people::members::{self, Actor, Person, Role};
use cambista::domain::treasury::accounts::{self, OpenAccount};
use cambista::domain::treasury::rates::PlaceOrCurrency;
use cambista::ids::{DiscordUserId, MemberId};

use super::desk::fresh_request;

/// Somebody who joined and has this role.
pub async fn joins(desk: &Desk, user: i64, name: &str, role: Role) -> Actor {
    let person = Person {
        discord_user: DiscordUserId::new(user),
        name: name.to_owned(),
        superuser: false,
    };
    let (owner, request) = (Actor::desk(), fresh_request());
    retrying(|| registration::join(desk, &request, &person))
        .await
        .expect("joined");
    let guest = retrying(|| members::identify(desk, &person)).await.expect("known");
    let request = fresh_request();
    let given = retrying(|| registration::assign_role(desk, &owner, &request, guest.member, role)).await;
    given.expect("a role");
    retrying(|| members::identify(desk, &person)).await.expect("known")
}

/// A cashier's bank account in bolívares with this opening balance.
pub async fn opens_bank_account(desk: &Desk, cashier: MemberId, balance: &str, bank: &str) {
    let open = OpenAccount {
        member: cashier,
        currency: PlaceOrCurrency::new("VES"),
        opening_balance: balance.to_owned(),
        bank: Some(bank.to_owned()),
    };
    let (owner, request) = (Actor::desk(), fresh_request());
    let typed = AsTyped::new("!cuenta crear");
    retrying(|| accounts::open(desk, &owner, &request, &open, &typed))
        .await
        .expect("an account");
}
