//! A cashier cancels an order with a reason: no balance changes, and its backlog is complete (S0-43, S0-44).

use serde_json::json;

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const REASON: &str = "el banco rechaza la cuenta";

on_both_engines! {
    async fn an_order_its_cashier_cancels_leaves_a_reason_and_no_money(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await;
        david.says(CHANNEL, "!t 100 9.2").await;
        cajero.pays(2).await;
        let before = world.balances().await;

        david.says(CHANNEL, "!t 50 p María Pérez 0102-1234").await;
        let asked = cajero.order("dm", 3).await;
        asked.shows(&["450,00 Bs", "1,35 Bs", "451,35 Bs", "María Pérez 0102-1234"]);
        let form = cajero.presses(&asked, "Cancelar").await;
        assert_eq!(form.kind(), "modal", "{}", form.0);
        cajero.submits(&form, json!({ "text": "x  " })).await.says(&["tiene 1 carácter;", "escriba de 3 a 200"]);
        assert_eq!(cajero.order("dm", 3).await.buttons(), ["Listo", "Cancelar"]);
        let form = cajero.presses(&asked, "Cancelar").await;
        cajero.submits(&form, json!({ "text": REASON })).await.says(&["Orden **3** cancelada", "No se movió dinero"]);

        assert_eq!(world.balances().await, before);
        let told = [
            "- → pending, -, david, -".to_owned(),
            "pending → assigned, cajero1, -, -".to_owned(),
            format!("assigned → rejected, cajero1, cajero1, {REASON}"),
        ];
        assert_eq!(world.backlog_told(3).await, told);
        let times: Vec<i64> = world.backlog(3).await.iter().map(|step| step.at_ms).collect();
        assert!(times.is_sorted() && 0 < times[0], "{times:?}");

        let cajero2 = world.person("cajero2");
        for (message, says) in [
            (david.order(CHANNEL, 3).await, "Orden **3**: cancelada por el cajero"),
            (cajero.order("dm", 3).await, "Orden **3**: cancelada por usted"),
            (cajero2.order(PENDING, 3).await, "Orden **3**: cancelada por el cajero"),
        ] {
            message.shows(&[says, REASON, "Estado: cancelada por el cajero"]);
            assert!(message.buttons().is_empty(), "{}", message.text());
        }
        // An edit rings nobody, so the reseller gets a new message.
        david.last(CHANNEL).await.shows(&["Orden **3** cancelada por **cajero1**", REASON, "`!t`"]);
        david.is_told(CHANNEL, "!orden 3").await.shows(&[
            "hecha, espera cajero · por david",
            "asignada a cajero1 · por la mesa",
            &format!("cancelada por el cajero · por cajero1: «{REASON}»"),
        ]);

        david.is_told(CHANNEL, "!batch").await.shows(&["200,00 S/", "1.825,46 Bs", "48,038 $", "Hechas: 2 · Pendientes: 0"]);
        david.says(CHANNEL, "!c 200 52.63").await;
        david.last(CHANNEL).await.shows(&["4,60 $", "1,84 $", "2,76 $"]);
        world.closes_clean().await;
    }

    async fn a_capture_that_comes_after_the_reseller_cancelled_is_told_whom_to_call(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let asked = cajero.order("dm", 1).await;
        let answer = david.presses(&david.order(CHANNEL, 1).await, "Cancelar orden").await;
        answer.says(&["Orden **1** cancelada antes de pagarse", "No se movió dinero"]);
        let now = cajero.order("dm", 1).await;
        now.shows(&["**no la pague**: fue cancelada"]);
        assert!(now.buttons().is_empty());
        // An edit rings nobody, and he may already be about to pay.
        cajero.reply_to("dm", &asked).await.shows(&["Orden **1**: **no la pague**: fue cancelada"]);

        let sent = cajero.replies_with_capture("dm", &asked, b"paid all the same").await;
        cajero.reply_to("dm", &sent).await.shows(&["cancelada antes de pagarse", "Si un cajero ya la había pagado"]);
        assert_eq!(world.backlog_told(1).await[2], "assigned → cancelled, cajero1, david, -");
        david.says(CHANNEL, "!endbatch").await;
        david.last(CHANNEL).await.shows(&["sin transferencias pagadas"]);
        world.closes_clean().await;
    }
}
