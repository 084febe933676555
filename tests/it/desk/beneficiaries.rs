//! Beneficiaries (issue 10, number 5): asked for, shown as typed, and not paid twice by mistake.

use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const FIELD: &str = "Nombre, banco, cuenta, documento";
const HERE: &str = "general";

on_both_engines! {
    async fn an_order_without_beneficiary_says_so_to_both_and_is_told_later(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let shown = david.order(CHANNEL, 1).await;
        shown.shows(&["⚠️ **Sin beneficiario**", "Beneficiario: —"]);
        assert_eq!(shown.buttons(), ["Añadir beneficiario", "Cancelar orden"]);
        cajero.order("dm", 1).await.shows(&["⚠️ **Sin beneficiario**", "cuando lo escriba le aviso aquí"]);
        world.restarts().await;

        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let form = cajero.presses(&shown, "Añadir beneficiario").await;
        let rows = world.rows().await;
        cajero.fills(&form, &[(FIELD, "yo mismo")]).await.says(&["La orden **1** es de otra persona"]);
        let form = david.presses(&shown, "Añadir beneficiario").await;
        david.fills(&form, &[(FIELD, " p")]).await.says(&["«p» es la tasa publicada y no un beneficiario"]);
        assert_eq!(world.rows().await, rows);
        let form = david.presses(&shown, "Añadir beneficiario").await;
        let late = david.presses(&shown, "Añadir beneficiario").await;
        david.fills(&form, &[(FIELD, "María Pérez\n0102-1234-5678")]).await.says(&["La orden **1** ya dice a quién pagar"]);
        let code = "```\nMaría Pérez\n0102-1234-5678\n```\n`0102-1234-5678`";
        let now = david.order(CHANNEL, 1).await;
        assert_eq!(now.field("Beneficiario"), code);
        assert_eq!(now.buttons(), ["Cancelar orden"]);
        assert!(!now.text().contains("Sin beneficiario"));
        let card = cajero.order("dm", 1).await;
        assert_eq!(card.field("Beneficiario"), code);
        assert!(!card.text().contains("Sin beneficiario"));
        // A new message, because an edit rings nobody.
        cajero.finds("dm", "ya dice a quién pagar").await.shows(&[code]);
        // A form that was opened before changes nothing.
        david.fills(&late, &[(FIELD, "otra persona")]).await.says(&["ya dice a quién pagar", "María Pérez"]);
        cajero.pays(1).await.says(&["902,70 Bs"]);
        david.says(CHANNEL, "!c 100 26").await;
        world.closes_clean().await;
    }

    async fn what_was_typed_is_shown_byte_for_byte_and_rings_nobody(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        world.person("cajero2").says("dm", "!ocupado").await;
        david.says(CHANNEL, "!start batch").await;
        for (order, typed, shown) in [
            (1, "juan_perez@correo.com", "`juan_perez@correo.com`"),
            (2, "*Ana* @everyone <@1> 0102 1234 5678 9012", "`*Ana* @everyone <@1> 0102 1234 5678 9012`\n`0102 1234 5678 9012`"),
            (3, "Luis `a` 04141234567", "```\nLuis `a` 04141234567\n```\n`04141234567`"),
        ] {
            david.says(CHANNEL, &format!("!t 10 p {typed}")).await;
            let card = cajero.order("dm", order).await;
            assert_eq!(card.field("Beneficiario"), shown);
            assert_eq!(david.order(CHANNEL, order).await.field("Beneficiario"), shown);
            card.rings(&[]);
        }
        for order in 1..=3 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn the_same_amount_to_the_same_beneficiary_is_asked_about(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        let (david, owner) = (world.person("david"), world.person("superusuario"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p María Pérez 0102-1234").await;
        // Another beneficiary, or none, is not the same.
        david.says(CHANNEL, "!t 100 p María Pérez 0102-9999").await;
        david.says(CHANNEL, "!t 90 p María Pérez 0102-1234").await;
        david.says(CHANNEL, "!t 100 p").await;
        david.says(CHANNEL, "!t 100 p").await;
        let asked = david.is_told(CHANNEL, "!t 100 p maria  perez 0102-1234").await;
        asked.shows(&["La orden **1** ya paga 100,00 S/ a ese beneficiario", "¿Hago **otra** por 902,70 Bs?"]);
        assert_eq!(asked.buttons(), ["Confirmar", "Corregir"]);
        assert_eq!(world.orders().await, 5);
        owner.presses_in_vain(&asked, "Confirmar", &["Esa pregunta no es suya"]).await;
        world.restarts().await;

        let (david, owner) = (world.person("david"), world.person("superusuario"));
        owner.says(HERE, "!setrates PEN VES 9.1").await;
        david.presses(&asked, "Confirmar").await.says(&["Las cifras cambiaron mientras tanto, y nada se hizo", "912,73 Bs"]);
        let now = david.finds_again(&asked).await.expect("the question");
        david.presses(&now, "Confirmar").await.says(&["Orden **6** por 912,73 Bs"]);
        assert_eq!(world.orders().await, 6);
        let asked = david.slash(CHANNEL, "t", json!({ "monto": "100", "tasa": "p", "beneficiario": "María Pérez 0102-1234" })).await.message();
        asked.shows(&["La orden **6** ya paga"]);
        david.presses(&asked, "Corregir").await.says(&["Nada se hizo", "`/t monto:100 tasa:p beneficiario:María Pérez 0102-1234`"]);
        // Returned exactly as it was typed, with its lines; of several commands, only the one that is asked about.
        let asked = david.is_told(CHANNEL, "!t  100 p María\nPérez 0102-1234").await;
        asked.shows(&["La orden **6** ya paga"]);
        david.presses(&asked, "Corregir").await.says(&["Nada se hizo", "```\n!t  100 p María\nPérez 0102-1234\n```"]);
        // An hour later it is another transfer.
        world.jumps(61);
        david.says(CHANNEL, "!t 100 p María Pérez 0102-1234").await;
        assert_eq!(world.orders().await, 7);
        for order in 1..=7 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        // A cancelled order does not count as an earlier one.
        david.says(CHANNEL, "!t 100 p María Pérez 0102-1234").await;
        assert_eq!(world.orders().await, 8);
        david.says(CHANNEL, "!cancelar 8").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn a_desk_may_require_a_beneficiary_or_not_ask_for_one(test_db: TestDb) {
        let mut world = World::demo_with(&test_db, &[("CAMBISTA__ORDERS__BENEFICIARY", "required")]).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.is_refused(CHANNEL, "!t 100 p", &["Falta a quién pagar", "`!t 100 p María Pérez 0102-1234`"]).await;
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        david.order(CHANNEL, 1).await.shows(&["Beneficiario: `Ana 0102`"]);
        world.restarts_with(&[("CAMBISTA__ORDERS__BENEFICIARY", "optional")]).await;
        let david = world.person("david");
        david.says(CHANNEL, "!t 100 p").await;
        let shown = david.order(CHANNEL, 2).await;
        assert_eq!(shown.buttons(), ["Cancelar orden"]);
        assert!(!shown.text().contains("Sin beneficiario"));
        for order in 1..=2 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn an_account_shows_the_banks_own_number_and_the_desks_as_an_internal_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, cajero, david) = (world.person("superusuario"), world.person("cajero1"), world.person("david"));
        let opened = owner.is_answered(HERE, "!cuenta crear @cajero1 VES 5000 Banesco").await;
        opened.shows(&["n.º 3 abierta en Banesco", "número interno `01", "Falta su número en el banco"]);
        let form = owner.presses(&opened, "Añadir número").await;
        let field = form.modal().fields[0].label.clone();
        let late = owner.presses(&opened, "Añadir número").await;
        owner.fills(&form, &[(&field, "0134-1234-5678")]).await.says(&["El número en Banesco de la cuenta n.º 3", "`0134-1234-5678`"]);
        owner.fills(&late, &[(&field, "0134-9999")]).await.says(&["ya tiene su número en el banco"]);
        let shown = cajero.is_told("dm", "!saldo 3").await;
        shown.shows(&["número interno `01", "Banco: Banesco"]);
        assert_eq!(shown.field("Número en el banco"), "`0134-1234-5678`");
        let direct = owner.is_answered(HERE, "!cuenta crear @cajero2 VES 5000 Mercantil 0105 1234 5678").await;
        direct.shows(&["abierta en Mercantil", "Su número en el banco:\n`0105 1234 5678`"]);
        assert!(direct.buttons().is_empty());
        // A member's account at the desk is not a bank account.
        assert!(owner.is_answered(HERE, "!cuenta crear @david USD 5").await.buttons().is_empty());
        david.is_told("dm", "!saldo 5").await.shows(&["número interno `"]);
        world.closes_clean().await;
    }
}
