//! How figures about transactions are shown.

use serde::Serialize;
use utoipa::ToSchema;

use crate::db::DbError;
use crate::domain::flows::players::{
    CashierFigures, Category, DayFigures, Group, Groups, Period, PrizesOf, Side, Tally, TransactionState,
};
use crate::domain::people::members::Member;
use crate::http::show;
use crate::http::under_api::centavos::centavos_of;
use crate::http::under_api::person::person_id;
use crate::reports::player_figures::{FiguresOfPlayer, FiguresOfSystem};

/// Completed transactions of one type and category.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct KindShown {
    #[schema(example = "debito")]
    tipo: &'static str,
    #[schema(example = "entrada_sala")]
    categoria: &'static str,
    /// How many.
    total: i64,
    /// Their sum in centavos.
    monto_total: i64,
}

/// Transactions in one state.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StateShown {
    #[schema(example = "completada")]
    estado: &'static str,
    /// How many.
    total: i64,
    /// Their sum in centavos.
    monto_total: i64,
}

/// Completed prizes for one position.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PrizesShown {
    /// Nothing for prizes that were paid without one.
    posicion: Option<i64>,
    /// How many.
    total: i64,
    /// Their sum in centavos.
    monto_total: i64,
}

/// How many, and their sum in centavos.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TallyShown {
    total: i64,
    monto_total: i64,
}

/// Sums of completed transactions, in centavos.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SumsShown {
    depositado: i64,
    retirado: i64,
    /// Prizes.
    ganado: i64,
    entradas: i64,
    reembolsos: i64,
    bonificaciones: i64,
    ajustes: i64,
    comisiones: i64,
    /// Sent to other players.
    transferido: i64,
    /// Got from other players.
    recibido: i64,
}

/// How many transactions ended without being completed, or were undone.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UndoneShown {
    rechazadas: i64,
    fallidas: i64,
    revertidas: i64,
    canceladas: i64,
}

/// The figures of a player.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct FiguresShown {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "68ab54e05475d8a12e468add")]
    jugador_id: String,
    nombre: String,
    #[schema(example = "VES")]
    moneda: String,
    /// The beginning of the period, which belongs to it.
    fecha_inicio: Option<String>,
    /// The end of the period, which does not.
    fecha_fin: Option<String>,
    /// What can be spent now, in centavos.
    saldo: i64,
    /// What open withdrawals hold now, in centavos.
    saldo_retenido: i64,
    totales: SumsShown,
    no_completadas: UndoneShown,
    estadisticas: Vec<KindShown>,
    resumen_estados: Vec<StateShown>,
    premios: Vec<PrizesShown>,
}

/// Completed transactions of one day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DayShown {
    /// A day in the time zone of the desk.
    #[schema(example = "2026-11-29")]
    dia: String,
    creditos: TallyShown,
    debitos: TallyShown,
}

/// What a cashier did with the requests that they had.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CashierFiguresShown {
    #[schema(example = "discord:169015299834642432")]
    cajero_id: Option<String>,
    cajero_nombre: String,
    confirmadas: i64,
    rechazadas: i64,
    /// Confirmed among those that ended, in percent with two decimals.
    #[schema(example = "66.67")]
    efectividad: Option<String>,
    /// From the assignment to the confirmation: half of them took no longer.
    mediana_segundos: Option<i64>,
    /// 95 in a hundred took no longer.
    p95_segundos: Option<i64>,
}

/// Transactions that failed for one reason.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct FailuresShown {
    #[schema(example = "saldo_insuficiente")]
    motivo: &'static str,
    /// How many.
    total: i64,
    /// Their sum in centavos.
    monto_total: i64,
}

/// Deposits and withdrawals that have not ended, now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenShown {
    pendientes: i64,
    en_proceso: i64,
    /// Nothing when there is none.
    mas_antigua_segundos: Option<i64>,
}

/// The figures of all players.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SystemShown {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "VES")]
    moneda: String,
    /// The beginning of the period, which belongs to it.
    fecha_inicio: Option<String>,
    /// The end of the period, which does not.
    fecha_fin: Option<String>,
    estadisticas_detalladas: Vec<KindShown>,
    resumen_estados: Vec<StateShown>,
    /// Days with completed transactions, newest first, 366 at most.
    por_dia: Vec<DayShown>,
    transacciones_por_cajero: Vec<CashierFiguresShown>,
    fallos: Vec<FailuresShown>,
    premios: Vec<PrizesShown>,
    solicitudes_abiertas: OpenShown,
}

impl From<Tally> for TallyShown {
    fn from(tally: Tally) -> TallyShown {
        TallyShown {
            total: tally.count,
            monto_total: centavos_of(tally.total),
        }
    }
}

impl KindShown {
    fn of(group: &Group) -> KindShown {
        let TallyShown { total, monto_total } = group.tally.into();
        KindShown {
            tipo: group.side.code(),
            categoria: group.category.code(),
            total,
            monto_total,
        }
    }

    fn all_of(groups: &Groups) -> Vec<KindShown> {
        groups.completed().iter().map(KindShown::of).collect()
    }
}

impl StateShown {
    fn of((state, tally): &(TransactionState, Tally)) -> StateShown {
        let TallyShown { total, monto_total } = (*tally).into();
        StateShown {
            estado: state.code(),
            total,
            monto_total,
        }
    }
}

impl PrizesShown {
    fn of(prizes: &PrizesOf) -> PrizesShown {
        let TallyShown { total, monto_total } = prizes.tally.into();
        PrizesShown {
            posicion: prizes.position,
            total,
            monto_total,
        }
    }
}

impl SumsShown {
    fn of(groups: &Groups) -> SumsShown {
        let of = |side, category| centavos_of(groups.completed_of(side, category).total);
        let own = |category: Category| of(category.side(), category);
        SumsShown {
            depositado: own(Category::Deposit),
            retirado: own(Category::Withdrawal),
            ganado: own(Category::GamePrize),
            entradas: own(Category::RoomEntry),
            reembolsos: own(Category::Refund),
            bonificaciones: own(Category::Bonus),
            ajustes: own(Category::AdminAdjustment),
            comisiones: own(Category::Commission),
            transferido: of(Side::Debit, Category::Transfer),
            recibido: of(Side::Credit, Category::Transfer),
        }
    }
}

impl UndoneShown {
    fn of(states: &[(TransactionState, Tally)]) -> UndoneShown {
        let of = |state| {
            states
                .iter()
                .find(|(of, _)| *of == state)
                .map_or(0, |(_, tally)| tally.count)
        };
        UndoneShown {
            rechazadas: of(TransactionState::Rejected),
            fallidas: of(TransactionState::Failed),
            revertidas: of(TransactionState::Reverted),
            canceladas: of(TransactionState::Cancelled),
        }
    }
}

impl FiguresShown {
    pub(super) fn of(figures: &FiguresOfPlayer, period: &Period) -> Result<FiguresShown, DbError> {
        let states = figures.groups.by_state()?;
        Ok(FiguresShown {
            exito: true,
            jugador_id: figures.player.player_id.to_string(),
            nombre: figures.player.name.clone(),
            moneda: figures.groups.currency.to_string(),
            fecha_inicio: period.from.map(show::moment),
            fecha_fin: period.before.map(show::moment),
            saldo: centavos_of(figures.funds.available),
            saldo_retenido: centavos_of(figures.funds.held),
            totales: SumsShown::of(&figures.groups),
            no_completadas: UndoneShown::of(&states),
            estadisticas: KindShown::all_of(&figures.groups),
            resumen_estados: states.iter().map(StateShown::of).collect(),
            premios: figures.prizes.iter().map(PrizesShown::of).collect(),
        })
    }
}

impl DayShown {
    fn of(figures: &DayFigures) -> DayShown {
        DayShown {
            dia: figures.day.to_string(),
            creditos: figures.credits.into(),
            debitos: figures.debits.into(),
        }
    }
}

impl CashierFiguresShown {
    fn of((cashier, figures): &(Member, CashierFigures)) -> CashierFiguresShown {
        let seconds = |ms: i64| ms / 1_000;
        CashierFiguresShown {
            cajero_id: person_id(cashier),
            cajero_nombre: cashier.name.clone(),
            confirmadas: figures.confirmed,
            rechazadas: figures.rejected,
            efectividad: figures.effectiveness.map(percent),
            mediana_segundos: figures.median_ms.map(seconds),
            p95_segundos: figures.p95_ms.map(seconds),
        }
    }
}

/// Hundredths of a percent: 6667 is `66.67`.
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

impl SystemShown {
    pub(super) fn of(figures: &FiguresOfSystem, period: &Period) -> Result<SystemShown, DbError> {
        let failures = figures.failures.iter().map(|of| FailuresShown {
            motivo: of.failure.code(),
            total: of.tally.count,
            monto_total: centavos_of(of.tally.total),
        });
        Ok(SystemShown {
            exito: true,
            moneda: figures.groups.currency.to_string(),
            fecha_inicio: period.from.map(show::moment),
            fecha_fin: period.before.map(show::moment),
            estadisticas_detalladas: KindShown::all_of(&figures.groups),
            resumen_estados: figures.groups.by_state()?.iter().map(StateShown::of).collect(),
            por_dia: figures.days.iter().map(DayShown::of).collect(),
            transacciones_por_cajero: figures.cashiers.iter().map(CashierFiguresShown::of).collect(),
            fallos: failures.collect(),
            premios: figures.prizes.iter().map(PrizesShown::of).collect(),
            solicitudes_abiertas: OpenShown {
                pendientes: figures.open.pending,
                en_proceso: figures.open.in_process,
                mas_antigua_segundos: figures.oldest_age_ms.map(|ms| ms / 1_000),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_percentage_has_two_decimals() {
        for (hundredths, text) in [(0, "0.00"), (5, "0.05"), (6_667, "66.67"), (10_000, "100.00")] {
            assert_eq!(percent(hundredths), text);
        }
    }
}
