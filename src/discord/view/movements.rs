//! Balances and movements of accounts: *anterior, insertado, actual*.

use poise::serenity_prelude::CreateEmbed;

use super::accounts::{internal, kind_of};
use super::face::Face;
use super::money::{money, rate};
use super::{COLOUR_OPEN, COLOUR_STOPPED, text, when};
use crate::discord::controls::{Button, Turn};
use crate::domain::books::ledger::Movement;
use crate::domain::flows::undoing::Undoable;
use crate::domain::kernel::money::{Money, Rate};
use crate::domain::treasury::accounts::{AccountNumber, AccountState};
use crate::ids::AccountId;
use crate::reports::accounts::{AccountCard, MovementsPage, PAGE_MAX};
use crate::reports::posting_words;
use crate::reports::worth::Worth;

/// `!saldo`: one account.
/// `in_dollars`: whether it says what the balance is worth; a sum of all says it at other prices.
pub(crate) fn balance(card: &AccountCard, in_dollars: bool) -> CreateEmbed {
    let account = &card.account;
    let zero = Money::zero(account.currency);
    let (previous, inserted) = card
        .last
        .as_ref()
        .map_or((zero, zero), |last| (last.previous, last.amount));
    let state = match account.state {
        AccountState::Active => "",
        AccountState::Closed => " · cerrada",
    };
    let mut embed = CreateEmbed::new()
        .title(format!("Cuenta n.º {} · {}{state}", account.id, account.currency))
        .colour(match account.state {
            AccountState::Active => COLOUR_OPEN,
            AccountState::Closed => COLOUR_STOPPED,
        })
        .description(format!("{} · {}", internal(&account.number), kind_of(card)))
        .field("De", text::name(&card.owner.name), true);
    if let Some(bank) = account.bank.as_deref() {
        embed = embed.field("Banco", text::clip(&text::plain(bank), text::FIELD_CHARS_MAX), true);
    }
    if let Some(reference) = account.reference.as_deref() {
        embed = embed.field("Número en el banco", text::to_copy(reference), true);
    }
    if let Some(holder) = account.holder.as_deref() {
        embed = embed.field("Titular", text::name(holder), true);
    }
    embed = embed
        .field("Saldo anterior", money(previous), true)
        .field("Insertado", signed(inserted), true)
        .field("Saldo actual", money(card.balance.balance), true)
        .field("Retenido", money(card.balance.held), true)
        .field("Disponible", money(card.balance.available()), true);
    if let (Some(promised), Some(free)) = (card.promised, card.free()) {
        embed = embed
            .field("Prometido a órdenes", money(promised), true)
            .field("Libre", money(free), true);
    }
    if let Some(missing) = card.missing() {
        embed = embed.field("Faltan para lo prometido", money(missing), true);
    }
    if !card.balance.floor.is_zero() {
        embed = embed.field("Puede bajar hasta", money(card.balance.floor), true);
    }
    match card.usd.filter(|_| in_dollars) {
        Some(usd) => embed.field("En dólares", money(usd), true),
        None => embed,
    }
}

/// `!cuentas`: all accounts of a person.
pub(crate) fn accounts(name: &str, cards: &[AccountCard], worth: Option<&Worth>) -> CreateEmbed {
    let lines: Vec<String> = cards.iter().map(|card| line(card, worth.is_none())).collect();
    let embed = CreateEmbed::new()
        .title(text::clip(&format!("Cuentas de {}", text::name(name)), 256))
        .colour(COLOUR_OPEN)
        .description(text::clip(&lines.join("\n"), text::DESCRIPTION_CHARS_MAX));
    with_worth(embed, worth)
}

/// With what all accounts are worth together, where the desk exchanges money.
pub(crate) fn with_worth(embed: CreateEmbed, worth: Option<&Worth>) -> CreateEmbed {
    match worth {
        Some(worth) => embed.field("En total", super::exchange::worth(worth), false),
        None => embed,
    }
}

/// `in_dollars`: whether it says what the balance is worth; a sum of all says it at other prices.
fn line(card: &AccountCard, in_dollars: bool) -> String {
    let account = &card.account;
    let bank = account
        .bank
        .as_deref()
        .map(|bank| format!(" · {}", text::plain(bank)))
        .unwrap_or_default();
    let usd = card.usd.filter(|_| in_dollars);
    let usd = usd.map(|usd| format!(" ≈ {}", money(usd))).unwrap_or_default();
    let promised = match (card.promised, card.free()) {
        (Some(promised), Some(free)) if !promised.is_zero() => {
            let missing = card
                .missing()
                .map(|missing| format!(" · **faltan {}**", money(missing)));
            format!(" · prometido {} · libre {}", money(promised), money(free)) + &missing.unwrap_or_default()
        }
        _ => String::new(),
    };
    format!(
        "**n.º {}** · {}{bank}\n{}\n**{}**{usd} · disponible {}{promised}",
        account.id,
        kind_of(card),
        internal(&account.number),
        money(card.balance.balance),
        money(card.balance.available())
    )
}

pub(crate) fn none_own() -> String {
    "Usted no tiene cuentas. Pida una con `!cuenta abrir`.".to_owned()
}

pub(crate) fn none_of(name: &str) -> String {
    format!("**{}** no tiene cuentas.", text::name(name))
}

pub(crate) fn no_movements(account: AccountId) -> String {
    format!("En la cuenta n.º {account} no se ha movido nada todavía.")
}

pub(crate) fn not_a_page(typed: &str) -> String {
    format!(
        "«{}» no es una página. Escriba un número desde 1, por ejemplo `!movimientos VES 2`.",
        text::plain(&text::clip(typed, 40))
    )
}

pub(crate) fn no_such_page(page: i64, account: AccountId) -> String {
    format!("La cuenta n.º {account} no tiene una página {page}. Empiece con `!movimientos {account}`.")
}

/// `!movimientos`: one page, with buttons for others.
pub(crate) fn page(page: &MovementsPage) -> Face {
    let mut lines: Vec<String> = page.movements.iter().map(movement).collect();
    if !page.has_older && 0 < page.old_book {
        lines.push(super::old_book::more(page.account.id, page.old_book));
    }
    let embed = CreateEmbed::new()
        .title(format!(
            "Movimientos de la cuenta n.º {} · {}",
            page.account.id, page.account.currency
        ))
        .colour(COLOUR_OPEN)
        .description(text::clip(&lines.join("\n"), text::DESCRIPTION_CHARS_MAX))
        .footer(poise::serenity_prelude::CreateEmbedFooter::new(format!(
            "Página {}",
            page.page
        )));
    let turn = |turn, to| Button::Movements {
        account: page.account.id,
        newest: page.newest,
        page: to,
        turn,
    };
    let mut buttons = Vec::new();
    if 1 < page.page {
        buttons.push(turn(Turn::Newer, page.page - 1));
    }
    if page.has_older {
        buttons.push(turn(Turn::Older, page.page + 1));
    } else if 0 < page.old_book {
        buttons.push(turn(Turn::Older, PAGE_MAX + 1));
    }
    Face::of_embed(embed).buttons(buttons)
}

fn movement(movement: &Movement) -> String {
    format!(
        "{} · {}{}\n{} → **{}** → {}",
        when::at(movement.at),
        what(movement),
        numbered(movement),
        money(movement.previous),
        signed(movement.amount),
        money(movement.current)
    )
}

/// The movement's number, if it can be undone with it.
fn numbered(movement: &Movement) -> String {
    match Undoable::from_code(&movement.kind) {
        Ok(_) => format!(" · movimiento {}", movement.journal),
        Err(_) => String::new(),
    }
}

fn signed(amount: Money) -> String {
    if amount.is_positive() {
        format!("+{}", money(amount))
    } else {
        money(amount)
    }
}

/// What moved, in words; the kind of a newer version is shown as it is stored.
fn what(movement: &Movement) -> String {
    let details: serde_json::Value = serde_json::from_str(&movement.details).unwrap_or_default();
    let words = match posting_words::words_of(&movement.kind, &details) {
        Some(words) if words.names_accounts => format!("{}{}", words.text, of_exchange(&details)),
        Some(words) => words.text,
        None => text::plain(&movement.kind),
    };
    match details["reason"].as_str() {
        Some(reason) => format!("{words}: «{}»", text::plain(reason)),
        None => words,
    }
}

/// ` · CB-7K2M-9QXD · 0105… → 0205… · tasa 38`: voucher, both numbers, the rates that counted.
fn of_exchange(details: &serde_json::Value) -> String {
    let text = |field: &str| details[field].as_str().map(text::plain);
    let number = |field: &str| AccountNumber::parse(details[field].as_str()?).ok();
    let voucher = text("voucher").map(|voucher| format!(" · `{voucher}`"));
    let numbers = number("from_number")
        .zip(number("to_number"))
        .map(|(from, to)| format!(" · `{}` → `{}`", from.grouped(), to.grouped()));
    let rates: Vec<String> = ["bid", "ask"]
        .into_iter()
        .filter_map(|field| Rate::from_text(details[field].as_str()?).ok())
        .map(rate)
        .collect();
    let rates = (!rates.is_empty()).then(|| format!(" · tasa {}", text::listed(&rates, "y")));
    [voucher, numbers, rates].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::what;
    use crate::clock::Moment;
    use crate::domain::books::ledger::Movement;
    use crate::domain::kernel::money::{Currency, Money};
    use crate::ids::{EntryId, JournalId};

    fn of_kind(kind: &str, details: &str) -> Movement {
        let ves = |minor| Money::from_minor(minor, Currency::VES);
        Movement {
            entry: EntryId::new(1),
            journal: JournalId::new(1),
            kind: kind.into(),
            details: details.into(),
            actor: None,
            at: Moment::from_ms(0),
            previous: ves(0),
            amount: ves(1),
            current: ves(1),
        }
    }

    #[test]
    fn a_movement_says_what_it_was_and_why() {
        assert_eq!(what(&of_kind("order.completed", r#"{"order":12}"#)), "orden 12 pagada");
        let adjusted = of_kind("account.adjusted", r#"{"account":3,"reason":"*comisión*"}"#);
        assert_eq!(what(&adjusted), "ajuste: «\\*comisión\\*»");
        assert_eq!(what(&of_kind("some_new.kind", "{}")), "some\\_new.kind");
    }
}
