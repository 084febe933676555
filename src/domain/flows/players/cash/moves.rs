//! The changes of state that deposits and withdrawals allow (Q-30, docs/API.md). Admins may do what a cashier may.

use crate::domain::orders::{Move, OrderState, Who, may};

const CASHIERS: &[Who] = &[Who::Cashier, Who::Overseer, Who::Desk];
const CARRIER: &[Who] = &[Who::Carrier, Who::Overseer];

/// What both allow. The owner cancels only while no cashier has the order.
pub(super) const COMMON: [Move; 11] = [
    may(OrderState::Pending, OrderState::Assigned, CASHIERS),
    may(OrderState::Pending, OrderState::Rejected, &[Who::Overseer]),
    may(OrderState::Pending, OrderState::Cancelled, &[Who::Owner, Who::Overseer]),
    may(OrderState::Assigned, OrderState::Assigned, CASHIERS),
    may(
        OrderState::Assigned,
        OrderState::Pending,
        &[Who::Carrier, Who::Overseer, Who::Desk],
    ),
    may(OrderState::Assigned, OrderState::Processing, CARRIER),
    may(OrderState::Assigned, OrderState::Rejected, CARRIER),
    may(OrderState::Processing, OrderState::Completed, CARRIER),
    may(OrderState::Processing, OrderState::Rejected, CARRIER),
    may(OrderState::Completed, OrderState::Reversed, &[Who::Overseer]),
    may(OrderState::Completed, OrderState::Returned, CARRIER),
];

/// The same and one more.
pub(super) const fn and(more: Move) -> [Move; 12] {
    let mut all = [more; 12];
    let mut nth = 0;
    while nth < COMMON.len() {
        all[nth] = COMMON[nth];
        nth += 1;
    }
    all
}
