//! Words about people, roles and shares.

use super::money::percent;
use super::refusals::not_allowed;
use super::{FAULT, OTHER_INPUT, questions, text};
use crate::domain::kernel::money::Percent;
use crate::domain::people::members::{CutSet, MemberError, Role};

/// The role that the text names.
pub(crate) fn role_named(typed: &str) -> Option<Role> {
    match typed.trim().to_lowercase().as_str() {
        "revendedor" | "revendedora" | "minorista" => Some(Role::Reseller),
        "cajero" | "cajera" | "transferencista" => Some(Role::Cashier),
        "cliente" => Some(Role::Client),
        "admin" | "administrador" | "administradora" => Some(Role::Admin),
        _ => None,
    }
}

pub(crate) fn unknown_role(typed: &str) -> String {
    format!(
        "No hay un rol «{}». Los roles son `revendedor`, `cajero`, `cliente` y `admin`; por ejemplo: \
         `!rol @david revendedor`.",
        text::plain(&text::clip(typed, 40))
    )
}

pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Guest => "invitado",
        Role::Client => "cliente",
        Role::Reseller => "revendedor",
        Role::Cashier => "cajero",
        Role::Admin => "admin",
    }
}

/// `latinas y cirílicas`: the alphabets of a name, from the English names of the scripts.
pub(crate) fn letters(scripts: &[&str]) -> String {
    let in_spanish = |script: &&str| match *script {
        "Latin" => "latinas".to_owned(),
        "Cyrillic" => "cirílicas".to_owned(),
        "Greek" => "griegas".to_owned(),
        "Armenian" => "armenias".to_owned(),
        "Hebrew" => "hebreas".to_owned(),
        "Arabic" => "árabes".to_owned(),
        other => format!("«{}»", text::plain(other)),
    };
    let letters: Vec<String> = scripts.iter().map(in_spanish).collect();
    text::listed(&letters, "y")
}

/// To a person whose role changed.
pub(crate) fn your_role(now: Role) -> String {
    let what = match now {
        Role::Guest => {
            "Ya no tiene un rol en la mesa: no recibirá trabajo nuevo. Su dinero y su historia quedan.".to_owned()
        }
        Role::Client => "Ahora es **cliente** de la mesa.".to_owned(),
        Role::Reseller => {
            "Ahora es **revendedor**. En su canal abra un batch con `!start batch` y envíe con `!t 100 p`.".to_owned()
        }
        Role::Cashier => "Ahora es **cajero**. Las órdenes le llegarán por aquí: pague, responda al mensaje con la \
             captura y pulse **Listo**."
            .to_owned(),
        Role::Admin => "Ahora es **admin** de la mesa.".to_owned(),
    };
    format!("{what} Todo lo que puede hacer: `!ayuda`.")
}

pub(crate) fn cut_set(done: &CutSet) -> String {
    format!(
        "La parte de **{}** en la ganancia es ahora {} (antes: {}). Cuenta para los batches que se cierren desde \
         ahora.",
        text::name(&done.name),
        percent(done.now),
        percent(done.before)
    )
}

/// To the reseller.
pub(crate) fn your_cut(before: Percent, now: Percent, by: &str) -> String {
    format!(
        "Su parte de la ganancia es ahora **{}** (antes: {}); la fijó **{}**. Cuenta para los batches que se cierren desde \
         ahora.",
        percent(now),
        percent(before),
        text::name(by)
    )
}

pub(crate) fn refused(error: &MemberError) -> String {
    match error {
        MemberError::NotAllowed(no) => not_allowed(*no),
        MemberError::NotAReseller { name } => {
            let who = text::name(name);
            format!("**{who}** no es revendedor y no tiene parte. Dele ese rol con `!rol @… revendedor`.")
        }
        MemberError::Question(error) => questions::refused(error),
        MemberError::OtherInput(_) => OTHER_INPUT.to_owned(),
        MemberError::Db(_) => FAULT.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::role_named;
    use crate::domain::people::members::Role;

    #[test]
    fn roles_are_called_as_the_specifications_call_them() {
        assert_eq!(role_named("Revendedor"), Some(Role::Reseller));
        assert_eq!(role_named("cajera"), Some(Role::Cashier));
        assert_eq!(role_named("jefe"), None);
    }
}
