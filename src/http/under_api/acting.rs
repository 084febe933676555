//! Who acts in the books, with no more rights than their token has.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::domain::people::members::{Actor, Role};
use crate::domain::people::tokens::{ApiRole, Principal};
use crate::http::under_api::auth::Calling;
use crate::http::under_api::refusal::Refusal;

/// Who calls, as somebody who acts.
pub(in crate::http) struct Acting(pub(in crate::http) Actor);

impl<S: Send + Sync> FromRequestParts<S> for Acting {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Acting, Refusal> {
        let Calling(caller) = Calling::from_request_parts(parts, state).await?;
        Ok(Acting(acting(&caller)))
    }
}

/// Whoever is more than their token says acts as what it says.
fn acting(caller: &Principal) -> Actor {
    let actor = caller.actor();
    match caller.role {
        // Which calls a program may make is in the table of roles.
        ApiRole::Admin | ApiRole::Bot | ApiRole::System => actor,
        ApiRole::Cashier => Actor {
            role: Role::Cashier,
            superuser: false,
            ..actor
        },
        ApiRole::Player => Actor {
            role: match actor.role {
                Role::Guest | Role::Client | Role::Reseller => actor.role,
                Role::Cashier | Role::Admin => Role::Client,
            },
            superuser: false,
            ..actor
        },
    }
}

#[cfg(test)]
mod tests {
    use super::acting;
    use crate::domain::people::members::{Actor, Role, Standing};
    use crate::domain::people::tokens::{ApiRole, Holder, Principal};
    use crate::ids::MemberId;

    #[test]
    fn an_admin_with_a_lesser_token_is_no_admin() {
        let caller = |role, token| Principal {
            role: token,
            holder: Holder::Member(Actor {
                member: MemberId::new(1),
                name: "ana".to_owned(),
                role,
                standing: Standing::Works,
                superuser: true,
            }),
        };
        for (role, token, expected) in [
            (Role::Admin, ApiRole::Admin, (Role::Admin, true)),
            (Role::Guest, ApiRole::Admin, (Role::Guest, true)),
            (Role::Admin, ApiRole::Cashier, (Role::Cashier, false)),
            (Role::Admin, ApiRole::Player, (Role::Client, false)),
            (Role::Cashier, ApiRole::Player, (Role::Client, false)),
            (Role::Reseller, ApiRole::Player, (Role::Reseller, false)),
        ] {
            let actor = acting(&caller(role, token));
            assert_eq!((actor.role, actor.superuser), expected, "{role} with {token}");
        }
    }
}
