//! Tokens of the API for players: got with a key or in Discord, used, and refused.

use cambista::db::{Source, retrying};
use cambista::domain::games::apps::keys;
use cambista::domain::people::members::Actor;
use cambista::domain::people::tokens;
use jsonwebtoken::{EncodingKey, Header, dangerous::insecure_decode_claims, decode_header, encode};
use reqwest::Method;
use serde_json::{Value, json};

use super::game::{Answered, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::fresh_request;
use crate::support::process::{makes_new_books, runs};
use crate::support::world::World;

/// The token in the text of a message.
fn token_in(text: &str) -> String {
    let found = text.split_whitespace().find(|word| word.starts_with("eyJ"));
    found.unwrap_or_else(|| panic!("no token in {text}")).to_owned()
}

async fn rotates_signing_key(world: &World) {
    let (desk, owner, request) = (&world.running().app.desk, Actor::desk(), fresh_request());
    retrying(|| tokens::rotate_signing_key(desk, &owner, &request))
        .await
        .expect("another key");
}

/// Calls with a token signed with the oldest key of the desk: these claims in place of those of `like`.
async fn calls_with_forged(world: &World, like: &Game, changed: &Value) -> Answered {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let (kid, secret): (String, String) = sqlx::query_as("select kid, secret from token_keys order by id limit 1")
        .fetch_one(reader.conn())
        .await
        .expect("a key");
    drop(reader);
    let mut claims: Value = insecure_decode_claims(&like.key).expect("claims");
    for (claim, value) in changed.as_object().expect("claims") {
        claims[claim] = value.clone();
    }
    let header = Header {
        kid: Some(kid),
        ..Header::default()
    };
    let secret = EncodingKey::from_secret(&hex::decode(secret).expect("hexadecimal")).expect("a secret");
    Game::with_key(&encode(&header, &claims, &secret).expect("a token"))
        .gets(world, "/api/yo")
        .await
}

on_both_engines! {
    async fn an_app_gets_a_token_for_its_key_and_calls_with_it(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Ludo").await;
        let given = game.posts(&world, "/auth/token").await;
        assert_eq!((given.status, &given.body["exito"], &given.body["rol"]), (201, &json!(true), &json!("bot")));
        assert_eq!(given.body["validoSegundos"], 3_600);
        let token = Game::with_key(given.body["token"].as_str().expect("a token"));
        let me = token.gets(&world, "/api/yo").await;
        assert_eq!(me.status, 200, "{me:?}");
        let expected = json!({ "exito": true, "rol": "bot", "titular": "Ludo", "venceEn": given.body["expiraEn"] });
        assert_eq!(me.body, expected);
        assert_eq!(me.headers["ratelimit-limit"], "100");

        assert_eq!(game.gets(&world, "/api/yo").await.no(), (401, "TOKEN_INVALIDO"), "a key is no token");
        assert_eq!(token.posts(&world, "/auth/token").await.no(), (401, "CLAVE_INVALIDA"), "a token is no key");
        assert_eq!(token.gets(&world, "/finance/leaderboard").await.refusal(), (401, "unauthorized"));
        let missing = Game::with_key("").gets(&world, "/api/yo").await;
        assert_eq!(missing.no(), (401, "TOKEN_FALTA"));
        assert_eq!(missing.headers["www-authenticate"], "Bearer");
        assert_eq!(missing.body["exito"], false);
        world.closes_clean().await;
    }

    async fn a_token_counts_until_it_expires_and_no_moment_longer_than_the_leeway(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let token = Game::new(&world, "Ludo").await.gets_token(&world).await;
        world.jumps(60);
        world.hand().advance_ms(4_999);
        assert_eq!(token.gets(&world, "/api/yo").await.status, 200);
        world.hand().advance_ms(1);
        let late = token.gets(&world, "/api/yo").await;
        assert_eq!(late.no(), (401, "TOKEN_VENCIDO"));
        assert!(late.body["detalles"]["vencioEn"].is_string(), "{late:?}");
        world.closes_clean().await;
    }

    async fn while_keys_are_rotated_two_of_them_count(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Ludo").await;
        let old = game.gets_token(&world).await;
        rotates_signing_key(&world).await;
        let new = game.gets_token(&world).await;
        let kid = |token: &Game| decode_header(&token.key).expect("a header").kid;
        assert_ne!(kid(&old), kid(&new));
        for token in [&old, &new] {
            assert_eq!(token.gets(&world, "/api/yo").await.status, 200);
        }
        // Whoever has the old secret can sign with it only until its last token has expired.
        let far = json!({ "exp": 32_503_680_000_i64 });
        assert_eq!(calls_with_forged(&world, &old, &far).await.status, 200);
        world.jumps(61);
        assert_eq!(calls_with_forged(&world, &old, &far).await.no(), (401, "TOKEN_INVALIDO"));
        world.closes_clean().await;
    }

    async fn claims_are_what_they_must_be_whoever_signed(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let token = Game::new(&world, "Ludo").await.gets_token(&world).await;
        let in_a_minute = world.running().app.desk.clock.now().ms() / 1_000 + 60;
        for (changed, code) in [
            (json!({}), ""),
            (json!({ "aud": ["other", "cambista"] }), ""),
            (json!({ "aud": "other" }), "TOKEN_AUDIENCIA"),
            (json!({ "aud": null }), "TOKEN_INVALIDO"),
            (json!({ "iss": "other" }), "TOKEN_EMISOR"),
            (json!({ "iss": null }), "TOKEN_INVALIDO"),
            (json!({ "exp": null }), "TOKEN_INVALIDO"),
            (json!({ "exp": "soon" }), "TOKEN_INVALIDO"),
            (json!({ "exp": 1 }), "TOKEN_VENCIDO"),
            (json!({ "iat": in_a_minute }), "TOKEN_INVALIDO"),
            (json!({ "nbf": in_a_minute }), "TOKEN_INVALIDO"),
            (json!({ "nbf": in_a_minute - 55 }), ""),
            (json!({ "rol": "admin" }), "TOKEN_REVOCADO"),
            (json!({ "rol": "dueño" }), "TOKEN_INVALIDO"),
            (json!({ "sub": "app:99" }), "TOKEN_REVOCADO"),
            (json!({ "sub": "member:0" }), "TOKEN_INVALIDO"),
            (json!({ "sub": "discord:1" }), "TOKEN_INVALIDO"),
        ] {
            let answer = calls_with_forged(&world, &token, &changed).await;
            let status = if code.is_empty() { 200 } else { 401 };
            assert_eq!(answer.no(), (status, code), "{changed}");
        }
        let [header, claims, signature] = token.key.split('.').collect::<Vec<_>>()[..] else {
            panic!("three parts")
        };
        // {"alg":"none","typ":"JWT"}
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        for forged in [
            format!("{none}.{claims}."),
            format!("{none}.{claims}.{signature}"),
            format!("{header}.{claims}."),
            format!("{header}.{claims}"),
            format!("{header}.{claims}.{}", signature.to_uppercase()),
            "eyJ".to_owned(),
            "x".repeat(9_000),
        ] {
            let answer = Game::with_key(&forged).gets(&world, "/api/yo").await;
            assert_eq!(answer.no(), (401, "TOKEN_INVALIDO"), "{forged:.60}");
        }
        world.closes_clean().await;
    }

    async fn a_new_key_of_an_app_ends_its_tokens_and_so_does_none(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (desk, owner) = (&world.running().app.desk, Actor::desk());
        let old = Game::new(&world, "Ludo").await.gets_token(&world).await;
        world.hand().advance_ms(1);
        let request = fresh_request();
        let issued = retrying(|| keys::rotate_key(desk, &owner, &request, "Ludo")).await.expect("another key");
        assert_eq!(old.gets(&world, "/api/yo").await.no(), (401, "TOKEN_REVOCADO"));
        let game = Game::with_key(issued.token.expect("shown once").reveal());
        let new = game.gets_token(&world).await;
        assert_eq!(new.gets(&world, "/api/yo").await.status, 200);
        let request = fresh_request();
        retrying(|| keys::revoke_key(desk, &owner, &request, "Ludo")).await.expect("revoked");
        assert_eq!(new.gets(&world, "/api/yo").await.no(), (401, "TOKEN_REVOCADO"));
        assert_eq!(game.posts(&world, "/auth/token").await.no(), (401, "CLAVE_INVALIDA"));
        world.closes_clean().await;
    }

    async fn a_person_gets_their_own_token_privately_and_ends_it(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, maria) = (world.person("david"), world.person("maria"));
        let told = david.is_told_privately("general", "!token").await;
        told.shows(&["con el rol `jugador`", "`!token revocar`"]);
        let typed = Game::with_key(&token_in(&told.text()));
        let me = typed.gets(&world, "/api/yo").await;
        assert_eq!((me.status, &me.body["rol"], &me.body["titular"]), (200, &json!("jugador"), &json!("david")));
        let slash = david.slashes("general", "token", json!({})).await;
        let slash = Game::with_key(&token_in(&slash.text()));
        let of_maria = Game::with_key(&token_in(&maria.slashes("general", "token", json!({})).await.text()));
        world.hand().advance_ms(1);
        david.is_told_privately("general", "!token revocar").await.shows(&["Ningún token suyo vale ya"]);
        for token in [&typed, &slash] {
            assert_eq!(token.gets(&world, "/api/yo").await.no(), (401, "TOKEN_REVOCADO"));
        }
        assert_eq!(of_maria.gets(&world, "/api/yo").await.status, 200);
        world.hand().advance_ms(1);
        let again = david.slashes("general", "token", json!({})).await;
        let again = Game::with_key(&token_in(&again.text()));
        assert_eq!(again.gets(&world, "/api/yo").await.status, 200, "in the same second");
        david.slashes("general", "token", json!({ "revocar": 0 })).await.says(&["Ningún token suyo vale ya"]);
        assert_eq!(again.gets(&world, "/api/yo").await.no(), (401, "TOKEN_REVOCADO"));
        let seen = maria.transcript("general").await;
        assert!(!seen.contains("eyJ"), "{seen}");
        world.closes_clean().await;
    }

    async fn a_token_is_never_more_than_its_holder_is_now(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        world.joins("eva").await;
        owner.says("general", "!rol @eva admin").await;
        let mut got = Vec::new();
        for (name, role) in [("superusuario", "admin"), ("eva", "admin"), ("cajero2", "cajero"), ("maria", "jugador")] {
            let told = world.person(name).slashes("general", "token", json!({})).await;
            let token = Game::with_key(&token_in(&told.text()));
            assert_eq!(token.gets(&world, "/api/yo").await.body["rol"], role, "{name}");
            got.push(token);
        }
        owner.says("general", "!baja @cajero2").await;
        owner.says("general", "!rol @eva cliente").await;
        assert_eq!(got[2].gets(&world, "/api/yo").await.no(), (401, "TOKEN_REVOCADO"), "sent away");
        let changed = got[1].gets(&world, "/api/yo").await;
        assert_eq!(changed.no(), (401, "TOKEN_REVOCADO"));
        assert!(changed.body["mensaje"].as_str().expect("words").starts_with("El rol cambió"), "{changed:?}");
        let told = world.person("eva").slashes("general", "token", json!({})).await;
        let less = Game::with_key(&token_in(&told.text()));
        assert_eq!(less.gets(&world, "/api/yo").await.body["rol"], "jugador");
        world.person("cajero2").slashes("general", "token", json!({})).await.says(&["baja"]);
        world.closes_clean().await;
    }

    async fn a_role_makes_the_calls_of_the_table_and_no_others(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let told = world.person("david").slashes("general", "token", json!({})).await;
        let player = Game::with_key(&token_in(&told.text()));
        let refused = player.posts_json(&world, "/api/jugadores", "{}").await;
        assert_eq!(refused.no(), (403, "ROL_NO_PERMITIDO"));
        assert_eq!(refused.body["detalles"], json!({ "rol": "jugador", "permitidos": ["admin", "bot", "sistema"] }));
        let bot = Game::new(&world, "Ludo").await.gets_token(&world).await;
        assert_eq!(bot.posts_json(&world, "/api/jugadores", "{}").await.status, 422, "it may");
        for path in ["/api", "/api/", "/api/nada", "/auth/nada"] {
            assert_eq!(bot.gets(&world, path).await.no(), (404, "RUTA_NO_EXISTE"), "{path}");
        }
        assert_eq!(bot.deletes(&world, "/api/yo").await.no(), (405, "METODO_NO_PERMITIDO"));
        assert_eq!(bot.gets(&world, "/nada").await.refusal(), (404, "not_found"));
        world.closes_clean().await;
    }

    async fn a_holder_is_limited_and_so_are_strangers_but_each_for_themselves(test_db: TestDb) {
        let settings = [
            ("CAMBISTA__HTTP__REQUESTS_PER_SECOND", "1"),
            ("CAMBISTA__HTTP__BURST", "3"),
            ("CAMBISTA__HTTP__STRANGERS_PER_SECOND", "1"),
            ("CAMBISTA__HTTP__STRANGERS_BURST", "5"),
        ];
        let world = World::demo_at_hand_with(&test_db, &settings).await;
        let (one, other) = (Game::new(&world, "Ludo").await, Game::new(&world, "Uno").await);
        let (token, second) = (one.gets_token(&world).await, other.gets_token(&world).await);
        let same_holder = one.gets_token(&world).await;
        let calls = async |game: &Game| {
            let mut last = game.gets(&world, "/api/yo").await;
            for _ in 1..8 {
                last = game.gets(&world, "/api/yo").await;
            }
            last
        };
        let limited = calls(&token).await;
        assert_eq!(limited.no(), (429, "DEMASIADAS_LLAMADAS"));
        assert!(limited.headers.contains_key("retry-after") && limited.headers["ratelimit-limit"] == "3");
        assert_eq!(same_holder.gets(&world, "/api/yo").await.status, 429, "another token of the same holder");
        assert_eq!(calls(&Game::with_key("x")).await.no(), (429, "DEMASIADAS_LLAMADAS"));
        assert_eq!(second.gets(&world, "/api/yo").await.status, 200, "not held up by strangers");
        world.closes_clean().await;
    }

    async fn a_header_that_is_given_twice_is_refused(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let token = Game::new(&world, "Ludo").await.gets_token(&world).await;
        for (header, value) in [("Authorization", format!("Bearer {}", token.key)), ("Idempotency-Key", "a".to_owned())] {
            let request = token.request(&world, Method::GET, "/api/yo").header(header, &value);
            let request = if header == "Authorization" { request } else { request.header(header, "b") };
            let refused = token.sends(request).await;
            assert_eq!(refused.no(), (422, "CAMPO_INVALIDO"), "{header}");
            assert_eq!(refused.body["detalles"]["campo"], header);
        }
        world.closes_clean().await;
    }

    async fn the_books_keep_no_token(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let app = Game::new(&world, "Ludo").await.gets_token(&world).await;
        let told = world.person("david").is_told_privately("general", "!token").await;
        let person = token_in(&told.text());
        let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
        let kept: Vec<(String,)> = sqlx::query_as(
            "select input || outcome from receipts union all select notice from outbox union all select secret from token_keys",
        )
        .fetch_all(reader.conn())
        .await
        .expect("rows");
        drop(reader);
        assert!(2 <= kept.len());
        for token in [&app.key, &person] {
            let signature = token.rsplit('.').next().expect("a signature");
            assert!(kept.iter().all(|(text,)| !text.contains(signature)));
        }
        world.closes_clean().await;
    }
}

#[tokio::test]
async fn signing_keys_are_rotated_and_roles_given_on_the_command_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    makes_new_books(folder.path(), &[]).await;
    let (code, said, log) = runs(folder.path(), &["token", "rotate"], &[]).await;
    assert!(code == 0 && said.contains("signs tokens from now on"), "{said}{log}");
    let (_, again, _) = runs(folder.path(), &["token", "rotate"], &[]).await;
    assert_ne!(said, again);
    assert_eq!(
        runs(folder.path(), &["app", "create", "Ludo", "--rol", "sistema"], &[])
            .await
            .0,
        0
    );
    let (_, listed, _) = runs(folder.path(), &["app", "list"], &[]).await;
    assert!(listed.contains("Ludo  sistema"), "{listed}");
    let (code, _, error) = runs(folder.path(), &["app", "create", "Uno", "--rol", "dueño"], &[]).await;
    assert!(code != 0 && error.contains("dueño"), "{error}");
}
