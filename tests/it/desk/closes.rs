//! The end of the day: `!cierre`, and the close that the desk makes by itself, once.

use cambista::domain::books::closes::{self, Close, CloseLength, FigureOf, Summed};
use cambista::domain::people::members::Actor;
use cambista::reports::desk::{Length, Span, read};
use insta::assert_snapshot;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::closes_clean;
use crate::support::process::runs;
use crate::support::world::World;

const ALERTS: &str = "alertas";
/// The stories begin on 2026-11-20 at 07:00 in Lima; the day ends 17 hours later.
const UNTIL_MIDNIGHT: i64 = 17 * 60;
const DAY: i64 = 24 * 60;
const CLOSED: &str = "Cierre del día";

/// A batch that closed with a gain, paid from two accounts; an open one with a paid order, one that waits for its cashier, one
/// that nobody can pay, and a request.
async fn a_day(world: &World) {
    let david = world.person("david");
    for typed in ["!start batch", "!t 100 p Ana", "!t 100 9.2 Luis"] {
        david.says(CHANNEL, typed).await;
    }
    world.person("cajero1").pays(1).await;
    world.person("cajero2").pays(2).await;
    for typed in ["!c 200 52.63", "!start batch", "!t 50 p Eva"] {
        david.says(CHANNEL, typed).await;
    }
    world.person("cajero1").pays(3).await;
    for typed in ["!t 20 p Pedro", "!t 900000 p Rosa", "!t 30 12 Teresa"] {
        david.says(CHANNEL, typed).await;
    }
}

/// Moves the clock by minutes and sweeps, after all postings have their seals.
async fn comes_later(world: &World, minutes: i64) {
    world.jumps(minutes);
    sealed(world).await;
    world.sweeps().await;
}

/// On PostgreSQL the sealer comes a moment later than a posting.
async fn sealed(world: &World) {
    closes_clean(&world.running().app.desk.db).await;
}

/// How many messages of the alerts channel are closes.
async fn told(world: &World) -> usize {
    world.person("superusuario").counts(ALERTS, CLOSED).await
}

async fn close_of(world: &World, length: CloseLength, day: &str) -> Option<Close> {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let day = day.parse().expect("a day");
    closes::find_close_of(&mut reader, length, day).await.expect("a read")
}

/// The totals of a close are those of the report of its period, and those of its accounts.
async fn agrees_with_the_report(world: &World, close: &Close) {
    let desk = &world.running().app.desk;
    let length = match close.length {
        CloseLength::Day => Length::Day,
        CloseLength::Month => Length::Month,
    };
    let span = Span::containing(length, close.first_day, desk.policy.days()).expect("a period");
    assert_eq!(span.period, close.period);
    let mut reader = desk.db.snapshot().await.expect("a snapshot");
    let report = read::desk_report(&mut reader, &Actor::desk(), None, span, desk.clock.now()).await;
    let report = report.expect("a report");
    let of_report: Vec<_> = report.totals.iter().map(|total| (total.rows, total.books)).collect();
    let totals: Vec<_> = close
        .figures
        .totals
        .iter()
        .map(|total| (total.rows, total.books))
        .collect();
    assert_eq!(totals, of_report);
    assert!(close.figures.totals.iter().all(FigureOf::agrees));
    let accounts = close.figures.cashiers.iter().flat_map(|cashier| &cashier.accounts);
    let paid: i64 = accounts.map(|account| account.paid_out.minor()).sum();
    let total = close.figures.totals.iter().find(|total| total.of == Summed::PaidOut);
    assert_eq!(paid, total.map_or(0, |total| total.rows.minor()));
    let shared: i64 = close.figures.gains.iter().map(|gain| gain.shared.minor()).sum();
    let total = close.figures.totals.iter().find(|total| total.of == Summed::Shared);
    assert_eq!(shared, total.map_or(0, |total| total.rows.minor()));
}

on_both_engines! {
    async fn a_superuser_sees_the_day_so_far_and_nobody_else_does(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        a_day(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        assert_snapshot!(owner.sees(ALERTS, "!cierre").await, @"
        ┌ Cierre del día 20/11/2026 · provisional
        │ ⏳ **Provisional**: son las cifras hasta ahora. Este día cierra <t:1795237200:R> (<t:1795237200:f>), y entonces se publica solo en el canal de alertas.
        │ Desde 20/11/2026 00:00 hasta 21/11/2026 00:00.
        │
        │ **5 órdenes**, 3 pagadas
        │ Pagado por cajeros, con comisión: **2.276,81 Bs**
        │ Enviado en batches cerrados: **1.825,46 Bs**
        │ Ganancias repartidas: **4,60 $**
        │
        │ __**Cajeros y cuentas**__
        │ **cajero1**
        │ · Banesco, cuenta n.º 1: pagó **1.354,05 Bs** en 2 órdenes · en los libros **3.645,95 Bs** · espera 1 orden por **180,54 Bs**
        │ **cajero2**
        │ · Banesco, cuenta n.º 2: pagó **922,76 Bs** en 1 orden · en los libros **4.077,24 Bs**
        │
        │ __**Batches abiertos**__
        │ · Batch **2** de **david**, PEN → VES, abierto hace menos de 1 min: recibido **50,00 S/**, comprado por **0,00 S/**, enviado **451,35 Bs** · expuesto **11,877 $** · 2 órdenes por pagar
        │
        │ __**Ganancias por batch**__
        │ · Batch **1** de **david**: ganancia **4,60 $**, repartido **4,60 $**
        │
        │ __**Lo que espera a alguien**__
        │ · **1 orden** sin cajero: 5, desde <t:1795176000:R> · `!cola`
        │ · **1 orden** con su cajero, sin captura: 4, desde <t:1795176000:R> · `!cola`
        │ · **1 solicitud** sin responder: 1, desde <t:1795176000:R> · `!solicitudes`
        │
        │ 🔒 La cabeza de la cadena de los libros se guarda cuando se hace el cierre.
        └ Hora de America/Lima · el día cierra a las 00:00
        ");
        owner.is_told_privately("general", "!cierre hoy").await.shows(&["Provisional", "1.825,46 Bs"]);
        assert_snapshot!(david.sees_refused(CHANNEL, &["!cierre"]).await, @"
        > !cierre
        Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`. Para cerrar un batch, compre todo lo que falta (`!c 200 52.63`) o, si está vacío, escriba `!endbatch`; una cuenta vacía se cierra con `!cerrar-cuenta VES`.
        ");
        cajero.is_refused("dm", "!cierre ayer", &["solo lo ve un superusuario"]).await;
        assert_eq!(told(&world).await, 1, "only what was asked for");
        world.closes_clean().await;
    }

    async fn what_is_no_day_is_answered_with_what_to_type(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        let typed = ["!cierre mañana", "!cierre 31/02", "!cierre 2027-01-01", "!cierre 2026-12", "!cierre semana", "!cierre ayer"];
        assert_snapshot!(owner.sees_refused(ALERTS, &typed).await, @"
        > !cierre mañana
        «mañana» no es un día ni un mes que tenga cierre. Escriba `!cierre` para el de hoy, `!cierre ayer`, `!cierre 28/11/2026` o `!cierre 2026-11-28` para el de un día, y `!cierre mes` o `!cierre 2026-10` para el de un mes.

        > !cierre 31/02
        «31/02» no es un día ni un mes que tenga cierre. Escriba `!cierre` para el de hoy, `!cierre ayer`, `!cierre 28/11/2026` o `!cierre 2026-11-28` para el de un día, y `!cierre mes` o `!cierre 2026-10` para el de un mes.

        > !cierre 2027-01-01
        El cierre del día 01/01/2027 todavía no existe: ese día no ha empezado. Escriba `!cierre` para el de hoy, o `!cierre ayer` para el último que terminó.

        > !cierre 2026-12
        El cierre de diciembre de 2026 todavía no existe: ese mes no ha empezado. Escriba `!cierre` para el de hoy, o `!cierre ayer` para el último que terminó.

        > !cierre semana
        «semana» no es un día ni un mes que tenga cierre. Escriba `!cierre` para el de hoy, `!cierre ayer`, `!cierre 28/11/2026` o `!cierre 2026-11-28` para el de un día, y `!cierre mes` o `!cierre 2026-10` para el de un mes.

        > !cierre ayer
        De entonces no hay cierre: los libros de la mesa empiezan el <t:1795176000:f>. Escriba `!cierre` para el de hoy, o la fecha de un día posterior a ese.
        ");
        world.closes_clean().await;
    }

    async fn the_desk_closes_its_day_at_the_hour_and_tells_it_once(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        a_day(&world).await;
        comes_later(&world, UNTIL_MIDNIGHT).await;
        assert_eq!(told(&world).await, 0, "units of work of the day may still commit");
        world.jumps(1);
        sealed(&world).await;
        let app = &world.running().app;
        tokio::join!(app.sweep(), app.sweep(), app.sweep());
        world.settles().await;
        assert_eq!(told(&world).await, 1);
        let owner = world.person("superusuario");
        let close = owner.finds(ALERTS, CLOSED).await;
        assert!(close.rung().is_empty(), "nothing is wrong: {:?}", close.rung());
        // A short hash without letters would stay as it is.
        let recorded = close_of(&world, CloseLength::Day, "2026-11-20").await.expect("a close");
        let shown = world.shown(&close).await.replace(&recorded.head.hash[..12], "#");
        assert_snapshot!(shown, @"
        ┌ Cierre del día 20/11/2026
        │ Hecho <t:1795237260:f>.
        │ Desde 20/11/2026 00:00 hasta 21/11/2026 00:00.
        │
        │ **5 órdenes**, 3 pagadas
        │ Pagado por cajeros, con comisión: **2.276,81 Bs**
        │ Enviado en batches cerrados: **1.825,46 Bs**
        │ Ganancias repartidas: **4,60 $**
        │
        │ __**Cajeros y cuentas**__
        │ **cajero1**
        │ · Banesco, cuenta n.º 1: pagó **1.354,05 Bs** en 2 órdenes · en los libros **3.645,95 Bs** · espera 1 orden por **180,54 Bs**
        │ **cajero2**
        │ · Banesco, cuenta n.º 2: pagó **922,76 Bs** en 1 orden · en los libros **4.077,24 Bs**
        │
        │ __**Batches abiertos**__
        │ · Batch **2** de **david**, PEN → VES, abierto hace 17 h 1 min: recibido **50,00 S/**, comprado por **0,00 S/**, enviado **451,35 Bs** · expuesto **11,877 $** · 2 órdenes por pagar
        │
        │ __**Ganancias por batch**__
        │ · Batch **1** de **david**: ganancia **4,60 $**, repartido **4,60 $**
        │
        │ __**Lo que espera a alguien**__
        │ · **1 orden** sin cajero: 5, desde <t:1795176000:R> · `!cola`
        │ · **1 orden** con su cajero, sin captura: 4, desde <t:1795176000:R> · `!cola`
        │
        │ 🔒 Cabeza de la cadena al cerrar: `7:#`. ✅ Sigue siendo parte de los libros.
        │ Para comprobarlo fuera de Discord: `cambista audit --seal 7:#`.
        └ Hora de America/Lima · el día cierra a las 00:00
        ");
        agrees_with_the_report(&world, &recorded).await;
        world.restarts().await;
        comes_later(&world, 60).await;
        assert_eq!(told(&world).await, 1, "a restart closes nothing again");
        let owner = world.person("superusuario");
        let again = owner.is_told(ALERTS, "!cierre 20/11").await;
        again.shows(&["Cierre del día 20/11/2026", "Sigue siendo parte de los libros", "1.825,46 Bs"]);
        owner.is_told(ALERTS, "!cierre").await.shows(&["Cierre del día 21/11/2026 · provisional", "!cierre 20/11/2026"]);
        world.closes_clean().await;
    }

    async fn a_close_says_what_was_known_and_names_what_changed_after_it(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        a_day(&world).await;
        comes_later(&world, UNTIL_MIDNIGHT + 1).await;
        let owner = world.person("superusuario");
        owner.says("general", "!revertir 3 se pagó a otra persona").await;
        let close = owner.is_told(ALERTS, "!cierre ayer").await;
        close.shows(&["Después del cierre", "Pagado por cajeros, con comisión: **2.276,81 Bs** → **1.825,46 Bs**"]);
        let recorded = close_of(&world, CloseLength::Day, "2026-11-20").await.expect("a close");
        assert_eq!(recorded.figures.paid, 3, "the record does not change");
        world.closes_clean().await;
    }

    async fn days_that_were_missed_are_closed_when_the_desk_is_back_and_told_once(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        a_day(&world).await;
        world.is_closed_for(UNTIL_MIDNIGHT + 2 * DAY + 90).await;
        comes_later(&world, 0).await;
        comes_later(&world, 0).await;
        let owner = world.person("superusuario");
        assert_eq!(told(&world).await, 1);
        owner.finds(ALERTS, CLOSED).await.shows(&["Cierre del día 22/11/2026", "No se hizo a su hora"]);
        // The first close of a desk is that of its last day; from then on none is left out.
        assert!(close_of(&world, CloseLength::Day, "2026-11-21").await.is_none());
        world.is_closed_for(3 * DAY).await;
        comes_later(&world, 0).await;
        let owner = world.person("superusuario");
        assert_eq!(told(&world).await, 2);
        let close = owner.finds(ALERTS, "Cierre del día 25/11/2026").await;
        close.shows(&["No se hizo a su hora", "2 días que faltaban, del 23/11/2026 al 24/11/2026"]);
        owner.is_told(ALERTS, "!cierre 23/11").await.shows(&["Cierre del día 23/11/2026", "Sigue siendo parte"]);
        owner.is_told(ALERTS, "!cierre 21/11").await.shows(&["no se guardó un cierre"]);
        world.closes_clean().await;
    }

    async fn a_month_is_closed_after_its_last_day(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        a_day(&world).await;
        comes_later(&world, UNTIL_MIDNIGHT + 1).await;
        let owner = world.person("superusuario");
        owner.is_told(ALERTS, "!cierre mes").await.shows(&["Cierre de noviembre de 2026 · provisional"]);
        comes_later(&world, 10 * DAY).await;
        comes_later(&world, 0).await;
        assert_eq!(owner.counts(ALERTS, "Cierre del día 30/11/2026").await, 1);
        let months = owner.counts(ALERTS, "Cierre de noviembre de 2026").await;
        assert_eq!(months, 2, "what was asked for, and the close");
        owner.last(ALERTS).await.shows(&["Cierre de noviembre de 2026", "**5 órdenes**, 3 pagadas", "4,60 $"]);
        let month = close_of(&world, CloseLength::Month, "2026-11-01").await.expect("a close");
        agrees_with_the_report(&world, &month).await;
        for typed in ["!cierre 2026-11", "!cierre mes pasado", "!cierre noviembre"] {
            owner.is_told(ALERTS, typed).await.shows(&["Cierre de noviembre de 2026", "Sigue siendo parte"]);
        }
        world.closes_clean().await;
    }

    async fn a_desk_that_closes_in_the_evening_counts_its_reports_the_same_way(test_db: TestDb) {
        let settings = [("CAMBISTA__DESK__DAY_CLOSES_AT", "20:30")];
        let world = World::demo_at_hand_with(&test_db, &settings).await;
        a_day(&world).await;
        comes_later(&world, 13 * 60 + 31).await;
        let owner = world.person("superusuario");
        owner.finds(ALERTS, CLOSED).await.shows(&[
            "Cierre del día 20/11/2026", "Desde 19/11/2026 20:30 hasta 20/11/2026 20:30",
            "Hora de America/Lima · el día cierra a las 20:30",
        ]);
        let close = close_of(&world, CloseLength::Day, "2026-11-20").await.expect("a close");
        agrees_with_the_report(&world, &close).await;
        // The evening belongs to the next day, for reports too.
        owner.is_told(ALERTS, "!reporte dia").await.shows(&["Reporte del día 21/11/2026", "**0 órdenes**", "cierra a las 20:30"]);
        owner.is_told(ALERTS, "!reporte dia ayer").await.shows(&["Reporte del día 20/11/2026", "3 pagadas"]);
        world.closes_clean().await;
    }

    async fn a_close_begins_where_the_last_one_ended_also_after_the_hour_was_changed(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        a_day(&world).await;
        comes_later(&world, UNTIL_MIDNIGHT + 1).await;
        world.restarts_with(&[("CAMBISTA__DESK__DAY_CLOSES_AT", "02:00")]).await;
        // By the new hour the 20th still runs; it is closed, so the day that runs is the 21st.
        let owner = world.person("superusuario");
        let longer = "Desde 21/11/2026 00:00 hasta 22/11/2026 02:00";
        owner.is_told(ALERTS, "!cierre").await.shows(&["Cierre del día 21/11/2026 · provisional", longer]);
        owner.is_told(ALERTS, "!cierre 20/11").await.shows(&["Cierre del día 20/11/2026", "Sigue siendo parte"]);
        comes_later(&world, DAY + 120).await;
        owner.finds(ALERTS, "Cierre del día 21/11/2026").await;
        owner.last(ALERTS).await.shows(&["Cierre del día 21/11/2026", longer]);
        let close = close_of(&world, CloseLength::Day, "2026-11-21").await.expect("a close");
        world.restarts_with(&[("CAMBISTA__DESK__DAY_CLOSES_AT", "22:00")]).await;
        let owner = world.person("superusuario");
        let shorter = "Desde 22/11/2026 02:00 hasta 22/11/2026 22:00";
        owner.is_told(ALERTS, "!cierre hoy").await.shows(&["Cierre del día 22/11/2026 · provisional", shorter]);
        comes_later(&world, 20 * 60).await;
        let next = close_of(&world, CloseLength::Day, "2026-11-22").await.expect("a close");
        assert_eq!(close.period.until, next.period.from);
        world.closes_clean().await;
    }

    async fn a_head_that_the_chain_lacks_is_told_and_fails_the_audit(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        a_day(&world).await;
        comes_later(&world, UNTIL_MIDNIGHT + 1).await;
        let mut tx = world.running().app.desk.db.begin().await.expect("a unit");
        // As if somebody had written the past of the day before again.
        let sql = "insert into closes (length, first_day, from_ms, until_ms, time_zone, closes_at, made_at_ms, head_seq, \
                                       head_hash, figures)
                   select length, '2026-11-19', from_ms - 86400000, from_ms, time_zone, closes_at, made_at_ms, head_seq,
                          'abababababababab', figures from closes";
        sqlx::query(sql).execute(tx.conn()).await.expect("a row");
        tx.commit().await.expect("kept");
        let owner = world.person("superusuario");
        owner.is_told(ALERTS, "!cierre 2026-11-19").await.shows(&["ya no es parte de la cadena", "No mueva más dinero"]);
        owner.is_told(ALERTS, "!cierre 2026-11-20").await.shows(&["Sigue siendo parte"]);
        let (folder, books) = (tempfile::tempdir().expect("a folder"), world.books());
        let (code, said, wrong) = runs(folder.path(), &["audit"], &[("DATABASE_URL", books.as_str())]).await;
        assert_eq!(code, 1, "{said}{wrong}");
        assert!(said.contains("the past was rewritten"), "{said}");
        world.closes_clean().await;
    }
}
