//! The plain web page at `/`.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use super::hub::Hub;

pub(super) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route("/", get(|| text("text/html; charset=utf-8", include_str!("page.html"))))
        .route(
            "/page.css",
            get(|| text("text/css; charset=utf-8", include_str!("page.css"))),
        )
        .route(
            "/page.js",
            get(|| text("text/javascript; charset=utf-8", include_str!("page.js"))),
        )
        .route(
            "/page-dialog.js",
            get(|| text("text/javascript; charset=utf-8", include_str!("page-dialog.js"))),
        )
        .route(
            "/page-message.js",
            get(|| text("text/javascript; charset=utf-8", include_str!("page-message.js"))),
        )
}

async fn text(kind: &'static str, body: &'static str) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")],
        body,
    )
}
