//! Words in a channel, in place of an answer that its readers may not see.

pub(crate) fn told_directly() -> String {
    "Se lo envié por mensaje directo: aquí lo leerían otros.".to_owned()
}

/// To a person who typed bank data where others read it.
pub(crate) fn delete_yours() -> &'static str {
    "Borre su mensaje: aquí otros leen los datos de la cuenta que escribió, y yo no puedo borrarlo. La próxima vez, escríbamelo por \
     mensaje directo."
}

/// `slash`: the slash command whose answer only its person sees.
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
