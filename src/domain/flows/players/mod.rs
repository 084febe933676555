//! Players (specification 003): people with several identities whose money games move.
//!
//! A player is a member with the identity `jugador`; their money is their numbered account in the players' currency. Every
//! movement is a transaction, a row of `player_transactions` that never changes: an automatic one is completed or failed at
//! once, the state of a deposit or withdrawal is its order's. Postings: docs/BOOKS.md, `player.*`.

mod alarms;
mod automatic;
mod behalf;
mod cash;
mod category;
mod error;
mod figures;
mod figures_store;
mod link;
mod listing;
mod listing_store;
mod people_store;
mod person;
mod player;
mod public_id;
mod reference;
mod register;
mod repeated;
mod repeated_store;
mod revert;
mod revert_store;
mod sent;
mod show;
mod state;
mod store;
mod typed;

pub use alarms::{
    Alarm, AlarmEvent, AlarmFacts, AlarmKind, AlarmSubject, NotedAlarm, count_open_alarms, get_alarm, is_alarm_open,
    watch,
};
pub use automatic::{Automatic, Done, process};
pub use behalf::acting_for;
pub use cash::{
    AskCash, Asker, CashAsked, CashConfirmed, CashError, CashReverted, CashTerms, ConfirmCash, DETAIL_CHARS_MAX,
    Direction, NOTES_CHARS_MAX, PaymentDetails, PaymentSaid, RepeatedPayment, SaidPayment, ask, confirm,
    find_cash_terms, list_cash_terms, list_payments, revert_order, say_paid, tell_repeated,
};
pub use category::{Category, Side};
pub use error::PlayersError;
pub use figures::{
    CashierFigures, DayFigures, Ending, FailuresOf, Group, Groups, OpenRequests, Period, PrizesOf, Tally, by_cashier,
    by_day,
};
pub use figures_store::{
    count_by_state, count_open_requests, list_cashier_endings, list_failures, list_prizes, list_slices, read_groups,
};
pub use link::{Elsewhere, link};
pub use listing::{Listing, Slice, count_transactions, find_transaction_of_order, list_transactions};
pub use people_store::find_player_of_member;
pub use person::find_person;
pub use player::{Player, find_player, require_player};
pub(crate) use player::{ensure_player, get_player_for_update};
pub use public_id::PublicId;
pub use register::{NewPlayer, Registered, register};
pub use revert::{Reverted, revert};
pub use revert_store::{Undoing, find_undoing};
pub use sent::Sent;
use show::is_person;
pub use show::{Funds, require_own_player, show_player};
pub use state::{Failure, TransactionState};
pub use store::{Kept, Transaction, find_transaction};
pub(crate) use store::{NewTransaction, insert_transaction};
