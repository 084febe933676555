//! Words of registration: greeting, panel, forms, and outcomes.

use poise::serenity_prelude::CreateEmbed;

use super::face::{Choice, Choices, Face};
use super::form::{FieldWords, FormWords, Lines};
use super::guild::not_here;
use super::members::{letters, role};
use super::nouns::{CHARACTERS, REQUESTS, counted};
use super::refusals::{left, not_allowed};
use super::{COLOUR_OPEN, FAULT, OTHER_INPUT, cashiers, desk, guild, requests, text, when};
use crate::discord::controls::{Button, MORE, NOBODY, Select};
use crate::domain::flows::registration::{
    Deactivated, ROLES_OFFERED, RegistrationError, RoleApproved, RoleAsked, RoleAssigned,
};
use crate::domain::people::members::{Member, Role, Standing};
use crate::reports::people::Belongings;

/// Ids of the form's fields.
pub(crate) const NAME: &str = "name";
pub(crate) const COUNTRY: &str = "country";
/// The length of the fields, as the desk requires it.
const NAME_CHARS: (u16, u16) = (2, 32);
const COUNTRY_CHARS: (u16, u16) = (2, 30);
/// The panel in the channel of registration.
pub(crate) fn panel() -> Face {
    let embed = CreateEmbed::new().title("Registro").colour(COLOUR_OPEN).description(
        "Elija qué quiere ser en la mesa. Un superusuario lo decide y la respuesta le llega por mensaje directo.\n\n\
             **Revendedor**: envía transferencias de sus clientes y gana una parte de cada batch.\n\
             **Cliente**: envía su propio dinero y gana puntos.\n\
             **Cajero**: paga las órdenes desde sus cuentas y gana una parte de cada batch.\n\n\
             Quien ya tiene un rol pide aquí su cuenta con **Pedir cuenta**.",
    );
    let mut buttons = ROLES_OFFERED.map(Button::Register).to_vec();
    buttons.push(Button::OpenAccount);
    Face::of_embed(embed).buttons(buttons)
}

pub(crate) fn panel_posted(channel: &str) -> String {
    format!("El panel de registro está en `#{channel}`.")
}

pub(crate) fn role_button(role: Role) -> &'static str {
    match role {
        Role::Reseller => "Revendedor",
        Role::Client => "Cliente",
        Role::Cashier => "Cajero",
        Role::Admin => "Admin",
        Role::Guest => "Invitado",
    }
}

pub(crate) fn form(role: Role) -> FormWords {
    let name = FieldWords {
        id: NAME,
        label: "Su nombre, como lo verán los demás",
        placeholder: "Por ejemplo: Ana Pérez",
        chars: NAME_CHARS,
        lines: Lines::One,
        value: None,
    };
    let country = FieldWords {
        id: COUNTRY,
        label: "Su país",
        placeholder: "Por ejemplo: Perú o PE",
        chars: COUNTRY_CHARS,
        lines: Lines::One,
        value: None,
    };
    FormWords {
        title: format!("Registro: {}", role_button(role)),
        fields: vec![name, country],
    }
}

/// Asks who brought this client. `more`: the offset at which the list continues.
pub(crate) fn choose_referrer(resellers: &[Member], more: Option<i64>) -> Face {
    let nobody = Choice {
        label: "Nadie: vine por mi cuenta".to_owned(),
        value: NOBODY.to_owned(),
        description: None,
    };
    let mut options = vec![nobody];
    options.extend(resellers.iter().map(|reseller| Choice {
        label: text::unformatted(&reseller.name),
        value: reseller.id.to_string(),
        description: Some(format!("@{}", text::unformatted(&reseller.discord_name))),
    }));
    if let Some(from) = more {
        options.push(Choice {
            label: "Ver más revendedores…".to_owned(),
            value: format!("{MORE}{from}"),
            description: None,
        });
    }
    let choices = Choices {
        placeholder: "Revendedor por quien llegó".to_owned(),
        options,
    };
    Face::new("¿Por quién llegó a la mesa? Elija; después se abre el formulario.").select(Select::Referrer, choices)
}

pub(crate) fn asked(done: &RoleAsked) -> String {
    format!(
        "Su solicitud **{}** para ser **{}** está en manos de un superusuario. Le avisaré por mensaje directo.",
        done.number,
        role(done.role)
    )
}

pub(crate) fn approved(done: &RoleApproved) -> String {
    let next = match done.role {
        Role::Reseller => " Su canal se crea solo; póngale su parte con `!setcut @… 40`.",
        Role::Cashier => " Ahora ábrale una cuenta de la que pague: `!cuenta crear @… VES 5000 Banesco`.",
        Role::Guest | Role::Client | Role::Admin => "",
    };
    format!(
        "Solicitud **{}** aprobada: **{}** es {}.{next}",
        done.number,
        text::name(&done.name),
        role(done.role)
    )
}

/// `owns`: what somebody left open who is no longer a reseller or client.
pub(crate) fn role_assigned(done: &RoleAssigned, owns: Option<&Belongings>) -> String {
    let who = text::name(&done.name);
    if done.before == done.now && !done.came_back {
        return format!("**{who}** ya era {}.", role(done.now));
    }
    let next = match done.now {
        Role::Reseller => " Su canal se crea solo; póngale su parte con `!setcut @… 40`.",
        Role::Cashier => " Ahora ábrale una cuenta de la que pague: `!cuenta crear @… VES 5000 Banesco`.",
        Role::Guest | Role::Client | Role::Admin => "",
    };
    let before = if done.came_back {
        "estaba de baja".to_owned()
    } else {
        format!("antes: {}", role(done.before))
    };
    let orders = cashiers::moved_of_another(&done.reassigned);
    let begun = owns.map_or_else(String::new, left_open);
    format!("**{who}** ahora es {} ({before}).{next}{orders}{begun}", role(done.now))
}

/// What a person left open and others must finish, one sentence each, each after a space.
fn left_open(owns: &Belongings) -> String {
    let sentences = guild::begun(owns).into_iter();
    sentences.map(|sentence| format!(" {sentence}")).collect()
}

/// The command that gives somebody their previous role back.
fn way_back(was: Role) -> String {
    match was {
        Role::Guest => "`!rol @… cliente`, o el rol que le toque".to_owned(),
        Role::Client | Role::Reseller | Role::Cashier | Role::Admin => format!("`!rol @… {}`", role(was)),
    }
}

pub(crate) fn deactivated(done: &Deactivated, owns: &Belongings) -> String {
    let mut requests = match done.requests.closed.len() {
        0 => String::new(),
        1 => " Se cerró una solicitud suya.".to_owned(),
        several => format!(" Se cerraron {} suyas.", counted(several, REQUESTS)),
    };
    for kept in &done.requests.kept {
        requests.push_str(&format!(
            " El retiro **{kept}** ya tiene la captura del pago: confírmelo con **Pagado**."
        ));
    }
    format!(
        "**{}** está de baja: no recibe trabajo nuevo; su historia y su dinero quedan.{requests}{}{} Para que vuelva: {}.",
        text::name(&done.name),
        cashiers::moved_of_another(&done.reassigned),
        left_open(owns),
        way_back(done.role)
    )
}

/// To somebody who joined.
pub(crate) fn greeting(member: &Member, registration: &str) -> String {
    let who = format!("**{}**", text::name(&member.name));
    if !member.sent_away && member.role != Role::Guest {
        return format!(
            "¡De nuevo aquí, {who}! Todo sigue como estaba: su rol es **{}**, y su dinero y su historia están. Lo que \
             puede hacer: `!ayuda`.",
            role(member.role)
        );
    }
    format!(
        "¡Le damos la bienvenida a la mesa, {who}! Para empezar, entre a `#{registration}` y elija con un botón qué quiere ser: \
         revendedor, cliente o cajero. Un superusuario lo decide y le avisaré por aquí. Lo que puede hacer: `!ayuda`."
    )
}

/// In the private channel of a new reseller.
pub(crate) fn your_channel() -> &'static str {
    "Este es su canal: solo lo ven usted, los cajeros y la mesa. Abra un batch con `!start batch` y envíe con `!t 100 p`."
}

pub(crate) fn refused(error: &RegistrationError) -> String {
    match error {
        RegistrationError::NotAllowed(no) => not_allowed(*no),
        RegistrationError::NoWork(Standing::Left) => left(),
        RegistrationError::NoWork(Standing::SentAway | Standing::Works) => {
            "Usted está de baja en la mesa. Para volver, hable con un superusuario.".to_owned()
        }
        RegistrationError::NotHere(no) => not_here(no),
        RegistrationError::NotOffered(wanted) => format!(
            "El rol *{}* no se pide aquí; lo da un superusuario con `!rol`.",
            role(*wanted)
        ),
        RegistrationError::AlreadyHas(has) => {
            format!("Usted ya es **{}**. Lo que puede hacer: `!ayuda`.", role(*has))
        }
        RegistrationError::TooSoon { until } => format!(
            "Su última solicitud fue rechazada hace poco. Podrá pedirlo otra vez {}.",
            when::ago(*until)
        ),
        RegistrationError::Name { min, max, given } => format!(
            "El nombre tiene {}. Escriba uno de {min} a {max} con alguna letra, por ejemplo «Ana Pérez».",
            counted(*given, CHARACTERS)
        ),
        RegistrationError::MixedLetters { scripts } => format!(
            "El nombre mezcla letras {}: no se distingue de otros a la vista. Escríbalo con las de un solo alfabeto, por \
             ejemplo «Ana Pérez».",
            letters(scripts)
        ),
        RegistrationError::NameTaken { name } => format!(
            "Ya hay alguien que se llama **{}**, o que se lee igual. Escriba un nombre que lo distinga, por ejemplo con su apellido.",
            text::name(name)
        ),
        RegistrationError::UnknownCountry { typed, known } => {
            let known: Vec<String> = known.iter().map(|country| text::plain(country)).collect();
            format!(
                "«{}» no es un país de la mesa. Los países son: {}.",
                text::plain(&text::clip(typed, 40)),
                text::listed(&known, "y")
            )
        }
        RegistrationError::ReferrerGone => {
            "Ese revendedor ya no trabaja en la mesa. Pulse **Cliente** otra vez y elija a otro, o a nadie.".to_owned()
        }
        RegistrationError::Oneself => "Su propia baja no la puede dar usted: pídala a otro superusuario.".to_owned(),
        RegistrationError::AlreadyInactive { name, role } => format!(
            "**{}** ya está de baja. Para que vuelva: {}.",
            text::name(name),
            way_back(*role)
        ),
        RegistrationError::Request(error) => requests::refused(error),
        RegistrationError::Order(error) => desk::order_refused(error),
        RegistrationError::OtherInput(_) => OTHER_INPUT.to_owned(),
        RegistrationError::Db(_) => FAULT.to_owned(),
    }
}
