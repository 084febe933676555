//! What machines read of a desk: the page for Prometheus, the rules and dashboards made for it, and the log.

mod deployed;
mod logs;
mod page;
mod stories;
mod traces;

use page::Page;

use crate::support::world::World;

/// The demo reseller's channel.
const CHANNEL: &str = "transacciones-david";

/// The metrics at an address of their own, read from the books each time.
const OWN_ADDRESS: [(&str, &str); 2] = [
    ("CAMBISTA_METRICS_ADDR", "127.0.0.1:0"),
    ("CAMBISTA__METRICS__REFRESH_SECONDS", "0"),
];

/// The page with the desk's own figures.
async fn page(world: &World) -> Page {
    let addr = world.running().app.metrics_addr().expect("an address of their own");
    Page::at(&format!("http://{addr}/metrics")).await
}
