//! Checks the dependency rules of docs/ARCHITECTURE.md by reading the source.

mod source;

use std::collections::BTreeSet;
use std::path::Path;

use source::{sources, used};

/// The other parts of `src/` that each part may use. `app` is the composition root and may use everything.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("clock", &[]),
    ("ids", &[]),
    ("trace", &[]),
    ("meters", &["clock"]),
    ("db", &["clock", "ids", "meters", "text_column", "trace"]),
    (
        "domain",
        &[
            "clock",
            "db",
            "ids",
            "trace",
            "text_column",
            "coded_enum",
            "lifts",
            "lifts_money",
            "use_case_errors",
        ],
    ),
    ("reports", &["clock", "coded_enum", "db", "domain", "ids", "lifts"]),
    ("config", &["db", "domain", "ids"]),
    ("telemetry", &["clock", "config", "trace"]),
    ("sandbox", &["clock", "ids"]),
    ("http", &["clock", "db", "domain", "ids", "meters", "reports", "trace"]),
    (
        "discord",
        &["clock", "config", "db", "domain", "ids", "meters", "reports", "trace"],
    ),
    (
        "cli",
        &[
            "app",
            "clock",
            "config",
            "db",
            "discord",
            "domain",
            "ids",
            "reports",
            "telemetry",
        ],
    ),
    ("main", &["cli"]),
];

/// The boxes of the domain from the bottom up, and the steps of nouns in each. A noun may use only nouns of lower steps
/// or lower boxes, never nouns of its own step.
const DOMAIN: [(&str, &[&[&str]]); 7] = [
    (
        "kernel",
        &[
            &["letters"],
            &["days", "health", "identifiers", "money"],
            &["desk", "marks", "outbox", "uptime"],
            &["recall"],
            &["questions"],
        ],
    ),
    ("books", &[&["ledger"], &["closes", "older"]]),
    (
        "people",
        &[&["members"], &["guild", "places", "requests"], &["channels", "tokens"]],
    ),
    ("treasury", &[&["banks", "rates"], &["accounts"], &["central"]]),
    ("orders", &[]),
    (
        "flows",
        &[&[
            "account_closing",
            "batches",
            "exchange",
            "giros",
            "legacy",
            "linking",
            "payouts",
            "players",
            "registration",
            "undoing",
        ]],
    ),
    ("games", &[&["apps", "coins"]]),
];

/// These boxes must not use each other.
const BESIDE_EACH_OTHER: [&str; 2] = ["flows", "games"];

/// The only parts that may use these crates.
const ONLY_IN: [(&str, &[&str]); 7] = [
    ("plotters", &["reports"]),
    ("prometheus_client", &["http", "meters"]),
    ("rustix", &["app"]),
    ("rust_xlsxwriter", &["reports"]),
    ("serenity", &["discord"]),
    ("poise", &["discord"]),
    ("axum", &["sandbox", "http"]),
];

#[test]
fn nothing_looks_upward() {
    for source in sources() {
        let parts = source.parts();
        let part = parts[0].as_str();
        if part == "app" || part == "lib" {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == part)
            .unwrap_or_else(|| panic!("{part} has no rule"));
        for name in used(&source.code, "crate::").into_iter().filter(|name| name != part) {
            assert!(
                allowed.contains(&name.as_str()),
                "{} uses {name}",
                source.path.display()
            );
        }
    }
}

/// The positions of a noun's box and of its step there. The box `orders` has no nouns and counts as one itself.
fn place_of(noun_in_box: &str) -> (usize, usize) {
    let (box_name, noun) = noun_in_box.split_once("::").unwrap_or((noun_in_box, ""));
    // The store beside a noun's file is a part of the noun.
    let noun = noun.strip_suffix("_store").unwrap_or(noun);
    let of_box = DOMAIN.iter().position(|(name, _)| *name == box_name);
    let of_box = of_box.unwrap_or_else(|| panic!("{box_name} is no box"));
    let steps = DOMAIN[of_box].1;
    let step = steps.iter().position(|step| step.contains(&noun));
    let step = step.unwrap_or_else(|| {
        assert!(steps.is_empty(), "{noun_in_box} has no step");
        0
    });
    (of_box, step)
}

/// The nouns that a source file uses, as `box::noun`; for a box without nouns only its name.
fn nouns_used(code: &str) -> BTreeSet<String> {
    let with_nouns = DOMAIN.iter().filter(|(_, steps)| !steps.is_empty());
    let mut nouns: BTreeSet<String> = with_nouns
        .flat_map(|(name, _)| {
            let inside = used(code, &format!("crate::domain::{name}::"));
            inside.into_iter().map(move |noun| format!("{name}::{noun}"))
        })
        .collect();
    let boxes = used(code, "crate::domain::");
    assert!(
        !code.contains("crate::domain::{"),
        "a group of boxes hides which nouns are used: import them one by one"
    );
    nouns.extend(
        boxes
            .into_iter()
            .filter(|name| DOMAIN.iter().any(|(it, steps)| it == name && steps.is_empty())),
    );
    nouns
}

#[test]
fn a_noun_of_the_domain_uses_only_lower_nouns() {
    for source in sources() {
        let parts = source.parts();
        if parts[0] != "domain" || parts[1] == "mod" || parts[2..] == ["mod"] && parts[1] != "orders" {
            continue;
        }
        let has_nouns = DOMAIN
            .iter()
            .any(|(name, steps)| *name == parts[1] && !steps.is_empty());
        let noun = if has_nouns {
            parts[1..3].join("::")
        } else {
            parts[1].clone()
        };
        let own = place_of(&noun);
        for used in nouns_used(&source.code).into_iter().filter(|used| *used != noun) {
            let other = place_of(&used);
            assert!(other < own, "{} uses {used}", source.path.display());
            let both = [parts[1].as_str(), used.split("::").next().unwrap_or_default()];
            let beside = both[0] != both[1] && both.iter().all(|name| BESIDE_EACH_OTHER.contains(name));
            assert!(!beside, "{} uses {used}", source.path.display());
        }
    }
}

#[test]
fn a_crate_stays_where_it_belongs() {
    for source in sources() {
        let parts = source.parts();
        for (name, homes) in ONLY_IN {
            let uses = source.code.contains(&format!("{name}::")) || source.code.contains(&format!("use {name}"));
            assert!(
                !uses || homes.contains(&parts[0].as_str()),
                "{} uses {name}",
                source.path.display()
            );
        }
    }
}

/// Use-cases that call the steps of `recall::once` one by one, with the reason.
const STEP_BY_STEP: [&str; 6] = [
    // An overdue event is expired, which commits, although the caller is refused.
    "src/domain/games/apps/events/close.rs",
    "src/domain/games/apps/events/ping.rs",
    "src/domain/games/apps/events/transact.rs",
    // The result is tried out in a unit that is rolled back, and stored in another one.
    "src/domain/flows/batches/reverse.rs",
    "src/domain/flows/batches/correction/ask.rs",
    // Books without a head have nothing to announce yet: no receipt may be stored, so that it can be done later.
    "src/domain/books/older/announce_head.rs",
];

#[test]
fn a_write_is_done_once() {
    for source in sources() {
        let path = source
            .path
            .strip_prefix(env!("CARGO_MANIFEST_DIR"))
            .expect("a file of src");
        if source.parts()[0] != "domain" {
            continue;
        }
        let steps = [" recall(", " remember("].iter().any(|step| source.code.contains(step));
        let is_recall = path == Path::new("src/domain/kernel/recall.rs");
        let alone = STEP_BY_STEP.iter().any(|one| path == Path::new(one));
        assert!(
            !steps || is_recall || alone,
            "{} does not use recall::once",
            path.display()
        );
    }
}

#[test]
fn statements_stand_in_stores_and_only_the_ledger_writes_money() {
    let ledger_tables = [
        "ledger_accounts",
        "journal",
        "entries",
        "seals",
        "holds",
        "hold_backlog",
    ];
    for source in sources() {
        let parts = source.parts();
        let in_store = parts[0] == "db"
            || parts
                .last()
                .is_some_and(|name| name == "store" || name.ends_with("_store"));
        assert!(
            in_store || !source.code.contains("sqlx::query"),
            "{} speaks SQL",
            source.path.display()
        );
        if parts.starts_with(&["domain".to_owned(), "books".to_owned(), "ledger".to_owned()]) {
            continue;
        }
        for table in ledger_tables {
            for verb in ["insert into", "update", "delete from"] {
                let writes = source.code.contains(&format!("{verb} {table} "));
                assert!(!writes, "{} writes {table}", source.path.display());
            }
        }
    }
}

#[test]
fn the_domain_has_no_floats_and_nobody_but_the_clock_reads_the_time() {
    for source in sources() {
        let parts = source.parts();
        let words: BTreeSet<&str> = source.code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        if parts[0] == "domain" {
            assert!(
                !words.contains("f64") && !words.contains("f32"),
                "{} has a float",
                source.path.display()
            );
        }
        // The sandbox acts as Discord and uses real time. The voice notices that this machine was suspended, which no clock that is
        // moved by hand can be.
        let is_voice = parts == ["discord", "voice"];
        // Traces measure how long the work really took, finer than the clock of the desk counts.
        let is_trace = parts == ["telemetry", "otlp"];
        if parts[0] != "clock" && parts[0] != "sandbox" && !is_voice && !is_trace {
            let reads = source.code.contains("SystemTime::now") || source.code.contains("Utc::now");
            assert!(!reads, "{} reads the time", source.path.display());
        }
        assert!(!source.code.contains(".unwrap()"), "{} unwraps", source.path.display());
    }
}

#[test]
fn no_file_outgrows_its_reader() {
    for source in sources() {
        assert!(
            source.lines <= 400,
            "{} has {} lines",
            source.path.display(),
            source.lines
        );
    }
    for folder in ["src/sandbox/page", "src/sandbox/page/style", "tests/page"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(&folder).expect("a folder of the page") {
            let path = entry.expect("an entry").path();
            let written = path.extension().is_some_and(|extension| {
                ["js", "mjs", "css", "html"].contains(&extension.to_str().unwrap_or_default())
            });
            if written {
                let lines = std::fs::read_to_string(&path)
                    .expect("a file of the page")
                    .lines()
                    .count();
                assert!(lines <= 400, "{} has {lines} lines", path.display());
            }
        }
    }
}
