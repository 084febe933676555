//! Every file of the source and of the stories is compiled: a file that no module declares is silently left out.

use std::path::{Path, PathBuf};

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn name(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).expect("a name")
}

fn folder(path: &Path) -> &Path {
    path.parent().expect("a folder")
}

fn declares(text: &str, module: &str) -> bool {
    let (plain, elsewhere) = (format!("mod {module};"), format!("path = \"{module}.rs\""));
    text.lines()
        .any(|line| line.trim().ends_with(&plain) || line.contains(&elsewhere))
}

#[test]
fn every_file_is_declared_by_a_module() {
    for root in ["src", "tests/it", "tests/sandbox"] {
        let files = rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root));
        assert!(10 < files.len(), "{root} was read");
        for path in &files {
            // The file of a folder is declared beside the folder, every other one in its folder or in `<folder>.rs`.
            let (module, declared_in) = match name(path) {
                "main" | "lib" => continue,
                "mod" => (name(folder(path)), folder(folder(path))),
                other => (other, folder(path)),
            };
            let declares_it = |file: &&PathBuf| {
                let is_there = folder(file) == declared_in || **file == declared_in.with_extension("rs");
                is_there && *file != path && declares(&std::fs::read_to_string(file).expect("a source file"), module)
            };
            assert!(
                files.iter().any(|file| declares_it(&file)),
                "{} belongs to no module",
                path.display()
            );
        }
    }
}
