//! Words that people type for something that has another name here, or that is no command at all. Only what exists is
//! named, with the exact thing to type or press. Words that mean one command stand in its record.

use super::{Record, Records};
use crate::domain::kernel::letters;

/// Words that mean no single command.
struct Synonym {
    words: &'static [&'static str],
    /// What to say; `{n}` is the number that was typed, or one as an example.
    said: &'static str,
}

/// What a word is meant for.
#[derive(Clone, Copy)]
enum Is {
    /// This command, with what was typed behind the word.
    Command(&'static Record),
    Said(&'static str),
}

/// The least likeness to a synonym for it to be meant.
const LIKENESS_MIN: f64 = 0.8;

const SYNONYMS: &[Synonym] = &[
    Synonym {
        words: &["cerrar", "terminar", "fin", "close"],
        said: "Un batch se cierra solo cuando todo está comprado (`!c 200 52.63`); uno vacío, con `!endbatch`. Una cuenta \
             vacía se cierra con `!cerrar-cuenta VES`.",
    },
    Synonym {
        words: &[
            "ayudame", "ayudar", "auxilio", "comandos", "comando", "menu", "que", "como", "info",
        ],
        said: "Lo que puede hacer: `!ayuda`.",
    },
    Synonym {
        words: &["busqueda", "ver", "consultar", "estado", "detalle"],
        said: "Una orden se ve con `!orden {n}`; las suyas, con `!transacciones` o `!pendientes`.",
    },
    Synonym {
        words: &["exportar", "exporta", "csv", "pdf", "descargar", "imprimir"],
        said: "Las órdenes y los movimientos de un mes van en Excel con `!reporte mes`; aquí, página por página, se ven con \
             `!transacciones` y `!movimientos VES`.",
    },
    Synonym {
        words: &["balance", "corte"],
        said: "Lo ganado se ve con `!ganancias`; las órdenes, con `!transacciones`; el batch abierto, con `!batch`; una \
             cuenta, con `!saldo VES`.",
    },
    Synonym {
        words: &[
            "lista",
            "pagado",
            "pagada",
            "pague",
            "hecho",
            "completar",
            "completada",
            "completado",
            "ok",
        ],
        said: "Una orden pagada se confirma con la captura adjunta y `!listo {n}`, o respondiendo a su mensaje con la captura y \
             pulsando **Listo**. Cómo está una orden: `!orden {n}`.",
    },
    Synonym {
        words: &["tomar", "tomo", "coger", "aceptar"],
        said: "**Tomar** es un botón del mensaje de la orden en el canal de pendientes.",
    },
    Synonym {
        words: &["anular", "anula", "borrar", "eliminar", "cancel", "rechazar"],
        said: "Una orden que aún no se pagó se cancela con `!cancelar {n}`; el cajero que la tiene pulsa **Cancelar** en \
             su mensaje.",
    },
    Synonym {
        words: &["deshacer", "reversar", "reverso", "reembolso"],
        said: "Una orden pagada la deshace un superusuario con `!revertir {n} <motivo>`.",
    },
    Synonym {
        words: &["aprobar", "aprueba", "autorizar", "negar"],
        said: "Una solicitud se decide con los botones de su mensaje; las que faltan: `!solicitudes`.",
    },
    Synonym {
        words: &["registro", "registrar", "registrarme", "registrarse", "unirme"],
        said: "Un rol se pide con los botones del canal de registro.",
    },
];

/// What to type or press instead of a word that is no command: a sentence. `rest`: what stands behind the word.
pub(crate) fn meant(records: &Records, word: &str, rest: &str) -> Option<String> {
    let word = letters::plain(word);
    let likeness = |words: &[&str]| {
        let likest = words
            .iter()
            .map(|known| strsim::normalized_damerau_levenshtein(&word, known));
        likest.fold(0.0, f64::max)
    };
    let commands = records
        .all()
        .map(|record| (likeness(record.synonyms), Is::Command(record)));
    let others = SYNONYMS
        .iter()
        .map(|synonym| (likeness(synonym.words), Is::Said(synonym.said)));
    // Of two that are equally like it, a command is meant rather.
    let (likeness, is) = others.chain(commands).max_by(|a, b| a.0.total_cmp(&b.0))?;
    if likeness < LIKENESS_MIN {
        return None;
    }
    Some(match is {
        Is::Said(words) => words.replace("{n}", number_in(rest).unwrap_or("12")),
        Is::Command(record) => {
            let typed = rest.lines().next().unwrap_or_default().trim().replace('`', "'");
            if typed.is_empty() {
                format!("¿Quiso decir `!{}`?", record.example)
            } else {
                format!(
                    "¿Quiso decir `!{} {typed}`? Ejemplo: `!{}`.",
                    record.name, record.example
                )
            }
        }
    })
}

/// The first number of a text: of an order, most likely.
fn number_in(text: &str) -> Option<&str> {
    let begins = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text[begins..].split(|c: char| !c.is_ascii_digit()).next()?;
    (digits.len() < 10).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::{SYNONYMS, meant};
    use crate::discord::commands::records;

    #[test]
    fn a_word_for_something_that_exists_is_answered_with_it() {
        let records = records();
        let said = |word, rest| meant(&records, word, rest).unwrap_or_default();
        assert_eq!(
            said("transferencia", "100 p"),
            "¿Quiso decir `!t 100 p`? Ejemplo: `!t 100 p María Pérez 0102-1234`."
        );
        assert_eq!(said("CERRAR", "").split(' ').next(), Some("Un"));
        assert!(said("hecho", "13").contains("`!listo 13`") && said("hecho", "13").contains("`!orden 13`"));
        assert!(said("búsqueda", "").contains("`!orden 12`"));
        assert!(said("ayúdame", "").contains("`!ayuda`"));
        assert!(said("exportr", "").contains("`!transacciones`"));
        assert_eq!(meant(&records, "xyzzy", ""), None);
        assert_eq!(meant(&records, "endbach", ""), None);
    }

    #[test]
    fn no_synonym_is_the_name_of_a_command_or_stands_twice() {
        let records = records();
        let of_others = SYNONYMS.iter().flat_map(|synonym| synonym.words);
        let of_commands = records.all().flat_map(|record| record.synonyms);
        let mut words: Vec<&str> = of_others.chain(of_commands).copied().collect();
        for record in records.all() {
            let first = record.name.split(' ').next().unwrap_or_default();
            assert!(!words.contains(&first), "{first}");
            assert!(!record.names().any(|name| words.contains(&name)), "{}", record.name);
        }
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }

    #[test]
    fn only_commands_that_exist_are_named() {
        let records = records();
        let names: Vec<&str> = records.all().map(|record| record.name).collect();
        for synonym in SYNONYMS {
            let said = meant(&records, synonym.words[0], "").unwrap_or_default();
            for typed in said.split("`!").skip(1) {
                let typed = typed.split('`').next().unwrap_or_default();
                assert!(
                    names
                        .iter()
                        .any(|name| typed == *name || typed.starts_with(&format!("{name} "))),
                    "{typed}"
                );
            }
        }
    }
}
