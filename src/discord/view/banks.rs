//! Banks: what the desk has there, who pays to which, and why something was refused.

use poise::serenity_prelude::CreateEmbed;

use super::accounts::refused as account_refused;
use super::face::Face;
use super::giros::bank;
use super::guild::not_here;
use super::money::money;
use super::refusals::{amount, bad_reason, books, not_allowed};
use super::{COLOUR_OPEN, FAULT, OTHER_INPUT, text};
use crate::domain::kernel::money::Money;
use crate::domain::treasury::accounts::Movement;
use crate::domain::treasury::banks::{AssignmentSet, Bank, BankError};
use crate::domain::treasury::central::{CentralError, CentralMoved, CentralTransferred};
use crate::ids::JournalId;
use crate::reports::giros::{Assignments, BankHoldings, Holdings};

/// `!bancos`: banks where the desk has something, and the sums.
pub(crate) fn holdings(found: &Holdings) -> Face {
    let has = |there: &&BankHoldings| !there.central.is_zero() || 0 < there.accounts_count;
    let lines: Vec<String> = found.banks.iter().filter(has).map(holding).collect();
    let mut embed = CreateEmbed::new().title("Bancos").colour(COLOUR_OPEN);
    let lines = match lines.is_empty() {
        true => "La mesa no tiene dinero en ningún banco de la lista.".to_owned(),
        false => lines.join("\n"),
    };
    embed = embed.description(text::clip(&lines, text::DESCRIPTION_CHARS_MAX));
    if !found.elsewhere.is_empty() {
        embed = embed.field("En cuentas sin banco de la lista", sums(&found.elsewhere), false);
    }
    embed = embed.field("Total: balances centrales y cuentas", sums(&found.total), false);
    let others = found
        .banks
        .iter()
        .filter(|there| !has(there))
        .map(|there| there.bank.name.as_str());
    let others: Vec<&str> = others.collect();
    if !others.is_empty() {
        let others = text::clip(&text::plain(&others.join(", ")), text::FIELD_CHARS_MAX);
        embed = embed.field("También se puede enviar a", others, false);
    }
    Face::of_embed(embed)
}

fn holding(there: &BankHoldings) -> String {
    format!(
        "**{}** — central {} · en {} {}",
        bank(&there.bank),
        money(there.central),
        match there.accounts_count {
            1 => "1 cuenta".to_owned(),
            count => format!("{count} cuentas"),
        },
        money(there.accounts)
    )
}

fn sums(sums: &[Money]) -> String {
    let shown = sums.iter().filter(|sum| !sum.is_zero()).map(|sum| money(*sum));
    let shown: Vec<String> = shown.collect();
    match shown.is_empty() {
        true => "—".to_owned(),
        false => shown.join(" · "),
    }
}

/// `!asignaciones`.
pub(crate) fn assignments(found: &Assignments) -> Face {
    if found.rows.is_empty() {
        return Face::new("Ningún banco tiene cajeros asignados. Asigne uno: `!asignar-banco Banesco @cajero 10`.");
    }
    let lines: Vec<String> = found
        .rows
        .iter()
        .map(|row| {
            let paused = match (row.assignment.is_active, row.cashier.works() && row.cashier.available) {
                (false, _) => " · *sin efecto*",
                (true, false) => " · *en pausa*",
                (true, true) => "",
            };
            format!(
                "**{}** → {} · prioridad {}{paused}",
                bank(&row.bank),
                text::name(&row.cashier.name),
                row.assignment.priority
            )
        })
        .collect();
    let embed = CreateEmbed::new()
        .title("Quién paga a cada banco")
        .colour(COLOUR_OPEN)
        .description(text::clip(&lines.join("\n"), text::DESCRIPTION_CHARS_MAX));
    Face::of_embed(embed)
}

pub(crate) fn assigned(done: &AssignmentSet) -> String {
    let (bank, cashier) = (text::plain(&done.bank_name), text::name(&done.cashier_name));
    match done.is_active {
        true => format!(
            "**{cashier}** paga los giros a **{bank}** con prioridad **{}** (la más alta va primero). Todas: `!asignaciones`.",
            done.priority
        ),
        false => format!("**{cashier}** no está entre quienes pagan primero a **{bank}**. Todas: `!asignaciones`."),
    }
}

pub(crate) fn moved(done: &CentralMoved) -> String {
    let what = match done.movement {
        Movement::Deposit => "Recarga",
        Movement::Adjustment => "Ajuste",
    };
    let commission = done.commission.filter(|commission| !commission.is_zero());
    let commission = commission.map(|commission| format!(" Comisión aparte: {}.", money(commission)));
    format!(
        "{what} del balance central de **{}**: anterior {}, insertado {}, actual **{}**.{} {}",
        text::plain(&done.bank_name),
        money(done.previous),
        money(done.amount),
        money(done.current),
        commission.unwrap_or_default(),
        undone_with(done.journal)
    )
}

pub(crate) fn transferred(done: &CentralTransferred) -> String {
    format!(
        "{} pasaron de **{}** (central {} → **{}**) a la cuenta n.º {} de **{}** ({} → **{}**). {}",
        money(done.amount),
        text::plain(&done.bank_name),
        money(done.central_previous),
        money(done.central_current),
        done.account,
        text::name(&done.owner),
        money(done.account_previous),
        money(done.account_current),
        undone_with(done.journal)
    )
}

fn undone_with(movement: JournalId) -> String {
    format!("Si fue un error: `!revertir movimiento {movement} motivo`.")
}

/// Digits behind the word `comisión` that are not read as its amount.
pub(crate) fn unread_commission() -> String {
    "No sé cuánto es la comisión. Escríbala así, delante de la referencia: `!recargar-banco 0134 50000 comisión 25 efectivo`."
        .to_owned()
}

pub(crate) fn no_priority(typed: &str) -> String {
    format!(
        "«{}» no es una prioridad. Escriba un número de 0 a 999 (la más alta va primero), o `no` para quitarlo.",
        text::plain(typed)
    )
}

fn several(typed: &str, banks: &[Bank]) -> String {
    /// More names than these nobody reads on a phone.
    const SHOWN_MAX: usize = 6;
    let names: Vec<String> = banks
        .iter()
        .take(SHOWN_MAX)
        .map(|bank| format!("`{}` {}", bank.code, text::plain(&bank.name)))
        .collect();
    format!(
        "«{}» puede ser {}. Escriba el código.",
        text::plain(typed),
        text::listed(&names, "o")
    )
}

pub(crate) fn refused(error: &BankError) -> String {
    match error {
        BankError::NotAllowed(no) => not_allowed(*no),
        BankError::NotHere(no) => not_here(no),
        BankError::Unknown { typed } => format!(
            "«{}» no es un banco de la lista. Escriba su código, como `0134`, o su nombre, como `Banco de Venezuela`. Los que hay: `!bancos`.",
            text::plain(typed)
        ),
        BankError::UnknownId(bank) => format!("No hay un banco {bank}. Los que hay: `!bancos`."),
        BankError::Several { typed, banks } => several(typed, banks),
        BankError::NoCashier { name } => format!(
            "**{}** no es cajero. A un banco se asignan cajeros: `!asignar-banco Banesco @cajero 10`.",
            text::name(name)
        ),
        BankError::UnknownAssignment(assignment) => {
            format!("No hay una asignación {assignment}. Las que hay: `!asignaciones`.")
        }
        BankError::Priority { given, .. } => no_priority(given),
        BankError::OtherInput(_) => OTHER_INPUT.to_owned(),
        BankError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn central_refused(error: &CentralError) -> String {
    match error {
        CentralError::NotAllowed(no) => not_allowed(*no),
        CentralError::Bank(error) => refused(error),
        CentralError::Account(error) => account_refused(error),
        CentralError::Amount(error) => amount(error, None),
        CentralError::Reason(mistake) => bad_reason(*mistake),
        CentralError::InsufficientFunds { asked, available, .. } => format!(
            "El balance central no alcanza: hacen falta {} y hay {}. No se movió nada. Lo que hay: `!bancos`.",
            money(*asked),
            money(*available)
        ),
        CentralError::NoBankAccount { account, currency } => format!(
            "La cuenta n.º {account} no es una cuenta bancaria en {}. Las de un cajero: `!cuentas @cajero`.",
            super::money::named(*currency)
        ),
        CentralError::Books(error) => books(error),
        CentralError::Question(error) => super::questions::refused(error),
        CentralError::OtherInput(_) => OTHER_INPUT.to_owned(),
        CentralError::Db(_) => FAULT.to_owned(),
    }
}
