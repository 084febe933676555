//! What resellers, cashiers and admins do in a play, one step after the other.

use std::collections::BTreeMap;

use cambista::clock::HandClock;
use cambista::db::{MayBeFault, retrying};
use cambista::domain::books::ledger::AccountKey;
use cambista::domain::flows::giros::{self, AskGiro, Execute, ExecutionType, GiroError, PayeeTyped};
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::kernel::uptime;
use cambista::domain::orders::{self, CompleteError, OrderError, ReturnError};
use cambista::domain::people::members::{Actor, Role};
use cambista::domain::treasury::accounts::{self, Movement, Recharge};
use cambista::domain::treasury::banks::{self, Bank};
use cambista::ids::{AccountId, MemberId, OrderId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::http::at_random::{desk_on, opens_again};
use crate::support::database::TestDb;
use crate::support::desk::{NOON, fresh_request};
use crate::support::staff::{joins, opens_bank_account};

mod desk_side;

pub(super) struct Reseller {
    pub(super) actor: Actor,
    account: AccountId,
    /// Recharges and adjustments, as they were answered, in minor units.
    pub(super) came_in: i64,
}

impl Reseller {
    pub(super) fn key(&self) -> AccountKey {
        AccountKey::Account(self.account, Currency::VES)
    }
}

/// A giro as it was answered.
pub(super) struct Made {
    pub(super) order: OrderId,
    /// Whose balance it took; nothing for an admin's.
    pub(super) reseller: Option<usize>,
}

pub(super) struct Play {
    pub(super) desk: Desk,
    hand: HandClock,
    random: StdRng,
    pub(super) resellers: Vec<Reseller>,
    cashiers: Vec<Actor>,
    /// With whose they are.
    accounts: Vec<(AccountId, MemberId)>,
    bank: Bank,
    pub(super) giros: Vec<Made>,
    /// How often each call worked: a play in which nothing works proves nothing.
    pub(super) done: BTreeMap<&'static str, usize>,
}

fn ves(centavos: i64) -> Money {
    Money::from_minor(centavos * 100, Currency::VES)
}

/// A refusal is right; a fault is not, nor what the books refuse of themselves.
fn is_broken<E: MayBeFault>(error: &E, by_books: bool) -> bool {
    error.fault().is_some() || by_books
}

fn require_refusal(error: &GiroError) {
    let by_books = match error {
        GiroError::Books(_) | GiroError::OtherInput(_) | GiroError::Order(OrderError::Books(_)) => true,
        GiroError::Complete(error) => matches!(**error, CompleteError::Books(_)),
        _ => false,
    };
    assert!(!is_broken(error, by_books), "{error}");
}

impl Play {
    pub(super) async fn begin(test_db: &TestDb, seed: u64) -> Play {
        let hand = HandClock::starting_at(NOON);
        let desk = desk_on(test_db, &hand).await;
        retrying(|| uptime::resume(&desk.db, &desk.clock)).await.expect("open");
        let mut cashiers = Vec::new();
        for (user, name) in [(11, "cajero1"), (12, "cajero2")] {
            let cashier = joins(&desk, user, name, Role::Cashier).await;
            // The second one is short for most giros.
            for (balance, bank) in [("6000", "Banesco"), ("300", "Mercantil")] {
                opens_bank_account(&desk, cashier.member, balance, bank).await;
            }
            cashiers.push(cashier);
        }
        let mut reader = desk.db.reader().await.expect("a reader");
        let mut accounts = Vec::new();
        for cashier in &cashiers {
            let found = accounts::list_accounts_of(&mut reader, cashier.member)
                .await
                .expect("read");
            accounts.extend(found.iter().map(|account| (account.id, cashier.member)));
        }
        let banks = banks::list_banks(&mut reader).await.expect("banks");
        drop(reader);
        let mut play = Play {
            bank: banks.into_iter().find(|bank| bank.code == "0134").expect("Banesco"),
            desk,
            hand,
            random: StdRng::seed_from_u64(seed),
            resellers: Vec::new(),
            cashiers,
            accounts,
            giros: Vec::new(),
            done: BTreeMap::new(),
        };
        for (user, name) in [(21, "david"), (22, "elena")] {
            play.reseller(user, name).await;
        }
        play
    }

    async fn reseller(&mut self, user: i64, name: &str) {
        let actor = joins(&self.desk, user, name, Role::Reseller).await;
        let (owner, request) = (Actor::desk(), fresh_request());
        let typed = Recharge {
            member: actor.member,
            amount: ves(300_000),
            movement: Movement::Deposit,
            reference: None,
        };
        let moved = retrying(|| accounts::recharge(&self.desk, &owner, &request, &typed)).await;
        self.resellers.push(Reseller {
            actor,
            account: moved.expect("recharged").account,
            came_in: typed.amount.minor(),
        });
    }

    /// Every account that must never be below zero.
    pub(super) fn keys(&self) -> Vec<AccountKey> {
        let of_banks = self
            .accounts
            .iter()
            .map(|(account, _)| AccountKey::Account(*account, Currency::VES));
        let of_resellers = self.resellers.iter().map(Reseller::key);
        of_banks.chain(of_resellers).chain([self.bank.central()]).collect()
    }

    fn note(&mut self, what: &'static str, worked: bool) {
        if worked {
            *self.done.entry(what).or_default() += 1;
        }
    }

    pub(super) async fn step(&mut self, test_db: &TestDb) {
        match self.random.random_range(0..100) {
            0..22 => self.sends().await,
            22..30 => self.sends_as_admin().await,
            30..38 => self.processes().await,
            38..56 => self.executes().await,
            56..64 => self.gives_back().await,
            64..70 => self.cancels().await,
            70..80 => self.moves_by_hand().await,
            80..85 => self.moves_central().await,
            85..88 => self.changes_shift().await,
            88..91 => self.assigns().await,
            91..94 => self.sweeps().await,
            94..98 => self.at_once().await,
            _ => self.restarts(test_db).await,
        }
    }

    fn ask(&mut self) -> AskGiro {
        // Some beneficiaries get the same twice.
        let centavos = self.random.random_range(1..90_000);
        AskGiro {
            bank: self.bank.id,
            amount: ves(centavos),
            payee: PayeeTyped {
                name: "María Pérez".to_owned(),
                account: Some("01340001630000000001".to_owned()),
                phone: None,
                document: Some("V12345678".to_owned()),
                unclear_name: false,
            },
            rate: None,
            source: None,
        }
    }

    async fn sends(&mut self) {
        let (at, typed, request) = (
            self.random.random_range(0..self.resellers.len()),
            self.ask(),
            fresh_request(),
        );
        let actor = self.resellers[at].actor.clone();
        match retrying(|| giros::ask(&self.desk, &actor, &request, &typed)).await {
            Ok(placed) => {
                // The same call again is the same giro.
                let again = retrying(|| giros::ask(&self.desk, &actor, &request, &typed)).await;
                assert_eq!(again.expect("recalled"), placed);
                self.giros.push(Made {
                    order: placed.order,
                    reseller: Some(at),
                });
                self.note("send", true);
            }
            Err(GiroError::InsufficientFunds { asked, available }) => {
                assert!(available.minor() < asked.minor());
                self.note("short_balance", true);
            }
            Err(error) => panic!("{error}"),
        }
    }

    async fn sends_as_admin(&mut self) {
        let (typed, owner, request) = (self.ask(), Actor::desk(), fresh_request());
        match retrying(|| giros::ask(&self.desk, &owner, &request, &typed)).await {
            Ok(placed) => {
                assert_eq!(placed.discount, None);
                self.giros.push(Made {
                    order: placed.order,
                    reseller: None,
                });
                self.note("send_admin", true);
            }
            Err(GiroError::NobodyAssigned { .. }) => self.note("nobody", true),
            Err(error) => panic!("{error}"),
        }
    }

    fn giro(&mut self) -> Option<OrderId> {
        // The newest are the likeliest to be open.
        let from = self.giros.len().saturating_sub(8);
        (from < self.giros.len()).then(|| self.giros[self.random.random_range(from..self.giros.len())].order)
    }

    fn cashier_or_admin(&mut self) -> Actor {
        match self.random.random_range(0..4) {
            0 => Actor::desk(),
            at => self.cashiers[at % self.cashiers.len()].clone(),
        }
    }

    async fn processes(&mut self) {
        let Some(giro) = self.giro() else { return };
        let (actor, request) = (self.cashier_or_admin(), fresh_request());
        let done = retrying(|| giros::start_processing(&self.desk, &actor, &request, giro)).await;
        self.note("process", done.is_ok());
        done.map_or_else(|error| require_refusal(&error), |_| ());
    }

    fn any_account(&mut self) -> AccountId {
        self.accounts[self.random.random_range(0..self.accounts.len())].0
    }

    /// Mostly from an account of its cashier's, which may be short; sometimes from somebody else's.
    async fn execution(&mut self, giro: OrderId) -> Execute {
        let mut reader = self.desk.db.reader().await.expect("a reader");
        let order = orders::find_order(&mut reader, giro)
            .await
            .expect("read")
            .expect("an order");
        drop(reader);
        let of_cashier = |(_, whose): &&(AccountId, MemberId)| Some(*whose) == order.cashier;
        let own: Vec<AccountId> = self
            .accounts
            .iter()
            .filter(of_cashier)
            .map(|(account, _)| *account)
            .collect();
        let account = match own.is_empty() || self.random.random_bool(0.1) {
            true => self.any_account(),
            false => own[self.random.random_range(0..own.len())],
        };
        Execute {
            order: giro,
            account: Some(account),
            way: ExecutionType::ALL[self.random.random_range(0..ExecutionType::ALL.len())],
            commission: ves(self.random.random_range(0..2) * self.random.random_range(0..900)),
            proof_url: None,
        }
    }

    async fn executes(&mut self) {
        let Some(giro) = self.giro() else { return };
        let (typed, actor, request) = (self.execution(giro).await, self.cashier_or_admin(), fresh_request());
        let done = retrying(|| giros::execute(&self.desk, &actor, &request, &typed)).await;
        self.note("execute", done.is_ok());
        if let Err(error) = done {
            require_refusal(&error);
            self.note("short", matches!(error, GiroError::AccountShort { .. }));
        }
    }

    async fn gives_back(&mut self) {
        let Some(giro) = self.giro() else { return };
        let (actor, request) = (self.cashier_or_admin(), fresh_request());
        let done = retrying(|| orders::give_back(&self.desk, &actor, &request, giro, "volvió")).await;
        self.note("give_back", done.is_ok());
        if let Err(error) = done {
            let by_books = matches!(error, ReturnError::Books(_) | ReturnError::OtherInput(_));
            assert!(!is_broken(&error, by_books), "{error}");
        }
    }

    async fn cancels(&mut self) {
        let Some(giro) = self.giro() else { return };
        let (at, request) = (self.random.random_range(0..=self.resellers.len()), fresh_request());
        let actor = self
            .resellers
            .get(at)
            .map_or_else(Actor::desk, |reseller| reseller.actor.clone());
        let done = retrying(|| orders::cancel(&self.desk, &actor, &request, giro)).await;
        self.note("cancel", done.is_ok());
        if let Err(error) = done {
            let by_books = matches!(error, OrderError::Books(_) | OrderError::OtherInput(_));
            assert!(!is_broken(&error, by_books), "{error}");
        }
    }

    /// Several people want the same thing in the same moment: a giro is paid once, given back once, and nobody spends twice.
    async fn at_once(&mut self) {
        let Some(giro) = self.giro() else { return };
        let (pays, pays_too) = (self.execution(giro).await, self.execution(giro).await);
        let sent = self.ask();
        let (desk, owner, reseller) = (&self.desk, Actor::desk(), self.resellers[0].actor.clone());
        let requests = [(); 6].map(|()| fresh_request());
        let (paid, paid_too, returned, cancelled, one, two) = tokio::join!(
            retrying(|| giros::execute(desk, &owner, &requests[0], &pays)),
            retrying(|| giros::execute(desk, &owner, &requests[1], &pays_too)),
            retrying(|| orders::give_back(desk, &owner, &requests[2], giro, "volvió")),
            retrying(|| orders::cancel(desk, &owner, &requests[3], giro)),
            retrying(|| giros::ask(desk, &reseller, &requests[4], &sent)),
            retrying(|| giros::ask(desk, &reseller, &requests[5], &sent)),
        );
        assert!(paid.is_err() || paid_too.is_err(), "giro {giro} was paid twice");
        assert!(
            returned.is_err() || cancelled.is_err(),
            "giro {giro} was given back twice"
        );
        assert!(
            cancelled.is_err() || (paid.is_err() && paid_too.is_err()),
            "giro {giro} was paid and cancelled"
        );
        for error in [paid, paid_too].into_iter().filter_map(Result::err) {
            require_refusal(&error);
        }
        for sent in [one, two] {
            match sent {
                Ok(placed) => self.giros.push(Made {
                    order: placed.order,
                    reseller: Some(0),
                }),
                Err(error) => require_refusal(&error),
            }
        }
        self.note("at_once", true);
    }

    /// Ends every giro that is open.
    pub(super) async fn ends_all(&mut self) {
        for giro in &self.giros {
            let (owner, one, two) = (Actor::desk(), fresh_request(), fresh_request());
            let cancelled = retrying(|| orders::cancel(&self.desk, &owner, &one, giro.order)).await;
            if cancelled.is_ok() {
                continue;
            }
            let mut reader = self.desk.db.reader().await.expect("a reader");
            let found = orders::find_order(&mut reader, giro.order)
                .await
                .expect("read")
                .expect("an order");
            drop(reader);
            if found.state.is_open() {
                let done = retrying(|| orders::give_back(&self.desk, &owner, &two, giro.order, "fin")).await;
                done.expect("given back");
            }
        }
    }

    async fn restarts(&mut self, test_db: &TestDb) {
        let down_ms = self.random.random_range(0..600_000);
        self.desk = opens_again(&self.desk, &self.hand, test_db, down_ms).await;
        self.note("restart", true);
    }
}
