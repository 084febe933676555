//! Words about books that are older than what people were told.

use super::{COLOUR_DONE, COLOUR_STOPPED};
use crate::discord::ids::discord_channel;
use crate::domain::books::older::{Numbers, Older, Sign};

/// How many numbers are named in one line; the others are only counted.
const NAMED_MAX: usize = 20;

/// The beginning of every message about books that stay closed. It is recognised, so that repeated starts do not repeat
/// the message.
pub(crate) const CLOSED: &str = "🛑 **La mesa no abre**: los libros son más viejos que lo que ya se dijo aquí.";

/// To superusers, while the desk stays closed.
pub(crate) fn closed(older: &Older) -> String {
    format!(
        "{CLOSED}\n{}\nSi alguien cambió el archivo por error, ponga el correcto y arranque otra vez. Si es una copia \
         restaurada a propósito, ejecute `cambista accept-older-books` en el servidor: la mesa abre y sigue con números \
         nuevos. Mientras tanto, que nadie pague nada.",
        signs(older)
    )
}

/// To superusers, when the desk opened with older books.
pub(crate) fn accepted(older: &Older, above: Numbers) -> String {
    format!(
        "📕 **La mesa abrió con libros más viejos**, por decisión de quien la administra. Puede faltar lo que se hizo \
         después de la copia:\n{}\nDesde ahora las órdenes siguen después de la {}, las solicitudes después de la {} y \
         los batches después del {}. Los mensajes de antes que los libros no conocen ya no sirven: pregunte a cajeros y \
         revendedores qué se pagó, y anótelo otra vez.",
        signs(older),
        above.orders,
        above.requests,
        above.batches
    )
}

fn signs(older: &Older) -> String {
    let lines: Vec<String> = older
        .signs
        .iter()
        .map(|sign| format!("- {}", self::sign(sign)))
        .collect();
    lines.join("\n")
}

fn sign(sign: &Sign) -> String {
    match sign {
        Sign::HeadMissing { seq } => format!("falta el sello {seq}, que ya se anunció"),
        Sign::BatchesAhead { seen, known } => format!("se mostró el batch {seen}, y los libros llegan al {known}"),
        Sign::OrdersAhead { seen, known } => format!("se mostró la orden {seen}, y los libros llegan a la {known}"),
        Sign::RequestsAhead { seen, known } => {
            format!("se mostró la solicitud {seen}, y los libros llegan a la {known}")
        }
        Sign::OrdersOpenAgain { orders } if orders.len() == 1 => format!(
            "se mostró terminada la orden {}, y los libros la tienen abierta: que nadie la pague sin preguntar antes si ya se \
             pagó",
            named(orders)
        ),
        Sign::OrdersOpenAgain { orders } => format!(
            "se mostraron terminadas las órdenes {}, y los libros las tienen abiertas: que nadie las pague sin preguntar \
             antes si ya se pagaron",
            named(orders)
        ),
        Sign::RequestsOpenAgain { requests } if requests.len() == 1 => format!(
            "se mostró decidida la solicitud {}, y los libros la tienen por decidir",
            named(requests)
        ),
        Sign::BatchesOpenAgain { batches } if batches.len() == 1 => format!(
            "se mostró cerrado el batch {}, y los libros lo tienen abierto",
            named(batches)
        ),
        Sign::RequestsOpenAgain { requests } => format!(
            "se mostraron decididas las solicitudes {}, y los libros las tienen por decidir",
            named(requests)
        ),
        Sign::BatchesOpenAgain { batches } => {
            format!(
                "se mostraron cerrados los batches {}, y los libros los tienen abiertos",
                named(batches)
            )
        }
        Sign::MessagesUnknown { channel, messages: 1 } => {
            format!(
                "hay un mensaje en <#{}> que los libros no conocen",
                discord_channel(*channel)
            )
        }
        Sign::MessagesUnknown { channel, messages } => format!(
            "hay {messages} mensajes en <#{}> que los libros no conocen",
            discord_channel(*channel)
        ),
    }
}

fn named<N: std::fmt::Display>(numbers: &[N]) -> String {
    let shown: Vec<String> = numbers.iter().take(NAMED_MAX).map(N::to_string).collect();
    let shown = shown.join(", ");
    match numbers.len().saturating_sub(NAMED_MAX) {
        0 => shown,
        more => format!("{shown} y {more} más"),
    }
}

/// What the title of one of the desk's messages names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Titled {
    Batch(i64),
    Order(i64),
    Request(i64),
}

/// Parses the titles that [`super::orders`], [`super::requests`] and [`super::batches`] write.
pub(crate) fn titled(title: &str) -> Option<Titled> {
    if let Some(order) = title.strip_prefix("Orden ") {
        return order.parse().ok().map(Titled::Order);
    }
    if let Some((number, _)) = title.strip_prefix("Solicitud ").and_then(|rest| rest.split_once(": ")) {
        return number.parse().ok().map(Titled::Request);
    }
    // The name of a person comes before it.
    let (_, batch) = title.rsplit_once(" · batch ")?;
    let number = batch.split(' ').next().unwrap_or_default();
    number.parse().ok().map(Titled::Batch)
}

/// What has ended for good, judging by the title and the colour of its embed.
pub(crate) fn ended(title: &str, colour: Option<u32>) -> Option<Titled> {
    match titled(title)? {
        // A closed batch gets a message of its own, whose colour depends on the gain.
        Titled::Batch(number) => title.ends_with(" cerrado").then_some(Titled::Batch(number)),
        other => matches!(colour, Some(COLOUR_DONE | COLOUR_STOPPED)).then_some(other),
    }
}

/// Parses the head of the chain from a message of [`super::alarms::chain_head`].
pub(crate) fn announced_head(content: &str) -> Option<(i64, &str)> {
    let (_, rest) = content.split_once("🔒 Sello de los libros de hoy: `")?;
    let (seal, _) = rest.split_once('`')?;
    let (seq, hash) = seal.split_once(':')?;
    Some((seq.parse().ok()?, hash))
}

#[cfg(test)]
mod tests {
    use super::{COLOUR_DONE, COLOUR_STOPPED, Titled, announced_head, ended, named, titled};
    use crate::discord::view::alarms::chain_head;

    #[test]
    fn titles_say_their_numbers_and_nothing_else_does() {
        assert_eq!(titled("Orden 12"), Some(Titled::Order(12)));
        assert_eq!(titled("Solicitud 3: retiro"), Some(Titled::Request(3)));
        assert_eq!(titled("david-cuentas · batch 7"), Some(Titled::Batch(7)));
        assert_eq!(titled("david-cuentas · batch 7 cerrado"), Some(Titled::Batch(7)));
        for title in [
            "Orden",
            "Orden x",
            "Ordenes 3",
            "Solicitudes",
            "Cuenta n.º 3 · VES",
            "Registro",
        ] {
            assert_eq!(titled(title), None, "{title}");
        }
    }

    #[test]
    fn a_colour_or_a_closed_title_says_that_it_has_ended() {
        let open = Some(crate::discord::view::COLOUR_OPEN);
        assert_eq!(ended("Orden 12", Some(COLOUR_DONE)), Some(Titled::Order(12)));
        assert_eq!(ended("Orden 12", open), None);
        assert_eq!(ended("Orden 12", None), None);
        assert_eq!(
            ended("Solicitud 3: retiro", Some(COLOUR_STOPPED)),
            Some(Titled::Request(3))
        );
        assert_eq!(ended("david-cuentas · batch 7 cerrado", open), Some(Titled::Batch(7)));
        assert_eq!(ended("david-cuentas · batch 7", Some(COLOUR_DONE)), None);
    }

    #[test]
    fn many_numbers_are_named_in_part() {
        assert_eq!(named(&[1, 2]), "1, 2");
        let many: Vec<i64> = (1..=25).collect();
        assert!(named(&many).ends_with("19, 20 y 5 más"));
    }

    #[test]
    fn an_announced_head_is_read_back() {
        assert_eq!(announced_head(&chain_head(12, "9f86")), Some((12, "9f86")));
        assert_eq!(announced_head("otra cosa"), None);
    }
}
