//! The walkthrough of docs/SANDBOX.md: from an empty desk to the first paid withdrawal, by two newcomers and a
//! superuser.

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

const REGISTRATION: &str = "registro";
const REQUESTS: &str = "solicitudes";
const OWN: &str = "transacciones-rosa";

async fn registers(world: &World, person: Person<'_>, role: &str, name: &str) {
    let panel = person.finds(REGISTRATION, "Registro").await;
    let form = person.presses(&panel, role).await;
    let fields = [("Su nombre, como lo verán los demás", name), ("Su país", "Perú")];
    person
        .fills(&form, &fields)
        .await
        .says(&["en manos de un superusuario"]);
    let owner = world.person("superusuario");
    let asked = owner.finds(REQUESTS, &format!("Nombre: {name}")).await;
    owner.presses(&asked, "Aprobar").await.says(&["aprobada"]);
}

on_both_engines! {
    async fn from_an_empty_desk_to_the_first_paid_withdrawal(test_db: TestDb) {
        let mut world = World::empty(&test_db).await;
        let owner = world.person("superusuario");
        owner.says("general", "!setup panel").await;
        let (rosa, luis) = (world.joins("rosa").await, world.joins("luis").await);
        registers(&world, rosa, "Revendedor", "rosa").await;
        registers(&world, luis, "Cajero", "luis").await;
        owner.is_told_privately("general", "!setcut @rosa 40").await.shows(&["40 %"]);
        owner.is_told_privately("general", "!cuenta crear @luis VES 20000 Banesco").await.shows(&["20.000,00 Bs"]);

        rosa.says(OWN, "!start batch").await;
        rosa.says(OWN, "!t 1000 p María Pérez 0102-1234").await;
        luis.order("dm", 1).await.shows(&["9.000,00 Bs", "9.027,00 Bs", "María Pérez"]);
        luis.pays(1).await.says(&["9.027,00 Bs"]);
        rosa.says(OWN, "!c 1000 300").await;
        // 9027 / 38 = 237,55; 300 − 237,55 = 62,45; 40 % of it is 24,98.
        rosa.last(OWN).await.shows(&["62,45 $", "rosa = 24,98 $", "luis = 37,47 $"]);
        world.restarts().await;

        let (owner, rosa, luis) = (world.person("superusuario"), world.person("rosa"), world.person("luis"));
        rosa.is_told("dm", "!request-retiro 20 Binance ID 123456").await.shows(&["20,00 $"]);
        let asked = owner.finds(REQUESTS, "Binance ID 123456").await;
        asked.shows(&["20,00 $", "rosa"]);
        owner.replies_with_capture(REQUESTS, &asked, b"paid to rosa").await;
        owner.presses(&asked, "Pagado").await.says(&["20,00 $"]);
        let told = rosa.last("dm").await;
        told.shows(&["20,00 $"]);
        assert_eq!(told.files().len(), 1);
        assert_eq!(world.balance("payouts:USD").await, "20");
        luis.is_told("dm", "!ganancias").await.shows(&["37,47 $"]);
        rosa.is_told("dm", "!ganancias").await.shows(&["4,98 $", "20,00 $"]);
        world.closes_clean().await;
    }
}
