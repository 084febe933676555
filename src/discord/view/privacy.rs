//! Words where others read, instead of an answer that is not for them.

pub(crate) fn told_directly() -> String {
    "Se lo envié por mensaje directo: aquí lo leerían otros.".to_owned()
}

/// `slash`: the command that is answered to its person alone.
pub(crate) fn closed_messages(slash: Option<&str>) -> String {
    let instead = instead(slash);
    format!(
        "Aquí lo leerían otros, y sus mensajes directos están cerrados. Ábralos (menú del servidor → *Ajustes de \
         privacidad* → *Mensajes directos*) y escríbalo otra vez{instead}"
    )
}

pub(crate) fn not_delivered(slash: Option<&str>) -> String {
    let instead = instead(slash);
    format!("Aquí lo leerían otros, y el mensaje directo no le llegó. Escríbalo otra vez en un minuto{instead}")
}

fn instead(slash: Option<&str>) -> String {
    match slash {
        Some(command) => format!(", o use `/{command}`: eso se lo contesto solo a usted."),
        None => ", o escríbamelo por mensaje directo.".to_owned(),
    }
}
