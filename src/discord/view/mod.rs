//! All words for people, in Spanish. Nothing is decided here.
//!
//! A `match` over refusals, notices, states or buttons has no `_` arm, so a new variant does not compile until it has
//! words.

pub(super) mod account_changes;
pub(super) mod account_forms;
pub(super) mod accounts;
pub(super) mod alarms;
pub(super) mod apps;
pub(super) mod arguments;
pub(super) mod badges;
pub(super) mod banks;
pub(super) mod batch_requests;
pub(super) mod batches;
mod bounds;
pub(super) mod cash;
pub(super) mod cash_answers;
pub(super) mod cashiers;
pub(super) mod channels;
pub(super) mod clients;
pub(super) mod closes;
pub(super) mod coins;
pub(super) mod components;
pub(super) mod controls;
pub(super) mod corrections;
pub(super) mod desk;
pub(super) mod desk_reports;
pub(super) mod detours;
pub(super) mod earnings;
pub(super) mod exchange;
pub(super) mod face;
pub(super) mod faults;
pub(super) mod floats;
pub(super) mod form;
pub(super) mod giro_answers;
pub(super) mod giro_forms;
pub(super) mod giro_lists;
pub(super) mod giros;
pub(super) mod guild;
pub(super) mod help;
pub(super) mod history;
pub(super) mod linking;
pub(super) mod members;
pub(super) mod money;
pub(super) mod movements;
mod nouns;
pub(super) mod old_book;
pub(super) mod older_books;
pub(super) mod order_lists;
pub(super) mod order_rings;
pub(super) mod orders;
pub(super) mod paging;
pub(super) mod payouts;
pub(super) mod places;
pub(super) mod player_alarms;
pub(super) mod prices;
pub(super) mod privacy;
pub(super) mod proofs;
pub(super) mod questions;
pub(super) mod reads;
pub(super) mod refusals;
pub(super) mod registration;
pub(super) mod request_lists;
pub(super) mod requests;
pub(super) mod reversals;
pub(super) mod setup;
pub(super) mod shift;
pub(super) mod text;
pub(super) mod tokens;
pub(super) mod typing;
pub(super) mod undoing;
pub(super) mod when;

/// For a fault after which nothing was saved for certain ([`faults`] has the words for others).
pub(super) const FAULT: &str = "No se guardó nada. Inténtelo otra vez en un minuto.";
/// The same request id with other input. Only a client that reuses ids can cause it.
pub(super) const OTHER_INPUT: &str = "Ese pedido ya se hizo con otros datos. Escriba el comando de nuevo.";

/// The colours of embeds.
pub(super) const COLOUR_OPEN: u32 = 0x3B_82F6;
pub(super) const COLOUR_WAITING: u32 = 0xF5_9E0B;
pub(super) const COLOUR_DONE: u32 = 0x16_A34A;
pub(super) const COLOUR_STOPPED: u32 = 0x6B_7280;
