//! Random calls of games in random order: the books stay right.

mod at_once;

use std::collections::BTreeMap;

use cambista::app::open_desk;
use cambista::clock::{Clock, HandClock};
use cambista::config::{Config, Sources};
use cambista::db::retrying;
use cambista::domain::books::ledger::{self, AccountKey};
use cambista::domain::games::apps::events::{
    self, EventClosed, EventError, EventState, Transact, TransactionKind, TransactionMade,
};
use cambista::domain::games::apps::keys::{Caller, NewApp, create_app, identify_caller};
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::kernel::uptime;
use cambista::domain::orders;
use cambista::domain::people::members::Actor;
use cambista::ids::{AppEventId, DiscordUserId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::on_both_engines;
use crate::support::database::{TestDb, on_new_books};
use crate::support::desk::{NOON, closes_clean, fresh_request};
use crate::support::time::lives_on;

const STEPS: usize = 250;
const USERS: [i64; 3] = [1_001, 1_002, 1_003];

struct Play {
    desk: Desk,
    hand: HandClock,
    apps: Vec<Caller>,
    random: StdRng,
    /// The model: what each event moved for each user while it was open, and how it ended.
    events: BTreeMap<AppEventId, Told>,
}

struct Told {
    app: usize,
    net: BTreeMap<i64, i64>,
    ended: Option<EventState>,
    /// Worked time since its last ping, in milliseconds.
    worked_ms: i64,
}

pub(super) async fn desk_on(test_db: &TestDb, hand: &HandClock) -> Desk {
    let mut sources = Sources::default();
    sources
        .variables
        .insert("DATABASE_URL".to_owned(), test_db.url().to_owned());
    let config = on_new_books(Config::load(&sources).expect("the settings are valid"));
    open_desk(&config, Clock::Hand(hand.clone()))
        .await
        .expect("the desk opens")
}

/// Everything that the desk does by itself about orders.
pub(super) async fn sweeps_orders(desk: &Desk) {
    retrying(|| uptime::beat(&desk.db, &desk.clock)).await.expect("a beat");
    retrying(|| orders::give_waiting(desk)).await.expect("given");
    retrying(|| orders::remind(desk)).await.expect("reminded");
    retrying(|| orders::reassign_overdue(desk)).await.expect("passed on");
}

/// The same books, opened again after the desk was down for a while.
pub(super) async fn opens_again(desk: &Desk, hand: &HandClock, test_db: &TestDb, down_ms: i64) -> Desk {
    desk.db.close().await;
    hand.advance_ms(down_ms);
    let desk = desk_on(test_db, hand).await;
    retrying(|| uptime::resume(&desk.db, &desk.clock)).await.expect("open");
    desk
}

impl Told {
    /// The desk treated the event as open: checks that it may be.
    fn lives(&self) {
        assert_eq!(self.ended, None, "an ended event takes nothing");
        assert!(self.worked_ms <= 60_000, "{} ms without a ping", self.worked_ms);
    }

    fn moved(&mut self, typed: &Transact) {
        let minor = typed.amount.minor();
        *self.net.entry(typed.user.get()).or_default() += match typed.kind {
            TransactionKind::Credit => minor,
            TransactionKind::Debit => -minor,
        };
    }
}

impl Play {
    async fn begin(test_db: &TestDb, seed: u64) -> Play {
        let hand = HandClock::starting_at(NOON);
        let desk = desk_on(test_db, &hand).await;
        retrying(|| uptime::resume(&desk.db, &desk.clock)).await.expect("open");
        let (owner, mut apps) = (Actor::desk(), Vec::new());
        for name in ["Uno", "Dos"] {
            let request = fresh_request();
            let made = retrying(|| create_app(&desk, &owner, &request, NewApp::bot(name)))
                .await
                .expect("an app");
            let token = made.token.expect("shown once");
            apps.push(identify_caller(&desk, &token).await.expect("read").expect("valid"));
        }
        Play {
            desk,
            hand,
            apps,
            random: StdRng::seed_from_u64(seed),
            events: BTreeMap::new(),
        }
    }

    async fn step(&mut self, test_db: &TestDb) {
        match self.random.random_range(0..100) {
            0..15 => self.open().await,
            15..60 => self.transact().await,
            60..69 => self.ping().await,
            69..76 => self.close().await,
            76..84 => self.at_once().await,
            84..90 => self.passes().await,
            90..92 => self.is_silent().await,
            92..96 => self.sweep().await,
            96..98 => self.restart_amid_calls(test_db).await,
            _ => self.restart(test_db).await,
        }
    }

    async fn open(&mut self) {
        let app = self.random.random_range(0..self.apps.len());
        let request = fresh_request();
        let opened = retrying(|| events::open_event(&self.desk, &self.apps[app], &request))
            .await
            .expect("open");
        let told = Told {
            app,
            net: BTreeMap::new(),
            ended: None,
            worked_ms: 0,
        };
        self.events.insert(opened.event, told);
    }

    fn some_event(&mut self) -> Option<(AppEventId, usize)> {
        let known: Vec<(AppEventId, usize)> = self
            .events
            .iter()
            .map(|(id, told)| (*id, told.app))
            .rev()
            .take(6)
            .collect();
        (!known.is_empty()).then(|| known[self.random.random_range(0..known.len())])
    }

    async fn transact(&mut self) {
        let Some((event, app)) = self.some_event() else { return };
        let typed = self.movement(event);
        let request = fresh_request();
        let outcome = retrying(|| events::transact(&self.desk, &self.apps[app], &request, &typed)).await;
        self.told_moved(&typed, outcome);
    }

    fn movement(&mut self, event: AppEventId) -> Transact {
        let user = USERS[self.random.random_range(0..USERS.len())];
        let kind = if self.random.random_bool(0.45) {
            TransactionKind::Credit
        } else {
            TransactionKind::Debit
        };
        let amount = self.random.random_range(1..60);
        Transact {
            event,
            user: DiscordUserId::new(user),
            kind,
            amount: Money::from_minor(amount, Currency::COIN),
            description: "at random".to_owned(),
        }
    }

    fn told_moved(&mut self, typed: &Transact, outcome: Result<TransactionMade, EventError>) {
        let told = self.events.get_mut(&typed.event).expect("known");
        match outcome {
            Ok(_) => {
                told.lives();
                told.moved(typed);
            }
            Err(EventError::InsufficientFunds { asked, available }) => {
                assert!(available.minor() < asked.minor() && 0 <= available.minor());
            }
            Err(error) => self.ended(typed.event, error),
        }
    }

    async fn ping(&mut self) {
        let Some((event, app)) = self.some_event() else { return };
        let request = fresh_request();
        match retrying(|| events::ping_event(&self.desk, &self.apps[app], &request, event)).await {
            Ok(_) => {
                let told = self.events.get_mut(&event).expect("known");
                told.lives();
                told.worked_ms = 0;
            }
            Err(error) => self.ended(event, error),
        }
    }

    async fn close(&mut self) {
        let Some((event, app)) = self.some_event() else { return };
        let (one, two) = (fresh_request(), fresh_request());
        let (desk, caller) = (&self.desk, &self.apps[app]);
        let (one, two) = tokio::join!(
            retrying(|| events::close_event(desk, caller, &one, event)),
            retrying(|| events::close_event(desk, caller, &two, event)),
        );
        self.told_closed(event, [one, two]);
    }

    fn told_closed(&mut self, event: AppEventId, outcomes: [Result<EventClosed, EventError>; 2]) {
        if outcomes.iter().any(Result::is_ok) {
            let told = self.events.get_mut(&event).expect("known");
            told.lives();
            told.ended = Some(EventState::Closed);
        }
        let refused: Vec<EventError> = outcomes.into_iter().filter_map(Result::err).collect();
        assert!(!refused.is_empty(), "an event is closed once");
        for error in refused {
            self.ended(event, error);
        }
    }

    /// A refusal says how the event ended, which must never change.
    fn ended(&mut self, event: AppEventId, error: EventError) {
        let EventError::Ended { state, .. } = error else {
            panic!("{error}")
        };
        let told = self.events.get_mut(&event).expect("known");
        assert!(
            told.ended.is_none_or(|before| before == state),
            "{event} was {:?} and is {state}",
            told.ended
        );
        assert_ne!(state, EventState::Open);
        if told.ended.is_none() {
            assert_eq!(state, EventState::Expired, "who closes it is told so");
            assert!(60_000 < told.worked_ms, "{event} after {} ms", told.worked_ms);
            told.ended = Some(state);
        }
    }

    async fn passes(&mut self) {
        let ms = self.random.random_range(1_000..40_000);
        lives_on(&self.desk, &self.hand, ms).await;
        self.worked(ms);
    }

    /// The process runs, but writes no heartbeat for a while.
    async fn is_silent(&mut self) {
        let ms = self.random.random_range(1_000..120_000);
        self.hand.advance_ms(ms);
        self.worked(if ms <= 30_000 { ms } else { 0 });
        self.ping().await;
        retrying(|| uptime::beat(&self.desk.db, &self.desk.clock))
            .await
            .expect("a beat");
    }

    /// Sweeps: only overdue events are expired.
    async fn sweep(&mut self) {
        retrying(|| events::expire_due(&self.desk)).await.expect("a sweep");
        let mut reader = self.desk.db.reader().await.expect("a reader");
        for (id, told) in self.events.iter_mut().filter(|(_, told)| told.ended.is_none()) {
            let event = events::find_event(&mut reader, *id)
                .await
                .expect("read")
                .expect("there");
            let is_expired = event.state == EventState::Expired;
            assert_eq!(is_expired, 60_000 < told.worked_ms, "{id} after {} ms", told.worked_ms);
            told.ended = is_expired.then_some(EventState::Expired);
        }
    }

    fn worked(&mut self, ms: i64) {
        for told in self.events.values_mut().filter(|told| told.ended.is_none()) {
            told.worked_ms += ms;
        }
    }

    /// The process is down for a while, and opens the same books again.
    async fn restart(&mut self, test_db: &TestDb) {
        self.desk.db.close().await;
        self.reopen(test_db).await;
    }

    async fn reopen(&mut self, test_db: &TestDb) {
        let down_ms = self.random.random_range(0..600_000);
        self.hand.advance_ms(down_ms);
        self.desk = desk_on(test_db, &self.hand).await;
        retrying(|| uptime::resume(&self.desk.db, &self.desk.clock))
            .await
            .expect("open");
    }

    /// Checks that nobody is below zero, and that everybody has what the closed events gave them.
    async fn check(&mut self) {
        let mut reader = self.desk.db.snapshot().await.expect("a snapshot");
        let mut coins = 0;
        for user in USERS {
            let Some(funds) = events::find_funds(&mut reader, DiscordUserId::new(user))
                .await
                .expect("read")
            else {
                continue;
            };
            let balance = ledger::find_balance(&mut reader, AccountKey::Coins(funds.member))
                .await
                .expect("read");
            assert!(
                0 <= balance.available().minor() && 0 <= funds.pending.minor(),
                "{user}: {balance:?} {funds:?}"
            );
            coins += balance.balance.minor();
        }
        let issued = ledger::find_balance(&mut reader, AccountKey::Issuance(Currency::COIN))
            .await
            .expect("read");
        assert_eq!(issued.balance.minor(), -coins, "coins come from issuance alone");
    }

    async fn end(mut self) {
        lives_on(&self.desk, &self.hand, 61_000).await;
        retrying(|| events::expire_due(&self.desk)).await.expect("a sweep");
        self.check().await;
        let mut reader = self.desk.db.reader().await.expect("a reader");
        assert_eq!(events::count_open(&mut reader).await.expect("a count"), 0);
        let mut expected: BTreeMap<i64, i64> = BTreeMap::new();
        for (id, told) in &self.events {
            let event = events::find_event(&mut reader, *id)
                .await
                .expect("read")
                .expect("there");
            assert!(told.ended.is_none_or(|ended| ended == event.state), "{id}");
            if event.state == EventState::Closed {
                for (user, net) in &told.net {
                    *expected.entry(*user).or_default() += net;
                }
            }
        }
        for (user, minor) in expected {
            let funds = events::find_funds(&mut reader, DiscordUserId::new(user))
                .await
                .expect("read")
                .expect("known");
            let balance = ledger::find_balance(&mut reader, AccountKey::Coins(funds.member))
                .await
                .expect("read");
            assert_eq!((balance.balance.minor(), balance.held.minor()), (minor, 0), "{user}");
        }
        drop(reader);
        closes_clean(&self.desk.db).await;
        self.desk.db.close().await;
    }
}

on_both_engines! {
    async fn whatever_games_do_in_whatever_order_the_books_stay_right(test_db: TestDb) {
        let seed = std::env::var("CAMBISTA_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(rand::random);
        println!("CAMBISTA_TEST_SEED={seed}");
        let mut play = Play::begin(&test_db, seed).await;
        for _ in 0..STEPS {
            play.step(&test_db).await;
            play.check().await;
        }
        play.end().await;
    }
}
