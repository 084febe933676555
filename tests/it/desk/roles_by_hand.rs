//! Discord roles and permissions that somebody changes by hand: the books decide, and superusers are told once.

use serde_json::json;

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const ALERTS: &str = "alertas";
const TAKEN: &str = "le falta en Discord el rol de cajero";

on_both_engines! {
    async fn a_role_of_the_desks_that_is_taken_by_hand_is_given_back_and_told_once(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, cajero1) = (world.person("superusuario"), world.person("cajero1"));
        cajero1.holds_roles(&[]).await;
        assert_eq!(world.about("cajero1").await["roles"], json!(["Cajero"]));
        let told = owner.finds(ALERTS, TAKEN).await;
        told.shows(&["A **cajero1** le falta", "en la mesa sigue siendo cajero", "Se lo devuelvo", "`!baja "]);
        told.rings(&["superusuario"]);
        owner.finds(ALERTS, "✅ **cajero1**: su rol en Discord ya es el que tiene en la mesa").await;
        assert!(cajero1.sees_channels().await.contains(&PENDING.to_owned()));
        assert_eq!(cajero1.counts("dm", "Ahora es **cajero**").await, 1, "nobody became one");
        // A reseller loses the role while the bot is not running.
        world.is_down_while(async |world: &World| {
            let (status, _) = world
                .control(reqwest::Method::PATCH, "/sandbox/people/david", json!({ "roles": [] }))
                .await;
            assert_eq!(status, 200);
        }).await;
        let owner = world.person("superusuario");
        assert_eq!(world.about("david").await["roles"], json!(["Revendedor"]));
        owner.finds(ALERTS, "A **david** le falta en Discord el rol de revendedor").await;
        assert_eq!(owner.counts(ALERTS, TAKEN).await, 1, "once");
        // The command in the message removes the role for good.
        let baja = told.text();
        let baja = baja.split('`').find(|part| part.starts_with("!baja ")).expect("a command");
        owner.says("general", baja).await;
        assert_eq!(world.about("cajero1").await["roles"], json!([]));
        assert_eq!(owner.counts(ALERTS, TAKEN).await, 1, "that is no alarm");
        world.closes_clean().await;
    }

    async fn a_role_that_is_taken_again_and_again_or_stands_too_high_is_told_and_left(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, cajero2) = (world.person("superusuario"), world.person("cajero2"));
        for _ in 0..4 {
            cajero2.holds_roles(&[]).await;
        }
        assert_eq!(owner.counts(ALERTS, "Se lo devuelvo").await, 3);
        owner.finds(ALERTS, "no lo hago más por ahora").await.shows(&["**cajero2**", "u otro bot"]);
        assert_eq!(world.about("cajero2").await["roles"], json!([]));
        world.joins("luis").await;
        assert_eq!(owner.counts(ALERTS, "no lo hago más por ahora").await, 1, "once");
        cajero2.holds_roles(&["Cajero"]).await;
        owner.finds(ALERTS, "✅ **cajero2**").await;
        // The bot may not give this role.
        owner.changes_role("Cajero", json!({ "position": 9999 })).await;
        world.person("cajero1").holds_roles(&[]).await;
        owner.finds(ALERTS, "No puedo devolvérselo: mi rol está por debajo").await.shows(&["**cajero1**"]);
        world.closes_clean().await;
    }

    async fn an_administrator_of_discord_who_is_not_staff_is_told_once_and_in_nobodys_way(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.makes_role("Jefes").await;
        owner.changes_role("Jefes", json!({ "permissions": ["administrator"] })).await;
        assert_eq!(owner.counts(ALERTS, "⚠️").await, 0, "nobody has it");
        world.person("maria").holds_roles(&["Cliente", "Jefes"]).await;
        let told = owner.finds(ALERTS, "permiso de *Administrador* en Discord (por `@Jefes`)").await;
        told.shows(&["**maria**", "`#solicitudes`, `#alertas`", "el canal de cada revendedor", "`!rol @… admin`"]);
        told.rings(&["superusuario"]);
        let told = owner.is_told(ALERTS, "!setup revisar").await;
        told.shows(&["⚠ Quien tiene `@Jefes` es administrador de Discord y lee todos los canales", "Todo está listo"]);
        world.joins("luis").await;
        world.restarts().await;
        let owner = world.person("superusuario");
        assert_eq!(owner.counts(ALERTS, "⚠️").await, 1, "once");
        // More administrators, through one of the desk's roles: the cashiers could then read the requests too.
        owner.changes_role("Cajero", json!({ "permissions": ["administrator"] })).await;
        owner.finds(ALERTS, "(por `@Cajero` y `@Jefes`)").await.shows(&["**cajero1**, **cajero2** y **maria**"]);
        owner.changes_role("Cajero", json!({ "permissions": [] })).await;
        world.person("maria").holds_roles(&["Cliente"]).await;
        owner.finds(ALERTS, "✅ Ya nadie es administrador en Discord").await;
        // An admin of the desk may be an administrator in Discord.
        owner.says("general", "!rol @luis admin").await;
        world.person("luis").holds_roles(&["Admin", "Jefes"]).await;
        assert_eq!(owner.counts(ALERTS, "**luis**").await, 0);
        let no = ["Roles, canales, cuentas y partes solo los decide un superusuario"];
        for typed in ["!setup", "!setup revisar", "!setup propios"] {
            world.person("david").is_refused(CHANNEL, typed, &no).await;
        }
        world.closes_clean().await;
    }
}
