//! What service managers and containers ask and are told: `cambista health`, systemd's `Type=notify`.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use super::cli::sandbox_only;
use crate::support::process::{Running, makes_new_books, runs};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_says_whether_people_can_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Running::start(folder.path(), &["sandbox", "--addr", "127.0.0.1:0"], &[]);
    let api = loop {
        let line = desk.line().await;
        if let Some(addr) = line.strip_prefix("API: http://") {
            break addr.to_owned();
        }
    };
    let environment = [("CAMBISTA_HTTP_ADDR", api.as_str())];
    for (arguments, answer) in [
        (["health"].as_slice(), "\"status\":\"ready\""),
        (&["health", "--alive"], "ok"),
    ] {
        let (code, said, wrong) = runs(folder.path(), arguments, &environment).await;
        assert_eq!(code, 0, "{said}{wrong}");
        assert!(said.contains(answer), "{said}");
    }
    assert!(desk.stops_when_told().await.success());
    let (code, _, wrong) = runs(folder.path(), &["health"], &environment).await;
    assert_eq!(code, 1);
    assert!(wrong.contains("no desk answers") && wrong.contains(&api), "{wrong}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn systemd_is_told_when_the_desk_is_open_that_it_lives_and_that_it_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let only = sandbox_only(folder.path()).await;
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    socket.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    let environment = only.environment();
    let mut environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    makes_new_books(folder.path(), &environment).await;
    environment.push(("NOTIFY_SOCKET", path.to_str().expect("a plain path")));
    environment.push(("WATCHDOG_USEC", "200000"));
    let desk = Running::start(folder.path(), &["run"], &environment);
    let next = || {
        let mut text = [0; 256];
        let length = socket.recv(&mut text).expect("a message");
        String::from_utf8_lossy(&text[..length]).into_owned()
    };
    let first = tokio::task::block_in_place(next);
    assert!(
        first.starts_with("READY=1\n") && first.contains("STATUS=the desk is open"),
        "{first}"
    );
    for _ in 0..3 {
        assert_eq!(tokio::task::block_in_place(next).trim(), "WATCHDOG=1");
    }
    assert!(desk.stops_when_told().await.success());
    let last = tokio::task::block_in_place(|| {
        loop {
            let text = next();
            if !text.starts_with("WATCHDOG") {
                break text;
            }
        }
    });
    assert!(last.starts_with("STOPPING=1\n"), "{last}");
    only.discord.shutdown().await;
}
