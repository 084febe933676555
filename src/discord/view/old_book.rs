//! Transactions of the old book, after the movements of an account.

use poise::serenity_prelude::{CreateEmbed, CreateEmbedFooter};

use super::face::Face;
use super::{COLOUR_STOPPED, text};
use crate::discord::controls::{Button, Turn};
use crate::domain::flows::legacy::OldTransaction;
use crate::ids::AccountId;
use crate::reports::accounts::{NO_ENTRY, OldBookPage, PAGE_MAX};

/// The most characters of one stored text.
const TEXT_CHARS_MAX: usize = 40;

/// Below the last movements: that there is more.
pub(crate) fn more(account: AccountId, transactions: i64) -> String {
    let many = match transactions {
        1 => "una transacción".to_owned(),
        many => format!("{many} transacciones"),
    };
    format!("Del libro anterior: {many}, con `!movimientos {account} anterior`.")
}

pub(crate) fn no_such_page(page: i64, account: AccountId) -> String {
    match page {
        1 => format!("La cuenta n.º {account} no tiene transacciones del libro anterior."),
        page => format!(
            "El libro anterior de la cuenta n.º {account} no tiene una página {page}. Empiece con `!movimientos {account} \
             anterior`."
        ),
    }
}

/// One page, with buttons for others.
pub(crate) fn page(page: &OldBookPage) -> Face {
    let lines: Vec<String> = page.transactions.iter().map(transaction).collect();
    let embed = CreateEmbed::new()
        .title(format!(
            "Libro anterior de la cuenta n.º {} · {}",
            page.account.id, page.account.currency
        ))
        .colour(COLOUR_STOPPED)
        .description(text::clip(&lines.join("\n"), text::DESCRIPTION_CHARS_MAX))
        .footer(CreateEmbedFooter::new(format!(
            "Página {} · como estaba en el sistema anterior; el saldo ya lo cuenta",
            page.page
        )));
    let mut buttons = Vec::new();
    let turn = |turn, to| Button::Movements {
        account: page.account.id,
        newest: page.newest.unwrap_or(NO_ENTRY),
        page: to,
        turn,
    };
    if 1 < page.page {
        buttons.push(turn(Turn::Newer, PAGE_MAX + page.page - 1));
    } else if page.newest.is_some() {
        // The first page of movements: how many pages they have is not known here.
        buttons.push(turn(Turn::Newer, 1));
    }
    if page.has_older {
        buttons.push(turn(Turn::Older, PAGE_MAX + page.page + 1));
    }
    Face::of_embed(embed).buttons(buttons)
}

fn transaction(one: &OldTransaction) -> String {
    let stored = |value: &Option<String>| {
        value
            .as_deref()
            .map(|value| text::plain(&text::clip(value, TEXT_CHARS_MAX)))
    };
    let or_mark = |value: &Option<String>| stored(value).unwrap_or_else(|| "?".to_owned());
    let side =
        |amount: &Option<String>, currency: &Option<String>| format!("{} {}", or_mark(amount), or_mark(currency));
    let rest: Vec<String> = [
        stored(&one.rate).map(|rate| format!(" · tasa {rate}")),
        stored(&one.receipt).map(|receipt| format!(" · comprobante {receipt}")),
        stored(&one.state)
            .filter(|state| state != "completada")
            .map(|state| format!(" · {state}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!(
        "{} · {}\n**{}** → **{}**{}",
        or_mark(&one.happened),
        or_mark(&one.kind),
        side(&one.source_amount, &one.source_currency),
        side(&one.target_amount, &one.target_currency),
        rest.concat()
    )
}
