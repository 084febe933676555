//! Accounts.

use super::{actor, member, request};
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::{Context, Never, view};
use crate::domain::accounts::{self, OpenAccount};
use crate::domain::rates::PlaceOrCurrency;

/// Cuentas de la mesa
#[poise::command(prefix_command, slash_command, subcommands("crear"), subcommand_required)]
pub(super) async fn cuenta(_: Context<'_>) -> Result<(), Never> {
    Ok(())
}

/// Abre una cuenta con su saldo inicial
#[poise::command(prefix_command, slash_command)]
async fn crear(
    context: Context<'_>,
    #[description = "La persona"] persona: PersonArg,
    #[description = "Moneda o país: VES"] moneda: String,
    #[description = "Saldo inicial: 5000"] saldo: String,
    #[description = "Banco"]
    #[rest]
    banco: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let asked = OpenAccount {
            member: member(context, &persona.0).await?,
            currency: PlaceOrCurrency::new(&moneda),
            opening_balance: saldo,
            bank: banco,
        };
        let desk = &context.data().desk;
        let done = retrying(|| accounts::open(desk, &actor, &request, &asked)).await;
        let done = done.map_err(declined("accounts.open", view::accounts::refused))?;
        Ok(Answer::Say(view::accounts::opened(&done)))
    };
    answer(context, work).await
}
