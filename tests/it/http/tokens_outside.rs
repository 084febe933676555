//! Tokens of an outside issuer. The keys in `keys_outside/` sign nothing but these stories.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::game::{Answered, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const ED_PUBLIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/http/keys_outside/ed_public.pem");
const ED_PRIVATE: &[u8] = include_bytes!("keys_outside/ed_private.pem");
const RSA_PUBLIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/http/keys_outside/rsa_public.pem");
const RSA_PRIVATE: &[u8] = include_bytes!("keys_outside/rsa_private.pem");

const ISSUER: (&str, &str) = ("CAMBISTA__TOKENS__OUTSIDE_ISSUER", "https://bot.example");
const AUDIENCE: (&str, &str) = ("CAMBISTA__TOKENS__OUTSIDE_AUDIENCE", "mesa");
const ALGORITHM: &str = "CAMBISTA__TOKENS__OUTSIDE_ALGORITHM";
const KEY_FILE: &str = "CAMBISTA__TOKENS__OUTSIDE_KEY_FILE";

fn hs256(secret: &[u8]) -> (Algorithm, EncodingKey) {
    (Algorithm::HS256, EncodingKey::from_secret(secret).expect("a secret"))
}

/// Calls with a token of the issuer: a bot's, with these claims changed; a null takes one away.
async fn calls(world: &World, (algorithm, key): &(Algorithm, EncodingKey), changed: &Value) -> Answered {
    let now = world.running().app.desk.clock.now().ms() / 1_000;
    let mut claims = json!({
        "iss": ISSUER.1, "aud": AUDIENCE.1, "sub": "ludo-bot", "rol": "bot", "iat": now, "exp": now + 600,
    });
    let claims = claims.as_object_mut().expect("claims");
    for (claim, value) in changed.as_object().expect("claims") {
        claims.insert(claim.clone(), value.clone());
    }
    claims.retain(|_, value| !value.is_null());
    let token = encode(&Header::new(*algorithm), &*claims, key).expect("a token");
    Game::with_key(&token).gets(world, "/api/yo").await
}

on_both_engines! {
    async fn a_token_that_another_issuer_signs_with_a_shared_secret_counts(test_db: TestDb) {
        let settings = [ISSUER, AUDIENCE, ("CAMBISTA_TOKENS_SECRET", SECRET)];
        let world = World::demo_at_hand_with(&test_db, &settings).await;
        let key = hs256(SECRET.as_bytes());
        let id = |about: Value| format!("discord:{}", about["id"].as_str().expect("an id"));
        let david = id(world.about("david").await);
        let cashier = id(world.about("cajero2").await);
        let owner = id(world.about("superusuario").await);
        for (changed, role, holder) in [
            (json!({}), "bot", "ludo-bot"),
            (json!({ "rol": "sistema", "aud": ["otra", "mesa"] }), "sistema", "ludo-bot"),
            (json!({ "rol": "admin" }), "admin", "ludo-bot"),
            (json!({ "rol": "jugador", "sub": david }), "jugador", "david"),
            (json!({ "rol": "jugador", "sub": cashier }), "jugador", "cajero2"),
            (json!({ "rol": "cajero", "sub": cashier }), "cajero", "cajero2"),
            (json!({ "rol": "admin", "sub": owner }), "admin", "superusuario"),
        ] {
            let me = calls(&world, &key, &changed).await;
            let seen = (me.status, me.body["rol"].as_str(), me.body["titular"].as_str());
            assert_eq!(seen, (200, Some(role), Some(holder)), "{changed}");
        }
        for (changed, code) in [
            (json!({ "rol": "cajero", "sub": david }), "TOKEN_REVOCADO"),
            (json!({ "rol": "admin", "sub": david }), "TOKEN_REVOCADO"),
            (json!({ "rol": "jugador", "sub": "discord:1" }), "TOKEN_INVALIDO"),
            (json!({ "rol": "jugador" }), "TOKEN_INVALIDO"),
            (json!({ "rol": "dueño" }), "TOKEN_INVALIDO"),
            (json!({ "rol": null }), "TOKEN_INVALIDO"),
            (json!({ "sub": null }), "TOKEN_INVALIDO"),
            (json!({ "exp": null }), "TOKEN_INVALIDO"),
            (json!({ "exp": 1 }), "TOKEN_VENCIDO"),
            (json!({ "aud": "otra" }), "TOKEN_AUDIENCIA"),
            (json!({ "aud": null }), "TOKEN_INVALIDO"),
            (json!({ "iss": "https://other.example" }), "TOKEN_EMISOR"),
            (json!({ "iss": "cambista", "aud": "cambista" }), "TOKEN_INVALIDO"),
        ] {
            assert_eq!(calls(&world, &key, &changed).await.no(), (401, code), "{changed}");
        }
        let other = hs256(b"another secret, just as long as it");
        assert_eq!(calls(&world, &other, &json!({})).await.no(), (401, "TOKEN_INVALIDO"));

        // Whoever ends their tokens ends those of the issuer, too.
        let as_david = json!({ "rol": "jugador", "sub": david });
        world.person("david").slashes("general", "token", json!({ "revocar": 0 })).await;
        assert_eq!(calls(&world, &key, &as_david).await.no(), (401, "TOKEN_REVOCADO"));
        world.hand().advance_ms(1_000);
        assert_eq!(calls(&world, &key, &as_david).await.status, 200);
        world.closes_clean().await;
    }

    async fn a_public_key_checks_its_own_algorithm_and_is_no_secret(test_db: TestDb) {
        let settings = [ISSUER, AUDIENCE, (ALGORITHM, "EdDSA"), (KEY_FILE, ED_PUBLIC)];
        let world = World::demo_at_hand_with(&test_db, &settings).await;
        let key = (Algorithm::EdDSA, EncodingKey::from_ed_pem(ED_PRIVATE).expect("a key"));
        assert_eq!(calls(&world, &key, &json!({})).await.status, 200);
        assert_eq!(calls(&world, &key, &json!({ "exp": 1 })).await.no(), (401, "TOKEN_VENCIDO"));
        let confused = hs256(&std::fs::read(ED_PUBLIC).expect("a file"));
        assert_eq!(calls(&world, &confused, &json!({})).await.no(), (401, "TOKEN_INVALIDO"));
        world.closes_clean().await;
    }

    async fn an_rsa_key_is_no_secret_either(test_db: TestDb) {
        let settings = [ISSUER, AUDIENCE, (ALGORITHM, "RS256"), (KEY_FILE, RSA_PUBLIC)];
        let world = World::demo_at_hand_with(&test_db, &settings).await;
        let private = || EncodingKey::from_rsa_pem(RSA_PRIVATE).expect("a key");
        assert_eq!(calls(&world, &(Algorithm::RS256, private()), &json!({})).await.status, 200);
        for other in [(Algorithm::RS512, private()), hs256(&std::fs::read(RSA_PUBLIC).expect("a file"))] {
            assert_eq!(calls(&world, &other, &json!({})).await.no(), (401, "TOKEN_INVALIDO"), "{:?}", other.0);
        }
        world.closes_clean().await;
    }
}
