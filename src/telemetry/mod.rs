//! Logs: pretty for a person at a terminal, JSON lines with the field names of the Elastic Common Schema for machines.
//!
//! Both go to standard error, one event per line. Tokens, names and message text must not be logged; every caller sees
//! to that.

pub mod ecs;
mod otlp;

use std::fmt;
use std::io::{IsTerminal, Write};

use chrono::{DateTime, SecondsFormat};
use opentelemetry_otlp::ExporterBuildError;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Scope};
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{EnvFilter, Layer};

use crate::clock::{Clock, Moment};
use crate::config::{LogConfig, LogFormat, TracesConfig};

pub use otlp::Traces;

/// Why the process can neither log nor send traces.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// Something else already logs, which only a test can bring about.
    #[error(transparent)]
    Log(#[from] TryInitError),
    #[error("traces.endpoint: {0}")]
    Traces(#[from] ExporterBuildError),
}

/// Starts logging for the whole process, and sends traces when an endpoint is set. Keep what it returns until the process
/// ends: the last traces are sent when it is dropped.
///
/// # Errors
/// [`TelemetryError`].
///
/// # Panics
/// With a filter that [`crate::config::Config::load`] would have refused, and outside of a runtime.
pub fn init(config: &LogConfig, traces: &TracesConfig) -> Result<Traces, TelemetryError> {
    let on_terminal = std::io::stderr().is_terminal();
    let filter = EnvFilter::try_new(&config.filter).expect("the configuration was loaded, so its filter is valid");
    let (otlp, traces) = match &traces.endpoint {
        Some(endpoint) => {
            let (layer, traces) = otlp::layer(endpoint)?;
            (Some(layer), traces)
        }
        None => (None, Traces::default()),
    };
    let registry = tracing_subscriber::registry().with(filter).with(otlp);
    if !is_pretty(config.format, on_terminal) {
        let ecs = EcsLayer::new(Clock::System, std::io::stderr);
        registry.with(ecs).try_init()?;
        return Ok(traces);
    }
    let has_colours = on_terminal && std::env::var_os("NO_COLOR").is_none();
    let pretty = tracing_subscriber::fmt::layer()
        .compact()
        .with_ansi(has_colours)
        // A log that cannot be written (a full disk) is no reason to panic.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    registry.with(pretty).try_init()?;
    Ok(traces)
}

fn is_pretty(format: LogFormat, on_terminal: bool) -> bool {
    match format {
        LogFormat::Auto => on_terminal,
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    }
}

/// Writes each event as one line of JSON: ECS names, the fields of the spans around it, then its own, nearest last.
struct EcsLayer<W> {
    clock: Clock,
    writer: W,
}

/// The fields of a span, stored with it until its events are written.
struct SpanFields(Map<String, Value>);

impl<W> EcsLayer<W> {
    fn new(clock: Clock, writer: W) -> EcsLayer<W> {
        EcsLayer { clock, writer }
    }
}

impl<S, W> Layer<S> for EcsLayer<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Map::new();
        attributes.record(&mut JsonVisitor(&mut fields));
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(SpanFields(fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else {
            return;
        };
        if let Some(SpanFields(fields)) = span.extensions_mut().get_mut() {
            values.record(&mut JsonVisitor(fields));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Map::new();
        for span in context.event_scope(event).into_iter().flat_map(Scope::from_root) {
            if let Some(SpanFields(of_span)) = span.extensions().get() {
                fields.extend(of_span.clone());
            }
        }
        event.record(&mut JsonVisitor(&mut fields));
        let line = ecs_line(event, fields, self.clock.now());
        // When logging itself fails, there is nowhere left to report it.
        let _ = self.writer.make_writer_for(event.metadata()).write_all(line.as_bytes());
    }
}

/// The whole line, so that it is written in one call and two threads cannot mix theirs.
fn ecs_line(event: &Event<'_>, mut fields: Map<String, Value>, now: Moment) -> String {
    let metadata = event.metadata();
    let message = fields.remove("message").unwrap_or_else(|| metadata.name().into());
    let mut line = Map::new();
    line.insert("@timestamp".to_owned(), timestamp(now).into());
    line.insert("log.level".to_owned(), metadata.level().as_str().to_lowercase().into());
    line.insert("message".to_owned(), message);
    line.insert("ecs.version".to_owned(), ecs::VERSION.into());
    line.insert(
        "event.dataset".to_owned(),
        concat!(env!("CARGO_PKG_NAME"), ".log").into(),
    );
    line.insert("process.pid".to_owned(), std::process::id().into());
    line.insert("service.name".to_owned(), env!("CARGO_PKG_NAME").into());
    line.insert("service.version".to_owned(), env!("CARGO_PKG_VERSION").into());
    line.insert("log.logger".to_owned(), metadata.target().into());
    for (name, value) in fields {
        line.entry(name).or_insert(value);
    }
    format!("{}\n", Value::Object(line))
}

fn timestamp(now: Moment) -> String {
    let time = DateTime::from_timestamp_millis(now.ms()).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

struct JsonVisitor<'a>(&'a mut Map<String, Value>);

impl JsonVisitor<'_> {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        let (name, value) = ecs::written(field.name(), value.into());
        self.0.insert(name, value);
    }
}

impl Visit for JsonVisitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.put(field, value.to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;
    use tracing::{error, info, info_span};

    use super::*;
    use crate::clock::HandClock;

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("no writer panics").write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn lines_of(log: impl FnOnce()) -> Vec<Value> {
        let buffer = Buffer::default();
        let writer = buffer.clone();
        let clock = Clock::Hand(HandClock::starting_at(Moment::from_ms(1_700_000_000_123)));
        let layer = EcsLayer::new(clock, move || writer.clone());
        let subscriber = tracing_subscriber::registry().with(EnvFilter::new("info")).with(layer);
        tracing::subscriber::with_default(subscriber, log);
        let bytes = buffer.0.lock().expect("no writer panics").clone();
        let text = String::from_utf8(bytes).expect("JSON is text");
        text.lines()
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect()
    }

    #[test]
    fn an_event_is_one_line_with_ecs_names() {
        let lines = lines_of(|| info!(batch.id = 7, is_open = true, "batch {} opened", 7));
        let expected = json!({
            "@timestamp": "2023-11-14T22:13:20.123Z",
            "log.level": "info",
            "message": "batch 7 opened",
            "ecs.version": "8.11.0",
            "event.dataset": "cambista.log",
            "process.pid": std::process::id(),
            "service.name": "cambista",
            "service.version": env!("CARGO_PKG_VERSION"),
            "log.logger": "cambista::telemetry::tests",
            "cambista.batch.id": "7",
            "cambista.is_open": true,
        });
        assert_eq!(lines, [expected]);
    }

    #[test]
    fn an_event_carries_the_fields_of_the_spans_around_it_and_the_nearest_wins() {
        let lines = lines_of(|| {
            let outer = info_span!("command", command.name = "t", order.id = tracing::field::Empty);
            let _outer = outer.enter();
            outer.record("order.id", 3);
            let _inner = info_span!("courier", command.name = "send").entered();
            info!(duration_ms = 12, "sent");
        });
        assert_eq!(lines[0]["cambista.command.name"], "send");
        assert_eq!(lines[0]["cambista.order.id"], "3");
        assert_eq!(lines[0]["event.duration"], 12_000_000);
    }

    #[test]
    fn an_error_is_told_as_its_message() {
        let lines = lines_of(|| {
            let failure = std::io::Error::other("disk full");
            error!(error = &failure as &dyn std::error::Error, "not saved\nat all");
        });
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["error.message"], "disk full");
        assert_eq!(lines[0]["log.level"], "error");
        assert_eq!(lines[0]["message"], "not saved\nat all");
    }

    #[test]
    fn a_field_cannot_pose_as_the_time_or_the_level() {
        let lines = lines_of(|| info!("log.level" = "none", "service.name" = "other", "hello"));
        assert_eq!(lines[0]["log.level"], "info");
        assert_eq!(lines[0]["service.name"], "cambista");
    }

    #[test]
    fn what_the_filter_leaves_out_is_not_written() {
        assert_eq!(lines_of(|| tracing::debug!("unheard")), Vec::<Value>::new());
    }

    #[test]
    fn auto_is_pretty_only_on_a_terminal() {
        assert!(is_pretty(LogFormat::Auto, true));
        assert!(!is_pretty(LogFormat::Auto, false));
        assert!(is_pretty(LogFormat::Pretty, false));
        assert!(!is_pretty(LogFormat::Json, true));
    }
}
