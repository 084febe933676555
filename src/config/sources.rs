//! Where settings come from: the only part of the configuration that looks at the machine, but for the key file that a
//! setting names (`tokens.outside_key_file`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::Mistake;

/// The file that is used when none is named and this one exists.
const USUAL_FILE: &str = "config/cambista.toml";
const DOT_ENV: &str = ".env";

/// The sources of a process. Reading them changes nothing: `.env` is merged here and not into the process's
/// environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    pub file: Option<ConfigFile>,
    /// The variables of `.env` and, over them, those of the process.
    pub variables: BTreeMap<String, String>,
    /// What could not be read; [`super::Config::load`] reports it with the rest.
    pub mistakes: Vec<Mistake>,
}

/// A configuration file, read but not yet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFile {
    pub path: PathBuf,
    pub text: String,
}

impl Sources {
    /// The sources of this process: its environment, `.env` in the working directory, and the file at `path`
    /// (`--config`), else at `CAMBISTA_CONFIG`, else `config/cambista.toml` where there is one.
    pub fn of_this_process(path: Option<&Path>) -> Sources {
        let variables =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Sources::find(path, Path::new(""), variables)
    }

    /// As [`Sources::of_this_process`], from `directory` and with these variables.
    pub fn find(path: Option<&Path>, directory: &Path, process: impl IntoIterator<Item = (String, String)>) -> Sources {
        let mut sources = Sources::default();
        sources.read_dot_env(&directory.join(DOT_ENV));
        sources.variables.extend(process);
        let named = sources.variables.get("CAMBISTA_CONFIG").filter(|text| !text.is_empty());
        let named = path.map(Path::to_path_buf).or_else(|| named.map(PathBuf::from));
        match named {
            Some(named) => sources.read_file(directory.join(named)),
            None if directory.join(USUAL_FILE).is_file() => sources.read_file(directory.join(USUAL_FILE)),
            None => {}
        }
        sources
    }

    fn read_file(&mut self, path: PathBuf) {
        match fs::read_to_string(&path) {
            Ok(text) => self.file = Some(ConfigFile { path, text }),
            Err(error) => self.mistakes.push(Mistake::Unreadable {
                origin: path.display().to_string(),
                reason: error.to_string(),
                expected: "a TOML file",
            }),
        }
    }

    fn read_dot_env(&mut self, path: &Path) {
        if !path.exists() {
            return;
        }
        let mut unreadable = |reason: &str| {
            self.mistakes.push(Mistake::Unreadable {
                origin: path.display().to_string(),
                reason: reason.to_owned(),
                expected: "lines of NAME=value",
            });
        };
        let lines = match dotenvy::from_path_iter(path) {
            Ok(lines) => lines,
            Err(error) => return unreadable(&error.to_string()),
        };
        for line in lines {
            match line {
                Ok((name, value)) => {
                    self.variables.insert(name, value);
                }
                // The error of a bad line quotes it, and it may hold a secret.
                Err(_) => return unreadable("a line is not NAME=value"),
            }
        }
    }
}
