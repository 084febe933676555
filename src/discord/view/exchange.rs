//! Words about exchanges and transfers between accounts: quotes, receipts, lists, refusals.

use poise::serenity_prelude::CreateEmbed;

use super::accounts::internal;
use super::face::Face;
use super::money::{codes, money, rate, symbol};
use super::nouns::OPERATIONS;
use super::paging::Leaf;
use super::refusals::{amount, books, not_allowed};
use super::{COLOUR_OPEN, COLOUR_STOPPED, COLOUR_WAITING, FAULT, OTHER_INPUT, questions, text, when};
use crate::discord::controls::{Button, List, OperationList};
use crate::domain::flows::exchange::{
    Deal, ExchangeError, OperationKind, Quote, Quoted, QuotedAccount, Side, TransferAsked, Unread, WhyAgain,
};
use crate::domain::kernel::money::{Currency, Money, Rate};
use crate::domain::kernel::questions::QuestionKind;
use crate::reports::exchange::{Receipt, Side as Account};
use crate::reports::position::Position;
use crate::reports::worth::Worth;

/// `!comprar 100 usd`: what it would come to, with **Confirmar** and **Corregir**.
pub(crate) fn quoted(asked: &Quoted) -> Face {
    let quote = &asked.quote;
    let again = match asked.again {
        None => "",
        Some(WhyAgain::Expired) => "La cotización anterior venció, y nada se movió. Así queda ahora:\n",
        Some(WhyAgain::RatesChanged) => "Las tasas cambiaron mientras tanto, y nada se movió. Así queda ahora:\n",
    };
    let words = format!(
        "❓ {again}¿{}? Vence {}. Nada se movió todavía.",
        in_words(quote),
        when::ago(quote.valid_until)
    );
    Face::new(words).embed(quote_embed(quote)).buttons(vec![
        Button::Confirm(QuestionKind::Exchange, asked.question),
        Button::Correct(asked.question),
    ])
}

/// `Compra **100,00 $** por **3.800,00 Bs**`.
fn in_words(quote: &Quote) -> String {
    let (give, take) = (money(quote.deal.give), money(quote.deal.take));
    match quote.side {
        Side::Buy => format!("Compra **{take}** por **{give}**"),
        Side::Sell => format!("Vende **{give}** por **{take}**"),
    }
}

fn quote_embed(quote: &Quote) -> CreateEmbed {
    let deal = &quote.deal;
    let embed = CreateEmbed::new()
        .title(match quote.side {
            Side::Buy => "Cotización de compra",
            Side::Sell => "Cotización de venta",
        })
        .colour(COLOUR_WAITING)
        .field("Entrega", money(deal.give), true)
        .field("Recibe", money(deal.take), true)
        .field("Tasa", rates_of(deal), true)
        .field("Diferencial", money(deal.spread), true)
        .field(account_of("De su", &quote.from), balances_of(&quote.from), false)
        .field(account_of("A su", &quote.to), balances_of(&quote.to), false);
    match is_crossed(deal) {
        true => embed.field("Por bolívares", format!("Pasa por {}", money(deal.ves)), false),
        false => embed,
    }
}

fn account_of(whose: &str, quoted: &QuotedAccount) -> String {
    let currency = quoted.after.currency();
    match &quoted.account {
        Some((account, _)) => format!("{whose} cuenta n.º {account} en {currency}"),
        None => format!("{whose} cuenta nueva en {currency}, que se abre al confirmar"),
    }
}

fn balances_of(quoted: &QuotedAccount) -> String {
    format!("{} → **{}**", money(quoted.before), money(quoted.after))
}

fn is_crossed(deal: &Deal) -> bool {
    deal.sold.is_some() && deal.bought.is_some()
}

fn rates_of(deal: &Deal) -> String {
    rates(
        deal.sold.map(|sold| (sold.currency, sold.rates.bid)),
        deal.bought.map(|bought| (bought.currency, bought.rates.ask)),
    )
}

/// `37,5 Bs por 1 $`; two of them when both currencies are foreign.
fn rates(sold: Option<(Currency, Rate)>, bought: Option<(Currency, Rate)>) -> String {
    let lines: Vec<String> = [sold, bought]
        .into_iter()
        .flatten()
        .map(|(currency, value)| format!("{} Bs por 1 {}", rate(value), symbol(currency)))
        .collect();
    lines.join("\n")
}

/// `!transferir …`: what it would do.
pub(crate) fn transfer_asked(asked: &TransferAsked) -> Face {
    let transfer = &asked.transfer;
    let words = format!(
        "¿Transferir **{}** a **{}** ({})? Su cuenta n.º {} queda: {} → **{}**. Nada se movió todavía.",
        money(transfer.amount),
        text::name(&transfer.owner),
        internal(&transfer.to.1),
        transfer.from.0,
        money(transfer.before),
        money(transfer.after)
    );
    questions::face(&words, asked.again, QuestionKind::AccountTransfer, asked.question)
}

fn kind(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Purchase => "Compra",
        OperationKind::Sale => "Venta",
        OperationKind::Transfer => "Transferencia",
    }
}

/// The receipt (*comprobante*).
pub(crate) fn receipt(receipt: &Receipt) -> CreateEmbed {
    let undone = if receipt.is_undone { " · deshecha" } else { "" };
    let mut embed = CreateEmbed::new()
        .title(format!("Comprobante {}{undone}", receipt.voucher.as_str()))
        .colour(match receipt.is_undone {
            true => COLOUR_STOPPED,
            false => COLOUR_OPEN,
        })
        .field("Operación", kind(receipt.kind), true)
        .field("Fecha", when::exactly(receipt.at), true)
        // What a superuser undoes it by.
        .field("Movimiento", receipt.journal.to_string(), true);
    let shown = rates(
        receipt.bid.map(|bid| (receipt.from.amount.currency(), bid)),
        receipt.ask.map(|ask| (receipt.to.amount.currency(), ask)),
    );
    if let Some(undone) = &receipt.undone {
        let by = super::orders::undone_by(Some((&undone.name, &undone.reason)));
        embed = embed.field("Deshecha", format!("{}{by}", when::exactly(undone.at)), false);
    }
    if !shown.is_empty() {
        embed = embed
            .field("Tasa", shown, true)
            .field("Diferencial", money(receipt.spread), true);
    }
    embed
        .field(
            "De",
            side(&receipt.from, &format!("−{}", money(receipt.from.amount))),
            false,
        )
        .field("A", side(&receipt.to, &format!("+{}", money(receipt.to.amount))), false)
}

fn side(account: &Account, amount: &str) -> String {
    let whose = format!("**{}** · {}", text::name(&account.owner), internal(&account.number));
    match account.balances {
        Some((previous, current)) => {
            format!("{whose}\n{} → **{amount}** → {}", money(previous), money(current))
        }
        None => format!("{whose}\n**{amount}**"),
    }
}

pub(crate) fn no_receipt(typed: &str) -> String {
    format!(
        "No tiene una operación con el comprobante «{}». Se escribe así: `!comprobante CB-7K2M-9QXD`; los suyos están en \
         `!cambios`.",
        text::plain(&text::clip(typed, 40))
    )
}

/// `!cambios`: a page.
pub(crate) fn page(list: OperationList, found: &crate::db::Paged<(i64, Receipt)>) -> Face {
    if found.rows.is_empty() {
        return Face::new(match list.currency {
            None => "No hay cambios ni transferencias todavía. Se compra con `!comprar 100 usd`.".to_owned(),
            Some(currency) => format!("No hay cambios ni transferencias en {currency}. Todos: `!cambios`."),
        });
    }
    let leaf = Leaf {
        list: List::Operations(list),
        title: match list.currency {
            None => "Cambios y transferencias".to_owned(),
            Some(currency) => format!("Cambios y transferencias en {currency}"),
        },
        head: String::new(),
        page: found,
        what: OPERATIONS,
    };
    leaf.face(|(key, _)| *key, |(_, receipt)| line(receipt))
}

fn line(receipt: &Receipt) -> String {
    let what = match receipt.kind {
        OperationKind::Transfer => format!(
            "{} de **{}** a **{}**",
            money(receipt.from.amount),
            text::name(&receipt.from.owner),
            text::name(&receipt.to.owner)
        ),
        OperationKind::Purchase | OperationKind::Sale => {
            format!("{} → {}", money(receipt.from.amount), money(receipt.to.amount))
        }
    };
    let undone = if receipt.is_undone { " · *deshecha*" } else { "" };
    format!(
        "**{}** · {} · {} · {what}{undone}",
        receipt.voucher.as_str(),
        when::at(receipt.at),
        kind(receipt.kind)
    )
}

/// The sum of all accounts of a person, for `!cuentas`.
pub(crate) fn worth(worth: &Worth) -> String {
    let left_out = match worth.left_out.as_slice() {
        [] => String::new(),
        some => format!(
            "\nSin contar {}: no tienen tasa publicada.",
            text::listed(&codes(some), "ni")
        ),
    };
    let published = worth
        .oldest
        .map(|at| format!(" Tasas publicadas {}.", when::ago(at)))
        .unwrap_or_default();
    let dollars = worth
        .usd
        .map(|usd| format!(" ≈ **{}**", money(usd)))
        .unwrap_or_default();
    format!("**{}**{dollars}.{published}{left_out}", money(worth.ves))
}

/// `!cambios` of a currency that is not known.
pub(crate) fn unknown_currency(typed: &str) -> String {
    format!(
        "No conozco la moneda «{}». Escriba una, por ejemplo `!cambios USD`, o todas: `!cambios`.",
        text::plain(&text::clip(typed, 40))
    )
}

/// What follows `!comprar` or `!vender` is no exchange.
pub(crate) fn unread(side: Side, error: &Unread) -> String {
    let command = match side {
        Side::Buy => "comprar",
        Side::Sell => "vender",
    };
    match error {
        Unread::NoAmount => format!("Falta cuánto. Por ejemplo: `!{command} 100 usd`, o `!{command} todo usd`."),
        Unread::SeveralAmounts => format!(
            "Hay varios montos: escriba uno solo. Por ejemplo: `!{command} 100 usd`.{}",
            of_a_batch(side)
        ),
        Unread::NoCurrency => format!(
            "Falta la moneda. Por ejemplo: `!{command} 100 usd`.{}",
            of_a_batch(side)
        ),
        Unread::OnlyBolivares => format!(
            "¿Bolívares por qué moneda? Diga también la otra: `!{command} 3800 ves usd`, o en la otra moneda `!{command} 100 usd`."
        ),
        Unread::Which { one, other } => {
            let (one, other) = (text::plain(&text::clip(one, 20)), text::plain(&text::clip(other, 20)));
            match side {
                Side::Buy => format!("¿Con qué paga? Escríbalo con «con»: `!comprar 100 {one} con {other}`."),
                Side::Sell => format!("¿Qué recibe? Escríbalo con «por»: `!vender 100 {one} por {other}`."),
            }
        }
        Unread::NoSuchWord(word) => format!(
            "No entiendo «{}». Escriba el monto en cifras y la moneda: `!{command} 100 usd`, o `!{command} todo usd`. Las que se \
             cambian: `!tasas`.",
            text::plain(&text::clip(word, 40))
        ),
        Unread::SeveralCurrencies => {
            format!(
                "Un cambio va de una moneda a otra: escriba a lo sumo dos. Por ejemplo: `!{command} 100 usd con eur`."
            )
        }
    }
}

/// For whoever meant the purchase that closes a batch.
fn of_a_batch(side: Side) -> &'static str {
    match side {
        Side::Buy => " La compra de USDT de un batch es `!c 200 52.63`.",
        Side::Sell => "",
    }
}

pub(crate) fn refused(error: &ExchangeError) -> String {
    match error {
        ExchangeError::NotAllowed(no) => not_allowed(*no),
        ExchangeError::UnknownCurrency { typed, known } => format!(
            "No conozco la moneda «{}». {}",
            text::plain(&text::clip(typed, 40)),
            with_rates(known)
        ),
        ExchangeError::NoRates { currency, known } => {
            format!("No hay tasas publicadas para cambiar {currency}. {}", with_rates(known))
        }
        ExchangeError::SameCurrency(currency) => format!(
            "De {currency} a {currency} no hay nada que cambiar. A otra cuenta de la misma moneda se transfiere: \
             `!transferir 0102… 100`."
        ),
        ExchangeError::Amount(error) => amount(error, None),
        ExchangeError::TooSmall { give, take } => format!(
            "Ese monto es demasiado pequeño: por {} se recibirían {}. Hace falta uno mayor.",
            money(*give),
            money(*take)
        ),
        ExchangeError::NoAccount(currency) => format!(
            "Usted no tiene una cuenta en {currency} de donde salga el dinero. Se pide con `!cuenta abrir`; las suyas: \
             `!cuentas`."
        ),
        ExchangeError::InsufficientFunds {
            account,
            asked,
            available,
        } => insufficient(*asked, *available, &account.to_string()),
        ExchangeError::UnknownAccount { typed } => format!(
            "No hay una cuenta con el número «{}». Se escribe el número interno de 20 cifras, que su dueño ve en `!cuentas`, y \
             después el monto: `!transferir 01123456789012345678 100`. Un envío a un beneficiario es `!t 100 p`.",
            text::plain(&text::clip(typed, 40))
        ),
        ExchangeError::TakesNone(_) => {
            "Esa cuenta no recibe transferencias: está cerrada, o es una con que se paga. Pida a su dueño el número de otra."
                .to_owned()
        }
        ExchangeError::SameAccount(account) => format!(
            "Esa es la misma cuenta de donde sale el dinero, la n.º {account}. Escriba el número de otra; las suyas: `!cuentas`."
        ),
        ExchangeError::Question(error) => questions::refused(error),
        ExchangeError::Books(error) => books(error),
        ExchangeError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ExchangeError::Db(_) => FAULT.to_owned(),
    }
}

/// `!transferir 100 p Ana`: a remittance, for which there is another command.
pub(crate) fn meant_an_order(amount: &str, rest: &str) -> String {
    let typed = text::given_back(&text::clip(&format!("!t {amount} {rest}"), 200));
    format!(
        "¿Quiso decir {typed}? Con `!transferir` se pasa dinero a otra cuenta de la mesa, por su número interno de 20 cifras: \
         `!transferir 01123456789012345678 100`."
    )
}

fn with_rates(known: &[Currency]) -> String {
    match known {
        [] => "Todavía no hay ninguna: un superusuario las publica con `!setcambio USD 38 37.5`.".to_owned(),
        known => format!(
            "Se cambian bolívares y {}: las tasas están en `!tasas`.",
            text::listed(&codes(known), "y")
        ),
    }
}

fn insufficient(asked: Money, available: Money, account: &str) -> String {
    if !asked.is_positive() {
        return format!("En su cuenta n.º {account} no hay nada que cambiar. Primero tiene que entrar dinero en ella.");
    }
    let less = match available.is_positive() {
        true => "Escriba menos, o `todo` en lugar del monto.",
        false => "Primero tiene que entrar dinero en ella.",
    };
    format!(
        "No alcanza: hacen falta {}, y en su cuenta n.º {account} hay disponibles {}. {less}",
        money(asked),
        money(available)
    )
}
/// `!posicion`: what the desk bought and did not sell yet, or sold and did not buy yet.
pub(crate) fn position(found: &Position) -> CreateEmbed {
    let line = |open: &Money| {
        let what = match open.is_positive() {
            true => "compró y todavía no vendió",
            false => "vendió y todavía no compró",
        };
        format!("{}: **{}** · {what}", open.currency(), money(*open))
    };
    let lines: Vec<String> = found.open.iter().map(line).collect();
    let lines = match lines.is_empty() {
        true => "Todo está a nivel: la mesa no tiene nada abierto.".to_owned(),
        false => lines.join("\n"),
    };
    CreateEmbed::new()
        .title("Posición de la mesa")
        .colour(COLOUR_OPEN)
        .description(text::clip(&lines, text::DESCRIPTION_CHARS_MAX))
        .field("USDT comprados", money(found.usdt), true)
        .field("Ganado en cambios", money(found.spread), true)
}
