//! Every command that can be typed, by topic and in the order of a day's work. A new one goes where people look for it.

use super::coin_entries::COINS;
use super::entry::Entry;
use super::order_entries::ORDERS;
use super::server_entries::SERVER;
use crate::domain::people::members::Permission;

/// The topics, as people read them, in the order of the help.
pub(crate) const TOPICS: [(&str, &[Entry]); 8] = [
    ("Batches y transferencias", BATCHES),
    ("Órdenes", ORDERS),
    ("Ganancias y retiros", EARNINGS),
    ("Tasas y comisiones", PRICES),
    ("Personas y cuentas", PEOPLE),
    ("Servidor", SERVER),
    ("Monedas y juegos", COINS),
    ("Ayuda", HELP),
];

/// Opening, filling and closing batches.
const BATCHES: &[Entry] = &[
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
        what: "envía una transferencia: `p` es la tasa publicada; un cliente adjunta la captura de su pago; una imagen de quien \
               revende le llega al cajero",
        needs: Some(Permission::SendTransfer),
    },
    Entry {
        name: "batch",
        aliases: &[],
        usage: "batch [de] [a]",
        example: "batch",
        what: "muestra el batch abierto del canal",
        needs: Some(Permission::SeeBatch),
    },
    Entry {
        name: "c",
        aliases: &[],
        usage: "c <cantidad> <usdt> [de] [a]",
        example: "c 200 52.63",
        what: "compra USDT para el batch; con todo comprado se cierra y se reparte la ganancia",
        needs: Some(Permission::RunBatch),
    },
    Entry {
        name: "endbatch",
        aliases: &[],
        usage: "endbatch [de] [a]",
        example: "endbatch",
        what: "cierra un batch vacío; con dinero sin comprar lo decide un superusuario",
        needs: Some(Permission::RunBatch),
    },
];

/// What people earn, and getting it.
const EARNINGS: &[Entry] = &[
    Entry {
        name: "ganancias",
        aliases: &[],
        usage: "ganancias [@persona]",
        example: "ganancias",
        what: "lo ganado, lo retenido en retiros y lo pagado, por mes y por batch",
        needs: Some(Permission::SeeOwn),
    },
    Entry {
        name: "clientes",
        aliases: &[],
        usage: "clientes [@revendedor]",
        example: "clientes",
        what: "los clientes que usted trajo, lo que enviaron y sus comisiones",
        needs: Some(Permission::SeeClients),
    },
    Entry {
        name: "puntos",
        aliases: &[],
        usage: "puntos",
        example: "puntos",
        what: "sus puntos y sus últimos movimientos",
        needs: Some(Permission::SeePoints),
    },
    Entry {
        name: "request-retiro",
        aliases: &["retiro"],
        usage: "request-retiro [monto] [dónde pagar]",
        example: "request-retiro 50 Binance ID 123456",
        what: "pide sus ganancias; sin monto, todas; sin lugar, donde la última vez",
        needs: None,
    },
];

/// What things cost.
const PRICES: &[Entry] = &[
    Entry {
        name: "tasas",
        aliases: &[],
        usage: "tasas",
        example: "tasas",
        what: "las tasas y comisiones publicadas",
        needs: None,
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
];

/// Who is who, and what they have.
const PEOPLE: &[Entry] = &[
    Entry {
        name: "solicitudes",
        aliases: &[],
        usage: "solicitudes [tipo] [estado]",
        example: "solicitudes retiro aprobada",
        what: "lo que la gente pide; sin más, lo que falta decidir",
        needs: Some(Permission::SeeRequests),
    },
    Entry {
        name: "solicitud",
        aliases: &[],
        usage: "solicitud <n>",
        example: "solicitud 3",
        what: "una solicitud con su historia y, si falta decidirla, sus botones",
        needs: Some(Permission::SeeRequests),
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
        what: "da de baja a alguien: sin trabajo nuevo, con su historia; `!rol` deshace la baja",
        needs: Some(Permission::SetUpDesk),
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
        name: "cuentas",
        aliases: &[],
        usage: "cuentas [@persona]",
        example: "cuentas",
        what: "sus cuentas con su saldo",
        needs: Some(Permission::SeeOwn),
    },
    Entry {
        name: "saldo",
        aliases: &[],
        usage: "saldo [cuenta]",
        example: "saldo VES",
        what: "saldo anterior, insertado y actual, retenido y disponible",
        needs: Some(Permission::SeeOwn),
    },
    Entry {
        name: "movimientos",
        aliases: &[],
        usage: "movimientos <cuenta> [página]",
        example: "movimientos VES",
        what: "lo que se movió en una cuenta",
        needs: Some(Permission::SeeOwn),
    },
    Entry {
        name: "cuenta abrir",
        aliases: &[],
        usage: "cuenta abrir",
        example: "cuenta abrir",
        what: "pide una cuenta con un formulario",
        needs: Some(Permission::HoldAccounts),
    },
    Entry {
        name: "cerrar-cuenta",
        aliases: &[],
        usage: "cerrar-cuenta <cuenta>",
        example: "cerrar-cuenta VES",
        what: "cierra una cuenta vacía",
        needs: Some(Permission::HoldAccounts),
    },
    Entry {
        name: "depositar",
        aliases: &[],
        usage: "depositar <cuenta> <monto> [motivo]",
        example: "depositar 3 5000 recarga",
        what: "suma a una cuenta dinero que llegó de fuera",
        needs: Some(Permission::AdjustAccounts),
    },
    Entry {
        name: "ajustar",
        aliases: &[],
        usage: "ajustar <cuenta> <±monto> <motivo>",
        example: "ajustar 3 -50 comisión del banco",
        what: "corrige un saldo",
        needs: Some(Permission::AdjustAccounts),
    },
    Entry {
        name: "sobregiro",
        aliases: &[],
        usage: "sobregiro <cuenta> <límite>",
        example: "sobregiro 3 5000",
        what: "hasta cuánto puede quedar una cuenta bajo cero",
        needs: Some(Permission::SetFloors),
    },
    Entry {
        name: "cuenta crear",
        aliases: &[],
        usage: "cuenta crear @persona <moneda> <saldo> [banco]",
        example: "cuenta crear @cajero1 VES 5000 Banesco",
        what: "abre una cuenta",
        needs: Some(Permission::SetUpDesk),
    },
];

/// This list.
const HELP: &[Entry] = &[Entry {
    name: "ayuda",
    aliases: &["help"],
    usage: "ayuda [comando]",
    example: "ayuda pendientes",
    what: "esta lista, o cómo se usa un comando",
    needs: None,
}];
