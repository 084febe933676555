//! Problems of the old book, and what was decided about them.

use std::collections::{BTreeMap, HashMap};

use super::decisions::{Decision, Decisions, Scope};
use crate::coded_enum;

coded_enum! {
    /// What is wrong, and what may be answered.
    pub enum ProblemKind {
        /// `sobregiro`: it comes in as it is, with an overdraft of that size; `cero`.
        Negative => "saldo_negativo",
        /// `cero`.
        NullBalance => "saldo_nulo",
        /// An amount, or `cero`.
        Unreadable => "saldo_ilegible",
        /// More than 15 digits. `leido`: as it was read; or an amount.
        BeyondRange => "saldo_fuera_de_rango",
        /// More than the books can hold. An amount.
        BeyondBooks => "saldo_imposible",
        /// Its client is not there. `cliente <id>`, or `omitir`: the account and its money stay behind.
        NoClient => "cliente_inexistente",
        /// `cuenta <id>`: that one keeps it; `ninguna`.
        SameNumber => "numero_repetido",
        /// An account of the desk has this number. `nuevo`.
        NumberTaken => "numero_en_uso",
        /// `VES`, `USD`, `EUR`, `USDT`, or `omitir`.
        WrongCurrency => "moneda_desconocida",
        /// `activa`, `cerrada`.
        UnknownState => "estado_desconocido",
        /// `corriente`, `ahorro`.
        UnknownType => "tipo_desconocido",
        /// `AAAA-MM-DD HH:MM:SS`, or `hoy`.
        UnreadableDate => "fecha_ilegible",
        /// Old and new columns disagree. `vieja`, `nueva`, `suma`.
        HalfMigrated => "medio_migrada",
        /// A name.
        NoName => "cliente_sin_nombre",
        /// `T`, `F`.
        UnreadableFlag => "activo_ilegible",
        /// Several clients have one. `cliente <id>`: that one is known by it; `ninguno`.
        SameCedula => "cedula_repetida",
        /// Somebody at the desk is known by it. `sin_identidad`.
        CedulaTaken => "cedula_en_uso",
        /// A transaction without an account. `conservar`, as for all below.
        NoAccount => "transaccion_sin_cuenta",
        /// Its account is not there.
        Orphan => "transaccion_huerfana",
        TransactionCurrency => "transaccion_con_otra_moneda",
        /// An amount, a rate or the date cannot be read.
        UnreadableTransaction => "transaccion_ilegible",
    }
}

/// What became of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Open,
    Answered(String),
    /// Something was answered that is no answer to it.
    BadAnswer(String),
    /// A decision about all of its kind named another number of them.
    WrongCount {
        named: usize,
    },
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// `cuenta 4 EUR`: what a decision calls it.
    pub about: String,
    /// What was found.
    pub found: String,
    pub standing: Standing,
}

impl Problem {
    pub fn is_answered(&self) -> bool {
        matches!(self.standing, Standing::Answered(_))
    }
}

/// How many problems of one kind are listed with their names. The others are counted.
const LISTED_MAX: usize = 100_000;

/// Collects the problems of one reading.
pub(super) struct Inquiry<'a> {
    decisions: &'a Decisions,
    one: HashMap<(ProblemKind, &'a str), usize>,
    rest: HashMap<ProblemKind, usize>,
    is_used: Vec<bool>,
    covered: HashMap<ProblemKind, usize>,
    listed: Vec<Problem>,
    counts: BTreeMap<ProblemKind, Count>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    all: usize,
    open: usize,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Findings {
    pub(super) problems: Vec<Problem>,
    /// Of each kind, how many there are.
    pub(super) counts: BTreeMap<ProblemKind, usize>,
    /// Decisions about what is no problem, as `kind: about`.
    pub(super) unused: Vec<String>,
    /// How many problems have no valid answer.
    pub(super) open: usize,
}

impl<'a> Inquiry<'a> {
    pub(super) fn new(decisions: &'a Decisions) -> Inquiry<'a> {
        let mut inquiry = Inquiry {
            decisions,
            one: HashMap::new(),
            rest: HashMap::new(),
            is_used: vec![false; decisions.all.len()],
            covered: HashMap::new(),
            listed: Vec::new(),
            counts: BTreeMap::new(),
        };
        for (index, decision) in decisions.all.iter().enumerate() {
            match &decision.scope {
                Scope::One(about) => inquiry.one.insert((decision.kind, about.as_str()), index),
                Scope::Rest(_) => inquiry.rest.insert(decision.kind, index),
            };
        }
        inquiry
    }

    /// Notes a problem; returns its answer when there is one that `read` understands.
    pub(super) fn ask<T>(
        &mut self,
        kind: ProblemKind,
        about: String,
        found: String,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let named = self.one.get(&(kind, about.as_str())).copied();
        let index = named.or_else(|| self.rest.get(&kind).copied());
        let (answer, standing) = match index {
            None => (None, Standing::Open),
            Some(index) => {
                self.is_used[index] = true;
                if named.is_none() {
                    *self.covered.entry(kind).or_default() += 1;
                }
                let answer = &self.decisions.all[index].answer;
                match read(answer) {
                    Some(understood) => (Some(understood), Standing::Answered(answer.clone())),
                    None => (None, Standing::BadAnswer(answer.clone())),
                }
            }
        };
        let count = self.counts.entry(kind).or_default();
        count.all += 1;
        if answer.is_none() {
            count.open += 1;
        }
        if count.all <= LISTED_MAX {
            self.listed.push(Problem {
                kind,
                about,
                found,
                standing,
            });
        }
        answer
    }

    /// Compares what the decisions say with what was found.
    pub(super) fn finish(mut self) -> Findings {
        let mut open: usize = self.counts.values().map(|count| count.open).sum();
        for (kind, index) in &self.rest {
            let Decision {
                scope: Scope::Rest(named),
                ..
            } = self.decisions.all[*index]
            else {
                continue;
            };
            let covered = self.covered.get(kind).copied().unwrap_or(0);
            self.is_used[*index] = true;
            if covered != named {
                open += 1;
                for problem in self.listed.iter_mut().filter(|problem| problem.kind == *kind) {
                    let by_name = self.one.contains_key(&(*kind, problem.about.as_str()));
                    if !by_name {
                        problem.standing = Standing::WrongCount { named };
                    }
                }
            }
        }
        let unused = |(decision, is_used): (&Decision, &bool)| match &decision.scope {
            Scope::One(about) if !is_used => Some(format!("{}: {about}", decision.kind)),
            Scope::One(_) => None,
            Scope::Rest(named) => {
                let covered = self.covered.get(&decision.kind).copied().unwrap_or(0);
                (covered == 0 && 0 < *named).then(|| format!("{}: cuantas = {named}", decision.kind))
            }
        };
        let unused: Vec<String> = self
            .decisions
            .all
            .iter()
            .zip(&self.is_used)
            .filter_map(unused)
            .collect();
        Findings {
            counts: self.counts.iter().map(|(kind, count)| (*kind, count.all)).collect(),
            problems: self.listed,
            open: open + unused.len(),
            unused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Inquiry, ProblemKind, Standing};
    use crate::domain::flows::legacy::Decisions;

    fn decisions(text: &str) -> Decisions {
        Decisions::read(text).expect("well formed")
    }

    const REST: &str = "[[decision]]\nproblema = \"saldo_nulo\"\ncuantas = 2\nrespuesta = \"cero\"\n";

    fn asked(inquiry: &mut Inquiry<'_>, about: &str) -> Option<()> {
        let read = |answer: &str| (answer == "cero").then_some(());
        inquiry.ask(ProblemKind::NullBalance, about.to_owned(), String::new(), read)
    }

    #[test]
    fn a_decision_about_the_rest_counts_what_it_covers() {
        let two = decisions(REST);
        let mut inquiry = Inquiry::new(&two);
        assert_eq!(asked(&mut inquiry, "cuenta 1 VES"), Some(()));
        assert_eq!(asked(&mut inquiry, "cuenta 2 VES"), Some(()));
        assert_eq!(inquiry.finish().open, 0);
        let mut inquiry = Inquiry::new(&two);
        for about in ["cuenta 1 VES", "cuenta 2 VES", "cuenta 3 VES"] {
            asked(&mut inquiry, about);
        }
        let found = inquiry.finish();
        assert_eq!(found.open, 1);
        assert_eq!(found.problems[0].standing, Standing::WrongCount { named: 2 });
    }

    #[test]
    fn a_decision_about_nothing_and_an_answer_that_is_none_stop_the_import() {
        let one = decisions("[[decision]]\nproblema = \"saldo_nulo\"\ncual = \"cuenta 9 VES\"\nrespuesta = \"cero\"\n");
        assert_eq!(Inquiry::new(&one).finish().unused, ["saldo_nulo: cuenta 9 VES"]);
        let bad = decisions("[[decision]]\nproblema = \"saldo_nulo\"\ncual = \"cuenta 9 VES\"\nrespuesta = \"nada\"\n");
        let mut inquiry = Inquiry::new(&bad);
        assert_eq!(asked(&mut inquiry, "cuenta 9 VES"), None);
        let found = inquiry.finish();
        assert_eq!(
            (found.open, &found.problems[0].standing),
            (1, &Standing::BadAnswer("nada".into()))
        );
    }
}
