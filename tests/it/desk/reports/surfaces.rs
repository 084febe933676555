//! `!reporte`, its button, and `cambista report`.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::worked_example;
use crate::desk::CHANNEL;
use crate::http::players::caller::{Program, person, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::process::runs;
use crate::support::world::World;

/// What every PNG and every ZIP (a workbook is one) begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const ZIP: &[u8] = b"PK\x03\x04";

/// The id by which calls name the reseller who has this token.
async fn id_of(reseller: &Program<'_>) -> String {
    let me = reseller.gets("/api/minoristas/yo").await;
    me.body["minorista"]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{me:?}"))
        .to_owned()
}

on_both_engines! {
    async fn a_report_has_its_figures_a_picture_and_a_button_that_gives_the_workbook(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        worked_example(&world).await;
        let owner = world.person("superusuario");
        let report = owner.is_told("alertas", "!reporte dia").await;
        report.shows(&["Reporte del día", "**3 órdenes**, 2 pagadas", "Pagado, con comisión: **1.825,46 Bs**", "Ganancias repartidas: **4,60 $**"]);
        let picture = report.files().first().cloned().expect("a picture");
        assert!(world.file_of(&report, &picture).await.starts_with(PNG));
        assert_eq!(report.buttons(), ["Excel"]);
        let answer = owner.presses(&report, "Excel").await;
        let file = answer.message().files().first().cloned().expect("a workbook");
        assert!(file.ends_with(".xlsx"), "{file}");
        assert!(world.file_of(&answer.message(), &file).await.starts_with(ZIP));
        world.closes_clean().await;
    }

    async fn each_gets_their_own_report_and_only_who_may_see_others_gets_others(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        worked_example(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let own = david.is_told_privately(CHANNEL, "!reporte semana").await;
        own.shows(&["de david", "**3 órdenes**, 2 pagadas", "Ganancias repartidas: **1,84 $**"]);
        cajero.is_told("dm", "!reporte mes").await.shows(&["de cajero1", "2 pagadas", "**2,76 $**"]);
        owner.is_told_privately("general", "!reporte dia @david").await.shows(&["de david", "1,84 $"]);
        owner.slashes("general", "reporte", json!({ "periodo": "dia", "fecha": "ayer" })).await.says(&["**0 órdenes**, 0 pagadas"]);
        assert_snapshot!(david.sees_refused(CHANNEL, &["!reporte dia @cajero1", "!reporte año", "!reporte dia nunca"]).await, @"
        > !reporte dia @cajero1
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !reporte año
        «año» no es un período. Los reportes son `!reporte dia`, `!reporte semana` y `!reporte mes`; con una fecha, el de ese día: `!reporte dia 29/11/2026`.

        > !reporte dia nunca
        «nunca» no es una fecha. Escríbala como `29/11/2026`, `29/11`, `hoy` o `ayer`: `!reporte dia ayer`. A una persona se la menciona con @.
        ");
        // Whoever lost the right to see it does not get it by its button.
        world.restarts().await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let all = owner.is_told("alertas", "!reporte dia").await;
        owner.sets_permissions("alertas", "@everyone", &["view_channel"], &[]).await;
        david.presses_in_vain(&all, "Excel", &["Las órdenes de todos las ven los admins"]).await;
        world.closes_clean().await;
    }

    async fn the_api_gives_the_same_files_to_whoever_may_see_them(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        worked_example(&world).await;
        let (owner, david, maria) = (person(&world, "superusuario").await, person(&world, "david").await, person(&world, "maria").await);
        for (format, begins, media) in [
            ("xlsx", ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("png", PNG, "image/png"),
            ("pdf", b"%PDF-".as_slice(), "application/pdf"),
            ("csv", "\u{FEFF}N.º,".as_bytes(), "text/csv; charset=utf-8"),
        ] {
            let path = format!("/api/reportes/mes?formato={format}");
            let answer = owner.http.request(&world, Method::GET, &path).send().await.expect("an answer");
            assert_eq!(answer.status().as_u16(), 200, "{format}");
            assert_eq!(answer.headers()["content-type"], media);
            let name = answer.headers()["content-disposition"].to_str().expect("a name").to_owned();
            assert!(name.starts_with("attachment; filename=\"reporte-mes-") && name.contains(format), "{name}");
            assert!(answer.bytes().await.expect("a file").starts_with(begins), "{format}");
        }
        // The same table as from the command line.
        let folder = tempfile::tempdir().expect("a folder");
        let books = world.books();
        let arguments = ["report", "mes", "--person", "david", "--out", "a.csv"];
        let (code, said, wrong) = runs(folder.path(), &arguments, &[("DATABASE_URL", books.as_str())]).await;
        assert_eq!(code, 0, "{said}{wrong}");
        let written = std::fs::read_to_string(folder.path().join("a.csv")).expect("the file");
        let own = david.gets("/api/reportes/mes?formato=csv&hoja=ordenes").await;
        assert_eq!(own.body.as_str(), Some(written.as_str()));
        let of_david = owner.gets(&format!("/api/reportes/mes?formato=csv&persona={}", id_of(&david).await)).await;
        assert_eq!(of_david.body.as_str(), Some(written.as_str()));

        let others = format!("/api/reportes/dia?persona={}", id_of(&david).await);
        assert_eq!(refusal(&maria.gets(&others).await), (403, "ROL_NO_PERMITIDO"));
        for (path, no) in [
            ("/api/reportes/siglo", (404, "RUTA_NO_EXISTE")),
            ("/api/reportes/dia?persona=nadie", (404, "JUGADOR_NO_ENCONTRADO")),
            ("/api/reportes/dia?formato=doc", (422, "CAMPO_INVALIDO")),
            ("/api/reportes/dia?formato=csv&hoja=otra", (422, "CAMPO_INVALIDO")),
            ("/api/reportes/dia?fecha=31/02/2026", (422, "CAMPO_INVALIDO")),
        ] {
            let refused = owner.gets(path).await;
            assert_eq!(refusal(&refused), no, "{refused:?}");
        }
        world.closes_clean().await;
    }

    async fn the_command_line_writes_the_same_report(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        worked_example(&world).await;
        let folder = tempfile::tempdir().expect("a folder");
        let books = world.books();
        let environment = [("DATABASE_URL", books.as_str())];
        for (file, begins) in [("a.xlsx", ZIP), ("b.png", PNG), ("c.csv", "\u{FEFF}N.º,".as_bytes()), ("d.pdf", b"%PDF-".as_slice())] {
            let arguments = ["report", "mes", "--person", "david", "--out", file];
            let (code, said, wrong) = runs(folder.path(), &arguments, &environment).await;
            assert_eq!(code, 0, "{said}{wrong}");
            assert!(said.contains("3 orders"), "{said}");
            assert!(std::fs::read(folder.path().join(file)).expect("the file").starts_with(begins), "{file}");
        }
        for (arguments, why) in [
            (["report", "dia", "--out", "d.doc", "--date", "ayer"], "is written as one of .xlsx, .csv, .png, .pdf"),
            (["report", "dia", "--out", "d.xlsx", "--date", "nunca"], "is no day"),
            (["report", "dia", "--out", "d.xlsx", "--person", "nadie"], "Nobody in these books"),
        ] {
            let (code, said, wrong) = runs(folder.path(), &arguments, &environment).await;
            assert_eq!(code, 2, "{said}{wrong}");
            assert!(wrong.contains(why), "{wrong}");
        }
        assert!(!folder.path().join("d.xlsx").exists());
        world.closes_clean().await;
    }
}
