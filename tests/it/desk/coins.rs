//! Coins outside games: the daily gift, payments between people, gifts by superusers, points turned into coins.

use serde_json::json;

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

const HERE: &str = "general";
const DAY_MINUTES: i64 = 24 * 60;

async fn told(person: &Person<'_>, command: &str) -> String {
    person.is_answered(HERE, command).await.text()
}

/// Types it and checks the words of the answer.
async fn hears(person: &Person<'_>, command: &str, parts: &[&str]) {
    let text = told(person, command).await;
    for part in parts {
        assert!(text.contains(part), "{command}: {part:?} is not in {text:?}");
    }
}

/// The reply in the channel when a payment must be confirmed.
async fn is_asked(reader: &Person<'_>, asked: &Message) {
    let now = reader.finds_again(asked).await.expect("the question");
    now.shows(&["¿Paga", "Nada se ha movido"]);
    assert_eq!(now.buttons(), ["Confirmar"]);
}

async fn is_paid(reader: &Person<'_>, asked: &Message, words: &str) {
    let now = reader.finds_again(asked).await.expect("the answer");
    assert_eq!((now.text().as_str(), now.buttons().len()), (words, 0));
}

async fn coins(world: &World) -> i64 {
    -world.balances().await.get("issuance:COIN").copied().unwrap_or(0)
}

on_both_engines! {
    async fn the_coins_of_the_day_come_once_a_day_and_grow_with_the_days(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let david = world.person("david");
        hears(&david, "!diario", &["Hoy recibe **10 monedas**", "Tiene **10 monedas**"]).await;
        hears(&david, "!diario", &["Ya recibió las monedas de hoy"]).await;
        world.jumps(DAY_MINUTES);
        hears(&david, "!diario", &["**12 monedas**", "Lleva 2 días seguidos", "Tiene **22 monedas**"]).await;
        world.jumps(-DAY_MINUTES);
        hears(&david, "!diario", &["Ya recibió las monedas de hoy"]).await;
        world.jumps(3 * DAY_MINUTES);
        hears(&david, "!diario", &["Hoy recibe **10 monedas**", "Vuelva mañana"]).await;
        let cajero = world.person("cajero1");
        let (one, two) = tokio::join!(cajero.slashes(HERE, "diario", json!({})), cajero.slashes(HERE, "diario", json!({})));
        let given = [one, two].iter().filter(|answer| answer.text().contains("Hoy recibe")).count();
        assert_eq!(given, 1, "a double press gives once");
        assert_eq!(coins(&world).await, 42);
        world.closes_clean().await;
    }

    async fn people_pay_each_other_and_confirm_what_is_large(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        hears(&owner, "!dar @david 2500 por el torneo", &["**david** recibe **2.500 monedas** «por el torneo». Ahora"]).await;
        for nothing in ["", " \u{200B}", " \u{3164} \u{2060}"] {
            hears(&owner, &format!("!dar @david 5{nothing}"), &["Falta el motivo", "`!dar @ana 50 por ayudar`"]).await;
        }
        hears(&david, "!dar @cajero1 5 porque sí", &["Monedas nuevas solo las da un superusuario"]).await;
        hears(&david, "!pagar @cajero1 50 el *almuerzo*", &["Pagó **50 monedas** a **cajero1** por «el \\*almuerzo\\*»", "Le quedan **2.450 monedas**"]).await;
        hears(&david, "!pagar @david 50", &["Un pago es para otra persona"]).await;
        hears(&david, "!pagar @cajero1 0", &["no puede ser cero"]).await;
        hears(&david, "!pagar @cajero1 1,5", &["decimales"]).await;
        hears(&david, "!pagar @cajero1 9000", &["Son **9.000 monedas** y tiene **2.450 monedas** disponibles"]).await;
        hears(&david, &format!("!pagar @cajero1 1 {}", "x".repeat(201)), &["caben 200"]).await;

        hears(&david, "!pagar @cajero1 2000 la apuesta", &["¿Paga **2.000 monedas** a **cajero1**", "Nada se ha movido"]).await;
        let asked = david.last(HERE).await;
        cajero.presses(&asked, "Confirmar").await.says(&["Ese pago no es suyo"]);
        is_asked(&cajero, &asked).await;
        david.presses(&asked, "Confirmar").await.says(&["Pagó **2.000 monedas** a **cajero1** por «la apuesta»", "Le quedan **450 monedas**"]);
        is_paid(&cajero, &asked, "Pagó **2.000 monedas** a **cajero1** por «la apuesta». Le quedan **450 monedas**.").await;
        hears(&cajero, "!monedas", &["**cajero1** tiene **2.050 monedas** disponibles"]).await;
        hears(&cajero, "!monedas @david", &["**david** tiene **450 monedas**"]).await;
        hears(&david, "!ranking", &["1. **cajero1**: **2.050 monedas**", "2. **david**: **450 monedas**"]).await;
        assert_eq!(coins(&world).await, 2_500);
        world.closes_clean().await;
    }

    async fn a_payment_by_slash_is_read_by_its_payee_too(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says(HERE, "!dar @david 2500 para jugar").await;
        owner.last(HERE).await.shows(&["**2.500 monedas** «para jugar». Ahora"]);
        let pays = |amount: &str| json!({ "persona": "cajero1", "monto": amount, "motivo": "\u{3164}" });
        let paid = david.slash(HERE, "pagar", pays("7")).await;
        is_paid(&cajero, &paid.message(), "Pagó **7 monedas** a **cajero1**. Le quedan **2.493 monedas**.").await;
        david.slashes(HERE, "pagar", pays("0")).await.says(&["no puede ser cero"]);
        let asked = david.slash(HERE, "pagar", pays("2000")).await.message();
        is_asked(&cajero, &asked).await;
        cajero.presses(&asked, "Confirmar").await.says(&["Ese pago no es suyo"]);
        is_asked(&cajero, &asked).await;
        assert_eq!(david.presses(&asked, "Confirmar").await.kind(), "update");
        is_paid(&cajero, &asked, "Pagó **2.000 monedas** a **cajero1**. Le quedan **493 monedas**.").await;
        world.closes_clean().await;
    }

    async fn a_payment_confirmed_twice_while_the_desk_is_slow_is_paid_once_and_said_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says(HERE, "!dar @david 2500 por el torneo").await;
        let asked = david.is_told(HERE, "!pagar @cajero1 2000").await;
        // Two replies that Discord accepts only at the fifth try occupy the channel longer than the deferral.
        world.breaks("POST", "/messages", json!({ "status": 500, "times": 8 })).await;
        for _ in 0..2 {
            cajero.sends_without_waiting(HERE, json!({ "content": "!ranking" })).await;
        }
        while !world.requests().await.iter().any(|request| request["status"] == 500) {
            tokio::task::yield_now().await;
        }
        let (one, two) = tokio::join!(david.presses(&asked, "Confirmar"), david.presses(&asked, "Confirmar"));
        assert_eq!((one.kind(), two.kind()), ("deferred_update", "deferred_update"));
        is_paid(&cajero, &asked, "Pagó **2.000 monedas** a **cajero1**. Le quedan **500 monedas**.").await;
        let refused = |message: &&Message| message.text().contains("Ese pago ya se hizo");
        assert_eq!(david.reads(HERE).await.iter().filter(refused).count(), 1);
        assert_eq!(cajero.reads(HERE).await.iter().filter(refused).count(), 0, "only who pressed is told");
        world.closes_clean().await;
    }

    async fn a_large_payment_waits_ten_minutes_for_its_word(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.says(HERE, "!dar @david 2500 por el torneo").await;
        for (minutes, answer) in [(10, "Pagó **1.001 monedas**"), (11, "esperó demasiado")] {
            david.says(HERE, "!pagar @cajero1 1001").await;
            let asked = david.last(HERE).await;
            world.moves_the_hand(minutes).await;
            david.presses(&asked, "Confirmar").await.says(&[answer]);
            let now = david.finds_again(&asked).await.expect("the question");
            assert!(now.text().contains(answer) && now.buttons().is_empty(), "{}", now.text());
        }
        assert_eq!(coins(&world).await, 2_500);
        world.closes_clean().await;
    }

    async fn points_become_coins_and_what_makes_no_whole_coin_stays(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        hears(&david, "!canjear 10", &["Son **10 puntos** y tiene **0 puntos** disponibles"]).await;
        world.gives_points("david", 57).await;
        hears(&david, "!canjear 9", &["Son **9 puntos** y una moneda cuesta 10 puntos"]).await;
        hears(&david, "!canjear 25", &["Cambió **20 puntos** por **2 monedas**", "Le quedan **37 puntos** y tiene **2 monedas**"]).await;
        hears(&david, "!canjear x", &["«x» no es una cantidad"]).await;
        hears(&david, "!ranking", &["1. **david**: **2 monedas**"]).await;
        world.closes_clean().await;
    }
}
