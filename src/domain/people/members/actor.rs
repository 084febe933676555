//! Who acts, and what they may do.

use super::{Role, Standing};
use crate::ids::MemberId;

/// Somebody who acts at the desk, with their role and standing at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub member: MemberId,
    pub name: String,
    pub role: Role,
    pub standing: Standing,
    /// Whether they own the guild or are named in the configuration. Never for somebody who left the guild.
    pub superuser: bool,
}

/// What an actor may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Rates, USD values, fees.
    PublishPrices,
    /// Roles, cuts, channels, accounts.
    SetUpDesk,
    /// Open, buy for and close a batch in a reseller's channel.
    RunBatch,
    /// Open the desk's own batches, which its clients' transfers enter.
    RunDeskBatch,
    /// Send a transfer: into a reseller's open batch, or, a client, into one of the desk's own.
    SendTransfer,
    /// Look at the open batch of a channel.
    SeeBatch,
    /// Take back a transfer that no cashier has paid.
    WithdrawTransfer,
    /// Take, prove, confirm or reject orders.
    CarryOutOrders,
    /// Give orders to cashiers.
    AssignOrders,
    /// Confirm an order from the account of the cashier who paid it.
    ConfirmForCashier,
    /// Undo a completed order.
    ReverseOrders,
    /// Give back an order whose payment came back from the bank.
    ReturnOrders,
    /// Take the closing of a batch back.
    ReopenBatches,
    /// Look at orders and batches of anybody.
    SeeEverything,
    /// Look at one's own orders and earnings, also after `!baja`.
    SeeOwn,
    /// List the orders of everybody together.
    ListEverything,
    /// Look at the lists and earnings of somebody else.
    SeeOthers,
    /// Look at what people ask for.
    SeeRequests,
    /// Approve or reject what people ask for.
    DecideRequests,
    /// Register games and bots, and give and end their keys.
    ManageApps,
    /// Give people new coins.
    GiveCoins,
    /// Take the gift of the day, pay coins, turn points into coins.
    MoveCoins,
    /// Deposit into one's own balance and withdraw from it, through a cashier.
    MoveOwnMoney,
    /// Exchange and transfer one's own money between accounts.
    ExchangeMoney,
    /// Send giros: a reseller from their balance, an admin from a cashier's account.
    SendGiros,
    /// Get tokens of the API for players, and call it with them.
    UseTokens,
    /// See which clients a reseller brought, and what they bring.
    SeeClients,
    /// See a client's points.
    SeePoints,
    /// Have an account at the desk and ask for another one.
    HoldAccounts,
    /// Look at accounts of anybody.
    SeeAccounts,
    /// Put money into accounts and take it out, as it moved outside the desk.
    AdjustAccounts,
    /// Say how far below zero an account may go.
    SetFloors,
    /// Hand out codes with which people of the old book join their members.
    GiveLinkCodes,
    /// Join one's member of the old book with such a code.
    Link,
}

/// The actor's role does not allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{role} may not {permission:?}")]
pub struct NotAllowed {
    pub role: Role,
    pub standing: Standing,
    pub permission: Permission,
}

impl Actor {
    /// The desk itself, for what follows from a decision that somebody was allowed to take.
    pub fn desk() -> Actor {
        Actor {
            member: MemberId::DESK,
            name: String::new(),
            role: Role::Admin,
            standing: Standing::Works,
            superuser: true,
        }
    }

    /// # Errors
    /// [`NotAllowed`] with the role and what it lacks.
    pub fn require(&self, permission: Permission) -> Result<(), NotAllowed> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(NotAllowed {
                role: self.role,
                standing: self.standing,
                permission,
            })
        }
    }

    pub fn may(&self, permission: Permission) -> bool {
        let by_role = self.role.may(permission);
        // Whoever carries out an order pays from an account of their own, which a superuser does not have by being one.
        let by_superuser = self.superuser && permission != Permission::CarryOutOrders;
        match self.standing {
            Standing::Works => by_role || by_superuser,
            Standing::SentAway => {
                let is_kept = matches!(
                    permission,
                    Permission::SeeOwn | Permission::MoveCoins | Permission::Link
                );
                (is_kept && by_role) || by_superuser
            }
            Standing::Left => permission == Permission::SeeOwn && by_role,
        }
    }
}

impl Role {
    /// What everybody with this role may do who works at the desk.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::PublishPrices
            | Permission::SetUpDesk
            | Permission::ReverseOrders
            | Permission::ReopenBatches
            | Permission::DecideRequests
            | Permission::ManageApps
            | Permission::GiveCoins
            | Permission::SeeOthers
            | Permission::ConfirmForCashier
            | Permission::SetFloors => false,
            Permission::AssignOrders | Permission::RunDeskBatch => matches!(self, Role::Admin),
            Permission::RunBatch | Permission::SendGiros => matches!(self, Role::Reseller | Role::Admin),
            Permission::WithdrawTransfer | Permission::ExchangeMoney => {
                matches!(self, Role::Client | Role::Reseller | Role::Admin)
            }
            Permission::SendTransfer => self != Role::Guest,
            Permission::SeeBatch => matches!(self, Role::Reseller | Role::Cashier | Role::Admin),
            Permission::SeeClients => matches!(self, Role::Reseller),
            Permission::SeePoints | Permission::MoveOwnMoney => matches!(self, Role::Client),
            Permission::CarryOutOrders => matches!(self, Role::Cashier),
            Permission::SeeEverything | Permission::ReturnOrders => matches!(self, Role::Cashier | Role::Admin),
            Permission::ListEverything | Permission::SeeRequests => matches!(self, Role::Admin),
            Permission::HoldAccounts | Permission::SeeOwn => self != Role::Guest,
            Permission::MoveCoins | Permission::UseTokens | Permission::Link => true,
            Permission::SeeAccounts | Permission::AdjustAccounts | Permission::GiveLinkCodes => {
                matches!(self, Role::Admin)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Actor, Permission, Role, Standing};
    use crate::ids::MemberId;

    fn actor(role: Role, superuser: bool) -> Actor {
        let member = MemberId::new(1);
        Actor {
            member,
            name: "ana".into(),
            role,
            standing: Standing::Works,
            superuser,
        }
    }

    #[test]
    fn only_superusers_publish_prices() {
        for role in [Role::Guest, Role::Client, Role::Reseller, Role::Cashier, Role::Admin] {
            assert!(actor(role, false).require(Permission::PublishPrices).is_err());
            assert!(actor(role, true).require(Permission::PublishPrices).is_ok());
        }
    }

    #[test]
    fn who_left_may_only_see_what_is_theirs_whatever_they_are() {
        for role in [Role::Guest, Role::Client, Role::Reseller, Role::Cashier, Role::Admin] {
            for superuser in [false, true] {
                let gone = Actor {
                    standing: Standing::Left,
                    ..actor(role, superuser)
                };
                assert_eq!(gone.may(Permission::SeeOwn), role != Role::Guest);
                for permission in [
                    Permission::PublishPrices,
                    Permission::SendTransfer,
                    Permission::CarryOutOrders,
                    Permission::AdjustAccounts,
                    Permission::SeeEverything,
                    Permission::MoveCoins,
                    Permission::UseTokens,
                    Permission::HoldAccounts,
                ] {
                    assert!(!gone.may(permission), "{role} {permission:?}");
                }
            }
        }
    }

    #[test]
    fn a_superuser_without_a_bank_account_cannot_carry_out_an_order() {
        assert!(!actor(Role::Guest, true).may(Permission::CarryOutOrders));
        assert!(actor(Role::Cashier, true).may(Permission::CarryOutOrders));
    }
}
