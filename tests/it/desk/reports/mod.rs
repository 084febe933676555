//! Reports of a day, a week or a month: what people get, what is in the files, and that every surface gives the same.

mod files;
mod libreoffice;
mod picture;
mod surfaces;

use cambista::domain::people::members::{self, Actor, NamedInBooks};
use cambista::ids::MemberId;
use cambista::reports::desk::{DeskReport, Length, Span, read};

use super::CHANNEL;
use crate::support::world::World;

/// A beneficiary that a spreadsheet would compute.
const FORMULA: &str = "=1+1";

/// The worked example, and an order to somebody with a strange name that nobody has paid.
async fn worked_example(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    for (order, typed) in [(1, "!t 100 p Ana Pérez 0102-1234"), (2, "!t 100 9.2 Luis Díaz")] {
        david.says(CHANNEL, typed).await;
        world.person("cajero1").pays(order).await;
    }
    david.says(CHANNEL, "!c 200 52.63").await;
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, &format!("!t 50 p {FORMULA}")).await;
}

/// The report of the desk's today, of everybody or of one person.
async fn report_of(world: &World, length: Length, whose: Option<&str>) -> DeskReport {
    let desk = &world.running().app.desk;
    let (now, days) = (desk.clock.now(), desk.policy.days());
    let day = days.day_at(now).expect("a day");
    let span = Span::containing(length, day, days).expect("a period");
    let mut reader = desk.db.snapshot().await.expect("a snapshot");
    let whose: Option<MemberId> = match whose {
        None => None,
        Some(name) => match members::named(&mut reader, &Actor::desk(), name).await.expect("a read") {
            NamedInBooks::One(member) => Some(member.id),
            other => panic!("{name} is one person, not {other:?}"),
        },
    };
    let report = read::desk_report(&mut reader, &Actor::desk(), whose, span, now).await;
    report.expect("a report")
}
