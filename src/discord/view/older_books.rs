//! Books that are older than what people were told.

use crate::discord::surface::discord_channel;
use crate::domain::books::{Numbers, Older, Sign};

/// How every word about books that stay closed begins: whoever starts the desk again and again reads it once.
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

/// To superusers, when the desk has opened all the same.
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

/// What the title of a message that the desk sent by itself names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Titled {
    Batch(i64),
    Order(i64),
    Request(i64),
}

/// Reads the titles that [`super::orders`], [`super::requests`] and [`super::batches`] write.
pub(crate) fn titled(title: &str) -> Option<Titled> {
    if let Some(order) = title.strip_prefix("Orden ") {
        return order.parse().ok().map(Titled::Order);
    }
    if let Some((number, _)) = title.strip_prefix("Solicitud ").and_then(|rest| rest.split_once(": ")) {
        return number.parse().ok().map(Titled::Request);
    }
    // Somebody's name stands before it.
    let (_, batch) = title.rsplit_once(" · batch ")?;
    let number = batch.split(' ').next().unwrap_or_default();
    number.parse().ok().map(Titled::Batch)
}

/// The head of the chain in [`super::alarms::chain_head`].
pub(crate) fn announced_head(content: &str) -> Option<(i64, &str)> {
    let (_, rest) = content.split_once("🔒 Sello de los libros de hoy: `")?;
    let (seal, _) = rest.split_once('`')?;
    let (seq, hash) = seal.split_once(':')?;
    Some((seq.parse().ok()?, hash))
}

#[cfg(test)]
mod tests {
    use super::{Titled, announced_head, titled};
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
    fn an_announced_head_is_read_back() {
        assert_eq!(announced_head(&chain_head(12, "9f86")), Some((12, "9f86")));
        assert_eq!(announced_head("otra cosa"), None);
    }
}
