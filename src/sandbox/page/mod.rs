//! The web page at `/`: HTML, CSS and JavaScript modules, built into the binary so that it works offline.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use super::hub::Hub;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// The browser loads and runs only what the sandbox serves, and a string can never become markup (trusted types), so
/// what people or bots write stays text. `blob:` allows to preview a picture before it is sent.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The files of the page: path, content type, content.
const FILES: [(&str, &str, &str); 32] = [
    ("/", HTML, include_str!("page.html")),
    ("/page/base.css", CSS, include_str!("style/base.css")),
    ("/page/side.css", CSS, include_str!("style/side.css")),
    ("/page/messages.css", CSS, include_str!("style/messages.css")),
    ("/page/embeds.css", CSS, include_str!("style/embeds.css")),
    ("/page/composer.css", CSS, include_str!("style/composer.css")),
    ("/page/dialog.css", CSS, include_str!("style/dialog.css")),
    ("/page/actions.js", JS, include_str!("actions.js")),
    ("/page/attachments.js", JS, include_str!("attachments.js")),
    ("/page/commands.js", JS, include_str!("commands.js")),
    ("/page/components.js", JS, include_str!("components.js")),
    ("/page/composer.js", JS, include_str!("composer.js")),
    ("/page/dialog.js", JS, include_str!("dialog.js")),
    ("/page/elements.js", JS, include_str!("elements.js")),
    ("/page/embeds.js", JS, include_str!("embeds.js")),
    ("/page/files.js", JS, include_str!("files.js")),
    ("/page/forms.js", JS, include_str!("forms.js")),
    ("/page/hints.js", JS, include_str!("hints.js")),
    ("/page/main.js", JS, include_str!("main.js")),
    ("/page/marked.js", JS, include_str!("marked.js")),
    ("/page/marks.js", JS, include_str!("marks.js")),
    ("/page/menu.js", JS, include_str!("menu.js")),
    ("/page/message.js", JS, include_str!("message.js")),
    ("/page/notes.js", JS, include_str!("notes.js")),
    ("/page/places.js", JS, include_str!("places.js")),
    ("/page/scroll.js", JS, include_str!("scroll.js")),
    ("/page/side.js", JS, include_str!("side.js")),
    ("/page/state.js", JS, include_str!("state.js")),
    ("/page/stream.js", JS, include_str!("stream.js")),
    ("/page/timeline.js", JS, include_str!("timeline.js")),
    ("/page/times.js", JS, include_str!("times.js")),
    ("/page/walk.js", JS, include_str!("walk.js")),
];

pub(super) fn router() -> Router<Arc<Hub>> {
    FILES.into_iter().fold(Router::new(), |router, (path, kind, body)| {
        router.route(path, get(move || text(kind, body)))
    })
}

async fn text(kind: &'static str, body: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body)
}
