//! The states of a transaction, and why one failed.

use crate::coded_enum;

coded_enum! {
    /// The state of a transaction. Automatic ones are completed or failed at once, and may be reverted; the others are
    /// states of orders.
    pub enum TransactionState {
        /// Asked for; no cashier has it.
        Pending => "pendiente",
        /// A cashier has it.
        InProcess => "en_proceso",
        /// Its cashier said that the money moved; it is not in the books yet.
        Confirmed => "confirmada",
        /// Done and in the books.
        Completed => "completada",
        /// A cashier, or the desk, refused to carry it out.
        Rejected => "rechazada",
        /// It could not be done: nothing moved.
        Failed => "fallida",
        /// Was completed, then undone by an admin.
        Reverted => "revertida",
        /// Its player withdrew it.
        Cancelled => "cancelada",
    }
}

coded_enum! {
    /// Why a transaction failed.
    pub enum Failure {
        InsufficientFunds => "saldo_insuficiente",
    }
}
