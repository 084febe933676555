//! What this API adds to refusals.

use serde_json::json;

use crate::domain::flows::players::TransactionState;
use crate::http::under_api::code::Code;
use crate::http::under_api::refusal::Refusal;

impl Refusal {
    /// Other words where the player has too little.
    pub(super) fn saying_when_short(self, message: &str) -> Refusal {
        match self.is(Code::SaldoInsuficiente) {
            true => self.saying(message.to_owned()),
            false => self,
        }
    }

    /// Adds the state that was asked for to a change that the table of states does not have.
    pub(super) fn asking_for(self, state: TransactionState) -> Refusal {
        match self.is(Code::EstadoNoPermitido) {
            true => self.adding_detail("estadoPedido", json!(state.code())),
            false => self,
        }
    }
}
