//! The person whom an order pays, typed with the order or added later with **Añadir beneficiario**.

use super::beneficiary_store;
use serde::{Deserialize, Serialize};

use super::{BeneficiaryMistake, Order, OrderError, OrderState, get_order_for_update};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::letters::{plain, without_invisible};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission, Role};
use crate::ids::{OrderId, RequestId};

/// Longest beneficiary, in characters: name, bank, number and a phone fit.
const BENEFICIARY_MAX_CHARS: usize = 200;

/// The beneficiary as it was typed, without invisible characters and outer spaces; `None` when nothing is left.
///
/// # Errors
/// [`BeneficiaryMistake::IsRate`], [`BeneficiaryMistake::TooLong`].
pub(crate) fn checked_beneficiary(typed: Option<&str>) -> Result<Option<String>, BeneficiaryMistake> {
    let seen = without_invisible(typed.unwrap_or_default());
    let text = seen.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.eq_ignore_ascii_case("p") {
        return Err(BeneficiaryMistake::IsRate);
    }
    let given = text.chars().count();
    if BENEFICIARY_MAX_CHARS < given {
        return Err(BeneficiaryMistake::TooLong {
            max: BENEFICIARY_MAX_CHARS,
            given,
        });
    }
    Ok(Some(text.to_owned()))
}

/// The order and its new beneficiary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeneficiaryAdded {
    pub order: OrderId,
    pub beneficiary: String,
}

/// Adds the beneficiary of an order that has none. The order's reseller may do it, whoever typed the order, and admins
/// and superusers; nobody may once a capture has been sent.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`], [`OrderError::NotYourTransfer`], [`OrderError::Beneficiary`],
/// [`OrderError::HasBeneficiary`], [`OrderError::WrongState`].
pub async fn add_beneficiary(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    typed: &str,
) -> Result<BeneficiaryAdded, OrderError> {
    actor.require(Permission::SendTransfer)?;
    let asked = Asked::new(request, "orders.add_beneficiary", &(actor.member, order, typed));
    once(desk, asked, async |tx, now| {
        let beneficiary = checked_beneficiary(Some(typed))?.ok_or(BeneficiaryMistake::Nobody)?;
        let found = get_order_for_update(tx, order).await?;
        decide(actor, &found)?;
        beneficiary_store::set_beneficiary(tx, &found, &beneficiary, actor.member, now).await?;
        let subject = found.outbox_subject();
        outbox::enqueue(tx, subject, &Notice::OrderChanged { order }, now).await?;
        if let Some(cashier) = found.cashier {
            let notice = Notice::BeneficiaryAdded { order, cashier };
            outbox::enqueue(tx, subject, &notice, now).await?;
        }
        Ok(BeneficiaryAdded { order, beneficiary })
    })
    .await
}

fn decide(actor: &Actor, order: &Order) -> Result<(), OrderError> {
    let may_any = actor.superuser || actor.role == Role::Admin;
    let is_own = order.creator == actor.member || order.owner == actor.member;
    if !is_own && !may_any {
        return Err(OrderError::NotYourTransfer { order: order.id });
    }
    if let Some(beneficiary) = &order.beneficiary {
        return Err(OrderError::HasBeneficiary {
            order: order.id,
            beneficiary: beneficiary.clone(),
        });
    }
    match order.state {
        OrderState::Pending | OrderState::Assigned => Ok(()),
        state => Err(OrderError::WrongState { order: order.id, state }),
    }
}

/// Whether two typed beneficiaries are the same: spaces, capitals and accents make no difference.
pub fn is_same_beneficiary(one: &str, other: &str) -> bool {
    words_of(one) == words_of(other)
}

fn words_of(beneficiary: &str) -> Vec<String> {
    plain(beneficiary).split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{BeneficiaryMistake, checked_beneficiary, words_of};

    #[test]
    fn a_blank_beneficiary_is_none_and_a_long_one_or_the_rate_is_refused() {
        for nothing in ["", "  ", "\u{200B}"] {
            assert_eq!(checked_beneficiary(Some(nothing)), Ok(None));
        }
        assert_eq!(checked_beneficiary(None), Ok(None));
        for typed in ["p", " P "] {
            assert_eq!(checked_beneficiary(Some(typed)), Err(BeneficiaryMistake::IsRate));
        }
        let long = BeneficiaryMistake::TooLong { max: 200, given: 201 };
        assert_eq!(checked_beneficiary(Some(&"x".repeat(201))), Err(long));
    }

    #[test]
    fn what_was_typed_is_kept_as_it_was_but_for_what_nobody_sees() {
        let typed = "María Pérez\n0102-1234 *juan_perez@correo.com*";
        assert_eq!(checked_beneficiary(Some(typed)), Ok(Some(typed.to_owned())));
        assert_eq!(
            checked_beneficiary(Some("Ana\u{202E} 12")),
            Ok(Some("Ana 12".to_owned()))
        );
    }

    #[test]
    fn spaces_capitals_and_accents_make_nobody_somebody_else() {
        assert_eq!(words_of("María  Pérez\n0102"), words_of("maria perez 0102"));
        assert_ne!(words_of("Ana 0102"), words_of("Ana 0103"));
    }
}
