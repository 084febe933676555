//! Exchanges and transfers between accounts.

use super::asked::{actor, as_typed, request};
use super::group::Group;
use super::{person, prices};
use crate::db::{Place, retrying};
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined};
use crate::discord::args::amounts::PlaceArg;
use crate::discord::args::{PersonArg, WordArg};
use crate::discord::content::Content;
use crate::discord::controls::{List, OperationList};
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};
use crate::domain::flows::exchange::{self, Side, Voucher, WantedTransfer};
use crate::domain::kernel::money::{currency_called, parse_rate};
use crate::domain::people::members::Permission;
use crate::domain::treasury::accounts::AccountNumber;
use crate::domain::treasury::rates::{self, PlaceOrCurrency};
use crate::reports;
use crate::reports::exchange::Receipt;

pub(super) const COMMANDS: Group = Group {
    records: &[COMPRAR, VENDER, TRANSFERIR, CAMBIOS, COMPROBANTE, SETCAMBIO, POSICION],
    functions: &[comprar, vender, transferir, cambios, comprobante, setcambio, posicion],
};

const COMPRAR: Record = Record {
    name: "comprar",
    aliases: &[],
    synonyms: &["cambiar", "convertir"],
    usage: "comprar <monto o todo> <moneda> [con <moneda>]",
    example: "comprar 100 usd",
    what: "cambia dinero de sus cuentas: muestra una cotización, que confirma con un botón",
    who: Who::Only(Permission::ExchangeMoney),
    probe: "0 usd",
};

/// Compra divisas con el dinero de sus cuentas
#[poise::command(prefix_command, slash_command)]
async fn comprar(
    context: Context<'_>,
    #[description = "Cuánto y de qué moneda: 100 usd, todo usd, 3800 ves usd"]
    #[rest]
    cuanto: String,
) -> Result<(), Never> {
    answer(
        context,
        Content::For(Permission::SeeAccounts),
        quote(context, Side::Buy, &cuanto),
    )
    .await
}

const VENDER: Record = Record {
    name: "vender",
    aliases: &[],
    synonyms: &["venta", "vende", "vendo"],
    usage: "vender <monto o todo> <moneda> [por <moneda>]",
    example: "vender 100 usd",
    what: "lo mismo al revés: entrega divisas y recibe bolívares",
    who: Who::Only(Permission::ExchangeMoney),
    probe: "0 usd",
};

/// Vende divisas de sus cuentas
#[poise::command(prefix_command, slash_command)]
async fn vender(
    context: Context<'_>,
    #[description = "Cuánto y de qué moneda: 100 usd, todo usd"]
    #[rest]
    cuanto: String,
) -> Result<(), Never> {
    answer(
        context,
        Content::For(Permission::SeeAccounts),
        quote(context, Side::Sell, &cuanto),
    )
    .await
}

async fn quote(context: Context<'_>, side: Side, typed: &str) -> Outcome {
    let wanted =
        exchange::read(side, typed).map_err(|error| Declined::because(view::exchange::unread(side, &error)))?;
    let (actor, request) = (actor(context).await?, request(context));
    let (desk, as_typed) = (&context.data().desk, as_typed(context));
    let done = retrying(|| exchange::quote(desk, &actor, &request, &wanted, &as_typed)).await;
    let done = done.map_err(declined("exchange.quote", view::exchange::refused))?;
    Ok(Answer::Face(Box::new(view::exchange::quoted(&done))))
}

const TRANSFERIR: Record = Record {
    name: "transferir",
    aliases: &[],
    synonyms: &["transfiere"],
    usage: "transferir <número de cuenta> <monto o todo>",
    example: "transferir 01123456789012345678 100",
    what: "pasa dinero a otra cuenta de la misma moneda",
    who: Who::Only(Permission::ExchangeMoney),
    probe: "999 1",
};

/// Pasa dinero a otra cuenta de la misma moneda
#[poise::command(prefix_command, slash_command)]
async fn transferir(
    context: Context<'_>,
    #[description = "El número interno de la cuenta, de 20 cifras"] cuenta: String,
    #[description = "Cuánto: 100"]
    #[rest]
    monto: String,
) -> Result<(), Never> {
    let work = async {
        if monto
            .split_whitespace()
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("p"))
        {
            return Err(Declined::because(view::exchange::meant_an_order(&cuenta, &monto)));
        }
        let (actor, request) = (actor(context).await?, request(context));
        let (to, amount) = number_and_amount(&cuenta, &monto);
        let wanted = WantedTransfer { to, amount };
        let (desk, as_typed) = (&context.data().desk, as_typed(context));
        let done = retrying(|| exchange::ask_transfer(desk, &actor, &request, &wanted, &as_typed)).await;
        let done = done.map_err(declined("exchange.ask_transfer", view::exchange::refused))?;
        Ok(Answer::Face(Box::new(view::exchange::transfer_asked(&done))))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// `0196 9926 6945 0664 7605 10`: the words of a number in groups belong together, and the amount is behind them.
fn number_and_amount(number: &str, rest: &str) -> (String, String) {
    let words: Vec<&str> = rest.split_whitespace().collect();
    for taken in 0..words.len() {
        let (groups, amount) = words.split_at(taken);
        let grouped = format!("{number}{}", groups.concat());
        if AccountNumber::parse(&grouped).is_ok() {
            return (grouped, amount.join(" "));
        }
    }
    (number.to_owned(), rest.to_owned())
}

const CAMBIOS: Record = Record {
    name: "cambios",
    aliases: &[],
    synonyms: &[],
    usage: "cambios [moneda] [@persona]",
    example: "cambios USD",
    what: "sus cambios y transferencias entre cuentas",
    who: Who::Only(Permission::SeeOwn),
    probe: "",
};

/// Muestra los cambios y las transferencias entre cuentas
#[poise::command(prefix_command, slash_command)]
async fn cambios(
    context: Context<'_>,
    #[description = "Solo los de una moneda: USD"] moneda: Option<WordArg>,
    #[description = "De quién; sin esto, los suyos"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let currency = match moneda {
            None => None,
            Some(WordArg(typed)) => Some(
                currency_called(&typed).ok_or_else(|| Declined::because(view::exchange::unknown_currency(&typed)))?,
            ),
        };
        let of = match persona {
            None => actor.member,
            Some(somebody) => person::whose_accounts(context, &actor, &somebody).await?.id,
        };
        let list = List::Operations(OperationList { of, currency });
        Ok(pages::page(context.data(), &actor, list, Place::First).await?.answer())
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const COMPROBANTE: Record = Record {
    name: "comprobante",
    aliases: &[],
    synonyms: &["recibo", "voucher", "factura"],
    usage: "comprobante <CB-…>",
    example: "comprobante CB-7K2M-9QXD",
    what: "un cambio o una transferencia, con su tasa y ambas cuentas",
    who: Who::Only(Permission::SeeOwn),
    probe: "CB-0000-0000",
};

/// Muestra el comprobante de un cambio o una transferencia
#[poise::command(prefix_command, slash_command)]
async fn comprobante(
    context: Context<'_>,
    #[description = "Por ejemplo CB-7K2M-9QXD"]
    #[rest]
    codigo: String,
) -> Result<(), Never> {
    let work = async {
        let found = receipt_of(context, &codigo).await?;
        Ok(Answer::Show(Box::new(view::exchange::receipt(&found))))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// The receipt with a voucher as it was typed, if this person may see it.
pub(super) async fn receipt_of(context: Context<'_>, typed: &str) -> Result<Receipt, Declined> {
    let none = || Declined::because(view::exchange::no_receipt(typed));
    let actor = actor(context).await?;
    let voucher = Voucher::parse(typed).map_err(|_| none())?;
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::exchange::receipt(&mut reader, &actor, &voucher).await
    };
    let found = read.await.map_err(declined("reports.exchange", view::reads::refused))?;
    found.ok_or_else(none)
}

const SETCAMBIO: Record = Record {
    name: "setcambio",
    aliases: &[],
    synonyms: &[],
    usage: "setcambio <moneda> <venta> <compra>",
    example: "setcambio USD 38 37.5",
    what: "publica a cuánto se cambia una moneda: lo que paga el cliente, y lo que recibe",
    who: Who::Only(Permission::PublishPrices),
    probe: "XXX 9 8",
};

/// Publica a cuánto se cambia una moneda: !setcambio USD 38 37.5
#[poise::command(prefix_command, slash_command)]
async fn setcambio(
    context: Context<'_>,
    #[description = "Moneda: USD"] moneda: PlaceArg,
    #[description = "Bolívares que paga el cliente por una unidad: 38"] venta: String,
    #[description = "Bolívares que recibe el cliente por una unidad: 37.5"]
    #[rest]
    compra: String,
) -> Result<(), Never> {
    let work = async {
        let rate =
            |typed: &str| parse_rate(typed).map_err(|error| Declined::because(view::refusals::published_rate(&error)));
        let (ask, bid) = (rate(&venta)?, rate(&compra)?);
        let (actor, request) = (actor(context).await?, request(context));
        let currency = PlaceOrCurrency::new(&moneda.0);
        let (desk, as_typed) = (&context.data().desk, as_typed(context));
        let done = retrying(|| rates::set_exchange(desk, &actor, &request, &currency, (ask, bid), &as_typed)).await;
        let done = done.map_err(declined("rates.set_exchange", view::prices::refused))?;
        Ok(prices::said(done))
    };
    answer(context, Content::Public, work).await
}

const POSICION: Record = Record {
    name: "posicion",
    aliases: &["posición"],
    synonyms: &["exposicion", "diferencial"],
    usage: "posicion",
    example: "posicion",
    what: "lo que la mesa tiene abierto en cada moneda, y lo que ganó en cambios",
    who: Who::Only(Permission::SeeOthers),
    probe: "",
};

/// Muestra lo que la mesa tiene abierto en cada moneda
#[poise::command(prefix_command, slash_command, aliases("posición"))]
async fn posicion(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::position::position(&mut reader, &actor).await
        };
        let found = read.await.map_err(declined("reports.position", view::reads::refused))?;
        Ok(Answer::Show(Box::new(view::exchange::position(&found))))
    };
    answer(context, Content::For(Permission::SeeOthers), work).await
}

#[cfg(test)]
mod tests {
    use super::number_and_amount;

    #[test]
    fn a_number_in_groups_is_one_number() {
        let read = |number: &str, rest: &str| {
            let (number, amount) = number_and_amount(number, rest);
            format!("{number}|{amount}")
        };
        assert_eq!(read("01969926694506647605", "10"), "01969926694506647605|10");
        assert_eq!(
            read("0196-9926-6945-0664-7605", "1 000"),
            "0196-9926-6945-0664-7605|1 000"
        );
        assert_eq!(read("0196", "9926 6945 0664 7605 10,5"), "01969926694506647605|10,5");
        for (number, rest) in [
            ("100", "p"),
            ("3", "50"),
            ("0196", "9926 6945"),
            ("0196", "9926 6945 0664 7605"),
        ] {
            assert_eq!(read(number, rest), format!("{number}|{rest}"));
        }
    }
}
