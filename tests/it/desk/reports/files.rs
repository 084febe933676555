//! The workbook read back by another library, and the CSV.

use std::io::Cursor;

use calamine::{Data, DataType as _, Range, Reader as _, Sheets, open_workbook_auto_from_rs};
use cambista::reports::desk::Length;
use cambista::reports::desk::rendered::{FileKind, render};
use cambista::reports::desk::sheets::Sheet;

use super::{FORMULA, report_of, worked_example};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

type Opened = Sheets<Cursor<Vec<u8>>>;

fn sheet(opened: &mut Opened, name: &str) -> Range<Data> {
    opened.worksheet_range(name).expect("the sheet")
}

/// The cells of a column, by its heading.
fn column(range: &Range<Data>, title: &str) -> Vec<Data> {
    let titles = range.rows().next().expect("headings");
    let place = titles.iter().position(|cell| cell.get_string() == Some(title));
    let place = place.unwrap_or_else(|| panic!("{title} is no heading of {titles:?}"));
    range.rows().skip(1).map(|row| row[place].clone()).collect()
}

fn text(of: &str) -> Data {
    Data::String(of.to_owned())
}

on_both_engines! {
    async fn a_workbook_has_dates_numbers_and_texts_and_its_totals_agree_with_the_books(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        worked_example(&world).await;
        let report = report_of(&world, Length::Month, None).await;
        assert!(report.totals.iter().all(|total| total.agrees()), "{:?}", report.totals);
        let file = render(&report, FileKind::Workbook).expect("a workbook");
        assert_eq!(render(&report, FileKind::Workbook).expect("again").bytes, file.bytes, "the same bytes");
        assert_eq!(file.name, "reporte-mes-2026-11-01.xlsx");
        let mut opened = open_workbook_auto_from_rs(Cursor::new(file.bytes)).expect("a workbook");
        let names = ["Resumen", "Órdenes", "Batches", "Cuentas", "Ganancias", "Movimientos", "Comprobación"];
        assert_eq!(opened.sheet_names(), names);

        let orders = sheet(&mut opened, "Órdenes");
        assert_eq!(column(&orders, "Beneficiario"), [text("Ana Pérez 0102-1234"), text("Luis Díaz"), text(FORMULA)]);
        assert_eq!(column(&orders, "Pagado con comisión"), [Data::Float(902.7), Data::Float(922.76), Data::Empty]);
        assert_eq!(column(&orders, "Estado"), [text("pagada"), text("pagada"), text("asignada")]);
        assert!(column(&orders, "Hecha").iter().all(|made| made.is_datetime()), "dates are dates");
        let batches = sheet(&mut opened, "Batches");
        assert_eq!(column(&batches, "Ganancia USD")[0], Data::Float(4.6));
        assert_eq!(column(&batches, "Precio de equilibrio")[0], Data::Float(4.1633));
        let accounts = sheet(&mut opened, "Cuentas");
        for number in column(&accounts, "Número") {
            assert_eq!(number.get_string().map(str::len), Some(20), "{number:?} is text");
        }
        let gains = sheet(&mut opened, "Ganancias");
        let mut shares: Vec<String> = column(&gains, "Ganado").iter().map(ToString::to_string).collect();
        shares.sort();
        assert_eq!(shares, ["1.84", "2.76"]);

        let summary = sheet(&mut opened, "Resumen");
        let paid = summary.rows().find(|row| row[0] == text("Pagado por cajeros, con comisión"));
        assert_eq!(paid.expect("a total")[1], Data::Float(1_825.46));
        let formulas = opened.worksheet_formula("Resumen").expect("formulas");
        let paid = formulas.used_cells().find(|(_, _, formula)| formula.contains("Órdenes"));
        assert_eq!(paid.expect("a formula").2, "ROUND(SUMIFS('Órdenes'!O2:O4,'Órdenes'!K2:K4,\"VES\"),4)");
        let checks = sheet(&mut opened, "Comprobación");
        let answers = column(&checks, "Cuadra");
        assert!(3 < answers.len() && answers.iter().all(|answer| *answer == text("sí")), "{answers:?}");
        world.closes_clean().await;
    }

    async fn a_report_of_one_person_has_only_what_is_theirs_and_agrees_as_well(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        worked_example(&world).await;
        for (name, orders, batches) in [("cajero1", 2, 0), ("david", 3, 2), ("maria", 0, 0)] {
            let report = report_of(&world, Length::Week, Some(name)).await;
            let paid = report.orders.iter().filter(|order| order.paid_at.is_some()).count();
            let found = if name == "cajero1" { paid } else { report.orders.len() };
            assert_eq!((found, report.batches.len()), (orders, batches), "{name}");
            assert!(report.totals.iter().all(|total| total.agrees()), "{name}: {:?}", report.totals);
            assert!(report.accounts.iter().all(|account| account.owner == name), "{name}");
            assert!(report.gains.iter().all(|gain| gain.member == name), "{name}");
            assert!(report.movements.iter().all(|moved| moved.owner == name), "{name}");
        }
        world.closes_clean().await;
    }

    async fn what_was_undone_counts_no_more_and_the_totals_still_agree(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        worked_example(&world).await;
        let owner = world.person("superusuario");
        owner.says("general", "!reabrir 1 prueba").await;
        owner.says("general", "!revertir 2 duplicada").await;
        let report = report_of(&world, Length::Day, None).await;
        assert!(report.totals.iter().all(|total| total.agrees()), "{:?}", report.totals);
        let paid: Vec<i64> = report.orders.iter().filter(|order| order.paid_at.is_some()).map(|order| order.order.id.get()).collect();
        assert_eq!(paid, [1]);
        world.closes_clean().await;
    }

    async fn giros_deposits_and_withdrawals_stand_in_it_with_what_they_moved(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, maria, cajero) = (world.person("david"), world.person("maria"), world.person("cajero1"));
        world.person("superusuario").is_told_privately("general", "!recargar @david 3000 efectivo").await;
        david.says("dm", "!giro 1500 Banesco 01340001630000000001 V12345678 Eva Paz").await;
        let card = cajero.finds("dm", "Giro **1**: páguelo").await;
        cajero.presses(&card, "En proceso").await;
        let form = cajero.presses(&card, "Ejecutar").await;
        cajero.fills(&form, &[("Pagado desde su cuenta n.º", "1"), ("Forma: transferencia, pago móvil…", "transferencia"),
            ("Comisión del banco", "2,50")]).await;
        maria.types_with_capture("dm", "!deposito 500 pago móvil", b"maria paid").await;
        cajero.presses(&cajero.order("dm", 2).await, "Listo").await.says(&["Orden **2** confirmada"]);
        maria.says("dm", "!retirar 200 Banesco 0134 María Pérez V12345678").await;
        let order = cajero.order("dm", 3).await;
        cajero.replies_with_capture("dm", &order, b"paid to maria").await;
        cajero.presses(&order, "Listo").await.says(&["Orden **3** pagada"]);

        let report = report_of(&world, Length::Day, None).await;
        assert!(report.totals.iter().all(|total| total.agrees()), "{:?}", report.totals);
        assert!(report.positions.is_empty(), "nothing of them is open: {:?}", report.positions);
        let file = render(&report, FileKind::Workbook).expect("a workbook");
        let mut opened = open_workbook_auto_from_rs(Cursor::new(file.bytes)).expect("a workbook");
        let orders = sheet(&mut opened, "Órdenes");
        assert_eq!(column(&orders, "Comisión"), [Data::Float(2.5), Data::Float(0.0), Data::Float(0.0)]);
        assert_eq!(column(&orders, "Pagado con comisión"), [Data::Float(1_502.5), Data::Empty, Data::Float(200.0)]);
        assert_eq!(column(&orders, "Entró"), [Data::Empty, Data::Float(500.0), Data::Empty]);
        let answers = column(&sheet(&mut opened, "Comprobación"), "Cuadra");
        assert!(answers.iter().all(|answer| *answer == text("sí")), "{answers:?}");
        world.closes_clean().await;
    }

    async fn a_csv_computes_nothing_and_reads_in_any_locale(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        worked_example(&world).await;
        let report = report_of(&world, Length::Day, None).await;
        let file = render(&report, FileKind::Comma(Sheet::Orders)).expect("a CSV");
        let written = String::from_utf8(file.bytes).expect("UTF-8");
        let lines: Vec<&str> = written.lines().collect();
        assert!(lines[0].starts_with("\u{FEFF}N.º,Tipo,Estado,Hecha,"), "{}", lines[0]);
        assert!(lines[1].contains(",Ana Pérez 0102-1234,PEN,100.0000,VES,900.0000,2.7000,9.0000,902.7000,"), "{}", lines[1]);
        assert!(lines[3].contains(&format!(",'{FORMULA},")), "{}", lines[3]);
        assert_eq!(lines.len(), 4);
        world.closes_clean().await;
    }
}
