//! All words of the import, for the people of the desk.

use std::path::Path;

use chrono::DateTime;
use chrono_tz::Tz;

use super::report::Ending;
use crate::clock::Moment;
use crate::domain::flows::legacy::{
    Analysis, DecisionsError, ImportError, ImportRow, Missing, Note, NoteKind, PlannedAccount, PlannedClient, Problem,
    ProblemKind, RoundedValue, Stage, Standing, Totals, shown_amount,
};
use crate::domain::kernel::money::Currency;
use crate::domain::people::requests::AccountType;

pub(super) const TOTALS: &str = "Totales por moneda";
pub(super) const CLIENTS: &str = "Clientes, antes y después";
pub(super) const ACCOUNTS: &str = "Cuentas que se abren";
pub(super) const PROBLEMS: &str = "Problemas";
pub(super) const NOTES: &str = "Avisos";
pub(super) const ROUNDED: &str = "Transacciones con más decimales";
pub(super) const RESULT: &str = "Resultado";
pub(super) const NOTHING: &str = "(nada)";
pub(super) const BACK_UP_FIRST: &str = "La mesa está en PostgreSQL: haga primero una copia con `pg_dump \"$DATABASE_URL\" > antes.sql`, y repita \
     con --backed-up. No se escribió nada.";

pub(super) fn head(analysis: &Analysis) -> Vec<String> {
    let plan = &analysis.plan;
    vec![
        "Importación de cuentas del sistema anterior".to_owned(),
        format!("libro: {}", analysis.place),
        format!("huella: {}", analysis.fingerprint),
        format!("zona horaria supuesta para sus fechas: {}", analysis.zone.name()),
        format!(
            "clientes: {} · cuentas viejas que entran: {} · transacciones: {}",
            plan.clients.len(),
            plan.rows.len(),
            plan.transactions
        ),
    ]
}

pub(super) fn total(currency: Currency, totals: Totals) -> String {
    format!(
        "{currency}: en el libro {} · por decisiones {} · en la mesa {}",
        shown_amount(totals.before),
        shown_amount(totals.decided),
        shown_amount(totals.after)
    )
}

pub(super) fn client(client: &PlannedClient, sums: &[String]) -> String {
    let identities = [("cédula", &client.cedula), ("teléfono", &client.phone)];
    let known: Vec<String> = identities
        .into_iter()
        .filter_map(|(what, value)| Some(format!(" · {what} {}", value.as_ref()?)))
        .collect();
    let sums = match sums {
        [] => "sin saldo".to_owned(),
        sums => sums.join(" · "),
    };
    let name = one_line(&client.name);
    format!("cliente {} «{name}»{}: {sums}", client.old_id, known.concat())
}

pub(super) fn account(owner: i64, account: &PlannedAccount, zone: Tz) -> String {
    let number = account
        .number
        .as_ref()
        .map_or_else(|| "número nuevo".to_owned(), |number| number.digits().to_owned());
    let kind = match account.account_type {
        AccountType::Checking => "corriente",
        AccountType::Savings => "ahorro",
        AccountType::Bank => "bancaria",
    };
    let opened = account
        .opened_at
        .map_or_else(|| "hoy".to_owned(), |at| moment(at, zone));
    let state = if account.is_closed { " · cerrada" } else { "" };
    format!(
        "cliente {owner} {}: {number} · {kind} · abierta {opened}{state} · saldo {}",
        account.currency,
        shown_amount(account.balance.into())
    )
}

fn moment(at: Moment, zone: Tz) -> String {
    match DateTime::from_timestamp_millis(at.ms()) {
        Some(at) => at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string(),
        None => at.ms().to_string(),
    }
}

pub(super) fn problems(analysis: &Analysis) -> Vec<String> {
    let mut lines: Vec<String> = analysis.problems.iter().map(problem).collect();
    for (kind, count) in &analysis.problem_counts {
        let listed = analysis.problems.iter().filter(|one| one.kind == *kind).count();
        if listed < *count {
            lines.push(format!("{kind} · y {} más", count - listed));
        }
    }
    lines.extend(
        analysis
            .unused
            .iter()
            .map(|decision| format!("decisión sin problema · {decision} · corríjala o bórrela")),
    );
    if let Some(other) = &analysis.decided_for {
        lines.push(format!(
            "decisiones de otro libro · huella {other} · corrija `huella` o bórrela"
        ));
    }
    lines
}

fn problem(problem: &Problem) -> String {
    let found = match problem.found.as_str() {
        "" => String::new(),
        found => format!(" · {}", one_line(found)),
    };
    let standing = match &problem.standing {
        Standing::Answered(answer) => format!("decidido: {}", one_line(answer)),
        Standing::Open => format!("SIN DECISIÓN: {}", answers(problem.kind)),
        Standing::BadAnswer(answer) => {
            format!("«{}» NO RESPONDE: {}", one_line(answer), answers(problem.kind))
        }
        Standing::WrongCount { named } => format!("la decisión dice cuantas = {named}, y NO SON {named}"),
    };
    format!("{} · {}{found} · {standing}", problem.kind, one_line(&problem.about))
}

/// What may be answered.
fn answers(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Negative => "sobregiro | cero",
        ProblemKind::NullBalance => "cero",
        ProblemKind::Unreadable => "un monto como 12.34 | cero",
        ProblemKind::BeyondRange => "leido | un monto como 12.34",
        ProblemKind::BeyondBooks => "un monto como 12.34",
        ProblemKind::NoClient => "cliente <id> | omitir",
        ProblemKind::SameNumber => "cuenta <id> | ninguna",
        ProblemKind::NumberTaken => "nuevo",
        ProblemKind::WrongCurrency => "VES | USD | EUR | USDT | omitir",
        ProblemKind::UnknownState => "activa | cerrada",
        ProblemKind::UnknownType => "corriente | ahorro",
        ProblemKind::UnreadableDate => "AAAA-MM-DD HH:MM:SS | hoy",
        ProblemKind::HalfMigrated => "vieja | nueva | suma",
        ProblemKind::NoName => "un nombre",
        ProblemKind::UnreadableFlag => "T | F",
        ProblemKind::SameCedula => "cliente <id> | ninguno",
        ProblemKind::CedulaTaken => "sin_identidad",
        ProblemKind::NoAccount
        | ProblemKind::Orphan
        | ProblemKind::TransactionCurrency
        | ProblemKind::UnreadableTransaction => "conservar",
    }
}

pub(super) fn note(note: &Note) -> String {
    let fact = |nth: usize| one_line(note.facts.get(nth).map_or("", String::as_str));
    let said = match note.kind {
        NoteKind::OldColumns => "cada cuenta tiene saldo_ves, saldo_usd, saldo_eur y saldo_usdt".to_owned(),
        NoteKind::BothColumns => "están las columnas viejas (saldo_ves…) y las nuevas (moneda, saldo)".to_owned(),
        NoteKind::NewColumns => "las columnas viejas ya no están: moneda y saldo".to_owned(),
        NoteKind::NoTransactions => "el libro no tiene la tabla transacciones".to_owned(),
        NoteKind::MoreDecimals => format!("guardado {}, se veía {}: entra lo que se veía", fact(0), fact(1)),
        NoteKind::OddNumber => format!(
            "«{}» no tiene 20 dígitos: recibe un número nuevo y el viejo queda como alias",
            fact(0)
        ),
        NoteKind::SpacedNumber => format!("«{}» queda como {}", fact(0), fact(1)),
        NoteKind::ClosedWithMoney => format!("cerrada con {}: pasa a la cuenta abierta del cliente", fact(0)),
        NoteKind::Merged if fact(2).is_empty() => {
            format!("la cuenta {} queda; la {} se cierra, sin saldo", fact(0), fact(1))
        }
        NoteKind::Merged => format!(
            "la cuenta {} queda; la {} se cierra y pasa {}",
            fact(0),
            fact(1),
            fact(2)
        ),
        NoteKind::InactiveClient => "no estaba activo: entra dado de baja".to_owned(),
        NoteKind::OddCedula => format!("cédula «{}», de forma poco usual: queda como {}", fact(0), fact(1)),
        NoteKind::NoCedula => format!("cédula «{}»: no sirve para reconocer a nadie", fact(0)),
        NoteKind::OddPhone => format!("teléfono «{}», de forma poco usual: queda como {}", fact(0), fact(1)),
        NoteKind::NoPhone => format!("teléfono «{}»: no sirve para reconocer a nadie", fact(0)),
        NoteKind::SharedPhone => format!("lo tienen los clientes {}: no reconoce a ninguno", fact(0)),
        NoteKind::PhoneTaken => format!("teléfono {}: ya es de alguien en la mesa, queda solo anotado", fact(0)),
        NoteKind::HalfRunTwice => format!(
            "la migración anterior se corrió a medias: {} está en la columna vieja (cuenta {}) y en la fila nueva (cuenta {}); se cuenta una vez",
            fact(0),
            fact(1),
            fact(2)
        ),
        NoteKind::HalfRunOldOnly => {
            format!(
                "la migración anterior se corrió a medias: {} está solo en la columna vieja; entra",
                fact(0)
            )
        }
        NoteKind::HalfRunAgrees => format!("la columna vieja y la nueva dicen {}; se cuenta una vez", fact(0)),
        NoteKind::DateTwice => format!("{} pasó dos veces (cambio de hora): se toma la primera", fact(0)),
        NoteKind::DateSkipped => format!("{} no existió (cambio de hora)", fact(0)),
        NoteKind::NoAccounts => "sin cuentas".to_owned(),
        NoteKind::Referred => format!("lo trajo el cliente {}: queda anotado, sin comisiones", fact(0)),
        NoteKind::LeftBehind => format!("no entra: {} queda fuera", fact(0)),
    };
    let about = match note.about.as_str() {
        "" => String::new(),
        about => format!(" · {}", one_line(about)),
    };
    format!("{}{about} · {said}", note.kind)
}

pub(super) fn rounded_values(count: u64) -> String {
    format!("valores con más decimales de los que se veían: {count}; queda lo que se veía")
}

pub(super) fn rounded_value(value: &RoundedValue) -> String {
    format!(
        "transaccion {} {} · guardado {}, se veía {}",
        value.transaction, value.column, value.stored, value.shown
    )
}

pub(super) fn ending(ending: &Ending) -> String {
    match ending {
        Ending::WouldImport => "simulación: todo tiene respuesta y nada se escribió".to_owned(),
        Ending::Stopped(open) => format!("detenido: {open} sin decisión; nada se escribió"),
        Ending::Imported { imported, copy } => {
            let copy = copy
                .as_ref()
                .map(|path| format!("; copia de antes: {path}"))
                .unwrap_or_default();
            format!(
                "importado: {} clientes, {} cuentas, {} transacciones; los totales son iguales hasta el último dígito{copy}",
                imported.clients, imported.accounts, imported.transactions
            )
        }
    }
}

pub(super) fn imported_before(before: &ImportRow, zone: Tz) -> String {
    format!(
        "Este libro (huella {}) ya se importó el {}. No hay nada más que hacer.",
        before.fingerprint,
        moment(before.at, zone)
    )
}

pub(super) fn report_at(path: &Path) -> String {
    format!("informe: {}", path.display())
}

/// The report could not be written: said before anything is done.
pub(super) fn unwritable(path: &Path, why: &std::io::Error) -> String {
    format!(
        "no puedo escribir el informe en {}: {why}. Nada se importó: dé otra ruta con --report.",
        path.display()
    )
}

/// The import is as it is said to have ended, but its report is not whole.
pub(super) fn no_report(why: &str) -> String {
    format!("el informe no está completo: {why}")
}

pub(super) fn failed(error: &ImportError) -> String {
    let why = match error {
        ImportError::NoBook(Missing::Table(name)) => {
            format!("no es un libro del sistema anterior: no tiene la tabla {name}. Revise la dirección.")
        }
        ImportError::NoBook(Missing::Balances) => {
            "la tabla cuentas no tiene saldo_ves, ni moneda y saldo: no es la del sistema anterior.".to_owned()
        }
        ImportError::AnotherBook { fingerprint, .. } => format!(
            "ya se importó otro libro (huella {fingerprint}), y una mesa importa uno solo: el dinero entraría dos veces. Si aquel \
             no era el bueno, ponga la copia de antes en su lugar e importe este."
        ),
        ImportError::Unanswered(open) => format!("{open} problemas sin decisión: mírelos con --dry-run."),
        ImportError::DeskOpen => "la mesa está abierta en otro proceso: ciérrela y repita.".to_owned(),
        ImportError::Totals {
            currency,
            expected,
            found,
        } => format!(
            "{currency} no cuadra: debían entrar {} y entraron {}. Es un error del programa: guarde este mensaje.",
            shown_amount(*expected),
            shown_amount(*found)
        ),
        ImportError::TooMuch { currency, total } => format!(
            "en {currency} entrarían {}, más de lo que los libros pueden llevar. Revise las decisiones y los saldos más grandes de \
             esa moneda.",
            shown_amount(*total)
        ),
        ImportError::Balance {
            account,
            expected,
            found,
        } => format!(
            "la cuenta n.º {account} tendría {} en vez de {}. Es un error del programa: guarde este mensaje.",
            shown_amount((*found).into()),
            shown_amount((*expected).into())
        ),
        ImportError::NotAllowed(_) | ImportError::OtherInput(_) | ImportError::Books(_) | ImportError::Db(_) => {
            error.to_string()
        }
    };
    format!("No se escribió nada: {why}")
}

pub(super) fn bad_decisions(error: &DecisionsError) -> String {
    match error {
        DecisionsError::Toml(why) => why.clone(),
        DecisionsError::WhichOrHowMany(nth) => {
            format!("la decisión {nth} necesita `cual` o `cuantas`, y no los dos")
        }
    }
}

pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::ReadClients => "leyendo clientes",
        Stage::ReadAccounts => "leyendo cuentas",
        Stage::ReadTransactions => "leyendo transacciones",
        Stage::WriteClients => "escribiendo clientes",
        Stage::WriteAccounts => "abriendo cuentas",
        Stage::WriteBalances => "asentando saldos",
        Stage::WriteTransactions => "guardando transacciones",
        Stage::CheckTotals => "comprobando saldos",
    }
}

/// A text of the old book in one line of the report.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_control() { '\u{FFFD}' } else { character })
        .collect()
}
