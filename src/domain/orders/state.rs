//! The states of an order, and which may follow which. A kind uses a part of this ([`super::Rules`]).

use crate::coded_enum;

coded_enum! {
    /// The state of an order.
    pub enum OrderState {
        /// No cashier has it.
        Pending => "pending",
        /// A cashier has it.
        Assigned => "assigned",
        /// Its cashier is carrying it out: the capture of the payment has been sent, or the cashier said so.
        Processing => "processing",
        /// Done and in the books.
        Completed => "completed",
        /// Was completed, then undone by a superuser.
        Reversed => "reversed",
        /// The bank paid the money back.
        Returned => "returned",
        /// A cashier refused to carry it out, and said why.
        Rejected => "rejected",
        /// Its owner withdrew it.
        Cancelled => "cancelled",
    }
}

impl OrderState {
    /// Whether it has not ended yet.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            OrderState::Pending | OrderState::Assigned | OrderState::Processing
        )
    }

    /// Whether any kind allows the change from this state to `next`. Assigned → assigned is a change of cashier.
    pub const fn may_become(self, next: OrderState) -> bool {
        match self {
            OrderState::Pending => {
                matches!(
                    next,
                    OrderState::Assigned | OrderState::Rejected | OrderState::Cancelled
                )
            }
            OrderState::Assigned => matches!(
                next,
                OrderState::Assigned
                    | OrderState::Pending
                    | OrderState::Processing
                    | OrderState::Completed
                    | OrderState::Returned
                    | OrderState::Rejected
                    | OrderState::Cancelled
            ),
            OrderState::Processing => {
                matches!(
                    next,
                    OrderState::Completed | OrderState::Returned | OrderState::Rejected
                )
            }
            OrderState::Completed => matches!(next, OrderState::Reversed | OrderState::Returned),
            OrderState::Reversed | OrderState::Returned | OrderState::Rejected | OrderState::Cancelled => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OrderState;

    #[test]
    fn an_ended_order_only_ever_changes_when_it_was_completed() {
        for state in OrderState::ALL.iter().copied().filter(|state| !state.is_open()) {
            for next in OrderState::ALL.iter().copied() {
                let undoes = matches!(next, OrderState::Reversed | OrderState::Returned);
                assert_eq!(
                    state.may_become(next),
                    state == OrderState::Completed && undoes,
                    "{state} to {next}"
                );
            }
        }
    }

    #[test]
    fn an_owner_withdraws_only_what_no_cashier_is_carrying_out() {
        assert!(OrderState::Assigned.may_become(OrderState::Cancelled));
        assert!(!OrderState::Processing.may_become(OrderState::Cancelled));
    }
}
