//! What was noticed about the old book and stops nothing.

use crate::coded_enum;

coded_enum! {
    /// What was noticed.
    pub enum NoteKind {
        /// The book's columns are those of before the change.
        OldColumns => "forma_vieja",
        /// It has the old and the new columns.
        BothColumns => "forma_doble",
        /// It has only the new columns.
        NewColumns => "forma_nueva",
        /// There is no table of transactions.
        NoTransactions => "sin_transacciones",
        /// A stored amount had more than 4 decimals; facts: stored, shown.
        MoreDecimals => "mas_decimales",
        /// A number is not 20 digits; facts: the number. The account gets another one.
        OddNumber => "numero_raro",
        /// A number is 20 digits once blanks and marks are left out; facts: as stored, as kept.
        SpacedNumber => "numero_con_marcas",
        /// Facts: the account's currency and what it held.
        ClosedWithMoney => "cerrada_con_dinero",
        /// A client's further accounts; facts: the one that stays, and what moves to where.
        Merged => "cuentas_unidas",
        /// Clients who were not active come in as sent away.
        InactiveClient => "cliente_inactivo",
        /// A cédula of no usual form; facts: as stored, as kept.
        OddCedula => "cedula_rara",
        /// A cédula that cannot be an identity; facts: as stored.
        NoCedula => "cedula_ilegible",
        OddPhone => "telefono_raro",
        NoPhone => "telefono_ilegible",
        /// Several clients have one phone, so none is known by it; facts: who.
        SharedPhone => "telefono_compartido",
        /// Somebody at the desk is known by this phone already.
        PhoneTaken => "telefono_en_uso",
        /// The specification's script ran: an amount stands twice; facts: amount, accounts.
        HalfRunTwice => "media_corrida_doble",
        /// The specification's script ran: an amount stands only in the old column; facts: amount.
        HalfRunOldOnly => "media_corrida_vieja",
        /// Both columns agree; facts: amount.
        HalfRunAgrees => "media_corrida_igual",
        /// Clocks were set back: the wall-clock time came twice and the first is taken; facts: the text.
        DateTwice => "fecha_doble",
        /// Clocks were set forward: the wall-clock time did not exist; facts: the text.
        DateSkipped => "fecha_inexistente",
        /// A client without an account.
        NoAccounts => "cliente_sin_cuentas",
        /// Who brought a client is kept as text, because the old book's referrers are no resellers; facts: who.
        Referred => "referido",
        /// An account that does not come in; facts: currency and amount, which stays behind.
        LeftBehind => "cuenta_omitida",
    }
}

/// Something noticed, about a row of the old book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    pub kind: NoteKind,
    /// `cuenta 4 EUR`; empty for the book itself.
    pub about: String,
    /// As [`NoteKind`] says.
    pub facts: Vec<String>,
}

impl Note {
    pub(super) fn new(kind: NoteKind, about: impl Into<String>, facts: impl IntoIterator<Item = String>) -> Note {
        Note {
            kind,
            about: about.into(),
            facts: facts.into_iter().collect(),
        }
    }
}
