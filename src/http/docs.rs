//! Serves the OpenAPI description as JSON, and our own page that shows it. The page loads nothing from other sites.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Html;
use axum::routing::get;

const PAGE: &str = include_str!("docs.html");

/// The browser may load only this page and the description.
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
