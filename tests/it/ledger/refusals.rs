//! The ledger's refusals, and that a refusal leaves nothing behind.

use cambista::db::Db;
use cambista::domain::books::ledger::{self, AccountKey, FloorChange, LedgerError, Line, Reversal};
use cambista::domain::kernel::money::{Currency, Money, MoneyError};
use cambista::ids::{HoldId, JournalId, MemberId};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::{NOON, account, closes_clean, fresh_request, pay_in, post, transfer};

const PEN: Currency = Currency::PEN;

fn ana() -> AccountKey {
    account(1, PEN)
}

fn ben() -> AccountKey {
    account(2, PEN)
}

fn pen(minor: i64) -> Money {
    Money::from_minor(minor, PEN)
}

async fn stands(db: &Db, key: AccountKey) -> (i64, i64) {
    let mut reader = db.reader().await.expect("a reader");
    let balance = ledger::find_balance(&mut reader, key).await.expect("a balance");
    (balance.balance.minor(), balance.held.minor())
}

async fn hold(db: &Db, minor: i64) -> Result<HoldId, LedgerError> {
    let mut tx = db.begin().await?;
    let hold = ledger::hold(&mut tx, ana(), pen(minor), &fresh_request(), NOON).await?;
    tx.commit().await?;
    Ok(hold)
}

fn floor_of_ana(minor: i64) -> FloorChange {
    FloorChange {
        account: ana(),
        floor: pen(minor),
        request: fresh_request(),
        actor: MemberId::new(7),
        at: NOON,
    }
}

async fn set_floor(db: &Db, minor: i64) -> Result<JournalId, LedgerError> {
    let mut tx = db.begin().await?;
    let journal = ledger::set_floor(&mut tx, floor_of_ana(minor)).await?;
    tx.commit().await?;
    Ok(journal)
}

async fn settle(db: &Db, hold: HoldId, minor: i64) -> Result<JournalId, LedgerError> {
    let mut tx = db.begin().await?;
    let journal = ledger::settle(&mut tx, hold, transfer(ana(), ben(), minor)).await?;
    tx.commit().await?;
    Ok(journal)
}

async fn release(db: &Db, hold: HoldId) -> Result<(), LedgerError> {
    let mut tx = db.begin().await?;
    ledger::release(&mut tx, hold, NOON).await?;
    Ok(tx.commit().await?)
}

async fn reverse(db: &Db, journal: JournalId) -> Result<JournalId, LedgerError> {
    undo(db, journal, None).await
}

async fn reverse_owing(db: &Db, journal: JournalId, may_owe: AccountKey) -> Result<JournalId, LedgerError> {
    undo(db, journal, Some(may_owe)).await
}

async fn undo(db: &Db, journal: JournalId, may_owe: Option<AccountKey>) -> Result<JournalId, LedgerError> {
    let mut tx = db.begin().await?;
    let reversal = Reversal {
        journal,
        kind: "story.reversal",
        request: fresh_request(),
        actor: MemberId::new(7),
        at: NOON,
        details: serde_json::Value::Null,
        may_owe: may_owe.into_iter().collect(),
    };
    let mirror = ledger::reverse(&mut tx, reversal).await?;
    tx.commit().await?;
    Ok(mirror)
}

on_both_engines! {
    async fn an_account_is_not_overdrawn_and_says_what_is_available(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        hold(&db, 300).await.expect("held");
        let refused = post(&db, transfer(ana(), ben(), 701)).await.expect_err("held money is not spent");
        let LedgerError::InsufficientFunds { account, asked, available } = refused else { panic!("{refused}") };
        assert_eq!((account.as_str(), asked, available), ("account:1:PEN", pen(701), pen(700)));
        post(&db, transfer(ana(), ben(), 700)).await.expect("what is available is spent");
        assert_eq!(stands(&db, ana()).await, (300, 300));
        closes_clean(&db).await;
    }

    async fn a_posting_must_balance_and_stay_in_its_currency(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        let mut lopsided = transfer(ana(), ben(), 10);
        lopsided.lines[1].amount = pen(11);
        assert!(matches!(post(&db, lopsided).await, Err(LedgerError::Unbalanced { .. })));
        let mut empty = transfer(ana(), ben(), 10);
        empty.lines.clear();
        assert!(matches!(post(&db, empty).await, Err(LedgerError::Empty(_))));
        assert!(matches!(post(&db, transfer(ana(), ben(), 0)).await, Err(LedgerError::Empty(_))));
        let mut mixed = transfer(ana(), ben(), 10);
        mixed.lines[1] = Line::add(account(2, Currency::USD), pen(10));
        assert!(matches!(post(&db, mixed).await, Err(LedgerError::WrongCurrency { .. })));
        let crossing = transfer(ana(), account(2, Currency::USD), 10);
        assert!(matches!(post(&db, crossing).await, Err(LedgerError::Unbalanced { .. })));
        assert_eq!(stands(&db, ana()).await, (1_000, 0));
        assert_eq!(closes_clean(&db).await.journal_rows, 1);
    }

    async fn an_amount_that_cannot_be_kept_is_refused(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), i64::MAX).await;
        let refused = post(&db, transfer(AccountKey::World(PEN), ana(), 1)).await;
        assert!(matches!(refused, Err(LedgerError::Money(MoneyError::Overflow))), "{refused:?}");
        let mut huge = transfer(ana(), ben(), 1);
        huge.lines.push(Line::add(ben(), pen(i64::MAX)));
        huge.lines.push(Line::add(ana(), pen(-i64::MAX)));
        assert!(post(&db, huge).await.is_err());
        closes_clean(&db).await;
    }

    async fn a_hold_of_an_account_without_a_floor_may_go_below_zero(test_db: TestDb) {
        let db = test_db.open().await;
        let world = AccountKey::World(PEN);
        let mut tx = db.begin().await.expect("a unit");
        ledger::hold(&mut tx, world, pen(50), &fresh_request(), NOON).await.expect("held");
        tx.commit().await.expect("kept");
        assert_eq!(stands(&db, world).await, (0, 50));
        closes_clean(&db).await;
    }

    async fn an_overdraft_reaches_as_far_as_it_was_allowed_and_the_books_know_it(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        set_floor(&db, -500).await.expect("an overdraft");
        let refused = post(&db, transfer(ana(), ben(), 1_501)).await;
        assert!(matches!(refused, Err(LedgerError::InsufficientFunds { available, .. }) if available == pen(1_500)), "{refused:?}");
        post(&db, transfer(ana(), ben(), 1_200)).await.expect("within the overdraft");
        hold(&db, 300).await.expect("the rest of it");
        assert!(matches!(hold(&db, 1).await, Err(LedgerError::InsufficientFunds { .. })));
        closes_clean(&db).await;
        let refused = set_floor(&db, -499).await;
        assert!(matches!(refused, Err(LedgerError::BelowNewFloor { available, .. }) if available == pen(-500)), "{refused:?}");
        set_floor(&db, -500).await.expect("just as far");
        set_floor(&db, -800).await.expect("further");
        assert_eq!(stands(&db, ana()).await, (-200, 300));
        closes_clean(&db).await;
    }

    async fn a_debt_that_a_reversal_leaves_is_paid_by_what_comes_in_next(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        let [first, second] = [post(&db, transfer(ana(), ben(), 250)).await, post(&db, transfer(ana(), ben(), 100)).await];
        post(&db, transfer(ben(), AccountKey::World(PEN), 300)).await.expect("spent");
        reverse_owing(&db, first.expect("posted"), ben()).await.expect("owed");
        assert_eq!(stands(&db, ben()).await, (-200, 0));
        closes_clean(&db).await;
        assert!(matches!(post(&db, transfer(ben(), ana(), 1)).await, Err(LedgerError::InsufficientFunds { .. })));

        // Incoming money pays the debt first, and cannot be spent.
        for (comes, owed) in [(150, -50), (80, 0)] {
            let mut tx = db.begin().await.expect("a unit");
            ledger::post(&mut tx, transfer(ana(), ben(), comes)).await.expect("posted");
            ledger::keep_paid(&mut tx, ben(), &fresh_request(), MemberId::new(7), NOON).await.expect("kept");
            let balance = ledger::find_balance(&mut tx, ben()).await.expect("a balance");
            assert_eq!((balance.floor.minor(), balance.available().minor()), (owed, (balance.balance.minor()).max(0)));
            tx.commit().await.expect("committed");
            closes_clean(&db).await;
        }
        let refused = post(&db, transfer(ben(), ana(), 31)).await;
        assert!(matches!(refused, Err(LedgerError::InsufficientFunds { available, .. }) if available == pen(30)), "{refused:?}");
        // Nothing is owed when nothing is missing, and only the named account may owe.
        reverse_owing(&db, second.expect("posted"), ana()).await.expect_err("ben may not owe");
        assert_eq!(stands(&db, ben()).await, (30, 0));
        let third = post(&db, transfer(ana(), ben(), 5)).await.expect("posted");
        reverse_owing(&db, third, ben()).await.expect("it is there");
        let mut reader = db.reader().await.expect("a reader");
        assert!(ledger::find_balance(&mut reader, ben()).await.expect("a balance").floor.is_zero());
        drop(reader);
        closes_clean(&db).await;
    }

    async fn the_desks_own_accounts_have_no_floor_to_set(test_db: TestDb) {
        let db = test_db.open().await;
        let mut tx = db.begin().await.expect("a unit");
        let change = FloorChange { account: AccountKey::World(PEN), ..floor_of_ana(-1) };
        assert!(matches!(ledger::set_floor(&mut tx, change).await, Err(LedgerError::NoFloor(_))));
        let change = FloorChange { floor: Money::from_minor(-1, Currency::VES), ..floor_of_ana(-1) };
        assert!(matches!(ledger::set_floor(&mut tx, change).await, Err(LedgerError::WrongCurrency { .. })));
        drop(tx);
        closes_clean(&db).await;
    }

    async fn a_hold_ends_once(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        let settled = hold(&db, 400).await.expect("held");
        let released = hold(&db, 600).await.expect("held");
        assert!(matches!(hold(&db, 1).await, Err(LedgerError::InsufficientFunds { .. })));
        assert!(matches!(settle(&db, settled, 401).await, Err(LedgerError::HoldTooSmall { .. })));
        assert!(matches!(settle(&db, settled, -1).await, Err(LedgerError::HoldTooSmall { .. })));
        settle(&db, settled, 150).await.expect("settled in part");
        release(&db, released).await.expect("released");
        for hold in [settled, released] {
            assert!(matches!(settle(&db, hold, 1).await, Err(LedgerError::HoldNotOpen(_))));
            assert!(matches!(release(&db, hold).await, Err(LedgerError::HoldNotOpen(_))));
        }
        assert!(matches!(release(&db, HoldId::new(4_711)).await, Err(LedgerError::HoldNotOpen(_))));
        assert_eq!((stands(&db, ana()).await, stands(&db, ben()).await), ((850, 0), (150, 0)));
        closes_clean(&db).await;
    }

    async fn a_row_is_reversed_once_and_a_reversal_never(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        let row = post(&db, transfer(ana(), ben(), 250)).await.expect("posted");
        let mirror = reverse(&db, row).await.expect("reversed");
        for row in [row, mirror, JournalId::new(4_711)] {
            assert!(matches!(reverse(&db, row).await, Err(LedgerError::NotReversible(_))));
        }
        let spent = post(&db, transfer(ana(), ben(), 250)).await.expect("posted");
        post(&db, transfer(ben(), AccountKey::World(PEN), 250)).await.expect("spent");
        assert!(matches!(reverse(&db, spent).await, Err(LedgerError::InsufficientFunds { .. })));
        assert_eq!((stands(&db, ana()).await, stands(&db, ben()).await), ((750, 0), (0, 0)));
        closes_clean(&db).await;
    }

    async fn a_unit_that_goes_on_after_a_refusal_keeps_only_what_was_accepted(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        let held = hold(&db, 200).await.expect("held");
        let mut tx = db.begin().await.expect("a unit");
        ledger::post(&mut tx, transfer(ana(), ben(), 100)).await.expect("accepted");
        ledger::post(&mut tx, transfer(ana(), ben(), 900)).await.expect_err("too much");
        ledger::hold(&mut tx, ana(), pen(900), &fresh_request(), NOON).await.expect_err("too much");
        let mut beyond = transfer(ana(), ben(), 150);
        beyond.lines.push(Line::add(account(3, PEN), pen(-1)));
        beyond.lines.push(Line::add(ben(), pen(1)));
        ledger::settle(&mut tx, held, beyond).await.expect_err("account 3 is empty");
        ledger::post(&mut tx, transfer(ana(), ben(), 10)).await.expect("accepted");
        tx.commit().await.expect("kept");
        assert_eq!((stands(&db, ana()).await, stands(&db, ben()).await), ((890, 200), (110, 0)));
        assert_eq!(closes_clean(&db).await.open_holds, 1);
    }

    async fn a_unit_sees_its_own_postings(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        let mut tx = db.begin().await.expect("a unit");
        ledger::post(&mut tx, transfer(ana(), ben(), 100)).await.expect("posted");
        let held = ledger::hold(&mut tx, ana(), pen(50), &fresh_request(), NOON).await.expect("held");
        let balances = ledger::list_balances(&mut tx, &[ben(), ana(), account(9, PEN)]).await.expect("balances");
        let seen: Vec<(i64, i64)> = balances.iter().map(|b| (b.balance.minor(), b.available().minor())).collect();
        assert_eq!(seen, [(100, 100), (900, 850), (0, 0)]);
        ledger::settle(&mut tx, held, transfer(ana(), ben(), 50)).await.expect("settled in the same unit");
        ledger::post(&mut tx, transfer(ben(), ana(), 150)).await.expect("what just came is spent");
        tx.commit().await.expect("kept");
        assert_eq!((stands(&db, ana()).await, stands(&db, ben()).await), ((1_000, 0), (0, 0)));
        closes_clean(&db).await;
    }

    async fn a_dropped_unit_leaves_the_books_as_they_were(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, ana(), 1_000).await;
        let mut tx = db.begin().await.expect("a unit");
        ledger::post(&mut tx, transfer(ana(), ben(), 100)).await.expect("posted");
        drop(tx);
        assert_eq!(stands(&db, ana()).await, (1_000, 0));
        assert_eq!(closes_clean(&db).await.journal_rows, 1);
    }
}
