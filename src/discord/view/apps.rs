//! Words about games and bots.

use super::face::Face;
use super::nouns::{APPS, CHARACTERS, counted};
use super::paging::Leaf;
use super::refusals::not_allowed;
use super::when::ago;
use super::{FAULT, OTHER_INPUT, text};
use crate::db::Paged;
use crate::discord::controls::List;
use crate::domain::games::apps::keys::{App, KeyError, KeyIssued, KeyRevoked, NameMistake};

pub(crate) fn only_by_slash(command: &str) -> String {
    format!("La clave la vería todo el canal. Use `/{command}`: la respuesta solo la ve usted.")
}

pub(crate) fn created(done: &KeyIssued) -> String {
    format!(
        "**{}** queda registrada con el número {}. {}",
        text::name(&done.name),
        done.app,
        key(done)
    )
}

pub(crate) fn rotated(done: &KeyIssued) -> String {
    format!(
        "**{}** tiene una clave nueva; la anterior ya no vale. {}",
        text::name(&done.name),
        key(done)
    )
}

fn key(done: &KeyIssued) -> String {
    match &done.token {
        Some(token) => format!(
            "Su clave, que no se vuelve a mostrar:\n`{}`\nGuárdela ahora. Si se pierde: `/app rotar {}`.",
            token.reveal(),
            text::plain(&done.name)
        ),
        None => format!(
            "Su clave ya se mostró una vez. Si se perdió: `/app rotar {}`.",
            text::plain(&done.name)
        ),
    }
}

pub(crate) fn revoked(done: &KeyRevoked) -> String {
    format!(
        "La clave de **{}** ya no vale. Las monedas de sus eventos abiertos se devuelven en un minuto. Para darle otra: `/app rotar {}`.",
        text::name(&done.name),
        text::plain(&done.name)
    )
}

/// A page of apps, each with its position in the list. `apps_max`: the list was cut after this many.
pub(crate) fn page(found: &Paged<(i64, App)>, apps_max: Option<u16>) -> Face {
    if found.rows.is_empty() {
        return Face::new("Todavía no hay juegos ni bots. Registre uno con `/app crear Blackjack`.");
    }
    let head = match apps_max {
        Some(max) => format!("Hay más de {max}: aquí solo salen los primeros."),
        None => String::new(),
    };
    let leaf = Leaf {
        list: List::Apps,
        title: "Juegos y bots".to_owned(),
        head,
        page: found,
        what: APPS,
    };
    leaf.face(|(place, _)| *place, |(_, app)| line(app))
}

fn line(app: &App) -> String {
    let key = match &app.key {
        Some(key) => format!("clave `cmb_{key}_…`"),
        None => "sin clave".to_owned(),
    };
    let used = match app.last_used_at {
        Some(at) => format!("usada {}", ago(at)),
        None => "nunca usada".to_owned(),
    };
    let told = match app.webhook_url.as_deref().and_then(host) {
        Some(host) => format!(" · se le avisa en `{host}`"),
        None => String::new(),
    };
    format!(
        "{}. **{}** · {} · {key} · {used}{told}",
        app.id,
        text::name(&app.name),
        app.role
    )
}

/// `game.example:8080` from `https://game.example:8080/hook?token=x`. The rest of the URL may be a secret.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?']).next()
}

pub(crate) fn refused(error: &KeyError) -> String {
    match error {
        KeyError::NotAllowed(no) => not_allowed(*no),
        KeyError::Name(NameMistake::Length { max, given }) => {
            format!(
                "El nombre tiene {} y va de 1 a {max}. Por ejemplo: `/app crear Blackjack`.",
                counted(*given, CHARACTERS)
            )
        }
        KeyError::Name(NameMistake::Character(found)) => format!(
            "El nombre no puede llevar «{}»: solo letras, cifras, espacios, guiones y puntos. Por ejemplo: `/app crear Blackjack`.",
            text::plain(&found.to_string())
        ),
        KeyError::Name(NameMistake::MixedLetters) => {
            "El nombre mezcla letras de varios alfabetos: no se distingue de otros a la vista. Por ejemplo: `/app crear \
             Blackjack`."
                .to_owned()
        }
        KeyError::NameTaken(name) => format!(
            "Ya hay una que se llama **{}**, o que se lee igual. Elija otro nombre, o cambie su clave con `/app rotar {}`.",
            text::name(name),
            text::plain(name)
        ),
        KeyError::UnknownApp { typed } => format!(
            "No hay ninguna que se llame «{}». Las que hay: `/app lista`.",
            text::plain(typed)
        ),
        KeyError::AlreadyRevoked(name) => format!(
            "**{}** ya no tenía clave. Para darle una: `/app rotar {}`.",
            text::name(name),
            text::plain(name)
        ),
        KeyError::OtherInput(_) => OTHER_INPUT.to_owned(),
        KeyError::Db(_) => FAULT.to_owned(),
    }
}
