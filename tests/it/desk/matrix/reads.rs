//! Every report for every kind of person, called where it is read, without a surface (issue 11, number 4).

use std::collections::BTreeSet;
use std::path::Path;

use cambista::db::{DbError, MayBeFault, Place, Reader};
use cambista::domain::books::closes::{CloseLength, Due};
use cambista::domain::flows::batches::Named;
use cambista::domain::flows::exchange::{OperationFilter, Voucher};
use cambista::domain::flows::giros::GiroFilter;
use cambista::domain::games::apps::keys;
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::money::Currency;
use cambista::domain::orders::Which;
use cambista::domain::people::members::{self, Actor, NamedInBooks, Role, Standing};
use cambista::domain::people::requests::Listing;
use cambista::domain::treasury::accounts::{self, AccountName};
use cambista::ids::{BatchId, DiscordChannelId, JournalId, MemberId, OrderId, PayeeId, RequestNumber};
use cambista::reports::desk::{Length, Span, read as desk_read};
use cambista::reports::lists::ListedOrders;
use cambista::reports::particulars::Particulars;
use cambista::reports::search::{self, Sought};
use cambista::reports::{self, ReadError};

use super::read_tables::{FOR_DESK, FOR_EVERYBODY, NEVER, OF_THE_API, READS, READS_OF_DOMAIN, WHERE_TO_ANSWER};
use super::{cast, records};
use crate::desk::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const CLIENTS: &str = "transacciones-clientes";

/// A letter for each kind of actor: those of the matrix, and `L`, an admin who left the server.
const KINDS: [(char, Role, Standing, bool); 8] = [
    ('I', Role::Guest, Standing::Works, false),
    ('C', Role::Client, Standing::Works, false),
    ('R', Role::Reseller, Standing::Works, false),
    ('K', Role::Cashier, Standing::Works, false),
    ('A', Role::Admin, Standing::Works, false),
    ('S', Role::Guest, Standing::Works, true),
    ('B', Role::Cashier, Standing::SentAway, false),
    ('L', Role::Admin, Standing::Left, false),
];

/// What is read: things of `david`, and two of the desk.
struct Subject {
    owner: MemberId,
    account: AccountName,
    channel: DiscordChannelId,
    clients: DiscordChannelId,
    order: OrderId,
    batch: BatchId,
    desks_batch: BatchId,
    request: RequestNumber,
    giro: OrderId,
}

/// Whether somebody may read it. A fault or a missing answer panics.
enum Told {
    Shown,
    Refused,
}

fn told<T, E: MayBeFault + std::fmt::Debug>(read: Result<T, E>) -> Told {
    match read {
        Ok(_) => Told::Shown,
        Err(error) if error.fault().is_some() => panic!("a fault: {error:?}"),
        Err(error) => {
            let words = format!("{error:?}");
            let is_refusal = ["NotAllowed", "NotYours", "BatchOfDesk"]
                .iter()
                .any(|no| words.contains(no));
            assert!(is_refusal, "it is there: {words}");
            Told::Refused
        }
    }
}

fn part<T>(read: Result<Option<T>, DbError>) -> Told {
    match read.expect("everybody may ask for it") {
        Some(_) => Told::Shown,
        None => Told::Refused,
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each report")]
async fn asks(desk: &Desk, actor: &Actor, of: &Subject, name: &str) -> Told {
    let mut reader = desk.db.reader().await.expect("a reader");
    let now = desk.clock.now();
    let listed = |whose| ListedOrders {
        whose,
        which: Which::All,
    };
    let any = Listing {
        kind: None,
        state: None,
    };
    let operations = OperationFilter {
        member: of.owner,
        kind: None,
        currency: None,
    };
    let r = &mut reader;
    match name {
        "accounts::account_card" => told(reports::accounts::account_card(r, actor, &of.account).await),
        "accounts::cards_of" => told(reports::accounts::cards_of(r, actor, of.owner).await),
        "accounts::movements" => told(reports::accounts::movements(r, actor, &of.account, None, 1).await),
        "batches::open_card" => told(reports::batches::open_card(r, actor, of.channel, &Named::TheOnlyOne).await),
        "batches::open_card_of_desk" => {
            told(reports::batches::open_card_of_desk(r, actor, of.clients, &Named::TheOnlyOne).await)
        }
        "exchange::operations_page" => {
            told(reports::exchange::operations_page(r, actor, operations, Place::First, 5).await)
        }
        "exchange::operations_after" => told(reports::exchange::operations_after(r, actor, operations, None, 5).await),
        "exchange::receipt" => {
            let voucher = Voucher::parse("CB-0000-0000").expect("a voucher");
            told(reports::exchange::receipt(r, actor, &voucher).await)
        }
        "prices::exchange_history" => {
            let history = reports::prices::exchange_history(r, actor, Currency::USD, None, 5).await;
            told(history.map_err(ReadError::from))
        }
        "position::position" => told(reports::position::position(r, actor).await),
        "worth::holdings" => told(reports::worth::holdings(r, actor, of.owner).await),
        "clients::clients_of" => told(reports::clients::clients_of(r, actor, of.owner).await),
        "clients::own_points" => told(reports::clients::own_points(r, actor).await),
        "closes::read::close_card" => told(reports::closes::read::close_card(r, actor, span_of(desk), now).await),
        "closes::read::new_close" => {
            let due = Due {
                length: CloseLength::Day,
                first_day: span_of(desk).first_day,
            };
            told(reports::closes::read::new_close(r, actor, due, desk.policy.days(), now).await)
        }
        "coins::purse" => told(reports::coins::purse(r, actor, of.owner).await),
        "coins::purse points" => part(
            reports::coins::purse(r, actor, of.owner)
                .await
                .map(|found| found.points),
        ),
        "coins::purse movements" => part(
            reports::coins::purse(r, actor, of.owner)
                .await
                .map(|found| found.movements),
        ),
        "desk::read::desk_report" => told(desk_read::desk_report(r, actor, Some(of.owner), span_of(desk), now).await),
        "desk::read::desk_report of_everybody" => {
            told(desk_read::desk_report(r, actor, None, span_of(desk), now).await)
        }
        "earnings::earnings" => told(reports::earnings::earnings(r, actor, of.owner, now, desk.policy.days()).await),
        "giro_records::records_after" => told(records::of_account(r, actor, of.owner).await),
        "giro_records::records_after of_bank" => told(records::of_bank(r, actor).await),
        "giros::assignments" => told(reports::giros::assignments(r, actor).await),
        "giro_records::central_card" => told(records::central(r, actor).await),
        "giros::giro_card" => told(reports::giros::giro_card(r, actor, of.giro).await),
        "giros::giro_order" => told(reports::giros::giro_order(r, actor, of.giro).await),
        "giros::giros_page" => told(reports::giros::giros_page(r, actor, GiroFilter::default(), Place::First, 5).await),
        "giros::holdings" => told(reports::giros::holdings(r, actor).await),
        "giros::payee" => part(reports::giros::payee(r, actor, PayeeId::new(1)).await),
        "giros::payees" => told(reports::giros::payees(r, actor, 5).await),
        "giros::prepaid_card" => told(reports::giros::prepaid_card(r, actor, of.owner).await),
        "giros::prepaid_accounts" => told(reports::giros::prepaid_accounts(r, actor, of.owner).await),
        "giros_of_api::giro_whole" => told(reports::giros_of_api::giro_whole(r, actor, of.giro).await),
        "giros_of_api::giros_after" => told(records::giros(r, actor).await),
        "giros_of_api::records_of_posting" => told(records::of_posting(r, actor).await),
        "history::batch_history" => told(reports::history::batch_history(r, actor, of.batch).await),
        "history::batch_history of_desk" => told(reports::history::batch_history(r, actor, of.desks_batch).await),
        "history::request_history" => told(reports::history::request_history(r, actor, of.request).await),
        "lists::orders" => told(reports::lists::orders(r, actor, listed(Some(of.owner)), Place::First, 5).await),
        "lists::orders of_everybody" => told(reports::lists::orders(r, actor, listed(None), Place::First, 5).await),
        "orders::order_card" => told(reports::orders::order_card(r, actor, of.order).await),
        "people::belongings" => told(reports::people::belongings(r, actor, of.owner).await),
        "postings::posting_history" => told(reports::postings::posting_history(r, actor, JournalId::new(1)).await),
        "queue::queue" => told(reports::queue::queue(r, actor, now, 5).await),
        "requests::page" => told(reports::requests::page(r, actor, any, Place::First, 5).await),
        "requests::request_card" => told(reports::requests::request_card(r, actor, of.request).await),
        "search::find_orders" => told(search::find_orders(r, actor, &sought(), desk.policy.days(), 5).await),
        "shift::own_card" => told(reports::shift::own_card(r, actor, of.order).await),
        "shift::own_open" => told(reports::shift::own_open(r, actor, now).await),
        "shift::open_to_choose" => told(reports::shift::open_to_choose(r, actor).await),
        other => asks_domain(r, actor, of, other).await,
    }
}

/// Everything.
fn sought() -> Sought {
    Sought {
        words: Vec::new(),
        day: None,
        which: Which::All,
    }
}

/// The desk's today.
fn span_of(desk: &Desk) -> Span {
    let days = desk.policy.days();
    let today = days.day_at(desk.clock.now()).expect("a day");
    Span::containing(Length::Day, today, days).expect("a period")
}

async fn asks_domain(reader: &mut Reader, actor: &Actor, of: &Subject, name: &str) -> Told {
    match name {
        "accounts.named" => told(accounts::named(reader, actor, &of.account).await),
        "keys.list_apps" => told(keys::list_apps(reader, actor, 5).await),
        "members.named" => match members::named(reader, actor, "david").await.expect("a read") {
            NamedInBooks::One(_) => Told::Shown,
            NamedInBooks::Several(several) => panic!("one david, not {several:?}"),
            NamedInBooks::Nobody { like } => {
                assert!(like.is_empty(), "nor anybody like it");
                Told::Refused
            }
        },
        other => panic!("nobody knows how to ask for {other}"),
    }
}

/// An open batch of `david` with an order and a request, and one of the desk.
async fn set_up(world: &World) -> Subject {
    let (owner, david) = (world.person("superusuario"), world.person("david"));
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
    david.says(CHANNEL, "!t 100 12").await;
    owner.says(CLIENTS, "!start batch PEN VES").await;
    owner.says("general", "!cuenta crear @david USD 10 Binance 77").await;
    owner.says("general", "!recargar @david 100").await;
    david.says("dm", "!giro 10 Banesco 0414-1234567 V12345678 Ana").await;
    let desk = &world.running().app.desk;
    let mut reader = desk.db.reader().await.expect("a reader");
    let found = members::named(&mut reader, &Actor::desk(), "david").await;
    let NamedInBooks::One(member) = found.expect("a read") else {
        panic!("there is one david");
    };
    let (order, request) = (OrderId::new(1), RequestNumber::new(1));
    let card = reports::orders::order_card_for_desk(&mut reader, order).await;
    let card = card.expect("a read").expect("the order");
    let asked = reports::requests::request_card_for_desk(&mut reader, request).await;
    assert_eq!(asked.expect("a read").expect("the request").member.id, member.id);
    let accounts = accounts::list_accounts_of(&mut reader, member.id)
        .await
        .expect("a read");
    let desks_batch = BatchId::new(2);
    let of_desk = reports::batches::card_for_desk(&mut reader, desks_batch).await;
    let of_desk = of_desk.expect("a read").expect("the desk's batch");
    assert!(of_desk.batch.is_of_desk());
    let Particulars::Transfer(terms) = card.particulars else {
        panic!("it is a transfer");
    };
    Subject {
        owner: member.id,
        account: AccountName::of_id(accounts.first().expect("david's account").id),
        channel: card.channel.expect("david's channel").discord_channel,
        clients: of_desk.channel.discord_channel,
        order,
        batch: terms.batch,
        desks_batch,
        request,
        giro: OrderId::new(2),
    }
}

/// `member` as every kind of actor.
fn actors(member: MemberId) -> impl Iterator<Item = (char, Actor)> {
    KINDS.into_iter().map(move |(letter, role, standing, superuser)| {
        let actor = Actor {
            member,
            name: letter.to_string(),
            role,
            standing,
            superuser,
        };
        (letter, actor)
    })
}

/// Every `pub async fn` of the reports, as `file::name`, with its parameters.
fn reports_of_the_program() -> Vec<(String, String)> {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reports");
    let (mut found, mut paths) = (Vec::new(), vec![reports.clone()]);
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a folder of reports");
            paths.extend(entries.map(|entry| entry.expect("an entry").path()));
            continue;
        }
        let inside = path.strip_prefix(&reports).expect("a report").with_extension("");
        let file = inside.to_string_lossy().replace('/', "::");
        let source = std::fs::read_to_string(&path).expect("a source file");
        for declared in source.split("\npub async fn ").skip(1) {
            let (name, rest) = declared.split_once('(').expect("parameters");
            let (parameters, _) = rest.split_once(')').expect("their end");
            found.push((format!("{file}::{name}"), parameters.to_owned()));
        }
    }
    found
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

#[test]
fn every_report_stands_in_the_table_and_takes_who_asks() {
    let guarded: BTreeSet<&str> = READS.iter().map(|(name, ..)| first_word(name)).collect();
    let mut seen = BTreeSet::new();
    for (name, parameters) in reports_of_the_program() {
        let takes_actor = parameters.contains("actor: &Actor");
        let is_of_api = OF_THE_API.contains(&name.as_str());
        let takes_caller = ["caller: &Principal", "player: &Player"]
            .iter()
            .any(|one| parameters.contains(one));
        assert_eq!(takes_caller, is_of_api, "{name} is a report of the API");
        let is_open = FOR_EVERYBODY.contains(&name.as_str()) || WHERE_TO_ANSWER.contains(&name.as_str()) || is_of_api;
        let expected = !name.ends_with(FOR_DESK) && !is_open;
        assert_eq!(guarded.contains(name.as_str()), expected, "{name} stands in READS");
        assert_eq!(takes_actor, expected, "{name} takes the actor");
        seen.insert(name);
    }
    let listed = guarded.iter().copied().chain(FOR_EVERYBODY.iter().copied());
    for name in listed
        .chain(WHERE_TO_ANSWER.iter().copied())
        .chain(OF_THE_API.iter().copied())
    {
        assert!(seen.contains(name), "{name} is a report");
    }
}

#[test]
fn nobody_is_answered_with_what_the_desk_reads_for_itself() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut callers = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of src") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).is_ok_and(|source| source.contains(&format!("{FOR_DESK}("))) {
                callers.insert(path);
            }
        }
    }
    // The last one answers Prometheus, at an address of the operator's.
    let tells = ["src/reports/", "src/discord/courier/", "src/http/probes.rs"];
    for path in &callers {
        let path = path.to_string_lossy();
        assert!(
            tells.iter().any(|part| path.contains(part)),
            "{path} calls what is only for the desk"
        );
    }
    assert!(!callers.is_empty(), "src was read");
}

on_both_engines! {
    async fn every_report_is_asked_for_by_everybody_and_shown_or_refused(test_db: TestDb) {
        let world = cast(&test_db).await;
        let of = set_up(&world).await;
        let desk = &world.running().app.desk;
        let mut reader = desk.db.reader().await.expect("a reader");
        let owner = members::get_member(&mut reader, of.owner).await.expect("david");
        let stranger = members::named(&mut reader, &Actor::desk(), "jefe").await.expect("a read");
        let NamedInBooks::One(stranger) = stranger else { panic!("there is one jefe") };
        drop(reader);
        let mut wrong = Vec::new();
        for (name, of_others, own) in READS.iter().chain(READS_OF_DOMAIN) {
            for (who, may) in [(&stranger, of_others), (&owner, own)] {
                if *may == NEVER {
                    continue;
                }
                for (letter, actor) in actors(who.id) {
                    let is_shown = matches!(asks(desk, &actor, &of, name).await, Told::Shown);
                    if is_shown != may.contains(letter) {
                        wrong.push(format!("{letter} as {} asked for {name}: shown {is_shown}", who.name));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the table:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }
}
