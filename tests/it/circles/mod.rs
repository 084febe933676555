//! Finds import cycles between the files of `src/`: files that use each other, directly or through others. Whoever
//! reads one file of a cycle must read all of them, so a cycle may have at most six files.
//!
//! The rules:
//! - A file uses another one when a `use` or a path in its code names an item that is defined in the other file.
//! - A `use` of a module alone (`use super::view;`) does not count; paths through it do (`view::orders::card()`).
//! - A name that a `mod.rs` imports is followed to its definition: whoever names it through the `mod.rs` uses the
//!   defining file, not the `mod.rs`.
//! - Declaring a module (`mod x;`) and re-exporting (`pub use x::Y;`) are no uses by the `mod.rs`, unless its own code
//!   names `Y` too.
//! - A macro marked `#[macro_export]` belongs to the file that defines it.
//! - Methods are not counted, because a call names no file; nor is code under `#[cfg(test)]`.

mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use reading::{Read, read};

/// The most files in one cycle.
const CIRCLE_MAX: usize = 6;

/// The path of a module from the root of the crate; empty for the root.
type Module = Vec<String>;

#[derive(Default)]
struct Tree {
    files: BTreeMap<Module, Read>,
    /// The file that defines each exported macro.
    macros: BTreeMap<String, Module>,
}

impl Tree {
    fn of_source() -> Tree {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut tree = Tree::default();
        for path in files_under(&root) {
            let inside = path.strip_prefix(&root).expect("a file of src").with_extension("");
            let mut module: Module = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if module.last().is_some_and(|last| last == "mod") || module == ["lib"] {
                module.pop();
            }
            tree.insert(module, &std::fs::read_to_string(&path).expect("a source file"));
        }
        assert!(100 < tree.files.len(), "src was read");
        tree
    }

    fn insert(&mut self, module: Module, text: &str) {
        let file = read(text);
        for name in &file.macros {
            self.macros.insert(name.clone(), module.clone());
        }
        self.files.insert(module, file);
    }

    /// The file that defines what `path` names, seen from `module`. `None` when it names a module itself, or something
    /// of another crate.
    fn find(&self, module: &Module, path: &[String], steps_left: usize) -> Option<Module> {
        let (mut at, mut rest) = (module.clone(), path);
        match path.first()?.as_str() {
            "crate" => (at, rest) = (Module::new(), &path[1..]),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|part| part == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            name => {
                let is_known = self.child(&at, name).is_some() || self.imported(&at, name).is_some();
                is_known.then_some(())?;
            }
        }
        while let Some((name, more)) = rest.split_first() {
            // The last part may name both a module and a function that is re-exported beside it.
            let child = self.child(&at, name);
            let imported = self.imported(&at, name);
            match (child, imported) {
                (Some(child), None) => at = child,
                (Some(child), Some(_)) if !more.is_empty() => at = child,
                (_, Some(imported)) => {
                    let whole: Vec<String> = imported.iter().chain(more).cloned().collect();
                    return self.find(&at, &whole, steps_left.checked_sub(1)?);
                }
                (None, None) if at.is_empty() && self.macros.contains_key(name) => {
                    return self.macros.get(name).cloned();
                }
                (None, None) => return Some(at),
            }
            rest = more;
        }
        None
    }

    fn child(&self, module: &Module, name: &str) -> Option<Module> {
        let child: Module = module.iter().cloned().chain([name.to_owned()]).collect();
        self.files.contains_key(&child).then_some(child)
    }

    fn imported(&self, module: &Module, name: &str) -> Option<&[String]> {
        let mut imports = self.files.get(module)?.imports.iter();
        imports
            .find(|import| import.name == name)
            .map(|import| import.path.as_slice())
    }

    /// The files that each file uses, and the paths by which it uses them.
    fn uses(&self) -> Graph {
        let mut graph = Graph::new();
        for (module, file) in &self.files {
            let brought_in = file.imports.iter();
            let used = brought_in.filter(|import| !import.is_passed_on || file.names.contains(&import.name));
            let paths = used.map(|import| &import.path).chain(&file.paths);
            let mut of_file: BTreeMap<Module, BTreeSet<String>> = BTreeMap::new();
            for path in paths {
                if let Some(other) = self.find(module, path, 16).filter(|other| other != module) {
                    of_file.entry(other).or_default().insert(path.join("::"));
                }
            }
            graph.insert(module.clone(), of_file);
        }
        graph
    }
}

type Graph = BTreeMap<Module, BTreeMap<Module, BTreeSet<String>>>;

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Tarjan's strongly connected components.
#[derive(Default)]
struct Search<'a> {
    numbers: BTreeMap<&'a Module, usize>,
    lowest: BTreeMap<&'a Module, usize>,
    stack: Vec<&'a Module>,
    circles: Vec<Vec<&'a Module>>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, graph: &'a Graph, file: &'a Module) {
        let number = self.numbers.len();
        self.numbers.insert(file, number);
        self.stack.push(file);
        let mut lowest = number;
        for other in graph[file].keys() {
            if !self.numbers.contains_key(other) {
                self.visit(graph, other);
                lowest = lowest.min(self.lowest[other]);
            } else if self.stack.contains(&other) {
                lowest = lowest.min(self.numbers[other]);
            }
        }
        self.lowest.insert(file, lowest);
        if lowest == number {
            let start = self
                .stack
                .iter()
                .position(|on| *on == file)
                .expect("it is on the stack");
            let circle = self.stack.split_off(start);
            if 1 < circle.len() {
                self.circles.push(circle);
            }
        }
    }
}

/// All cycles, the largest first.
fn circles_of(graph: &Graph) -> Vec<Vec<&Module>> {
    let mut search = Search::default();
    for file in graph.keys() {
        if !search.numbers.contains_key(file) {
            search.visit(graph, file);
        }
    }
    let mut circles = search.circles;
    for circle in &mut circles {
        circle.sort();
    }
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles
}

/// The files of a cycle as text; below each file, the others of the cycle that it uses.
fn shown(circle: &[&Module], graph: &Graph) -> String {
    let mut text = format!("{} files use each other:\n", circle.len());
    for file in circle {
        text.push_str(&format!("  {}\n", file.join("/")));
        for (other, names) in graph[*file].iter().filter(|(other, _)| circle.contains(other)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            text.push_str(&format!("      {}: {}\n", other.join("/"), names.join(", ")));
        }
    }
    text
}

#[test]
fn no_circle_of_imports_has_more_than_six_files() {
    let graph = Tree::of_source().uses();
    let circles = circles_of(&graph);
    // Visible with `--no-capture`, and when the test fails.
    for circle in &circles {
        println!("{}", shown(circle, &graph));
    }
    let largest = circles.first().map_or(0, Vec::len);
    assert!(
        largest <= CIRCLE_MAX,
        "a circle has {largest} files, more than {CIRCLE_MAX}"
    );
}

/// The only files or folders of `src/discord/` that these parts of it may use.
const MAY_USE: [(&str, &[&str]); 2] = [
    ("controls", &["controls"]),
    // Also needed by what it shows: refused arguments, the guilds to choose from, the findings of setup.
    (
        "view",
        &["view", "controls", "ids", "args", "guild/choose", "setup/finding"],
    ),
];

/// The parts of `src/discord/` that these parts must not use.
const NEVER_USE: [(&str, &[&str]); 4] = [
    ("buttons", &["commands", "courier"]),
    ("commands", &["buttons", "courier"]),
    ("courier", &["buttons", "commands"]),
    ("proofs", &["buttons", "commands", "courier"]),
];

/// Whether a file of `src/discord/` is this file, or is in this folder.
fn is_in(file: &Module, part: &str) -> bool {
    let inside = file.join("/");
    let rest = inside.strip_prefix("discord/").and_then(|rest| rest.strip_prefix(part));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[test]
fn meaning_rendering_and_doing_stand_apart() {
    let graph = Tree::of_source().uses();
    let mut seen = 0;
    for (file, others) in &graph {
        for other in others
            .keys()
            .filter(|other| other.first().is_some_and(|part| part == "discord"))
        {
            let (name, used) = (file.join("/"), other.join("/"));
            for (_, allowed) in MAY_USE.iter().filter(|(part, _)| is_in(file, part)) {
                assert!(allowed.iter().any(|part| is_in(other, part)), "{name} uses {used}");
                seen += 1;
            }
            for (_, forbidden) in NEVER_USE.iter().filter(|(part, _)| is_in(file, part)) {
                assert!(!forbidden.iter().any(|part| is_in(other, part)), "{name} uses {used}");
                seen += 1;
            }
        }
    }
    assert!(100 < seen, "discord was read");
}

fn module(path: &str) -> Module {
    path.split("::")
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_name_that_is_passed_on_counts_for_the_file_that_defines_it() {
    let mut tree = Tree::default();
    tree.insert(module(""), "mod a; mod b;");
    tree.insert(
        module("a"),
        "mod deep; mod shared; pub use deep::{Deep, deep}; pub(super) use shared::Shared; fn own(_: Shared) {}",
    );
    tree.insert(
        module("a::deep"),
        "use super::Shared; use super::shared; pub fn deep() { shared::x() } pub struct Deep;",
    );
    tree.insert(
        module("a::shared"),
        "pub struct Shared; pub fn x() { crate::b::back() }",
    );
    tree.insert(module("b"), "use crate::a; pub fn back() { a::deep() }");
    let graph = tree.uses();
    let used = |file: &str| {
        graph[&module(file)]
            .keys()
            .map(|other| other.join("::"))
            .collect::<Vec<_>>()
    };
    assert_eq!(used("a"), ["a::shared"]);
    assert_eq!(used("a::deep"), ["a::shared"]);
    assert_eq!(used("a::shared"), ["b"]);
    assert_eq!(used("b"), ["a::deep"]);
    let circles = circles_of(&graph);
    assert_eq!(circles, [vec![&module("a::deep"), &module("a::shared"), &module("b")]]);
}
