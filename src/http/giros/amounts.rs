//! Amounts and rates as this API takes and gives them: JSON numbers or text with a point, read as they were written.

use rust_decimal::Decimal;
use serde_json::json;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use crate::domain::kernel::money::{Currency, Money, RATE_MAX, RATE_MIN, Rate};
use crate::domain::treasury::accounts::Movement;
use crate::http::under_api::body::{Body, CENTAVOS_MAX};
use crate::http::under_api::centavos::{centavos_of, money_of};
use crate::http::under_api::decimals::{plain, unquoted};
use crate::http::under_api::refusal::Refusal;

const CENTAVO_DECIMALS: usize = 2;
const RATE_DECIMALS_MAX: usize = 8;
/// The longest text that comes with a movement.
pub(super) const REFERENCE_CHARS_MAX: usize = 200;

/// Which amounts a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Positive,
    NotNegative,
    /// Of either sign, but not zero.
    Signed,
}

impl Takes {
    fn expected(self) -> String {
        let most = written(CENTAVOS_MAX);
        let range = match self {
            Takes::Positive => format!("un monto de 0.01 a {most}"),
            Takes::NotNegative => format!("un monto de 0 a {most}"),
            Takes::Signed => format!("un monto de -{most} a {most} que no sea 0"),
        };
        format!("{range}, con punto y hasta 2 decimales: 1500.5 o \"1500.50\"")
    }

    fn admits(self, centavos: i64) -> bool {
        let is_in_range = centavos.abs() <= CENTAVOS_MAX;
        is_in_range
            && match self {
                Takes::Positive => 0 < centavos,
                Takes::NotNegative => 0 <= centavos,
                Takes::Signed => centavos != 0,
            }
    }
}

/// More than zero.
pub(super) fn positive(body: &Body, field: &str, currency: Currency) -> Result<Money, Refusal> {
    read(body, field, currency, Takes::Positive)
}

/// What is moved by hand: an amount that came in, or a correction of either sign with its reason.
pub(super) fn by_hand(body: &Body, currency: Currency, movement: Movement) -> Result<(Money, Option<String>), Refusal> {
    Ok(match movement {
        Movement::Deposit => (
            positive(body, "amount", currency)?,
            body.optional_text("reference", REFERENCE_CHARS_MAX)?,
        ),
        Movement::Adjustment => (
            read(body, "amount", currency, Takes::Signed)?,
            Some(body.text("reference", REFERENCE_CHARS_MAX)?),
        ),
    })
}

/// Zero or more; nothing when it is missing or null.
pub(super) fn optional(body: &Body, field: &str, currency: Currency) -> Result<Option<Money>, Refusal> {
    match body.written(field) {
        None => Ok(None),
        Some(_) => read(body, field, currency, Takes::NotNegative).map(Some),
    }
}

/// A rate; nothing when it is missing or null.
pub(super) fn optional_rate(body: &Body, field: &str) -> Result<Option<Rate>, Refusal> {
    let Some(raw) = body.written(field) else {
        return Ok(None);
    };
    let text = unquoted(raw);
    let is_in_range = |rate: &Rate| {
        let rate: Decimal = rate.as_decimal();
        RATE_MIN <= rate && rate <= RATE_MAX
    };
    let rate = plain(&text, RATE_DECIMALS_MAX).and_then(|_| Rate::from_text(&text).ok());
    let expected = format!("una tasa de {RATE_MIN} a {RATE_MAX}, con punto y hasta {RATE_DECIMALS_MAX} decimales");
    let rate = rate.filter(is_in_range).ok_or_else(|| Refusal::field(field, &expected));
    rate.map(Some)
}

fn read(body: &Body, field: &str, currency: Currency, takes: Takes) -> Result<Money, Refusal> {
    let raw = body.written(field).unwrap_or_default();
    let centavos = centavos(&unquoted(raw)).filter(|centavos| takes.admits(*centavos));
    let money = centavos.and_then(|centavos| money_of(centavos, currency).ok());
    money.ok_or_else(|| Refusal::field(field, &takes.expected()))
}

fn centavos(text: &str) -> Option<i64> {
    let (unsigned, sign) = match text.strip_prefix('-') {
        Some(unsigned) => (unsigned, -1),
        None => (text, 1),
    };
    let (whole, decimals) = plain(unsigned, CENTAVO_DECIMALS)?;
    let centavos: i64 = format!("{whole}{decimals:0<CENTAVO_DECIMALS$}").parse().ok()?;
    Some(sign * centavos)
}

/// `1500.00`. A part of a centavo is cut.
pub(super) fn amount(money: Money) -> String {
    written(centavos_of(money))
}

/// The same without its sign.
pub(super) fn magnitude(money: Money) -> String {
    written(centavos_of(money).abs())
}

fn written(centavos: i64) -> String {
    let sign = if centavos < 0 { "-" } else { "" };
    let centavos = centavos.unsigned_abs();
    format!("{sign}{}.{:02}", centavos / 100, centavos % 100)
}

/// An amount in the description.
fn schema(least: f64, sign: &str) -> OneOfBuilder {
    let most = 10_000_000_000.0;
    let number = ObjectBuilder::new()
        .schema_type(Type::Number)
        .minimum(Some(least))
        .maximum(Some(most));
    let pattern = format!(r"^{sign}(0|[1-9][0-9]{{0,10}})(\.[0-9]{{1,2}})?$");
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern));
    OneOfBuilder::new()
        .item(number)
        .item(text)
        .description(Some("With at most 2 decimals, as a number or as text; never rounded"))
}

pub(super) fn positive_schema() -> Schema {
    Schema::OneOf(schema(0.01, "").examples([json!("1500.00")]).build())
}

pub(super) fn signed_schema() -> Schema {
    Schema::OneOf(schema(-10_000_000_000.0, "-?").examples([json!("-50.00")]).build())
}

fn null() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Null)
}

/// Zero or more, or null.
pub(super) fn optional_schema() -> Schema {
    Schema::OneOf(schema(0.0, "").item(null()).examples([json!("4.50")]).build())
}

/// A rate, or null.
pub(super) fn optional_rate_schema() -> Schema {
    let number = ObjectBuilder::new()
        .schema_type(Type::Number)
        .exclusive_minimum(Some(0.0))
        .maximum(Some(100_000_000.0));
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(r"^(0|[1-9][0-9]{0,10})(\.[0-9]{1,8})?$"));
    let either = OneOfBuilder::new()
        .item(number)
        .item(text)
        .item(null())
        .description(Some(
            "With at most 8 decimals, as a number or as text; it is stored and shown",
        ))
        .examples([json!("36.5")]);
    Schema::OneOf(either.build())
}

#[cfg(test)]
mod tests {
    use super::{Takes, amount, centavos, plain, unquoted, written};
    use crate::domain::kernel::money::{Currency, Money};

    #[test]
    fn an_amount_is_read_as_it_was_written() {
        for (raw, expected) in [
            ("1500", 150_000),
            ("1500.5", 150_050),
            ("\"1500.50\"", 150_050),
            ("0.01", 1),
            ("-50", -5_000),
            ("\"-0.01\"", -1),
            ("0", 0),
            ("10000000000.00", 1_000_000_000_000),
        ] {
            assert_eq!(centavos(&unquoted(raw)), Some(expected), "{raw}");
        }
        for wrong in [
            "",
            "1e3",
            "1E3",
            "1.005",
            "0.001",
            "007",
            "00",
            ".5",
            "5.",
            "+5",
            "--5",
            "\" 5\"",
            "\"5 \"",
            "\"\"",
            "true",
            "[5]",
            "{}",
            "\"1,5\"",
            "\"1.500,00\"",
            "\"٥\"",
            "\"0x10\"",
            "999999999999",
            "1.5e1",
            "-",
            "NaN",
            "\"1_000\"",
        ] {
            assert_eq!(centavos(&unquoted(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn which_sign_is_taken_is_up_to_the_field() {
        let admitted = |takes: Takes| [-1, 0, 1].map(|centavos| takes.admits(centavos));
        assert_eq!(admitted(Takes::Positive), [false, false, true]);
        assert_eq!(admitted(Takes::NotNegative), [false, true, true]);
        assert_eq!(admitted(Takes::Signed), [true, false, true]);
        assert!(!Takes::Signed.admits(1_000_000_000_001) && !Takes::Signed.admits(-1_000_000_000_001));
    }

    #[test]
    fn an_amount_is_given_with_two_decimals() {
        assert_eq!(amount(Money::from_minor(15_000_000, Currency::VES)), "1500.00");
        assert_eq!(amount(Money::from_minor(50, Currency::VES)), "0.00");
        assert_eq!(written(-1), "-0.01");
        assert_eq!(written(-123_456), "-1234.56");
    }

    #[test]
    fn a_rate_has_no_exponent() {
        assert_eq!(plain("36.50", 8), Some(("36", "50")));
        for wrong in ["1e2", "036", "36.", "36.123456789"] {
            assert_eq!(plain(wrong, 8), None, "{wrong}");
        }
    }
}
