//! Checks what the documents say about the source.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cambista::discord::{Record, all_records};
use cambista::domain::books::ledger::AccountKey;

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(files_under(&path)),
            false => found.push(path),
        }
    }
    found
}

/// Numbers of rules in a text: `S0-28`, `Q-7`.
fn rules_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let is_rule = |word: &&str| {
        let Some((of, number)) = word.split_once('-') else {
            return false;
        };
        let of_what = of == "Q" || (of.len() == 2 && of.starts_with('S') && of.ends_with(|c: char| c.is_ascii_digit()));
        of_what && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.filter(is_rule).map(str::to_owned).collect()
}

#[test]
fn every_rule_that_is_cited_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = root.join("docs/RULES.md");
    let text = read(&rules);
    let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
    let explained: BTreeSet<String> = rows
        .filter_map(|row| row.split(" |").next())
        .flat_map(rules_in)
        .collect();
    assert!(50 < explained.len(), "{explained:?}");
    for folder in ["src", "migrations", "docs", "tests/it"] {
        let written = ["rs", "sql", "md"];
        let is_written = |path: &PathBuf| {
            path.extension()
                .is_some_and(|end| written.iter().any(|one| end == *one))
        };
        for path in files_under(&root.join(folder)).into_iter().filter(is_written) {
            let missing: Vec<String> = rules_in(&read(&path)).difference(&explained).cloned().collect();
            assert!(missing.is_empty(), "{} cites {missing:?}", path.display());
        }
    }
}

/// The kinds of postings whose row in docs/BOOKS.md moves a numbered account, and the mirrors of those.
fn kinds_on_accounts(books: &str) -> BTreeSet<String> {
    let postings = books.split("## Postings").nth(1).expect("a chapter");
    let rows = postings.lines().filter_map(|line| line.strip_prefix("| `"));
    let kinds_in = |text: &str| -> Vec<String> {
        let words = text.split(['`', ',', ' ']);
        words.filter(|word| word.contains('.')).map(str::to_owned).collect()
    };
    let mut kinds = BTreeSet::new();
    for row in rows {
        let first = row.split('|').next().unwrap_or_default();
        let entries = row.rsplit('|').nth(1).unwrap_or_default().trim();
        // A mirror stands below what it mirrors.
        let moves_account = match entries.strip_prefix("the mirror of ") {
            Some(mirrored) => kinds_in(mirrored).iter().any(|kind| kinds.contains(kind)),
            None => entries.contains("account") && !entries.starts_with("none"),
        };
        if moves_account {
            kinds.extend(kinds_in(first));
        }
    }
    kinds
}

#[test]
fn every_posting_that_moves_an_account_has_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = read(&root.join("src/reports/posting_words.rs"));
    let mut kinds = kinds_on_accounts(&read(&root.join("docs/BOOKS.md")));
    assert!(9 < kinds.len(), "{kinds:?}");
    kinds.retain(|kind| !words.contains(&format!("\"{kind}\" =>")));
    assert!(
        kinds.is_empty(),
        "`!movimientos` would show {kinds:?} as they are stored"
    );
}

/// The codes of accounts in docs/BOOKS.md, as they stand there: `batch:<id>:sent:<CUR>`.
fn codes_in_chart(books: &str) -> Vec<&str> {
    let chart = books.split("## Chart of accounts").nth(1).expect("a chapter");
    let chart = chart.split("\n## ").next().unwrap_or_default();
    let rows = chart.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).collect()
}

#[test]
fn the_chart_of_accounts_is_in_the_document_and_every_code_is_read_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let books = read(&root.join("docs/BOOKS.md"));
    let documented = codes_in_chart(&books);
    assert!(10 < documented.len(), "{documented:?}");
    for code in &documented {
        let one = code.replace("<id>", "7").replace("<CUR>", "VES");
        assert!(
            AccountKey::parse(&one).is_some(),
            "{one} is no account: chart.rs does not read it"
        );
    }
    // The kinds of accounts without their currency, which most codes take from the account.
    let kind_of = |code: &str| code.rsplit_once(':').map_or(String::new(), |(kind, _)| kind.to_owned());
    let documented: BTreeSet<String> = documented.into_iter().map(kind_of).collect();
    let chart = read(&root.join("src/domain/books/ledger/chart.rs"));
    let written = chart
        .split("write!(f, \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    for code in written {
        let code = ["{member}", "{account}", "{batch}", "{bank}"]
            .iter()
            .fold(code.to_owned(), |code, id| code.replace(id, "<id>"));
        assert!(
            documented.contains(&kind_of(&code)),
            "docs/BOOKS.md has no row for {code}"
        );
    }
}

/// What stands in backticks in the README's column of commands, without its sign: `orden <n>`.
fn commands_in_readme() -> Vec<String> {
    let text = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let rows = text
        .lines()
        .skip_while(|line| *line != "| who | command | what |")
        .skip(2);
    // A row may hold `p\|tasa`: that bar ends no column.
    let rows = rows
        .take_while(|line| line.starts_with('|'))
        .map(|row| row.replace("\\|", "/"));
    let mut found = Vec::new();
    for row in rows {
        let column = row.split('|').nth(2).unwrap_or_default().to_owned();
        let typed = column.split('`').skip(1).step_by(2);
        found.extend(typed.filter_map(|typed| Some(typed.strip_prefix(['!', '/'])?.to_owned())));
    }
    assert!(50 < found.len(), "{found:?}");
    found
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// Whether `setup panel` is this command, or stands for it: of several below one parent the README may name one.
fn is_meant_by(record: &Record, typed: &str) -> bool {
    let begins = |name: &str| {
        typed
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    record.names().any(begins) || first_word(record.name) == first_word(typed)
}

#[test]
fn the_readme_names_the_commands_that_have_a_record_and_no_others() {
    let (typed, records) = (commands_in_readme(), all_records());
    let lacking = records
        .iter()
        .filter(|record| !typed.iter().any(|typed| is_meant_by(record, typed)));
    let rows: Vec<String> = lacking
        .map(|record| {
            let usage = record.usage.replace('|', "\\|");
            format!("| {:?} | `!{usage}` | {} |", record.who, record.what)
        })
        .collect();
    assert!(
        rows.is_empty(),
        "README lacks these rows, in English:\n{}",
        rows.join("\n")
    );
    let unknown: Vec<&String> = typed
        .iter()
        .filter(|typed| !records.iter().any(|record| is_meant_by(record, typed)))
        .collect();
    assert!(unknown.is_empty(), "README names what is no command: {unknown:?}");
}

/// The types in a source file that are schemas of the OpenAPI description, by name.
fn schemas_in(code: &str) -> Vec<String> {
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let derives = |nth: &usize| lines[*nth].starts_with("#[derive(") && lines[*nth].contains("ToSchema");
    let name_below = |nth: usize| {
        let mut declared = lines[nth..].iter().filter_map(|line| {
            let (before, name) = line.split_once("struct ").or_else(|| line.split_once("enum "))?;
            (before.is_empty() || before.starts_with("pub")).then_some(name)
        });
        let name = declared.next()?;
        Some(name.chars().take_while(char::is_ascii_alphanumeric).collect())
    };
    (0..lines.len()).filter(derives).filter_map(name_below).collect()
}

/// The description knows schemas by their names alone: of two with one name, calls of the other would be described wrongly.
#[test]
fn every_schema_of_the_api_has_a_name_of_its_own() {
    let http = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let mut seen = BTreeSet::new();
    for path in files_under(&http)
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
    {
        let code = read(path);
        let declared: BTreeSet<String> = schemas_in(&code).into_iter().collect();
        for name in declared {
            assert!(seen.insert(name.clone()), "{}: {name} is there twice", path.display());
        }
    }
    assert!(20 < seen.len(), "the schemas were read");
}
