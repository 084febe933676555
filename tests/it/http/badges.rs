//! Badges as people see them: each with its own picture, on every page and in every way to ask for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::game::Game;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

const NEXT: &str = "Siguientes ›";
const BACK: &str = "‹ Anteriores";

/// A different PNG for each achievement, recognised by its height.
fn png(number: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01".to_vec();
    bytes.extend(number.to_be_bytes());
    bytes.extend(b"\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

/// Achievements 1 to 12; those divisible by four, and those of the last page, have no picture. David has completed
/// number 7 and begun the others.
async fn plays(world: &World) -> Game {
    let game = Game::new(world, "Blackjack").await;
    let about = world.about("david").await;
    let david: i64 = about["id"].as_str().expect("an id").parse().expect("a number");
    for number in 1..=12_u32 {
        let graphic = has_picture(number).then(|| STANDARD.encode(png(number)));
        let body = json!({
            "name": format!("Logro {number}"), "description": format!("Gane *{number}* rondas"), "target_value": 10,
            "reward": number - 1, "graphic": graphic,
        });
        let made = game.posts_json(world, "/achievement/register", &body.to_string()).await;
        assert_eq!(made.body["achievement_id"], number, "{made:?}");
        let step = json!({ "user_id": david, "value": if number == 7 { 10 } else { 4 } });
        let path = format!("/achievement/{number}");
        assert_eq!(game.posts_json(world, &path, &step.to_string()).await.status, 200);
    }
    world.settles().await;
    game
}

fn has_picture(number: u32) -> bool {
    !number.is_multiple_of(4) && number <= 10
}

/// Checks that exactly these achievements are shown, each with its own picture or none, and no other file.
async fn shows(world: &World, message: &Message, numbers: &[u32]) {
    let embeds = message.0["embeds"].as_array().cloned().unwrap_or_default();
    let titles: Vec<&str> = embeds.iter().filter_map(|embed| embed["title"].as_str()).collect();
    let expected: Vec<String> = numbers
        .iter()
        .map(|number| format!("{}Logro {number}", if *number == 7 { "🏅 " } else { "" }))
        .collect();
    assert_eq!(titles, expected, "{}", message.text());
    for (embed, number) in embeds.iter().zip(numbers) {
        let Some(url) = embed["thumbnail"]["url"].as_str() else {
            assert!(!has_picture(*number), "{number} has no picture: {embed}");
            continue;
        };
        assert_eq!(world.file_at(url).await, png(*number), "the picture of {number}");
    }
    let files: Vec<String> = numbers
        .iter()
        .filter(|number| has_picture(**number))
        .map(|number| format!("insignia-{number}.png"))
        .collect();
    assert_eq!(message.files(), files);
}

/// The same message after a button of it was pressed.
async fn turns(person: &Person<'_>, message: &Message, label: &str) -> Message {
    let answer = person.presses(message, label).await;
    assert_eq!(answer.kind(), "update", "{}", answer.0);
    let now = person.finds_again(message).await.expect("the message is there");
    assert_eq!(answer.message().files(), now.files());
    now
}

/// Turns the pages: the completed achievement first, then the others in order; forwards to the last page, which has no
/// pictures, and back.
async fn leafs(world: &World, person: &Person<'_>, first: &Message) {
    first.shows(&[
        "Logros de **david** · 1–5 de 12",
        "▰▰▰▰▰▰▰▰▰▰ · completado <t:",
        "▰▰▰▰▱▱▱▱▱▱ · 4 de 10",
    ]);
    first.shows(&[
        "Gane \\*7\\* rondas\nBlackjack · premio: **6 monedas**",
        "Gane \\*1\\* rondas\nBlackjack\n",
    ]);
    shows(world, first, &[7, 1, 2, 3, 4]).await;
    assert_eq!(first.buttons(), [NEXT]);
    let second = turns(person, first, NEXT).await;
    second.shows(&["6–10 de 12"]);
    shows(world, &second, &[5, 6, 8, 9, 10]).await;
    assert_eq!(second.buttons(), [BACK, NEXT]);
    let third = turns(person, &second, NEXT).await;
    third.shows(&["11–12 de 12"]);
    shows(world, &third, &[11, 12]).await;
    assert_eq!(third.buttons(), [BACK]);
    let second = turns(person, &third, BACK).await;
    shows(world, &second, &[5, 6, 8, 9, 10]).await;
    let first = turns(person, &second, BACK).await;
    shows(world, &first, &[7, 1, 2, 3, 4]).await;
}

on_both_engines! {
    async fn badges_are_shown_with_their_pictures_page_by_page(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, maria) = (world.person("david"), world.person("maria"));
        plays(&world).await;
        let typed = david.is_told("general", "!logros").await;
        leafs(&world, &david, &typed).await;
        let of_other = maria.is_told("general", "!logros @david").await;
        leafs(&world, &maria, &of_other).await;
        let chosen = maria.slashes("general", "logros", json!({ "persona": "david" })).await.message();
        leafs(&world, &maria, &chosen).await;
        world.closes_clean().await;
    }

    async fn a_page_of_badges_works_after_a_restart_and_where_its_neighbour_moved(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let game = plays(&world).await;
        let typed = world.person("david").is_told("general", "!logros").await;
        world.restarts().await;
        let second = turns(&world.person("david"), &typed, NEXT).await;
        shows(&world, &second, &[5, 6, 8, 9, 10]).await;
        let about = world.about("david").await;
        let step = json!({ "user_id": about["id"], "value": 6 }).to_string();
        assert_eq!(game.posts_json(&world, "/achievement/10", &step).await.status, 200);
        world.settles().await;
        // Number 10 is now at the front, and the page after it follows from there.
        let david = world.person("david");
        let answer = david.presses(&second, NEXT).await;
        answer.says(&["2–6 de 12", "Logro 7", "Logro 4"]);
        world.closes_clean().await;
    }

    async fn an_answer_that_was_put_off_brings_its_pictures_later(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, maria) = (world.person("david"), world.person("maria"));
        plays(&world).await;
        // Two replies that Discord accepts only at the fifth try occupy the channel longer than the deferral.
        world.breaks("POST", "/messages", json!({ "status": 500, "times": 8 })).await;
        for _ in 0..2 {
            maria.sends_without_waiting("general", json!({ "content": "!ranking" })).await;
        }
        while !world.requests().await.iter().any(|request| request["status"] == 500) {
            tokio::task::yield_now().await;
        }
        let answer = david.slashes("general", "logros", json!({})).await;
        assert_eq!(answer.kind(), "deferred_message", "{}", answer.0);
        shows(&world, &answer.message(), &[7, 1, 2, 3, 4]).await;
        let second = turns(&david, &answer.message(), NEXT).await;
        shows(&world, &second, &[5, 6, 8, 9, 10]).await;
        world.closes_clean().await;
    }
}
