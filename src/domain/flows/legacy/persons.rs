//! Reads the clients of the old book, and what each will be known by.

use std::collections::BTreeMap;

use super::book::Table;
use super::cells::{flag, text};
use super::inquiry::{Inquiry, ProblemKind};
use super::notes::{Note, NoteKind};
use super::plan::{PlannedClient, StoredClient};
use super::taken_store::Taken;
use crate::db::ForeignRow;
use crate::domain::kernel::identifiers::{Known, known_cedula, known_phone};

/// The longest name that is shown (S4: the old column had 100).
const NAME_CHARS_MAX: usize = 100;

/// One client, before it is compared with the others.
pub(super) fn read(table: &Table, row: &ForeignRow, inquiry: &mut Inquiry<'_>, notes: &mut Vec<Note>) -> PlannedClient {
    let about = || format!("cliente {}", row.id);
    let stored = StoredClient {
        name: text(table.cell(row, "nombre")),
        cedula: text(table.cell(row, "cedula")),
        phone: text(table.cell(row, "telefono")),
        email: text(table.cell(row, "email")),
        born: text(table.cell(row, "fecha_nacimiento")),
        referred_by: text(table.cell(row, "referido_por")),
    };
    let some_name = |answer: &str| (!answer.is_empty()).then(|| answer.to_owned());
    let name = stored
        .name
        .clone()
        .or_else(|| inquiry.ask(ProblemKind::NoName, about(), String::new(), some_name));
    let active = text(table.cell(row, "activo"));
    let is_active = match active.as_deref() {
        // The old application's own default, and a book without the column.
        None if !table.has("activo") => true,
        None => inquiry
            .ask(ProblemKind::UnreadableFlag, about(), String::new(), flag)
            .unwrap_or(true),
        Some(stored) => flag(stored)
            .or_else(|| inquiry.ask(ProblemKind::UnreadableFlag, about(), stored.to_owned(), flag))
            .unwrap_or(true),
    };
    if !is_active {
        notes.push(Note::new(NoteKind::InactiveClient, about(), []));
    }
    if let Some(by) = &stored.referred_by {
        notes.push(Note::new(NoteKind::Referred, about(), [by.clone()]));
    }
    let mut known = |value: Option<&String>, read: fn(&str) -> Option<Known>, odd, unreadable| {
        let value = value?;
        let Some(known) = read(value) else {
            notes.push(Note::new(unreadable, about(), [value.clone()]));
            return None;
        };
        if !known.is_usual {
            notes.push(Note::new(odd, about(), [value.clone(), known.value.clone()]));
        }
        Some(known.value)
    };
    let cedula = known(
        stored.cedula.as_ref(),
        known_cedula,
        NoteKind::OddCedula,
        NoteKind::NoCedula,
    );
    let phone = known(
        stored.phone.as_ref(),
        known_phone,
        NoteKind::OddPhone,
        NoteKind::NoPhone,
    );
    PlannedClient {
        old_id: row.id,
        name: name.unwrap_or_else(about).chars().take(NAME_CHARS_MAX).collect(),
        stored,
        cedula,
        phone,
        is_active,
    }
}

/// Leaves each identity with one client at most, and with none when somebody at the desk has it.
pub(super) fn separate(clients: &mut [PlannedClient], taken: &Taken, inquiry: &mut Inquiry<'_>, notes: &mut Vec<Note>) {
    for (cedula, owners) in shared(clients, |client| client.cedula.as_ref()) {
        let ids: Vec<String> = owners.iter().map(|owner| clients[*owner].old_id.to_string()).collect();
        let of_answer = |answer: &str| match answer.strip_prefix("cliente ") {
            Some(id) => ids.iter().position(|one| one == id).map(|place| Some(owners[place])),
            None => (answer == "ninguno").then_some(None),
        };
        let found = format!("clientes {}", ids.join(", "));
        let keeps = inquiry.ask(ProblemKind::SameCedula, format!("cedula {cedula}"), found, of_answer);
        for owner in owners.iter().filter(|owner| Some(**owner) != keeps.flatten()) {
            clients[*owner].cedula = None;
        }
    }
    for (phone, owners) in shared(clients, |client| client.phone.as_ref()) {
        let ids: Vec<String> = owners.iter().map(|owner| clients[*owner].old_id.to_string()).collect();
        let about = format!("telefono {phone}");
        notes.push(Note::new(NoteKind::SharedPhone, about, [ids.join(", ")]));
        for owner in owners {
            clients[owner].phone = None;
        }
    }
    for client in clients {
        let about = format!("cliente {}", client.old_id);
        if let Some(cedula) = client.cedula.take_if(|cedula| taken.has_cedula(cedula)) {
            let read = |answer: &str| (answer == "sin_identidad").then_some(());
            inquiry.ask(ProblemKind::CedulaTaken, about.clone(), cedula, read);
        }
        if let Some(phone) = client.phone.take_if(|phone| taken.has_phone(phone)) {
            notes.push(Note::new(NoteKind::PhoneTaken, about, [phone]));
        }
    }
}

/// What several clients have, with their places.
fn shared(clients: &[PlannedClient], of: impl Fn(&PlannedClient) -> Option<&String>) -> Vec<(String, Vec<usize>)> {
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, client) in clients.iter().enumerate() {
        if let Some(value) = of(client) {
            owners.entry(value.clone()).or_default().push(place);
        }
    }
    owners.into_iter().filter(|(_, owners)| 1 < owners.len()).collect()
}
