//! Where an order stands, and where it may go from there.

use crate::coded_enum;

coded_enum! {
    /// Where an order stands.
    pub enum OrderState {
        /// Nobody has it.
        Pending => "pending",
        /// A cashier has it.
        Assigned => "assigned",
        /// Its cashier has sent the capture of the payment.
        Processing => "processing",
        /// Paid and in the books.
        Completed => "completed",
        /// Was paid; undone by a superuser.
        Reversed => "reversed",
        /// The bank paid it back.
        Returned => "returned",
        /// A cashier would not pay it, and said why.
        Rejected => "rejected",
        /// Its reseller took it back.
        Cancelled => "cancelled",
    }
}

impl OrderState {
    /// Whether somebody still has to do something about it.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            OrderState::Pending | OrderState::Assigned | OrderState::Processing
        )
    }

    /// Whether an order in this state may become `next`. Assigned → assigned is a change of cashier.
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
                    | OrderState::Rejected
                    | OrderState::Cancelled
            ),
            OrderState::Processing => {
                matches!(
                    next,
                    OrderState::Completed | OrderState::Returned | OrderState::Rejected
                )
            }
            OrderState::Completed => matches!(next, OrderState::Reversed),
            OrderState::Reversed | OrderState::Returned | OrderState::Rejected | OrderState::Cancelled => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OrderState;

    #[test]
    fn an_ended_order_only_ever_becomes_reversed_and_only_when_it_was_paid() {
        for state in OrderState::ALL.iter().copied().filter(|state| !state.is_open()) {
            for next in OrderState::ALL.iter().copied() {
                let reversal = state == OrderState::Completed && next == OrderState::Reversed;
                assert_eq!(state.may_become(next), reversal, "{state} to {next}");
            }
        }
    }

    #[test]
    fn nothing_is_completed_without_a_capture() {
        for state in OrderState::ALL.iter().copied() {
            assert_eq!(state.may_become(OrderState::Completed), state == OrderState::Processing);
        }
    }

    #[test]
    fn a_reseller_takes_back_only_what_no_cashier_has_paid() {
        assert!(OrderState::Assigned.may_become(OrderState::Cancelled));
        assert!(!OrderState::Processing.may_become(OrderState::Cancelled));
    }
}
