//! Amounts as this API takes and gives them: JSON numbers or text with a point, with up to four decimals.

use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use crate::domain::kernel::money::{Currency, Money};
use crate::http::under_api::body::Body;
use crate::http::under_api::decimals::{plain, unquoted};
use crate::http::under_api::refusal::Refusal;

const EXPECTED: &str = "un monto mayor que 0, con punto y hasta 4 decimales: 100 o \"2.6315\"";
/// The least decimals of an amount that is shown.
const SHOWN_DECIMALS: usize = 2;

/// More than zero; nothing when it is missing or null.
pub(super) fn optional(body: &Body, field: &str, currency: Currency) -> Result<Option<Money>, Refusal> {
    let Some(raw) = body.written(field) else {
        return Ok(None);
    };
    let money = read(&unquoted(raw), currency).filter(|money| money.is_positive());
    money.map(Some).ok_or_else(|| Refusal::field(field, EXPECTED))
}

fn read(text: &str, currency: Currency) -> Option<Money> {
    plain(text, usize::try_from(currency.scale()).ok()?)?;
    Money::from_decimal(text.parse().ok()?, currency).ok()
}

/// `3800.00`, `2.6315`: with two decimals, and more only if they are not zero.
pub(super) fn amount(money: Money) -> String {
    let units = money.to_decimal().normalize();
    let decimals = usize::try_from(units.scale()).unwrap_or(0).max(SHOWN_DECIMALS);
    format!("{units:.decimals$}")
}

/// The description of an amount that is taken.
pub(super) fn amount_schema() -> Schema {
    let number = ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0.0001));
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^(0|[1-9][0-9]{0,10})(\\.[0-9]{1,4})?$"));
    let either = OneOfBuilder::new()
        .item(number)
        .item(text)
        .examples([serde_json::json!("100")]);
    Schema::OneOf(either.build())
}

#[cfg(test)]
mod tests {
    use super::{amount, read};
    use crate::domain::kernel::money::{Currency, Money};

    #[test]
    fn an_amount_is_read_and_written_to_its_last_decimal() {
        for (text, minor, shown) in [
            ("100", 1_000_000, "100.00"),
            ("2.6315", 26_315, "2.6315"),
            ("0.5", 5_000, "0.50"),
            ("1.234", 12_340, "1.234"),
        ] {
            let money = Money::from_minor(minor, Currency::USD);
            assert_eq!(read(text, Currency::USD), Some(money), "{text}");
            assert_eq!(amount(money), shown);
        }
        for wrong in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "1e3",
            "01",
            "1,5",
            "2.63155",
            "123456789012",
            " 1",
            "NaN",
        ] {
            assert_eq!(read(wrong, Currency::USD), None, "{wrong}");
        }
    }
}
