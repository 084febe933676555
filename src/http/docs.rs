//! The description as JSON, and a page of our own that shows it: nothing is fetched from elsewhere.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Html;
use axum::routing::get;

const PAGE: &str = include_str!("docs.html");

/// Nothing but this page and the description may be loaded.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";

pub(super) fn routes(description: &str) -> Router {
    let description = description.to_owned();
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Router::new()
        .route("/openapi.json", get(async move || ([json], description)))
        .route("/docs", get(async move || ([policy], Html(PAGE))))
}
