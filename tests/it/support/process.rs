//! The binary as a separate process: started, stopped, killed.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::patience::PATIENCE;

/// The binary in this folder, with only this environment and nothing of the test's own.
pub fn cambista(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cambista"));
    command
        .args(arguments)
        .env_clear()
        // Stories run in parallel: each takes a free port for its API.
        .env("CAMBISTA_HTTP_ADDR", "127.0.0.1:0")
        .env("CAMBISTA__DATABASE__DURABILITY", "relaxed")
        .envs(environment.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// As [`cambista`], but it ignores SIGXFSZ, so that a write beyond the limit of [`Running::may_write`] fails as on a
/// full disk, and does not kill the process.
pub fn on_a_small_disk(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let plain = cambista(folder, arguments, environment);
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_cambista")])
        .args(arguments)
        .env_clear()
        .envs(
            plain
                .as_std()
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end: exit code, standard output, standard error.
pub async fn runs(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    let output = cambista(folder, arguments, environment).output();
    let output = tokio::time::timeout(PATIENCE, output).await;
    let Output { status, stdout, stderr } = output.expect("it ends by itself").expect("the binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (status.code().expect("an exit code"), text(stdout), text(stderr))
}

/// Creates empty books at the database of this environment.
pub async fn makes_new_books(folder: &Path, environment: &[(&str, &str)]) {
    let (code, said, wrong) = runs(folder, &["migrate", "--create"], environment).await;
    assert_eq!(code, 0, "{said}{wrong}");
}

/// A process that runs until it is ended. Killed when dropped.
pub struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    errors: PathBuf,
}

impl Running {
    pub fn start(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Running {
        Running::of(folder, cambista(folder, arguments, environment))
    }

    /// Starts a command; its log is written to `folder`.
    pub fn of(folder: &Path, mut command: Command) -> Running {
        let errors = folder.join("stderr.log");
        let log = std::fs::File::options().create(true).append(true).open(&errors);
        let command = command.stdout(Stdio::piped()).stderr(log.expect("a log"));
        let mut child = command.spawn().expect("the binary starts");
        let stdout = child.stdout.take().expect("its output");
        Running {
            child,
            lines: BufReader::new(stdout).lines(),
            errors,
        }
    }

    /// The next line of its standard output.
    pub async fn line(&mut self) -> String {
        let line = tokio::time::timeout(PATIENCE, self.lines.next_line()).await;
        let line = line.expect("a line in time").expect("readable output");
        line.unwrap_or_else(|| panic!("it ended: {}", self.log()))
    }

    /// Waits until its log contains these words.
    pub async fn logs(&self, words: &str) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !self.log().contains(words) {
            assert!(
                tokio::time::Instant::now() < deadline,
                "{words:?} is not logged:\n{}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.errors).unwrap_or_default()
    }

    /// From now on its writes fail beyond this file size, in bytes; `None`: no limit.
    pub fn may_write(&self, bytes: Option<u64>) {
        let limit = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        let (pid, limit) = (self.id().to_string(), format!("--fsize={limit}:unlimited"));
        let set = std::process::Command::new("prlimit")
            .args(["--pid", &pid, &limit])
            .status();
        assert!(set.expect("prlimit is there").success());
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a process can be asked").is_some()
    }

    /// Kills it with SIGKILL.
    pub async fn dies(mut self) {
        self.child.kill().await.expect("killed");
    }

    /// Sends SIGTERM, and waits for its end.
    pub async fn stops_when_told(mut self) -> ExitStatus {
        let pid = self.child.id().expect("it runs").to_string();
        let asked = std::process::Command::new("kill").args(["-TERM", &pid]).status();
        assert!(asked.expect("kill is there").success());
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        match ended {
            Ok(status) => status.expect("an end"),
            Err(_) => panic!("it did not end in time:\n{}", self.log()),
        }
    }
}
