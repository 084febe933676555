//! Every button, menu and form for every kind of person.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{ALL, PEOPLE, cast, is_refused};
use crate::desk::{CHANNEL, PENDING};
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::message::{Answer, Message};
use crate::support::person::Person;
use crate::support::world::World;

/// Each button, menu and form, who sees it, and who is let through.
const CONTROLS: &[(&str, &str, &str)] = &[
    ("Button::Done", "KAS", "K"),
    // It opens the form, which checks the permission.
    ("Button::Cancel", "KAS", "KAS"),
    ("Form::Reason", "KAS", "K"),
    ("Button::Take", "KAS", "K"),
    ("Button::Withdraw", "RKAS", "RAS"),
    ("Button::Register", ALL, ALL),
    ("Select::Referrer", ALL, ALL),
    ("Form::Register", ALL, "ICRKAS"),
    ("Button::Approve", "AS", "S"),
    ("Button::Reject", "AS", "AS"),
    ("Form::RejectRequest", "AS", "S"),
    ("Button::Payout", ALL, ALL),
    ("Form::Payout", ALL, ALL),
    // For a refused form, whoever filled it in.
    ("Button::Refill", ALL, ALL),
    ("Button::Page", "AS", "AS"),
    ("Button::Workbook", "AS", "AS"),
    ("Button::OpenAccount", ALL, ALL),
    ("Form::OpenAccount", ALL, "CRKAS"),
    // The answer to a cashier's **Listo**, which only they see.
    ("Select::PayFrom", "K", "K"),
    ("Button::Movements", "AS", "AS"),
    // Everybody may press it; only the payer pays.
    ("Button::ConfirmCoins", ALL, ALL),
    // A superuser's question about a price: people who may not publish prices are told so, other superusers that it is
    // not theirs.
    ("Button::Confirm", ALL, "S"),
    ("Button::Correct", ALL, ALL),
    // They open a form, which checks the permission.
    ("Button::AddBeneficiary", "RKAS", "RKAS"),
    // A cashier may add the beneficiary of their own transfer; for another one the answer says that it is not theirs.
    ("Form::Beneficiary", "RKAS", "RKAS"),
    ("Button::AddBankNumber", "AS", "AS"),
    ("Form::BankNumber", "AS", "S"),
    // The first order's batch is closed. A confirmed correction cannot be shown again.
    ("Button::ConfirmCorrection", "AS", "S"),
    // Admins may do what a giro's cashier may.
    ("Button::Process", "KAS", "KAS"),
    ("Button::Execute", "KAS", "KAS"),
    ("Form::Execute", "KAS", "KAS"),
    ("Button::ReturnGiro", "KAS", "KAS"),
    ("Form::ReturnGiro", "KAS", "KAS"),
    // The answer to `!giro`, which only its person sees.
    ("Button::NewGiro", "R", "R"),
    ("Form::Giro", "R", "R"),
    ("Select::Payee", "R", "R"),
];

/// The enums of controls.
const CODED: [&str; 3] = ["Button", "Select", "Form"];

/// The variants of `Button`, `Select` and `Form`, read off the source.
fn controls_of_the_program() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/discord/controls");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the controls");
    let source = ["button.rs", "select.rs", "form.rs"].map(read).concat();
    let mut found = BTreeSet::new();
    let mut inside = None;
    for line in source.lines() {
        if let Some(name) = line.strip_prefix("pub(in crate::discord) enum ") {
            inside = Some(name.trim_end_matches(" {").to_owned()).filter(|name| CODED.contains(&name.as_str()));
        } else if line == "}" {
            inside = None;
        } else if let (Some(name), Some(variant)) = (&inside, line.strip_prefix("    "))
            && variant.starts_with(char::is_uppercase)
        {
            let variant: String = variant.chars().take_while(|c| c.is_alphanumeric()).collect();
            found.insert(format!("{name}::{variant}"));
        }
    }
    found
}

/// Asks for something where only admins read: the channel, what the answer shows, and its button's label.
async fn asked_for(
    world: &World,
    typed: &str,
    (shows, label): (&'static str, &'static str),
) -> (&'static str, &'static str, &'static str) {
    world.person("superusuario").says("alertas", typed).await;
    ("alertas", shows, label)
}

/// The message with a control, and the button's label.
async fn under<'w>(world: &'w World, control: &str, person: Person<'w>) -> Option<(Message, &'static str)> {
    if GIRO_ANSWERS.contains(&control) {
        return own_giro_of(world, person).await;
    }
    let sees = person.sees_channels().await;
    let (channel, words, label) = match control {
        "Button::Process" | "Button::Execute" | "Form::Execute" | "Button::ReturnGiro" | "Form::ReturnGiro" => {
            sends_giro(world).await;
            ("cajeros", "páguelo", label_of_giro(control))
        }
        "Button::Done" => ("cajeros", "Orden **2**", "Listo"),
        "Button::Cancel" | "Form::Reason" => ("cajeros", "Orden **2**", "Cancelar"),
        "Button::Take" => (PENDING, "Orden **2**", "Tomar"),
        "Button::Withdraw" => {
            // Whoever may press it cancels the order, so each person gets a new one.
            world.person("david").says(CHANNEL, "!t 10 p").await;
            (CHANNEL, "asignada", "Cancelar orden")
        }
        "Button::Register" | "Form::Register" => ("registro", "Registro", "Cajero"),
        "Select::Referrer" => ("registro", "Registro", "Cliente"),
        "Button::Approve" => ("solicitudes", "Solicitud 1: rol", "Aprobar"),
        "Button::Reject" | "Form::RejectRequest" => ("solicitudes", "Solicitud 2: rol", "Rechazar"),
        "Button::Payout" | "Form::Payout" => ("request-retiro", "Falta dónde pagarle", "Retirar"),
        "Button::Page" => ("solicitudes", "Transacciones", "Siguientes ›"),
        "Button::OpenAccount" | "Form::OpenAccount" => ("registro", "Registro", "Pedir cuenta"),
        "Button::Movements" => asked_for(world, "!movimientos 5", ("Movimientos", "Siguientes ›")).await,
        "Button::Workbook" => asked_for(world, "!reporte dia", ("Reporte del día", "Excel")).await,
        "Button::Confirm" | "Button::Correct" => {
            let owner = world.person("superusuario");
            owner.says("general", "!setrates PEN VES 90").await;
            let label = if control == "Button::Confirm" {
                "Confirmar"
            } else {
                "Corregir"
            };
            ("general", "Es un cambio grande", label)
        }
        "Button::AddBeneficiary" | "Form::Beneficiary" => {
            world.person("david").says(CHANNEL, "!t 10 p").await;
            (CHANNEL, "Sin beneficiario", "Añadir beneficiario")
        }
        "Button::AddBankNumber" | "Form::BankNumber" => {
            let owner = world.person("superusuario");
            owner.says("alertas", "!cuenta crear @cajero2 VES 10 Provincial").await;
            ("alertas", "Falta su número en el banco", "Añadir número")
        }
        "Button::ConfirmCoins" => {
            // The payer turns the question into the answer, so each person gets a new one.
            world.person("david").says("general", "!pagar @cajero1 2000").await;
            ("general", "¿Paga", "Confirmar")
        }
        "Button::Refill" => return Some(refused_form(person).await),
        "Button::ConfirmCorrection" => {
            world
                .person("superusuario")
                .says("alertas", "!revertir 1 para probar")
                .await;
            ("alertas", "que está cerrado", "Confirmar")
        }
        "Select::PayFrom" => return own_order_of(world, person).await,
        other => panic!("nobody knows where {other} is"),
    };
    if !sees.contains(&channel.to_owned()) {
        return None;
    }
    Some((person.finds(channel, words).await, label))
}

/// An order of the second cashier with a capture; two of their accounts can pay it.
async fn own_order_of<'w>(world: &'w World, person: Person<'w>) -> Option<(Message, &'static str)> {
    if person.name() != "cajero2" {
        return None;
    }
    world
        .person("superusuario")
        .says("general", "!asignar 3 @cajero2")
        .await;
    let order = person.order("dm", 3).await;
    person.replies_with_capture("dm", &order, b"paid from one of two").await;
    Some((order, "Listo"))
}

/// A form that was refused, with what was typed.
async fn refused_form(person: Person<'_>) -> (Message, &'static str) {
    let form = person
        .presses(&person.finds("registro", "Registro").await, "Pedir cuenta")
        .await;
    let refused = fills_all(person, &form, "corriente").await;
    (refused.message(), "Corregir")
}

/// What stands under the answer to `!giro`.
const GIRO_ANSWERS: [&str; 3] = ["Button::NewGiro", "Form::Giro", "Select::Payee"];

/// The answer to `!giro`, which only david can ask for.
async fn own_giro_of<'w>(world: &'w World, person: Person<'w>) -> Option<(Message, &'static str)> {
    if person.name() != "david" {
        return None;
    }
    sends_giro(world).await;
    Some((person.is_told("dm", "!giro").await, "Nuevo giro"))
}

fn label_of_giro(control: &str) -> &'static str {
    match control {
        "Button::Process" => "En proceso",
        "Button::Execute" | "Form::Execute" => "Ejecutar",
        _ => "Devolver",
    }
}

/// david sends a giro that is like no earlier one.
async fn sends_giro(world: &World) {
    static SENT: AtomicUsize = AtomicUsize::new(1);
    let amount = SENT.fetch_add(1, Ordering::Relaxed);
    let typed = format!("!giro {amount} Banesco 0414-1234567 V12345678 Ana");
    world.person("david").says("dm", &typed).await;
}

/// Uses a control, also through the form or menu that it opens.
async fn tries(control: &str, person: Person<'_>, message: &Message, label: &str) -> Answer {
    let pressed = person.presses(message, label).await;
    match control {
        "Form::Beneficiary" => {
            person
                .fills(&pressed, &[(&label_of(&pressed), "Ana Pérez 0102-1234")])
                .await
        }
        "Form::BankNumber" => {
            person
                .fills(&pressed, &[(&label_of(&pressed), "0134-1234567890")])
                .await
        }
        "Form::Reason" | "Form::RejectRequest" => person.fills(&pressed, &[(&label_of(&pressed), "no se puede")]).await,
        "Form::Register" => {
            let fields = [
                ("Su nombre, como lo verán los demás", "Nombre Nuevo"),
                ("Su país", "Marte"),
            ];
            person.fills(&pressed, &fields).await
        }
        "Form::ReturnGiro" => person.fills(&pressed, &[(&label_of(&pressed), "no se puede")]).await,
        "Form::Execute" => {
            let labels: Vec<String> = pressed.modal().fields.iter().map(|field| field.label.clone()).collect();
            let typed = ["1", "transferencia", "0"];
            let fields: Vec<(&str, &str)> = labels.iter().map(String::as_str).zip(typed).collect();
            person.fills(&pressed, &fields).await
        }
        "Form::Giro" => fills_all(person, &pressed, "Banesco").await,
        "Select::Payee" => {
            let select = message.selects()[0].clone();
            person.selects(message, &select, &["Ana"]).await
        }
        "Form::Payout" => fills_all(person, &pressed, "1").await,
        "Form::OpenAccount" => fills_all(person, &pressed, "corriente").await,
        "Select::PayFrom" => {
            let menu = pressed.message();
            let select = menu.selects()[0].clone();
            let first = menu.options(&select)[0].clone();
            person.selects(&menu, &select, &[&first]).await
        }
        "Select::Referrer" => {
            let menu = pressed.message();
            let select = menu.selects()[0].clone();
            person.selects(&menu, &select, &["Nadie: vine por mi cuenta"]).await
        }
        _ => pressed,
    }
}

/// Types the same into every field.
async fn fills_all(person: Person<'_>, form: &Answer, typed: &str) -> Answer {
    let labels: Vec<String> = form.modal().fields.iter().map(|field| field.label.clone()).collect();
    let fields: Vec<(&str, &str)> = labels.iter().map(|label| (label.as_str(), typed)).collect();
    person.fills(form, &fields).await
}

fn label_of(form: &Answer) -> String {
    form.modal().fields[0].label.clone()
}

on_sqlite! {
    async fn everybody_presses_every_button_and_sends_every_form(test_db: TestDb) {
        let listed: BTreeSet<String> = CONTROLS.iter().map(|(name, ..)| (*name).to_owned()).collect();
        assert_eq!(controls_of_the_program(), listed, "the table of controls is the program's");
        let world = cast(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        // Somebody with earnings, who could ask for a payout.
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let cajero1 = world.person("cajero1");
        let order = cajero1.order("cajeros", 1).await;
        cajero1.replies_with_capture("cajeros", &order, b"paid").await;
        cajero1.presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        owner.means(CHANNEL, "!c 100 60").await;
        david.says("request-retiro", "!request-retiro").await;
        david.says(CHANNEL, "!start batch").await;
        for _ in 0..3 {
            david.says(CHANNEL, "!t 100 p").await;
        }
        for name in ["pide", "ruega"] {
            let asks = world.joins(name).await;
            let form = asks.presses(&asks.finds("registro", "Registro").await, "Cajero").await;
            asks.fills(&form, &[("Su nombre, como lo verán los demás", name), ("Su país", "Perú")]).await;
        }
        owner.says("solicitudes", "!transacciones 1").await;
        owner.says("general", "!cuenta crear @cajero2 VES 5000 Mercantil").await;
        owner.says("general", "!cuenta crear @david USD 5").await;
        for _ in 0..12 {
            owner.says("general", "!depositar 5 1").await;
        }
        owner.says("general", "!dar @david 5000 por probar").await;
        owner.says("general", "!recargar @david 3000").await;
        let mut wrong = Vec::new();
        for (control, sees, may) in CONTROLS {
            for (letter, who) in PEOPLE {
                let person = world.person(who);
                let shown = under(&world, control, person).await;
                if shown.is_some() != sees.contains(letter) {
                    wrong.push(format!("whether {who} sees {control}"));
                }
                let Some((message, label)) = shown else { continue };
                assert!(message.buttons().contains(&label.to_owned()), "{who} at {control} finds: {}", message.told());
                let answer = tries(control, person, &message, label).await;
                let is_let = if matches!(*control, "Button::Page" | "Button::Movements") {
                    answer.kind() == "update"
                } else {
                    !is_refused(&answer.text())
                };
                if is_let != may.contains(letter) {
                    wrong.push(format!("{who} at {control} read: {}", answer.text()));
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the table:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }
}
