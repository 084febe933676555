//! Words about coins.

use super::face::Face;
use super::guild::not_here;
use super::money::exact;
use super::nouns;
use super::refusals::{amount, books, not_allowed};
use super::{FAULT, OTHER_INPUT, text};
use crate::discord::controls::Button;
use crate::domain::games::coins::{CoinError, CoinsGiven, DailyTaken, Offered, Paid, PointsRedeemed};
use crate::domain::kernel::money::{Currency, Money};
use crate::reports::coins::Purse;

/// A reason that begins with one of these needs no *por* before it.
const SAYS_WHY: [&str; 3] = ["por", "para", "porque"];

/// `1 moneda`, `1.500 monedas`, `3 puntos`.
pub(super) fn counted(money: Money) -> String {
    let what = if money.currency() == Currency::PTS {
        nouns::POINTS
    } else {
        nouns::COINS
    };
    let word = nouns::word_for(&money.minor(), what);
    format!("**{} {word}**", exact(money.to_decimal()))
}

/// ` por «el almuerzo»`, ` «por ayudar»`; never ` por «por …»`.
fn because(reason: Option<&str>) -> String {
    let Some(reason) = reason else {
        return String::new();
    };
    let first = reason.split_whitespace().next().unwrap_or_default().to_lowercase();
    let por = if SAYS_WHY.contains(&first.as_str()) { "" } else { " por" };
    format!("{por} «{}»", text::plain(reason))
}

pub(crate) fn daily(done: &DailyTaken) -> String {
    let streak = match done.streak {
        1 => "Vuelva mañana: cada día seguido da más.".to_owned(),
        days => format!("Lleva {}.", nouns::counted(days, nouns::DAYS_IN_A_ROW)),
    };
    format!(
        "Hoy recibe {}. {streak} Tiene {}.",
        counted(done.amount),
        counted(done.has)
    )
}

pub(crate) fn paid(done: &Paid) -> String {
    format!(
        "Pagó {} a **{}**{}. Le quedan {}.",
        counted(done.amount),
        text::name(&done.name),
        because(done.reason.as_deref()),
        counted(done.left)
    )
}

pub(crate) fn offered(done: &Offered) -> Face {
    let words = format!(
        "¿Paga {} a **{}**{}? Es mucho: confírmelo con el botón en 10 minutos. Nada se ha movido todavía.",
        counted(done.amount),
        text::name(&done.name),
        because(done.reason.as_deref())
    );
    Face::new(words).buttons(vec![Button::ConfirmCoins(done.offer)])
}

pub(crate) fn given(done: &CoinsGiven) -> String {
    format!(
        "**{}** recibe {}{}. Ahora tiene {}.",
        text::name(&done.name),
        counted(done.amount),
        because(Some(&done.reason)),
        counted(done.has)
    )
}

/// To the person who received them, by direct message.
pub(crate) fn received(from: &str, amount: Money, reason: Option<&str>) -> String {
    format!(
        "🪙 **{}** le dio {}{}. Lo que tiene: `!monedas`.",
        text::name(from),
        counted(amount),
        because(reason)
    )
}

pub(crate) fn redeemed(done: &PointsRedeemed) -> String {
    format!(
        "Cambió {} por {}. Le quedan {} y tiene {}.",
        counted(done.points),
        counted(done.coins),
        counted(done.points_left),
        counted(done.has)
    )
}

/// Whether somebody's points are shown. Points show how much a client sent; coins are public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Points {
    Shown,
    Hidden,
}

pub(crate) fn purse(purse: &Purse, points: Points) -> String {
    let (name, coins) = (text::name(&purse.owner.name), counted(purse.coins.available()));
    let points = match points {
        Points::Hidden => None,
        Points::Shown => purse.points,
    };
    let mut words = match points {
        None => format!("**{name}** tiene {coins} disponibles."),
        Some(points) => format!(
            "**{name}** tiene {coins} disponibles y {}.",
            counted(points.available())
        ),
    };
    if let Some(owed) = points.map(|points| points.owed()).filter(|owed| owed.is_positive()) {
        words.push_str(&format!(" Debe {}, que pagan los próximos que gane.", counted(owed)));
    }
    if purse.coins.held.is_positive() {
        words.push_str(&format!(" Sus juegos en curso retienen {}.", counted(purse.coins.held)));
    }
    if purse.pending.is_positive() {
        words.push_str(&format!(
            " Si sus juegos en curso terminan bien, recibirá {}.",
            counted(purse.pending)
        ));
    }
    words
}

pub(crate) fn ranking(places: &[(String, Money)]) -> String {
    if places.is_empty() {
        return "Nadie tiene monedas todavía. Las primeras se ganan con `!diario`.".to_owned();
    }
    let lines = places
        .iter()
        .enumerate()
        .map(|(index, (name, coins))| format!("{}. **{}**: {}", index + 1, text::name(name), counted(*coins)));
    lines.collect::<Vec<_>>().join("\n")
}

pub(crate) fn refused(error: &CoinError) -> String {
    match error {
        CoinError::NotAllowed(no) => not_allowed(*no),
        CoinError::NotHere(no) => not_here(no),
        CoinError::Amount { error, currency } => amount(error, Some(*currency)),
        CoinError::ReasonTooLong { max, given } => {
            format!(
                "El motivo tiene {} y caben {max}. Escríbalo más corto.",
                nouns::counted(*given, nouns::CHARACTERS)
            )
        }
        CoinError::NoReason => "Falta el motivo. Por ejemplo: `!dar @ana 50 por ayudar`.".to_owned(),
        CoinError::ToOneself => "Un pago es para otra persona. Diga a quién: `!pagar @ana 50 el almuerzo`.".to_owned(),
        CoinError::InsufficientFunds { asked, available } => {
            format!(
                "Son {} y tiene {} disponibles. Escriba como mucho eso; lo que tiene lo dice `!monedas`.",
                counted(*asked),
                counted(*available)
            )
        }
        CoinError::PointsOwed { owed } => format!(
            "Debe {}: eran de una orden revertida y ya estaban canjeados. Los próximos puntos que gane los pagan; después \
             puede canjear otra vez. Véalos con `!puntos`.",
            counted(*owed)
        ),
        CoinError::DailyTaken { last: _ } => "Ya recibió las monedas de hoy. Vuelva mañana con `!diario`.".to_owned(),
        CoinError::TooFewPoints {
            points,
            points_per_coin,
        } => format!(
            "Son {} y una moneda cuesta {}. Por ejemplo: `!canjear {points_per_coin}`.",
            counted(*points),
            nouns::counted(*points_per_coin, nouns::POINTS)
        ),
        CoinError::UnknownOffer(_) => "Ese pago no es suyo. Para pagar usted: `!pagar @ana 50 el almuerzo`.".to_owned(),
        CoinError::OfferEnded(_) => {
            "Ese pago ya se hizo. Si quiere otro, escríbalo: `!pagar @ana 50 el almuerzo`.".to_owned()
        }
        CoinError::OfferLate(_) => {
            "Ese pago esperó demasiado y no se hizo. Escríbalo otra vez: `!pagar @ana 50 el almuerzo`.".to_owned()
        }
        CoinError::OtherInput(_) => OTHER_INPUT.to_owned(),
        CoinError::Books(error) => books(error),
        CoinError::Db(_) => FAULT.to_owned(),
    }
}
