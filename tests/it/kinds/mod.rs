//! The code for orders works with every kind: a second kind, unknown to `src/`, goes through the same queue, cards and
//! buttons as a transfer, and its owner's money is never lost.

mod errand;

use cambista::db::retrying;
use cambista::domain::books::ledger::{self, AccountKey};
use cambista::domain::kernel::money::Currency;
use cambista::domain::orders::{self, ORDER_KINDS, OrderState};
use cambista::domain::people::members::{self, Actor, Standing};
use cambista::ids::OrderId;
use errand::{Keeps, NewErrand, ONLY_PREFERRED, account_of};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::fresh_request;
use crate::support::world::World;

/// The client's money, and the amount of an errand, in minor units.
const HAS: i64 = 1_000 * 10_000;
const TAKES: i64 = 300 * 10_000;

/// A client with 1 000 Bs at the demo desk.
struct Client<'w> {
    world: &'w World,
    actor: Actor,
    account: AccountKey,
}

impl<'w> Client<'w> {
    async fn of(world: &'w World) -> Client<'w> {
        world
            .person("superusuario")
            .says("general", "!cuenta crear @maria VES 1000")
            .await;
        let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
        let found = members::named(&mut reader, &Actor::desk(), "maria")
            .await
            .expect("read");
        let members::NamedInBooks::One(maria) = found else {
            panic!("one is called maria");
        };
        let account = account_of(&mut reader, maria.id).await.expect("her account");
        let actor = Actor {
            member: maria.id,
            name: maria.name,
            role: maria.role,
            standing: Standing::Works,
            superuser: false,
        };
        Client { world, actor, account }
    }

    async fn makes(&self, beneficiary: &'static str, keeps: Keeps) -> OrderId {
        let errand = NewErrand {
            from: self.account,
            minor: TAKES,
            beneficiary,
            keeps,
        };
        let desk = &self.world.running().app.desk;
        let order = errand::make(desk, &self.actor, &fresh_request(), &errand).await;
        retrying(|| orders::give_waiting(desk)).await.expect("a sweep");
        self.world.settles().await;
        order
    }

    /// What the client can spend, and the escrow of all orders, in minor units.
    async fn stands(&self) -> (i64, i64) {
        let mut reader = self.world.running().app.desk.db.reader().await.expect("a reader");
        let own = ledger::find_balance(&mut reader, self.account).await.expect("read");
        let kept = ledger::find_balance(&mut reader, AccountKey::Escrow(Currency::VES))
            .await
            .expect("read");
        (own.available().minor(), kept.balance.minor())
    }

    async fn state(&self, order: OrderId) -> OrderState {
        let mut reader = self.world.running().app.desk.db.reader().await.expect("a reader");
        let found = orders::find_order(&mut reader, order).await.expect("read");
        found.expect("an order").state
    }
}

#[test]
fn every_kind_that_is_linked_keeps_to_the_common_life_cycle() {
    let codes: Vec<&str> = ORDER_KINDS.iter().map(|kind| kind.rules().code).collect();
    assert!(codes.contains(&"transfer") && codes.contains(&"errand"), "{codes:?}");
    for kind in ORDER_KINDS {
        assert_eq!(kind.rules().faults(), Vec::<String>::new());
        let states = kind.rules().states();
        for from in OrderState::ALL.iter().copied() {
            for to in OrderState::ALL.iter().copied() {
                let used = kind.rules().allow(from, to);
                assert!(
                    !used || (states.contains(&from) && from.may_become(to)),
                    "{from} to {to}"
                );
            }
        }
    }
}

on_both_engines! {
    async fn an_errand_goes_to_whom_it_prefers_and_is_paid_with_the_buttons_of_every_order(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let client = Client::of(&world).await;
        let order = client.makes("Ana 0102", Keeps::Taken).await;
        assert_eq!(client.stands().await, (HAS - TAKES, TAKES));
        let cajero = world.person(errand::PREFERRED);
        cajero.order("dm", order.get()).await.shows(&["300,00 Bs", "Ana 0102"]);
        let done = cajero.pays(order.get()).await;
        assert!(done.text().contains("pagada"), "{}", done.text());
        assert_eq!(client.state(order).await, OrderState::Completed);
        assert_eq!(client.stands().await, (HAS - TAKES, 0), "it is where the errand's completion put it");
        world.person("maria").is_told_privately("general", &format!("!orden {order}")).await.shows(&["pagada"]);
        world.closes_clean().await;
    }

    async fn whoever_ends_an_errand_unpaid_gives_its_money_back(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let client = Client::of(&world).await;
        for keeps in [Keeps::Held, Keeps::Taken] {
            let order = client.makes("Ana 0102", keeps).await;
            assert_eq!(client.stands().await.0, HAS - TAKES, "{keeps:?}");
            world.person("maria").says("dm", &format!("!cancelar {order}")).await;
            assert_eq!(client.state(order).await, OrderState::Cancelled);
            assert_eq!(client.stands().await, (HAS, 0), "{keeps:?}");
            world.person("maria").says("dm", &format!("!cancelar {order}")).await;
            assert_eq!(client.stands().await, (HAS, 0), "once");

            let order = client.makes("Ana 0102", keeps).await;
            let cajero = world.person(errand::PREFERRED);
            let card = cajero.order("dm", order.get()).await;
            let form = cajero.presses(&card, "Cancelar").await;
            cajero.submits(&form, serde_json::json!({ "text": "el banco no responde" })).await;
            assert_eq!(client.state(order).await, OrderState::Rejected);
            assert_eq!(client.stands().await, (HAS, 0), "{keeps:?}");
        }
        world.closes_clean().await;
    }

    async fn an_errand_that_the_bank_paid_back_is_undone_to_the_last_account(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let client = Client::of(&world).await;
        let desk = &world.running().app.desk;
        for keeps in [Keeps::Held, Keeps::Taken] {
            let order = client.makes("Ana 0102", keeps).await;
            world.person(errand::PREFERRED).pays(order.get()).await;
            assert_eq!(client.stands().await, (HAS - TAKES, 0));
            let (desk_itself, request) = (Actor::desk(), fresh_request());
            for _ in 0..2 {
                let returned = retrying(|| orders::give_back(desk, &desk_itself, &request, order, "cuenta cerrada")).await;
                assert_eq!(returned.expect("given back").total.minor(), TAKES);
            }
            assert_eq!(client.state(order).await, OrderState::Returned);
            assert_eq!(client.stands().await, (HAS, 0), "{keeps:?}");
            let another = fresh_request();
            let again = retrying(|| orders::give_back(desk, &desk_itself, &another, order, "otra vez")).await;
            assert!(again.is_err());
        }
        world.closes_clean().await;
    }

    async fn an_errand_that_only_one_may_carry_out_waits_for_that_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let client = Client::of(&world).await;
        world.person(errand::PREFERRED).says("dm", "!ocupado").await;
        let order = client.makes(ONLY_PREFERRED, Keeps::Taken).await;
        assert_eq!(client.state(order).await, OrderState::Pending);
        let other = client.makes("Ana 0102", Keeps::Taken).await;
        assert_eq!(client.state(other).await, OrderState::Assigned, "others come after the list");
        world.person(errand::PREFERRED).says("dm", "!disponible").await;
        assert_eq!(client.state(order).await, OrderState::Assigned);
        world.person(errand::PREFERRED).pays(order.get()).await;
        assert_eq!(client.state(order).await, OrderState::Completed);
        world.closes_clean().await;
    }

    async fn a_transfer_that_the_bank_paid_back_leaves_its_batch(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says("transacciones-david", "!start batch").await;
        david.says("transacciones-david", "!t 100 p").await;
        cajero.pays(1).await;
        let desk = &world.running().app.desk;
        let order = OrderId::new(1);
        let (desk_itself, request) = (Actor::desk(), fresh_request());
        let returned = retrying(|| orders::give_back(desk, &desk_itself, &request, order, "cuenta cerrada")).await;
        let figures = returned.expect("given back").figures.expect("its batch");
        assert_eq!((figures.received.minor(), figures.sent.minor(), figures.orders_done), (0, 0, 0));
        world.settles().await;
        david.finds("transacciones-david", "devuelta por el banco").await;
        world.closes_clean().await;
    }
}
