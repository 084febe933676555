//! Movements of central balances: what looks like a slip is asked first, and everything is undone once.

use serde_json::json;

use super::cents;
use crate::desk::undoing::movement_in;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// The central balance of Banesco, in centavos.
async fn central(world: &World) -> i64 {
    let balances = world.balances().await;
    let central = balances.into_iter().find(|(code, _)| code.starts_with("bank:"));
    central.map(|(_, minor)| minor / 100).unwrap_or_default()
}

on_both_engines! {
    async fn far_amounts_of_a_central_balance_are_asked_about_first(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.says("general", "!recargar-banco Banesco 50000 efectivo").await;
        // Many times what is there, or what came in last.
        let asked = owner.is_told("dm", "!recargar-banco Banesco 500000").await;
        asked.shows(&["Balance central de **Banesco**: 50.000,00 Bs → **550.000,00 Bs** (+500.000,00 Bs)", "Nada se movió todavía"]);
        assert_eq!(central(&world).await, 5_000_000);
        owner.presses(&asked, "Corregir").await.says(&["Escríbalo otra vez, corregido: `!recargar-banco Banesco 500000`"]);
        assert_eq!(central(&world).await, 5_000_000);
        // An adjustment by most of the balance; the balance changes before the answer.
        let asked = owner.is_told("dm", "!ajustar-banco 0134 -40000 de más").await;
        asked.shows(&["50.000,00 Bs → **10.000,00 Bs** (-40.000,00 Bs)"]);
        owner.says("general", "!ajustar-banco 0134 -10 comisión").await;
        let changed = ["Las cifras cambiaron mientras tanto", "49.990,00 Bs → **9.990,00 Bs**"];
        owner.presses(&asked, "Confirmar").await.says(&changed);
        assert_eq!(central(&world).await, 4_999_000);
        let again = owner.finds_again(&asked).await.expect("the question");
        owner.presses(&again, "Confirmar").await.says(&["actual **9.990,00 Bs**"]);
        assert_eq!(central(&world).await, 999_000);
        // A reason that is missing, and money that is not there, are refused and not asked about.
        owner.is_refused("general", "!traspasar Banesco 1 9990,01", &["El balance central no alcanza"]).await;
        // Far more than what usually leaves the bank, though not for the account.
        owner.is_told_privately("general", "!traspasar Banesco 1 500").await.shows(&["pasaron de **Banesco**"]);
        let asked = owner.is_told("dm", "!traspasar Banesco 1 5000").await;
        asked.shows(&["De **Banesco** a la cuenta n.º 1 de **cajero1**: 5.500,00 Bs → **10.500,00 Bs** (+5.000,00 Bs)"]);
        assert_eq!(cents(&world, &["account:1:VES"]).await, [550_000]);
        owner.presses(&asked, "Confirmar").await.says(&["5.500,00 Bs → **10.500,00 Bs**"]);
        assert_eq!(cents(&world, &["account:1:VES"]).await, [1_050_000]);
        world.person("cajero1").finds("dm", "5.000,00 Bs").await;
        world.closes_clean().await;
    }

    async fn a_recharge_says_its_commission_and_a_bank_of_several_words_needs_no_quotes(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.is_told_privately("general", "!recargar-banco Banco de Venezuela 50000 comisión 25,50 efectivo").await
            .shows(&["balance central de **Banco de Venezuela**", "insertado 50.000,00 Bs", "Comisión aparte: 25,50 Bs"]);
        assert_eq!((central(&world).await, cents(&world, &["fees:VES"]).await), (5_000_000, vec![2_550]));
        owner.is_told_privately("general", "!recargar-banco banco de vene 100 caja chica, comisión: 2").await.shows(&["Comisión aparte: 2,00 Bs"]);
        let without = owner.is_told_privately("general", "!recargar-banco venezuela 100 comisión pagada antes").await.text();
        assert!(!without.contains("Comisión aparte"), "{without}");
        assert_eq!(cents(&world, &["fees:VES"]).await, [2_750]);
        owner.is_refused("general", "!recargar-banco bdv 100 comisión del banco 25", &["No sé cuánto es la comisión", "comisión 25 efectivo"]).await;
        // A commission of most of the amount looks like a slip.
        let asked = owner.is_told("dm", "!recargar-banco bdv 100 comisión 90").await;
        asked.shows(&["comisión aparte 90,00 Bs"]);
        owner.presses(&asked, "Corregir").await;
        owner.is_told_privately("general", "!ajustar-banco Banco de Venezuela -50 lo que cobró").await.shows(&["insertado -50,00 Bs"]);
        owner.is_told_privately("general", "!traspasar Banco de Venezuela 1 100").await.shows(&["pasaron de **Banco de Venezuela**"]);
        owner.is_answered("general", "!asignar-banco Venezolano de Crédito @cajero1 10").await.shows(&["**Venezolano de Crédito**", "prioridad **10**"]);
        owner.is_answered("general", "!asignar-banco 100 % Banco @cajero1 7").await.shows(&["**100 % Banco**"]);
        owner.is_answered("general", "!asignar-banco \"Banco de Venezuela\" @cajero1 7").await.shows(&["**Banco de Venezuela**"]);
        owner.is_refused("general", "!recargar-banco Banco del Mar 100", &["«Banco del Mar» no es un banco de la lista"]).await;
        owner.is_refused("general", "!ajustar-banco Banco de Venezuela", &["!ajustar-banco"]).await;
        let chosen = json!({ "banco": "Banco de Venezuela", "monto": "100", "comision": "1,50", "referencia": "caja" });
        owner.slashes("general", "recargar-banco", chosen).await.says(&["Comisión aparte: 1,50 Bs"]);
        let chosen = json!({ "banco": "bdv", "monto": "-10", "comision": "1", "motivo": "cobro" });
        owner.slashes("general", "ajustar-banco", chosen).await.says(&["Comisión aparte: 1,00 Bs"]);
        assert_eq!(cents(&world, &["fees:VES"]).await, [3_000]);
        world.closes_clean().await;
    }

    async fn movements_of_a_central_balance_are_undone_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        let said = owner.is_told_privately("general", "!recargar-banco Banesco 5000 comisión 25").await.text();
        let recharged = movement_in(&said);
        let said = owner.is_told_privately("general", "!ajustar-banco Banesco -50 de más").await.text();
        let adjusted = movement_in(&said);
        let said = owner.is_told_privately("general", "!traspasar Banesco 1 950").await.text();
        let transferred = movement_in(&said);
        assert_eq!((central(&world).await, cents(&world, &["account:1:VES", "fees:VES"]).await), (400_000, vec![595_000, 2_500]));
        let undo = |movement: i64| format!("!revertir movimiento {movement} se tecleó mal");
        // What was passed on is not there to be taken back.
        owner.is_refused("general", &undo(recharged), &["habría que sacar 5.000,00 Bs", "en el balance central del banco solo quedan 4.000,00 Bs"]).await;
        owner.is_told_privately("general", &undo(transferred)).await
            .shows(&["950,00 Bs volvieron al balance central de **Banesco**", "950,00 Bs salieron de **cajero1**, cuenta n.º 1"]);
        cajero.finds("dm", "se deshizo por **superusuario**: «se tecleó mal»").await;
        owner.is_refused("general", &undo(transferred), &["ya lo deshizo **superusuario**"]).await;
        owner.is_told_privately("general", &undo(adjusted)).await.shows(&["50,00 Bs volvieron al balance central de **Banesco**"]);
        owner.is_told_privately("general", &undo(recharged)).await.shows(&["5.000,00 Bs salieron del balance central de **Banesco**"]);
        assert_eq!((central(&world).await, cents(&world, &["account:1:VES", "fees:VES"]).await), (0, vec![500_000, 0]));
        cajero.is_told("dm", "!movimientos 1").await.shows(&[&format!("traspaso del balance central deshecho (movimiento {transferred})")]);
        // The mirror itself says what to type.
        let mirror = world.movement_kinds().await.into_iter().find(|(_, kind)| kind == "bank.recharge_undone");
        let (mirror, _) = mirror.expect("the mirror is in the books");
        owner.is_refused("general", &undo(mirror), &["`!recargar-banco`"]).await;
        cajero.is_refused("dm", &undo(recharged), &["admin"]).await;
        world.closes_clean().await;
    }
}
