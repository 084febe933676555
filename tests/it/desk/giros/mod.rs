//! Giros of prepaid resellers (specification 002).

mod banks;
mod central;
mod executed;
mod given_back;
mod sent;
mod waiting;

use crate::support::world::World;

/// A right account number at Banesco, at Mercantil, and somebody's right cédula.
const AT_BANESCO: &str = "01340001630000000001";
const AT_MERCANTIL: &str = "01050001030000000001";
const CEDULA: &str = "V12345678";

/// david paid 3 000 Bs in advance.
async fn recharged(world: &World) {
    let owner = world.person("superusuario");
    let told = owner
        .is_told_privately("general", "!recargar @david 3000 efectivo")
        .await;
    told.shows(&["3.000,00 Bs"]);
}

/// david sends a giro of this amount to María Pérez at Banesco.
async fn sends(world: &World, amount: &str) {
    let typed = format!("!giro {amount} Banesco {AT_BANESCO} {CEDULA} María Pérez");
    world.person("david").says("dm", &typed).await;
}

/// Balances in centavos by their codes.
async fn cents(world: &World, codes: &[&str]) -> Vec<i64> {
    let balances = world.balances().await;
    let of = |code: &&str| balances.get(*code).copied().unwrap_or_default() / 100;
    codes.iter().map(of).collect()
}

/// david's prepaid account, what open giros keep, cajero1's account.
async fn funds(world: &World) -> Vec<i64> {
    cents(world, &["account:3:VES", "escrow:VES", "account:1:VES"]).await
}
