//! What can be typed: one table for the help, for usage hints and for guessing what was meant.

use super::text;
use crate::domain::members::{Actor, Permission};

/// One command.
pub(crate) struct Entry {
    /// Its full name.
    pub(crate) name: &'static str,
    /// Other names of it.
    pub(crate) aliases: &'static [&'static str],
    pub(crate) usage: &'static str,
    pub(crate) example: &'static str,
    pub(crate) what: &'static str,
    /// Who may; `None`: everybody.
    pub(crate) needs: Option<Permission>,
}

/// Every command, in the order of a day's work.
pub(crate) const ENTRIES: &[Entry] = &[
    Entry {
        name: "start batch",
        aliases: &["startbatch"],
        usage: "start batch [de] [a]",
        example: "start batch PEN VES",
        what: "abre un batch en su canal",
        needs: Some(Permission::RunBatch),
    },
    Entry {
        name: "t",
        aliases: &[],
        usage: "t <monto> <p o tasa> [beneficiario]",
        example: "t 100 p María Pérez 0102-1234",
        what: "envía una transferencia: `p` es la tasa publicada",
        needs: Some(Permission::SendTransfer),
    },
    Entry {
        name: "batch",
        aliases: &[],
        usage: "batch",
        example: "batch",
        what: "muestra el batch abierto del canal",
        needs: Some(Permission::SendTransfer),
    },
    Entry {
        name: "c",
        aliases: &[],
        usage: "c <cantidad> <usdt>",
        example: "c 200 52.63",
        what: "compra USDT para el batch; con todo comprado se cierra y se reparte la ganancia",
        needs: Some(Permission::RunBatch),
    },
    Entry {
        name: "endbatch",
        aliases: &[],
        usage: "endbatch",
        example: "endbatch",
        what: "cierra un batch vacío",
        needs: Some(Permission::RunBatch),
    },
    Entry {
        name: "cancelar",
        aliases: &[],
        usage: "cancelar <n>",
        example: "cancelar 12",
        what: "cancela una orden que aún no se pagó",
        needs: Some(Permission::WithdrawTransfer),
    },
    Entry {
        name: "orden",
        aliases: &[],
        usage: "orden <n>",
        example: "orden 12",
        what: "muestra una orden con su historia",
        needs: Some(Permission::SendTransfer),
    },
    Entry {
        name: "disponible",
        aliases: &[],
        usage: "disponible",
        example: "disponible",
        what: "usted recibe órdenes, y al momento las que esperan y puede pagar",
        needs: Some(Permission::CarryOutOrders),
    },
    Entry {
        name: "ocupado",
        aliases: &[],
        usage: "ocupado",
        example: "ocupado",
        what: "usted no recibe órdenes; las que no ha pagado pasan a otros",
        needs: Some(Permission::CarryOutOrders),
    },
    Entry {
        name: "cola",
        aliases: &[],
        usage: "cola",
        example: "cola",
        what: "qué órdenes esperan, desde cuándo, y quién puede pagarlas",
        needs: Some(Permission::SeeEverything),
    },
    Entry {
        name: "asignar",
        aliases: &[],
        usage: "asignar <n> @cajero",
        example: "asignar 12 @cajero1",
        what: "da una orden sin pagar a un cajero",
        needs: Some(Permission::AssignOrders),
    },
    Entry {
        name: "confirmar",
        aliases: &[],
        usage: "confirmar <n>",
        example: "confirmar 12",
        what: "confirma una orden con captura desde la cuenta de su cajero",
        needs: Some(Permission::ConfirmForCashier),
    },
    Entry {
        name: "tasas",
        aliases: &[],
        usage: "tasas",
        example: "tasas",
        what: "las tasas y comisiones publicadas",
        needs: None,
    },
    Entry {
        name: "request-retiro",
        aliases: &["retiro"],
        usage: "request-retiro [monto] [dónde pagar]",
        example: "request-retiro 50 Binance ID 123456",
        what: "pide sus ganancias; sin monto, todas; sin lugar, donde la última vez",
        needs: None,
    },
    Entry {
        name: "revertir",
        aliases: &[],
        usage: "revertir <n> <motivo>",
        example: "revertir 12 el banco devolvió el pago",
        what: "deshace una orden pagada mientras su batch siga abierto",
        needs: Some(Permission::ReverseOrders),
    },
    Entry {
        name: "setrates",
        aliases: &["setrate"],
        usage: "setrates <de> <a> <tasa>",
        example: "setrates PEN VES 9",
        what: "publica una tasa",
        needs: Some(Permission::PublishPrices),
    },
    Entry {
        name: "setusdvalue",
        aliases: &[],
        usage: "setusdvalue <moneda> <valor>",
        example: "setusdvalue VES 38",
        what: "cuántas unidades de una moneda hacen un dólar",
        needs: Some(Permission::PublishPrices),
    },
    Entry {
        name: "setbsusdvalue",
        aliases: &[],
        usage: "setbsusdvalue <valor>",
        example: "setbsusdvalue 38",
        what: "cuántos bolívares hacen un dólar",
        needs: Some(Permission::PublishPrices),
    },
    Entry {
        name: "setfee",
        aliases: &[],
        usage: "setfee <país> <porcentaje>",
        example: "setfee VE 0.3",
        what: "la comisión por transferir a un país",
        needs: Some(Permission::PublishPrices),
    },
    Entry {
        name: "rol",
        aliases: &[],
        usage: "rol @persona <revendedor|cajero|cliente|admin>",
        example: "rol @david revendedor",
        what: "da un rol",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "baja",
        aliases: &[],
        usage: "baja @persona",
        example: "baja @david",
        what: "da de baja a alguien: sin trabajo nuevo, con su historia; `!rol` lo trae de vuelta",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "setup panel",
        aliases: &[],
        usage: "setup panel",
        example: "setup panel",
        what: "publica el panel de registro",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "diario",
        aliases: &[],
        usage: "diario",
        example: "diario",
        what: "las monedas de hoy; más si viene todos los días",
        needs: None,
    },
    Entry {
        name: "monedas",
        aliases: &[],
        usage: "monedas [@persona]",
        example: "monedas @ana",
        what: "las monedas y los puntos de alguien",
        needs: None,
    },
    Entry {
        name: "ranking",
        aliases: &[],
        usage: "ranking",
        example: "ranking",
        what: "quién tiene más monedas",
        needs: None,
    },
    Entry {
        name: "logros",
        aliases: &[],
        usage: "logros [@persona]",
        example: "logros @ana",
        what: "los logros de alguien en los juegos",
        needs: None,
    },
    Entry {
        name: "pagar",
        aliases: &[],
        usage: "pagar @persona <monto> [motivo]",
        example: "pagar @ana 50 el almuerzo",
        what: "paga monedas suyas a otra persona",
        needs: None,
    },
    Entry {
        name: "canjear",
        aliases: &[],
        usage: "canjear <puntos>",
        example: "canjear 100",
        what: "cambia puntos por monedas",
        needs: None,
    },
    Entry {
        name: "dar",
        aliases: &[],
        usage: "dar @persona <monto> <motivo>",
        example: "dar @ana 50 por ayudar",
        what: "da monedas nuevas",
        needs: Some(Permission::GiveCoins),
    },
    Entry {
        name: "app crear",
        aliases: &[],
        usage: "app crear <nombre>",
        example: "app crear Blackjack",
        what: "registra un juego o bot; la clave solo sale con `/app crear`",
        needs: Some(Permission::ManageApps),
    },
    Entry {
        name: "app lista",
        aliases: &[],
        usage: "app lista",
        example: "app lista",
        what: "los juegos y bots, y cuándo se usó su clave",
        needs: Some(Permission::ManageApps),
    },
    Entry {
        name: "app rotar",
        aliases: &[],
        usage: "app rotar <nombre>",
        example: "app rotar Blackjack",
        what: "otra clave; la anterior deja de valer",
        needs: Some(Permission::ManageApps),
    },
    Entry {
        name: "app revocar",
        aliases: &[],
        usage: "app revocar <nombre>",
        example: "app revocar Blackjack",
        what: "quita la clave",
        needs: Some(Permission::ManageApps),
    },
    Entry {
        name: "setcut",
        aliases: &[],
        usage: "setcut @revendedor <porcentaje>",
        example: "setcut @david 40",
        what: "la parte de un revendedor en la ganancia",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "canal",
        aliases: &[],
        usage: "canal @revendedor [#canal]",
        example: "canal @david",
        what: "da su canal a un revendedor; sin #canal se crea",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "cuenta crear",
        aliases: &[],
        usage: "cuenta crear @persona <moneda> <saldo> [banco]",
        example: "cuenta crear @cajero1 VES 5000 Banesco",
        what: "abre una cuenta",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "ayuda",
        aliases: &["help"],
        usage: "ayuda",
        example: "ayuda",
        what: "esta lista",
        needs: None,
    },
];

/// The command of this full name.
pub(crate) fn entry(name: &str) -> Option<&'static Entry> {
    let is_it = |entry: &&Entry| {
        entry.name.eq_ignore_ascii_case(name) || entry.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    };
    // Of a parent alone, the first of its children.
    let begins = |entry: &&Entry| {
        entry
            .name
            .split(' ')
            .next()
            .is_some_and(|first| first.eq_ignore_ascii_case(name))
    };
    ENTRIES.iter().find(is_it).or_else(|| ENTRIES.iter().find(begins))
}

/// What this person may type, with examples.
pub(crate) fn for_actor(actor: &Actor) -> String {
    let mut lines = vec!["**Lo que puede hacer** (también con `/`):".to_owned()];
    for entry in ENTRIES {
        if entry.needs.is_none_or(|permission| actor.may(permission)) {
            let mut line = format!("`!{}` — {}.", entry.usage, entry.what);
            // What takes no arguments is its own example.
            if entry.example != entry.usage {
                line.push_str(&format!(" Ej.: `!{}`", entry.example));
            }
            lines.push(line);
        }
    }
    if actor.may(Permission::CarryOutOrders) {
        lines.push(
            "**Para pagar**: cada orden le llega por mensaje directo. Responda a ese mensaje con la captura y pulse \
             **Listo**; si no se puede pagar, **Cancelar** y diga por qué. Con **Tomar** en el canal de pendientes se \
             queda con una orden de otro."
                .to_owned(),
        );
    }
    text::clip(&lines.join("\n"), text::DESCRIPTION_CHARS_MAX)
}

pub(crate) fn title() -> &'static str {
    "Ayuda"
}

#[cfg(test)]
mod tests {
    use super::{ENTRIES, entry, for_actor};
    use crate::domain::members::{Actor, Role};
    use crate::ids::{DiscordUserId, MemberId};

    fn actor(role: Role, superuser: bool) -> Actor {
        Actor {
            member: MemberId::new(1),
            discord_user: DiscordUserId::new(1),
            name: "ana".into(),
            role,
            active: true,
            superuser,
        }
    }

    #[test]
    fn a_client_is_not_shown_what_only_others_may() {
        let help = for_actor(&actor(Role::Client, false));
        assert!(help.contains("!tasas") && !help.contains("!setrates") && !help.contains("Listo"));
        assert!(for_actor(&actor(Role::Cashier, false)).contains("Listo"));
        assert!(for_actor(&actor(Role::Guest, true)).contains("!setrates"));
    }

    #[test]
    fn every_command_has_an_example_that_begins_with_its_name() {
        for entry in ENTRIES {
            assert!(entry.example.starts_with(entry.name), "{}", entry.name);
            assert!(entry.usage.starts_with(entry.name), "{}", entry.name);
        }
    }

    #[test]
    fn a_parent_alone_is_explained_by_its_child() {
        assert_eq!(entry("start").unwrap().name, "start batch");
        assert_eq!(entry("STARTBATCH").unwrap().name, "start batch");
        assert!(entry("nada").is_none());
    }
}
