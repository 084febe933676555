//! Lists and answers about giros: one with its records, balances, pages, saved payees.

use poise::serenity_prelude::CreateEmbed;

use super::face::{Choice, Choices, Face};
use super::giros::{bank, embed, state};
use super::money::money;
use super::nouns::GIROS;
use super::orders::step_at;
use super::paging::Leaf;
use super::{COLOUR_OPEN, text, when};
use crate::discord::controls::{Button, GiroList, List, Select};
use crate::domain::flows::giros::{Record, RecordKind, RecordOf, SavedPayee};
use crate::domain::people::members::Role;
use crate::domain::treasury::banks::Bank;
use crate::reports::giro_records::CentralCard;
use crate::reports::giros::{GiroCard, GirosPage, PrepaidCard};
use crate::reports::lists::Names;
use crate::reports::orders::HistoryStep;

/// `!giro 12`: with its history and every record that it made.
pub(crate) fn with_records(shown: &GiroCard) -> CreateEmbed {
    let at = |step: &HistoryStep| step_at(&shown.card, step, &when::exactly(step.at));
    let steps = shown.card.history.iter().map(at);
    let steps: Vec<String> = steps.collect();
    let mut embed =
        embed(&shown.card, &shown.giro).description(text::clip(&steps.join("\n"), text::DESCRIPTION_CHARS_MAX));
    if !shown.records.is_empty() {
        let lines: Vec<String> = shown.records.iter().map(|one| record(one, shown)).collect();
        embed = embed.field("Registros", text::clip(&lines.join("\n"), text::FIELD_CHARS_MAX), false);
    }
    embed
}

fn record(one: &Record, shown: &GiroCard) -> String {
    let by = one
        .movement
        .actor
        .map(|actor| shown.names.name(actor))
        .unwrap_or_default();
    format!("{} · {} · por {}", of(one.of), figures(one), text::name(by))
}

fn of(of: RecordOf) -> &'static str {
    match of {
        RecordOf::Prepaid => "Saldo",
        RecordOf::BankAccount => "Cuenta bancaria",
        RecordOf::Central => "Banco",
    }
}

/// `**DISCOUNT** 5.000,00 Bs → −1.500,00 Bs → 3.500,00 Bs`: anterior, insertado, actual.
fn figures(one: &Record) -> String {
    let movement = &one.movement;
    format!(
        "**{}** {} → {} → {}",
        kind(one.kind),
        money(movement.previous),
        money(movement.amount),
        money(movement.current)
    )
}

fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Recharge => "Recarga",
        RecordKind::Discount => "Descuento",
        RecordKind::Deposit => "Depósito",
        RecordKind::Withdrawal => "Pago",
        RecordKind::Transfer => "Traspaso",
        RecordKind::Adjustment => "Ajuste",
        RecordKind::Refund => "Devolución",
        RecordKind::Commission => "Comisión",
        RecordKind::Other => "Otro movimiento",
    }
}

/// `!minorista`: the prepaid balance and what moved in it last.
pub(crate) fn prepaid(card: &PrepaidCard) -> Face {
    let name = text::name(&card.member.name);
    if card.accounts.is_empty() {
        return Face::new(match card.member.role {
            Role::Reseller => format!(
                "**{name}** no tiene saldo para giros todavía. Lo recarga un admin con `!recargar @{} 5000`.",
                text::unformatted(&card.member.name)
            ),
            Role::Guest | Role::Client | Role::Cashier | Role::Admin => {
                format!("**{name}** no tiene saldo para giros: lo tienen los revendedores. Sus cuentas: `!cuentas`.")
            }
        });
    }
    let mut embed = CreateEmbed::new().title(format!("Saldo de {name}")).colour(COLOUR_OPEN);
    for shown in &card.accounts {
        let lines = lines(&shown.records, &card.names);
        let title = format!("n.º {} · {}", shown.account.id, money(shown.balance));
        embed = embed.field(title, text::clip(&lines, text::FIELD_CHARS_MAX), false);
    }
    Face::of_embed(embed)
}

/// `!bancos Banesco`: the central balance of a bank and what moved in it last.
pub(crate) fn central(card: &CentralCard) -> Face {
    let embed = CreateEmbed::new()
        .title(format!("Balance central de {}", bank(&card.bank)))
        .colour(COLOUR_OPEN)
        .description(format!("Hay **{}**.", money(card.balance)))
        .field(
            "Movimientos",
            text::clip(&lines(&card.records.rows, &card.records.names), text::FIELD_CHARS_MAX),
            false,
        );
    Face::of_embed(embed)
}

fn lines(records: &[Record], names: &Names) -> String {
    match records.is_empty() {
        true => "sin movimientos".to_owned(),
        false => {
            let lines: Vec<String> = records.iter().map(|one| line(one, names)).collect();
            lines.join("\n")
        }
    }
}

fn line(one: &Record, names: &Names) -> String {
    let by = one.movement.actor.map(|actor| names.name(actor)).unwrap_or_default();
    let reference = one
        .reference
        .as_deref()
        .map(|reference| format!(" · {}", text::plain(reference)));
    let commission = one
        .commission
        .map(|commission| format!(" · comisión aparte {}", money(commission)));
    format!(
        "{} · {}{}{} · por {}",
        when::at(one.movement.at),
        figures(one),
        commission.unwrap_or_default(),
        reference.unwrap_or_default(),
        text::name(by)
    )
}

/// A page of `!giros`.
pub(crate) fn page(list: GiroList, found: &GirosPage) -> Face {
    if found.page.rows.is_empty() {
        return Face::new(match list.state {
            None => "No hay giros todavía. Un revendedor los envía con `!giro`.".to_owned(),
            Some(one) => format!("No hay giros en el estado «{}». Todos: `!giros`.", state(one)),
        });
    }
    let leaf = Leaf {
        list: List::Giros(list),
        title: "Giros".to_owned(),
        head: String::new(),
        page: &found.page,
        what: GIROS,
    };
    leaf.face(
        |(order, _)| order.id.get(),
        |(order, giro)| {
            let cashier = order.cashier.map_or("sin cajero", |cashier| found.names.name(cashier));
            format!(
                "**{}** · {} · {} → {} ({}) · {} → {} · *{}*",
                order.id,
                when::at(order.created_at),
                money(order.amount),
                text::name(&giro.terms.payee.name),
                text::plain(&giro.bank.name),
                text::name(found.names.name(order.owner)),
                text::name(cashier),
                state(order.state)
            )
        },
    )
}

/// The answer to `!giro` alone: the last payees in a menu, and the button that opens the form.
pub(crate) fn start(saved: &[(SavedPayee, Bank)]) -> Face {
    let words = match saved.is_empty() {
        true => {
            "Pulse **Nuevo giro** y llene el formulario; o escriba todo junto: \
                 `!giro 1500 Banesco 0134… V12345678 María Pérez`."
        }
        false => "¿A quién? Elija a alguien de sus últimos giros, o pulse **Nuevo giro**.",
    };
    let face = Face::new(words);
    let face = match saved.is_empty() {
        true => face,
        false => face.select(
            Select::Payee,
            Choices {
                placeholder: "A quién".to_owned(),
                options: saved.iter().map(choice).collect(),
            },
        ),
    };
    face.buttons(vec![Button::NewGiro])
}

fn choice((saved, bank): &(SavedPayee, Bank)) -> Choice {
    /// Discord's limit of a choice.
    const CHARS_MAX: usize = 100;
    let payee = &saved.payee;
    let to = payee.account.as_deref().or(payee.phone.as_deref()).unwrap_or_default();
    Choice {
        label: text::clip(&text::unformatted(&payee.name), CHARS_MAX),
        value: saved.id.to_string(),
        description: Some(text::clip(
            &format!("{} · {to}", text::unformatted(&bank.name)),
            CHARS_MAX,
        )),
    }
}

/// `!beneficiarios`.
pub(crate) fn payees(saved: &[(SavedPayee, Bank)]) -> Face {
    if saved.is_empty() {
        return Face::new("No tiene beneficiarios guardados: cada giro guarda el suyo. Envíe uno con `!giro`.");
    }
    let lines: Vec<String> = saved
        .iter()
        .map(|(saved, bank)| {
            let payee = &saved.payee;
            let numbers = [&payee.account, &payee.phone, &payee.document].into_iter().flatten();
            let numbers: Vec<String> = numbers.map(|number| text::to_copy(number)).collect();
            format!(
                "**{}** · {} · {} · {}",
                saved.id,
                text::plain(&payee.name),
                text::plain(&bank.name),
                numbers.join(" · ")
            )
        })
        .collect();
    let embed = CreateEmbed::new()
        .title("Sus beneficiarios")
        .colour(COLOUR_OPEN)
        .description(text::clip(&lines.join("\n"), text::DESCRIPTION_CHARS_MAX));
    Face::new("Un giro a uno de ellos: `!giro`. Quitar uno: `!beneficiarios quitar <n>`.").embed(embed)
}

pub(crate) fn payee_hidden(name: &str) -> String {
    format!(
        "**{}** ya no está entre sus beneficiarios. El próximo giro a esa cuenta lo guarda otra vez.",
        text::name(name)
    )
}
