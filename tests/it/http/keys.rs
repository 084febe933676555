//! Keys of apps: created, used, replaced, ended.

use cambista::db::{Source, retrying};
use cambista::domain::games::apps::keys::{self, KeyError};
use cambista::domain::people::members::Actor;
use reqwest::Method;

use super::game::{Game, calls, register};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::fresh_request;
use crate::support::process::{makes_new_books, runs};
use crate::support::world::World;

on_both_engines! {
    async fn every_call_needs_a_valid_key(test_db: TestDb) {
        let world = World::demo_with(&test_db, &[("CAMBISTA__HTTP__STRANGERS_BURST", "500")]).await;
        let game = Game::new(&world, "Blackjack").await;
        let mut wrong = game.key.clone();
        let last = if wrong.ends_with('0') { '1' } else { '0' };
        wrong.pop();
        wrong.push(last);
        let calls = calls(&world).await;
        // All calls with one key, one call with the others.
        for (key, calls) in [("", &calls[..1]), ("x", &calls[..1]), (&wrong, &calls[..])] {
            let stranger = Game::with_key(key);
            for (method, path) in calls {
                let path = path.replace(['{', '}'], "");
                let answer = stranger.sends(stranger.request(&world, method.clone(), &path)).await;
                let refused = match path.as_str() {
                    "/auth/token" => (answer.no(), (401, "CLAVE_INVALIDA")),
                    path if path.starts_with("/api/") && key.is_empty() => (answer.no(), (401, "TOKEN_FALTA")),
                    path if path.starts_with("/api/") => (answer.no(), (401, "TOKEN_INVALIDO")),
                    _ => (answer.refusal(), (401, "unauthorized")),
                };
                assert_eq!(refused.0, refused.1, "{method} {path}");
                assert_eq!(answer.headers["www-authenticate"], "Bearer");
            }
        }
        let bare = reqwest::Client::new().request(Method::POST, format!("http://{}/finance/event", world.running().app.http_addr()));
        assert_eq!(game.sends(bare).await.refusal(), (401, "unauthorized"));
        world.closes_clean().await;
    }

    async fn a_new_key_ends_the_old_one_and_a_revoked_app_is_shut_out(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (desk, owner) = (&world.running().app.desk, Actor::desk());
        let old = Game::new(&world, "Blackjack").await;
        let event = old.opens(&world).await;
        let request = fresh_request();
        let rotate = || keys::rotate_key(desk, &owner, &request, "blackjack");
        let issued = retrying(rotate).await.expect("another key");
        let new = Game::with_key(issued.token.as_ref().expect("shown once").reveal());
        assert_eq!(old.pings(&world, event).await.refusal(), (401, "unauthorized"));
        assert_eq!(new.pings(&world, event).await.status, 200, "it is the same app");
        let again = retrying(rotate).await.expect("the same answer");
        assert_eq!((again.public_id, again.token), (issued.public_id, None), "a key is shown once");

        let request = fresh_request();
        retrying(|| keys::revoke_key(desk, &owner, &request, "Blackjack")).await.expect("revoked");
        assert_eq!(new.pings(&world, event).await.refusal(), (401, "unauthorized"));
        let request = fresh_request();
        let twice = retrying(|| keys::revoke_key(desk, &owner, &request, "Blackjack")).await;
        assert!(matches!(twice, Err(KeyError::AlreadyRevoked(_))));
        world.closes_clean().await;
    }

    async fn the_books_keep_no_key(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let issued = register(&world, "Blackjack").await;
        let key = issued.token.expect("shown once");
        let secret = key.reveal().rsplit('_').next().unwrap().to_owned();
        let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
        let kept: Vec<(String,)> = sqlx::query_as(
            "select outcome from receipts union all select sha256 from app_keys union all select details from app_backlog",
        )
        .fetch_all(reader.conn()).await.expect("rows");
        assert!(3 <= kept.len());
        assert!(kept.iter().all(|(text,)| !text.contains(&secret)));
        drop(reader);
        world.closes_clean().await;
    }

    async fn the_last_use_of_a_key_is_known_to_the_minute(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let last_used = async || {
            let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
            let apps = keys::list_apps(&mut reader, &Actor::desk(), 10).await.expect("apps");
            apps[0].last_used_at.map(|at| at.ms())
        };
        assert_eq!(last_used().await, None);
        game.gets(&world, "/finance/leaderboard").await;
        let first = last_used().await.expect("used");
        world.moves_the_hand_seconds(59).await;
        game.gets(&world, "/finance/leaderboard").await;
        assert_eq!(last_used().await, Some(first), "not every call is a write");
        world.moves_the_hand_seconds(1).await;
        game.gets(&world, "/finance/leaderboard").await;
        assert_eq!(last_used().await, Some(first + 60_000));
        world.closes_clean().await;
    }
}

#[tokio::test]
async fn keys_are_made_and_ended_on_the_command_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    makes_new_books(folder.path(), &[]).await;
    let (code, made, log) = runs(folder.path(), &["app", "create", "Black jack"], &[]).await;
    assert_eq!(code, 0, "{log}");
    let key = made.lines().last().expect("the key");
    assert!(
        key.starts_with("cmb_") && made.starts_with("App 1: Black jack\n"),
        "{made}"
    );
    let (code, listed, _) = runs(folder.path(), &["app", "list"], &[]).await;
    assert!(
        code == 0 && listed.contains("Black jack") && listed.contains("never used"),
        "{listed}"
    );
    assert!(!listed.contains(key.rsplit('_').next().unwrap()));
    let (code, rotated, _) = runs(folder.path(), &["app", "rotate", "black jack"], &[]).await;
    assert!(code == 0 && rotated.lines().last() != Some(key), "{rotated}");
    assert_eq!(runs(folder.path(), &["app", "revoke", "Black jack"], &[]).await.0, 0);
    assert!(runs(folder.path(), &["app", "list"], &[]).await.1.contains("revoked"));
    let (code, _, error) = runs(folder.path(), &["app", "revoke", "other"], &[]).await;
    assert!(code == 1 && error.contains("no app is called other"), "{error}");
    let (code, _, error) = runs(folder.path(), &["app", "create", "BLACK JACK"], &[]).await;
    assert!(
        code == 1 && error.contains("there is an app called Black jack already"),
        "{error}"
    );
}
