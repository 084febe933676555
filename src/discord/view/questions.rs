//! Words of questions about what looks like a slip. Nothing is done before they are answered.

use poise::serenity_prelude::CreateEmbed;

use super::batches::cut_change;
use super::face::Face;
use super::money::{money, percent, price, rate, symbol};
use super::nouns::{MINUTES, counted};
use super::prices::two_way_plain;
use super::{COLOUR_WAITING, FAULT, OTHER_INPUT, text};
use crate::discord::controls::Button;
use crate::domain::flows::batches::{PurchaseAsked, PurchaseRaised, TransferRepeated, Unusual};
use crate::domain::kernel::money::{Exact, Percent, Rate};
use crate::domain::kernel::outbox::GainPart;
use crate::domain::kernel::questions::{Dropped, QuestionError, QuestionKind, QuestionState};
use crate::domain::people::members::CutAsked;
use crate::domain::people::requests::PurchaseWanted;
use crate::domain::treasury::accounts::FigureAsked;
use crate::domain::treasury::central::CentralAsked;
use crate::domain::treasury::rates::{ImpliedBy, PriceAsked, PriceChange};
use crate::ids::QuestionId;

const MINUTE_MS: i64 = 60_000;

/// A question with its buttons. `again`: it was confirmed before, but the figures had changed.
pub(super) fn face(words: &str, again: bool, kind: QuestionKind, question: QuestionId) -> Face {
    let changed = if again {
        "Las cifras cambiaron mientras tanto, y nada se hizo. Así queda ahora: "
    } else {
        ""
    };
    Face::new(format!("❓ {changed}{words}")).buttons(vec![Button::Confirm(kind, question), Button::Correct(question)])
}

/// What a purchase would result in, and why it is questioned.
pub(crate) fn purchase(asked: &PurchaseAsked) -> Face {
    let wanted = &asked.purchase;
    let (words, kind) = match asked.why {
        Unusual::Swapped => (
            format!(
                "Las cantidades parecen al revés. ¿Compró {} por {}? Nada se anotó todavía.",
                money(wanted.usdt),
                money(wanted.bought)
            ),
            QuestionKind::Purchase,
        ),
        Unusual::Outside => (
            "Ese precio está lejos del de equilibrio y de los últimos. ¿Es correcto? Nada se anotó todavía.".to_owned(),
            QuestionKind::Purchase,
        ),
        Unusual::FarButDecides => (
            "Ese precio está **muy lejos** del de equilibrio y de los últimos. ¿Es correcto? Nada se anotó todavía."
                .to_owned(),
            QuestionKind::Purchase,
        ),
        Unusual::Far => (
            "Ese precio está **muy lejos** del de equilibrio y de los últimos: lo decide un superusuario. Si es correcto, \
             pídaselo con el botón; si no, **Corregir**. Nada se anotó todavía."
                .to_owned(),
            QuestionKind::FarPurchase,
        ),
    };
    face(&words, asked.again, kind, asked.question).embed(embed(wanted))
}

fn embed(wanted: &PurchaseWanted) -> CreateEmbed {
    let embed = CreateEmbed::new()
        .title(format!("Compra para el batch {}", wanted.batch))
        .colour(COLOUR_WAITING);
    purchase_facts(wanted)
        .into_iter()
        .fold(embed, |embed, (name, value)| embed.field(name, value, true))
}

/// The facts of a purchase, as fields.
pub(super) fn purchase_facts(wanted: &PurchaseWanted) -> Vec<(&'static str, String)> {
    let pair = format!("{}/USDT", wanted.bought.currency());
    let known = |value: Option<String>| value.map_or_else(|| "—".to_owned(), |value| format!("{value} {pair}"));
    let mut facts = vec![
        ("Comprado por", money(wanted.bought)),
        ("USDT", money(wanted.usdt)),
        ("Precio", format!("**{}** {pair}", price(&wanted.price.to_exact()))),
        ("Precio de equilibrio", known(wanted.break_even.as_ref().map(price))),
        (
            "Últimos precios",
            known(wanted.last.map(|last| price(&last.to_exact()))),
        ),
    ];
    let gain = wanted.gain.checked_neg().ok().filter(|_| wanted.gain.is_negative());
    facts.push(match (gain, &wanted.shares) {
        (Some(loss), _) => ("Pérdida", format!("**{}**, la asume la casa", money(loss))),
        (None, Some(_)) => ("Ganancia del batch", format!("**{}**", money(wanted.gain))),
        (None, None) => ("Ganancia de esta compra", format!("**{}**", money(wanted.gain))),
    });
    match &wanted.shares {
        Some(shares) if !shares.is_empty() => {
            let lines = shares.iter().map(|share| {
                let part = match share.part {
                    GainPart::Reseller => "Cut",
                    GainPart::Referrer => "Comisión",
                    GainPart::Cashier => "Cajero",
                };
                format!("{part} {} = {}", text::name(&share.name), money(share.usd))
            });
            let lines = lines.collect::<Vec<_>>().join("\n");
            facts.push(("Se reparte", text::clip(&lines, text::FIELD_CHARS_MAX)));
        }
        Some(_) => {}
        None => facts.push(("Queda sin comprar", left_after(wanted))),
    }
    if let Some(change) = wanted.cut_change {
        facts.push(("Cut, desde el cierre deshecho", cut_change(change)));
    }
    facts
}

fn left_after(wanted: &PurchaseWanted) -> String {
    wanted
        .left
        .checked_sub(wanted.bought)
        .map_or_else(|_| "—".to_owned(), money)
}

/// To the person who confirmed the purchase, when a superuser decides it.
pub(crate) fn purchase_raised(done: &PurchaseRaised) -> String {
    format!(
        "La compra a {} está en manos de un superusuario: solicitud **{}**. Si la aprueba se anota como la escribió; en {} vence. \
         Le aviso por mensaje directo.",
        price(&done.price.to_exact()),
        done.request,
        counted(done.waits_ms / MINUTE_MS, MINUTES)
    )
}

/// To the person who typed it and wants to correct it.
pub(crate) fn dropped(done: &Dropped) -> String {
    format!("Nada se hizo. Escríbalo otra vez, corregido:{}", typed(done))
}

/// It was confirmed but cannot be done: replaces the question with the reason.
pub(crate) fn over(why: &str, done: &Dropped) -> String {
    format!(
        "✖️ {why}\nNada se hizo, y esta pregunta ya no cuenta. Era:{}",
        typed(done)
    )
}

/// What was typed, on separate lines if it has several.
fn typed(done: &Dropped) -> String {
    let typed = text::given_back(done.typed.as_str());
    let between = if typed.contains('\n') { "\n" } else { " " };
    format!("{between}{typed}")
}

pub(crate) fn refused(error: &QuestionError) -> String {
    match error {
        QuestionError::Unknown(_) => "Esa pregunta ya no existe. Escriba el comando otra vez.".to_owned(),
        QuestionError::NotYours(_) => "Esa pregunta no es suya: la responde quien escribió el comando.".to_owned(),
        QuestionError::Answered { state, .. } => match state {
            QuestionState::Confirmed => "Esa pregunta ya se confirmó; lo que pedía está hecho.".to_owned(),
            QuestionState::Outdated => {
                "Las cifras cambiaron antes de que la confirmara, y nada se hizo. Otra pregunta, con las cifras de ahora, quedó en \
                 el lugar de esa: respóndala ahí, con **Confirmar** o **Corregir**."
                    .to_owned()
            }
            QuestionState::Pending | QuestionState::Dropped => {
                "Esa pregunta ya se respondió, y nada se hizo con ella. Escriba el comando otra vez.".to_owned()
            }
        },
        QuestionError::Late(_) => {
            "Esa pregunta esperó demasiado, y nada se hizo. Escriba el comando otra vez: las cifras pueden ser otras."
                .to_owned()
        }
        QuestionError::OtherInput(_) => OTHER_INPUT.to_owned(),
        QuestionError::Db(_) => FAULT.to_owned(),
    }
}

/// A price that is far from the last one.
pub(crate) fn price_asked(asked: &PriceAsked) -> Face {
    let (what, before, now) = match &asked.change {
        PriceChange::Rate(set) => (
            format!("Tasa {} → {}", set.corridor.receive, set.corridor.send),
            set.before.map(rate),
            rate(set.now),
        ),
        PriceChange::UsdValue(set) => (
            format!("{} por 1 $", symbol(set.currency)),
            set.before.map(rate),
            rate(set.now),
        ),
        PriceChange::Fee(set) => (
            format!("Comisión por transferir a {}", text::plain(&set.country)),
            Some(percent(set.before)),
            percent(set.now),
        ),
        PriceChange::Exchange(set) => (
            format!("Cambio de 1 {}", set.currency),
            set.before.map(two_way_plain),
            two_way_plain(set.now),
        ),
    };
    let before = before.unwrap_or_else(|| "no había".to_owned());
    let why = price_why(&asked.change);
    let words = format!("{what}: {before} → **{now}**. {why} ¿Es correcto? Nada se publicó todavía.");
    face(&words, asked.again, QuestionKind::Price, asked.question)
}

/// What a price is far from.
fn price_why(change: &PriceChange) -> String {
    let implied = match change {
        PriceChange::Rate(set) => &set.implied,
        PriceChange::UsdValue(set) => &set.implied,
        PriceChange::Exchange(set) => &set.implied,
        PriceChange::Fee(set) if set.before == Percent::ZERO => return "Es mucho para una comisión.".to_owned(),
        PriceChange::Fee(_) => return "Es un cambio grande.".to_owned(),
    };
    let Some(implied) = implied else {
        return match change {
            PriceChange::UsdValue(set) if set.before.is_none() => format!(
                "Es el primer valor de esa moneda, y no hay otro con que compararlo: sería 1 $ = **{} {}**.",
                rate(set.now),
                symbol(set.currency)
            ),
            _ => "Es un cambio grande.".to_owned(),
        };
    };
    let value = implied_value(&implied.value);
    match &implied.by {
        ImpliedBy::Pair(pair, published) => format!(
            "La tasa {} → {} es {}: según ella serían unos **{value}**.",
            pair.receive,
            pair.send,
            rate(*published)
        ),
        ImpliedBy::PairAndDollars(pair, published) => format!(
            "La tasa {} → {} es {}: con ella y lo que vale el dólar en la otra moneda serían unos **{value}**.",
            pair.receive,
            pair.send,
            rate(*published)
        ),
        ImpliedBy::DollarValues => format!("Según los valores del dólar serían unos **{value}**."),
        ImpliedBy::Peg => "Esa moneda vale un dólar, o casi: serían cerca de **1**.".to_owned(),
    }
}

/// With enough decimals that a small value does not look like zero.
fn implied_value(value: &Exact) -> String {
    let is_small = value.minus(&Exact::new(1, 2)).is_negative();
    let rounded = value.rounded(if is_small { 8 } else { 4 });
    let shown = rounded.ok().and_then(|value| Rate::new(value).ok());
    shown.map_or_else(|| price(value), rate)
}

/// A reseller's percentage that is far from the last one.
pub(crate) fn cut_asked(asked: &CutAsked) -> Face {
    let why = match asked.before == Percent::ZERO {
        true => "Es mucho para empezar",
        false => "Es un cambio grande",
    };
    let words = format!(
        "La parte de **{}** en la ganancia: {} → **{}**. {why}, ¿es correcto? Nada cambió todavía.",
        text::name(&asked.name),
        percent(asked.before),
        percent(asked.wanted)
    );
    face(&words, asked.again, QuestionKind::Cut, asked.question)
}

/// An opening, a deposit or an adjustment that is much larger than usual. `unbacked`: a sentence about what the account
/// could no longer cover, or empty.
pub(crate) fn figure_asked(asked: &FigureAsked, unbacked: &str) -> Face {
    let figure = &asked.figure;
    let owner = text::name(&figure.owner);
    let words = match &figure.account {
        None if figure.sums.usual.is_positive() => format!(
            "Abrir para **{owner}** una cuenta con **{}**. La más llena de esa moneda tiene {}: ¿es correcto? Nada se abrió \
             todavía.",
            money(figure.sums.amount),
            money(figure.sums.usual)
        ),
        None => format!(
            "Abrir para **{owner}** una cuenta con **{}**. Es mucho para el primer dinero de esa moneda: ¿es correcto? Nada se \
             abrió todavía.",
            money(figure.sums.amount)
        ),
        Some((account, _)) => format!(
            "Cuenta n.º {account} de **{owner}**: {} → **{}** ({}{}). Es mucho para esa cuenta, ¿es correcto? Nada se movió \
             todavía.",
            money(figure.sums.before),
            money(figure.sums.after),
            if figure.sums.amount.is_negative() { "" } else { "+" },
            money(figure.sums.amount)
        ),
    };
    face(
        &format!("{words}{unbacked}"),
        asked.again,
        QuestionKind::Account,
        asked.question,
    )
}

/// A movement of a central balance that is much larger than usual.
pub(crate) fn central_asked(asked: &CentralAsked) -> Face {
    let figure = &asked.figure;
    let bank = text::plain(&figure.bank_name);
    let what = match &figure.into {
        None => format!("Balance central de **{bank}**"),
        Some((account, owner)) => {
            let owner = text::name(owner);
            format!("De **{bank}** a la cuenta n.º {account} de **{owner}**")
        }
    };
    let commission = figure
        .commission
        .map(|commission| format!(", comisión aparte {}", money(commission)));
    let words = format!(
        "{what}: {} → **{}** ({}{}{}). Es mucho para lo que suele moverse ahí, ¿es correcto? Nada se movió todavía.",
        money(figure.sums.before),
        money(figure.sums.after),
        if figure.sums.amount.is_negative() { "" } else { "+" },
        money(figure.sums.amount),
        commission.unwrap_or_default()
    );
    face(&words, asked.again, QuestionKind::Central, asked.question)
}

/// The same amount to the same beneficiary as a recent order.
pub(crate) fn transfer_repeated(asked: &TransferRepeated) -> Face {
    let words = format!(
        "La orden **{}** ya paga {} a ese beneficiario. ¿Hago **otra** por {}? Todavía no hay ninguna orden nueva.\n{}",
        asked.earlier,
        money(asked.received),
        money(asked.total),
        text::to_copy(&asked.beneficiary)
    );
    face(&words, asked.again, QuestionKind::Transfer, asked.question)
}

#[cfg(test)]
mod tests {
    use super::{QuestionError, QuestionState, refused};
    use crate::ids::QuestionId;

    #[test]
    fn a_second_press_says_what_became_of_the_question() {
        let words = |state| {
            let question = QuestionId::new(1);
            refused(&QuestionError::Answered { question, state })
        };
        let outdated = words(QuestionState::Outdated);
        for part in [
            "Las cifras cambiaron",
            "nada se hizo",
            "Otra pregunta, con las cifras de ahora",
        ] {
            assert!(outdated.contains(part), "{outdated}");
        }
        assert!(!outdated.contains("Escriba el comando otra vez"), "{outdated}");
        assert!(words(QuestionState::Dropped).contains("Escriba el comando otra vez"));
        assert!(words(QuestionState::Confirmed).contains("está hecho"));
    }
}
