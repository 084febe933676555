//! A reseller sends a giro from their prepaid balance: typed in one line, pasted, or with the form.

use super::{AT_BANESCO, AT_MERCANTIL, CEDULA, funds, recharged, sends};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_giro_takes_the_money_at_once_and_says_what_is_left(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.is_refused("dm", &format!("!giro 1500 Banesco {AT_BANESCO} {CEDULA} María Pérez"),
            &["Su saldo no alcanza", "hay 0,00 Bs disponibles"]).await;
        recharged(&world).await;
        david.is_told("dm", "!minorista").await.shows(&["Saldo de david", "3.000,00 Bs", "Recarga", "efectivo"]);
        let told = david.is_told("dm", &format!("!giro 1500 Banesco {AT_BANESCO} {CEDULA} María Pérez")).await;
        told.shows(&["Giro **1** de 1.500,00 Bs a María Pérez (Banesco): ya tiene cajero",
            "Saldo anterior 3.000,00 Bs, descuento 1.500,00 Bs, saldo actual **1.500,00 Bs**"]);
        assert_eq!(funds(&world).await, [150_000, 150_000, 500_000]);
        david.finds("transacciones-david", "Giro **1**: asignado, espera el pago").await.shows(&["Cuenta"]);
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        card.shows(&["1.500,00 Bs", "0134 · Banesco", &format!("`{AT_BANESCO}`"), "`V12345678`", "Minorista: david"]);
        assert_eq!(card.buttons(), ["En proceso", "Ejecutar", "Devolver"]);
        david.is_told("dm", "!giros").await.shows(&["María Pérez (Banesco)", "asignado"]);
        david.is_told("dm", "!giro 1").await.shows(&["Descuento", "3.000,00 Bs → -1.500,00 Bs → 1.500,00 Bs"]);
        david.is_refused("dm", &format!("!giro 1500,01 Banesco {AT_BANESCO} {CEDULA} Ana Pérez"),
            &["hay 1.500,00 Bs disponibles"]).await;
        world.closes_clean().await;
    }

    async fn a_giro_is_pasted_in_lines_or_filled_into_the_form(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        recharged(&world).await;
        let pasted = "!giro 100\nMaría Pérez\nV-12.345.678\nBanco Mercantil\npago móvil 0414-123.45.67".to_string();
        david.is_told("dm", &pasted).await.shows(&["Giro **1** de 100,00 Bs a María Pérez (Mercantil)"]);
        let start = david.is_told("dm", "!giro").await;
        assert_eq!(start.buttons(), ["Nuevo giro"]);
        let form = david.selects(&start, "A quién", &["María Pérez"]).await;
        let modal = form.modal();
        assert_eq!(modal.fields.iter().map(|field| field.value.as_str()).collect::<Vec<_>>(),
            ["María Pérez", "Mercantil", "04141234567", "V12345678", ""]);
        david.fills(&form, &[("Beneficiario", "María Pérez"), ("Banco: nombre o código", "Mercantil"),
            ("Cuenta, o teléfono del pago móvil", "04141234567"), ("Cédula o RIF", "V12345678"), ("Monto", "250,50")]).await
            .says(&["Giro **2** de 250,50 Bs a María Pérez (Mercantil)"]);
        let form = david.presses(&start, "Nuevo giro").await;
        let answer = david.fills(&form, &[("Beneficiario", "Ana"), ("Banco: nombre o código", "0105"),
            ("Cuenta, o teléfono del pago móvil", AT_BANESCO), ("Monto", "10")]).await;
        answer.says(&["La cuenta empieza por 0134, y las de **Mercantil** por 0105"]);
        david.is_told("dm", "!beneficiarios").await.shows(&["María Pérez", "`04141234567`"]);
        david.is_told("dm", "!beneficiarios quitar 1").await.shows(&["ya no está entre sus beneficiarios"]);
        david.is_told("dm", "!beneficiarios").await.shows(&["No tiene beneficiarios guardados"]);
        assert_eq!(funds(&world).await, [264_950, 35_050, 500_000]);
        world.closes_clean().await;
    }

    async fn what_looks_wrong_is_asked_before_money_is_taken(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        recharged(&world).await;
        let doubtful = "01050001030000000002";
        let asked = david.is_told("dm", &format!("!giro 100 Mercantil {doubtful} {CEDULA} Ana Díaz")).await;
        asked.shows(&["los dígitos de control de la cuenta no cuadran", "Todavía no se tomó nada"]);
        assert_eq!(funds(&world).await, [300_000, 0, 500_000]);
        david.presses(&asked, "Confirmar").await;
        david.finds("dm", "Giro **1** de 100,00 Bs a Ana Díaz (Mercantil)").await;
        world.person("cajero1").finds("dm", "Giro **1**: páguelo").await.shows(&["⚠️ Revise"]);

        // The same again soon after is asked about, too.
        sends(&world, "200").await;
        let again = david.is_told("dm", &format!("!giro 200 Banesco {AT_BANESCO} {CEDULA} María Pérez")).await;
        again.shows(&["el giro **2** es del mismo monto a la misma cuenta"]);
        david.presses(&again, "Corregir").await;
        assert_eq!(funds(&world).await, [270_000, 30_000, 500_000]);

        // A word that also announces a number may belong to the name; the code of the bank leaves no doubt about *Plaza*.
        let left_out = david.is_told("dm", &format!("!giro 300 Banesco {AT_BANESCO} {CEDULA} María Corriente")).await;
        left_out.shows(&["a María (Banesco)", "palabras que pueden ser del nombre", "Todavía no se tomó nada"]);
        david.presses(&left_out, "Corregir").await;
        david.says("dm", &format!("!giro 300 0134 {AT_BANESCO} {CEDULA} María Plaza")).await;
        david.finds("dm", "de 300,00 Bs a María Plaza (Banesco)").await;
        world.closes_clean().await;
    }

    async fn what_cannot_be_right_is_refused_and_says_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        recharged(&world).await;
        for (typed, why) in [
            ("!giro Banesco 1500".to_string(), "Empiece por el monto"),
            ("!giro 04141234567 Banesco V12345678 Ana 100".to_string(), "Empiece por el monto"),
            (format!("!giro {AT_BANESCO} {CEDULA} Ana"), "Empiece por el monto"),
            (format!("!giro 100 {CEDULA} Ana"), "Falta el banco"),
            ("!giro 100 Banesco V12345678 Ana".to_string(), "Falta a dónde se paga"),
            ("!giro 100 Banesco 0134000163000000000 Ana".to_string(), "No sé qué es"),
            ("!giro 100 Banesco 04141234567 Ana".to_string(), "Un pago a un teléfono necesita el documento"),
            (format!("!giro 100 Mercantil {AT_BANESCO} Ana"), "El banco puede ser"),
            (format!("!giro 100 Banesco {AT_BANESCO} {AT_MERCANTIL} Ana"), "más de una cuenta"),
            (format!("!giro 1.500 Banesco {AT_BANESCO} Ana"), "1.500"),
            (format!("!giro 0 Banesco {AT_BANESCO} Ana"), "0"),
            ("!giro 99".to_string(), "99"),
            ("!giros pagados".to_string(), "no es un estado de giros"),
            ("!beneficiarios quitar 7".to_string(), "no tiene un beneficiario 7"),
        ] {
            david.is_refused("dm", &typed, &[why]).await;
        }
        world.person("maria").is_refused("dm", &format!("!giro 100 Banesco {AT_BANESCO} Ana"), &["Los giros los envían"]).await;
        world.person("cajero1").is_refused("dm", "!giro", &["Los giros los envían"]).await;
        david.is_refused("dm", "!recargar @david 100", &["solo los ve y los corrige un admin"]).await;
        let owner = world.person("superusuario");
        owner.is_refused("general", "!recargar @maria 100", &["no es un revendedor"]).await;
        owner.is_refused("general", "!recargar @david 25 XXX", &["No conozco la moneda «XXX»", "25 VES XXX"]).await;
        world.closes_clean().await;
    }
}
