//! Who may do what: every command, button, menu and form against everybody there is, driven through the real surface (issue 3,
//! number 8). A command or a button that is in none of these tables fails the test that reads them off the program.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::World;

/// A letter per kind of person, and somebody who is one.
const PEOPLE: [(char, &str); 7] = [
    ('I', "invitado"),
    ('C', "maria"),
    ('R', "david"),
    ('K', "cajero2"),
    ('A', "jefe"),
    ('S', "superusuario"),
    // Was a cashier and was sent away.
    ('B', "despedido"),
];
const ALL: &str = "ICRKASB";

/// What everybody is told who may not do something.
const REFUSED: [&str; 2] = ["Lo que usted puede hacer: `!ayuda`", "Usted está de baja: hable con un superusuario"];

/// A command, how it is typed so that it changes nothing, the same by slash, and who is let through.
struct Row {
    name: &'static str,
    typed: &'static str,
    slash: fn() -> Value,
    may: &'static str,
}

const fn row(name: &'static str, typed: &'static str, slash: fn() -> Value, may: &'static str) -> Row {
    Row { name, typed, slash, may }
}

fn nothing() -> Value {
    json!({})
}

fn order() -> Value {
    json!({ "numero": "999" })
}

const COMMANDS: &[Row] = &[
    row("start batch", "!start batch XXX YYY", || json!({ "de": "XXX", "a": "YYY" }), "RAS"),
    row("startbatch", "!startbatch XXX YYY", || json!({ "de": "XXX", "a": "YYY" }), "RAS"),
    row("t", "!t 0 p", || json!({ "monto": "0", "tasa": "p" }), "CRKAS"),
    row("batch", "!batch", nothing, "CRKAS"),
    row("c", "!c 0 0", || json!({ "cantidad": "0", "usdt": "0" }), "RAS"),
    row("endbatch", "!endbatch", nothing, "RAS"),
    row("cancelar", "!cancelar 999", order, "CRAS"),
    row("orden", "!orden 999", order, ALL),
    row("revertir", "!revertir 999 prueba", || json!({ "numero": "999", "motivo": "prueba" }), "S"),
    row("disponible", "!disponible", nothing, "K"),
    row("ocupado", "!ocupado", nothing, "K"),
    row("cola", "!cola", nothing, "KAS"),
    row("asignar", "!asignar 999 @cajero1", || json!({ "numero": "999", "persona": "cajero1" }), "AS"),
    row("confirmar", "!confirmar 999", order, "S"),
    row("tasas", "!tasas", nothing, ALL),
    row("setrates", "!setrates XXX VES 9", || json!({ "de": "XXX", "a": "VES", "tasa": "9" }), "S"),
    row("setusdvalue", "!setusdvalue XXX 9", || json!({ "moneda": "XXX", "valor": "9" }), "S"),
    row("setbsusdvalue", "!setbsusdvalue 38", || json!({ "valor": "38" }), "S"),
    row("setfee", "!setfee XX 0.3", || json!({ "pais": "XX", "porcentaje": "0.3" }), "S"),
    row("rol", "!rol @maria cliente", || json!({ "persona": "maria", "rol": "cliente" }), "S"),
    row("setcut", "!setcut @maria 40", || json!({ "persona": "maria", "porcentaje": "40" }), "S"),
    row("baja", "!baja @despedido", || json!({ "persona": "despedido" }), "S"),
    row("setup panel", "!setup panel", nothing, "S"),
    row("canal", "!canal @maria", || json!({ "persona": "maria" }), "S"),
    row("ayuda", "!ayuda", nothing, ALL),
];
