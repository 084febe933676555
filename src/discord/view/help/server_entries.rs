//! The commands that prepare the server.

use super::entry::Entry;
use crate::domain::people::members::Permission;

pub(super) const SERVER: &[Entry] = &[
    Entry {
        name: "setup crear",
        aliases: &["setup"],
        usage: "setup crear",
        example: "setup crear",
        what: "crea los canales y roles que faltan y revisa quién puede leerlos; `!setup` solo hace lo mismo",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "setup revisar",
        aliases: &[],
        usage: "setup revisar",
        example: "setup revisar",
        what: "revisa canales, roles y quién puede leerlos, sin cambiar nada",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "setup propios",
        aliases: &[],
        usage: "setup propios",
        example: "setup propios",
        what: "crea los de la mesa aunque haya otros con ese nombre que no le sirven",
        needs: Some(Permission::SetUpDesk),
    },
    Entry {
        name: "setup panel",
        aliases: &[],
        usage: "setup panel",
        example: "setup panel",
        what: "publica el panel de registro",
        needs: Some(Permission::SetUpDesk),
    },
];
