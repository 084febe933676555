//! Words about joining people to their members of the old book.

use super::refusals::not_allowed;
use super::when::at;
use super::{FAULT, OTHER_INPUT, text};
use crate::domain::flows::linking::{Belonging, Imported, Issued, LinkError, Redeemed};

const ASK_ANOTHER: &str = "Pida otro a un admin.";

pub(crate) fn issued(issued: &Issued) -> String {
    let name = text::name(&issued.name);
    let Some(code) = &issued.code else {
        return format!("El código de **{name}** ya se mostró una vez y no se guarda. Para otro, repita `!vincular`.");
    };
    let before = match issued.replaces {
        true => " El anterior ya no vale.",
        false => "",
    };
    format!(
        "Código para **{name}**. Vale una vez, hasta el {}:\n```\n!vincular {code}\n```\nDéselo solo a esa persona: quien lo \
         escriba queda con sus cuentas.{before}",
        at(issued.expires_at)
    )
}

pub(crate) fn redeemed(done: &Redeemed) -> String {
    match done {
        Redeemed::Linked { name, accounts } => {
            let accounts = match accounts {
                0 => "No tiene cuentas abiertas.".to_owned(),
                1 => "Tiene una cuenta: `!cuentas`.".to_owned(),
                many => format!("Tiene {many} cuentas: `!cuentas`."),
            };
            format!("Listo: usted es **{}**. {accounts}", text::name(name))
        }
        Redeemed::AlreadyYours { name } => {
            format!("Usted ya es **{}**. Sus cuentas: `!cuentas`.", text::name(name))
        }
        Redeemed::Wrong { left: None } => format!("Ese código no existe. Revíselo letra por letra. {ASK_ANOTHER}"),
        Redeemed::Wrong { left: Some(left) } => {
            let left = match left {
                1 => "Queda un intento".to_owned(),
                many => format!("Quedan {many} intentos"),
            };
            format!(
                "Ese código no es correcto. Revíselo letra por letra. {left}; después hay que pedir otro a un admin."
            )
        }
        Redeemed::TooManyTries => {
            "Escribió demasiados códigos equivocados. Espere un día, o pida a un admin que lo mire con usted."
                .to_owned()
        }
        Redeemed::Expired => format!("Ese código venció. {ASK_ANOTHER}"),
        Redeemed::Used => format!("Ese código ya se usó. {ASK_ANOTHER}"),
        Redeemed::Replaced => "Hay un código más nuevo, y ese ya no vale. Escriba el último que le dieron.".to_owned(),
        Redeemed::Spent => format!("Ese código se anuló por intentos equivocados. {ASK_ANOTHER}"),
        Redeemed::Taken => "Otra persona ya quedó unida a esas cuentas. Avise a un admin.".to_owned(),
        Redeemed::Has { what, name } => {
            let name = text::name(name);
            format!(
                "Usted ya es **{name}** en la mesa y {}, así que no puede ser otra persona. {}",
                belonging(*what),
                next(*what)
            )
        }
    }
}

fn belonging(what: Belonging) -> &'static str {
    match what {
        Belonging::Role => "trabaja en ella",
        Belonging::Accounts => "tiene cuentas",
        Belonging::Money => "tiene saldo de ganancias, puntos o monedas",
        Belonging::Work => "tiene órdenes o solicitudes",
        Belonging::Identity => "es jugador",
        Belonging::OtherImported => "está unido a otra persona del sistema anterior",
    }
}

fn next(what: Belonging) -> &'static str {
    match what {
        Belonging::Accounts => {
            "Pida a un admin que pase a su cuenta el dinero de la otra (`!ajustar` en las dos); el código queda sin usar."
        }
        Belonging::Money => "Use o retire lo que tiene y escriba el código otra vez.",
        Belonging::Role | Belonging::Work | Belonging::Identity | Belonging::OtherImported => {
            "Pida a un admin que pase a sus cuentas el dinero de las otras (`!ajustar` en las dos)."
        }
    }
}

pub(crate) fn refused(error: &LinkError) -> String {
    match error {
        LinkError::NotAllowed(no) => not_allowed(*no),
        LinkError::NoCode => "Escriba el código que le dio un admin: `!vincular BCDF-2345-GHJK-6789`.".to_owned(),
        LinkError::NotACode => "Eso no es un código. Pídalo a un admin y escríbalo como se lo dio, por ejemplo \
             `!vincular BCDF-2345-GHJK-6789`."
            .to_owned(),
        LinkError::NobodyFound { typed } => format!(
            "En el sistema anterior no hay nadie con «{}». Escriba su cédula, su número de cuenta o su nombre completo.",
            text::plain(&text::clip(typed, 40))
        ),
        LinkError::SeveralFound { typed, found } => {
            let lines: Vec<String> = found.iter().map(one_of_several).collect();
            format!(
                "«{}» puede ser más de una persona. Escriba la cédula o el número de cuenta.\n{}",
                text::plain(&text::clip(typed, 40)),
                lines.join("\n")
            )
        }
        LinkError::HasDiscord { name } => {
            format!(
                "**{}** ya está unido a un usuario de Discord: no necesita un código.",
                text::name(name)
            )
        }
        LinkError::OtherInput(_) => OTHER_INPUT.to_owned(),
        LinkError::Db(_) => FAULT.to_owned(),
    }
}

fn one_of_several(one: &Imported) -> String {
    let cedula = one.cedula.as_deref().unwrap_or("sin cédula");
    format!(
        "• **{}** · {} · cliente {}",
        text::name(&one.name),
        text::plain(cedula),
        one.old_id
    )
}
