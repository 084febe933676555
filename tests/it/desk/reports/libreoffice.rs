//! The workbook in a real LibreOffice, which computes every formula anew.

use std::path::Path;
use std::process::Command;

use cambista::reports::desk::Length;
use cambista::reports::desk::rendered::{FileKind, render};
use rust_decimal::Decimal;

use super::{FORMULA, report_of, worked_example};
use crate::support::database::{TestDb, tell};
use crate::support::world::World;

/// LibreOffice believes stored results unless it is told to compute.
const ALWAYS_COMPUTES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;
/// Commas, quotes around all text, UTF-8, cells as they are shown, every sheet a file.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false,false,false,-1";

/// Opens the workbook and writes each of its sheets as CSV.
fn converts(folder: &Path, workbook: &Path) {
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("user")).expect("a folder");
    std::fs::write(profile.join("user/registrymodifications.xcu"), ALWAYS_COMPUTES).expect("a profile");
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", AS_CSV, "--outdir"])
        .arg(folder)
        .arg(workbook)
        .output()
        .expect("LibreOffice starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The file of a sheet. It bears the sheet's name behind the workbook's.
fn sheet(folder: &Path, name: &str) -> String {
    let path = folder.join(format!("reporte-{name}.csv"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
#[ignore = "needs LibreOffice: apt-get install --no-install-recommends libreoffice-calc-nogui"]
fn libreoffice_comes_to_the_same_totals_to_the_cent() {
    tell(async {
        let world = World::demo_at_hand(&TestDb::sqlite().await).await;
        worked_example(&world).await;
        let report = report_of(&world, Length::Day, None).await;
        let file = render(&report, FileKind::Workbook).expect("a workbook");
        let folder = tempfile::tempdir().expect("a folder");
        let workbook = folder.path().join("reporte.xlsx");
        std::fs::write(&workbook, file.bytes).expect("a file");
        converts(folder.path(), &workbook);
        let checks = sheet(folder.path(), "Comprobación");
        let mut read = csv::Reader::from_reader(checks.as_bytes());
        let lines: Vec<csv::StringRecord> = read.records().map(|line| line.expect("a line")).collect();
        assert_eq!(lines.len(), report.totals.len(), "{checks}");
        for (line, total) in lines.iter().zip(&report.totals) {
            let number = |place: usize| line[place].parse::<Decimal>().expect("a number");
            assert_eq!(
                (number(2), number(3)),
                (total.rows.to_decimal(), total.books.to_decimal()),
                "{line:?}"
            );
            assert_eq!((number(4), &line[5]), (Decimal::ZERO, "sí"), "{line:?}");
        }
        let orders = sheet(folder.path(), "Órdenes");
        assert!(orders.contains(&format!("\"{FORMULA}\"")), "{orders}");
        world.closes_clean().await;
    });
}
