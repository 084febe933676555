//! How banks and states number accounts, phones, people and companies: reading and checking them.
//!
//! Nouns: [`VenezuelanAccount`], [`VenezuelanMobile`], [`PersonDocument`]; [`Cci`], [`PeruvianMobile`], [`Dni`],
//! [`Ruc`]. Invariants: a value
//! has the form that its bank or state gives it, and one written form; a number of another form is refused, never
//! repaired. Check digits that differ are a warning ([`Checked`]). [`read_payee`] finds these numbers in free text and
//! refuses what has no reading or two. No entries in the books.

mod account;
mod cci;
mod check_digit;
mod dni;
mod document;
mod known;
mod mobile;
mod payee;
mod peruvian_mobile;
mod ruc;
#[cfg(test)]
mod samples;
mod typed;

pub use account::VenezuelanAccount;
pub use cci::Cci;
pub use check_digit::Checked;
pub use dni::Dni;
pub use document::{DocumentError, DocumentKind, DocumentLetter, PersonDocument};
pub use known::{Known, known_cedula, known_phone};
pub use mobile::{MobileError, VenezuelanMobile};
pub use payee::{Numbering, PayeeError, PayeePart, PayeeParts, read_payee};
pub use peruvian_mobile::{NoPeruvianMobile, PeruvianMobile};
pub use ruc::{Ruc, RucError};
pub use typed::NumberError;
