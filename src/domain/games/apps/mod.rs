//! Games and bots (specification 001): who they are, and the events in which they move people's coins.
//!
//! - An app has at most one valid key; only its hash is stored ([`keys`]).
//! - Coins move inside an event. While it is open a debit is a hold and a credit is pending; a person's pending credits
//!   of an event pay for their debits in the same event and for nothing else. The close posts everything in one journal
//!   row; an event that goes a minute without a ping expires: its holds are released and nothing is posted ([`events`]).
//! - Achievements are counted per app; each is completed once and rewarded once ([`achievements`]).
//! - An app with a webhook is told what became of its events and achievements ([`webhooks`]).
//! - Coins come from and go to `issuance:COIN`.

pub mod achievements;
pub mod events;
pub mod keys;
pub mod webhooks;
