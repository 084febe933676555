//! Traces as OpenTelemetry has them, sent to a collector by OTLP (HTTP, JSON).
//!
//! A trace begins with the span of an event of Discord or of a call of the API, which names its id in the field `trace.id`;
//! spans inside it belong to it. The courier tells later, and in another task: its span names the same id, and so goes on
//! with the trace.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use async_trait::async_trait;
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId as OtelTraceId, TraceState};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchSpanProcessor, SpanData, SpanEvents, SpanLinks, SpanProcessor};
use tokio::runtime::Handle;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use crate::trace::TraceId;

/// The field with which a span says to which trace it belongs.
const TRACE: &str = "trace.id";
/// The spans with which a trace begins. Another one with a trace of its own goes on with it.
const BEGIN: [&str; 2] = ["event", "call"];

/// Sends what is left when it is dropped.
#[derive(Debug, Default)]
pub struct Traces {
    processor: Option<Arc<BatchSpanProcessor>>,
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.processor.as_ref().map(|processor| processor.shutdown()) {
            tracing::warn!(error = %error, "the last traces could not be sent");
        }
    }
}

/// The layer that sends spans to a collector at this address, and what sends the rest of them at the end. Call it inside the
/// runtime.
///
/// # Errors
/// The exporter's, for an address that it does not take.
pub(super) fn layer(endpoint: &str) -> Result<(OtlpLayer<BatchSpanProcessor>, Traces), ExporterBuildError> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpJson)
        .with_endpoint(format!("{endpoint}/v1/traces"))
        .with_http_client(Collector {
            http: reqwest::Client::new(),
            runtime: Handle::current(),
        })
        .build()?;
    let mut processor = BatchSpanProcessor::builder(exporter).build();
    let service = [
        KeyValue::new("service.name", env!("CARGO_PKG_NAME")),
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", std::process::id().to_string()),
    ];
    processor.set_resource(&Resource::builder_empty().with_attributes(service).build());
    let processor = Arc::new(processor);
    let layer = OtlpLayer {
        processor: processor.clone(),
    };
    let traces = Traces {
        processor: Some(processor),
    };
    Ok((layer, traces))
}

/// The processor works in a thread of its own, without a runtime.
#[derive(Debug)]
struct Collector {
    http: reqwest::Client,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        let http = self.http.clone();
        let sending = self.runtime.spawn(async move {
            let answer = http.execute(request).await?;
            let status = answer.status();
            Ok::<_, reqwest::Error>((status, answer.bytes().await?))
        });
        let (status, body) = sending.await??;
        Ok(Response::builder().status(status).body(body)?)
    }
}

/// Makes a span of OpenTelemetry from each of the desk's own spans that belong to a trace.
pub(super) struct OtlpLayer<P> {
    processor: Arc<P>,
}

/// A span that has not ended, kept with it.
struct Open {
    trace: TraceId,
    data: SpanData,
}

impl<S, P> Layer<S> for OtlpLayer<P>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    P: SpanProcessor + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let metadata = attributes.metadata();
        let Some(span) = context
            .span(id)
            .filter(|_| metadata.target().starts_with(env!("CARGO_PKG_NAME")))
        else {
            return;
        };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let around = span.parent().and_then(|parent| {
            let extensions = parent.extensions();
            let open = extensions.get::<Open>()?;
            Some((open.trace, open.data.span_context.span_id()))
        });
        let begins = around.is_none() && BEGIN.contains(&metadata.name());
        let Some(trace) = around.map(|(trace, _)| trace).or(fields.trace) else {
            return;
        };
        let first = SpanId::from_bytes(trace.first_span());
        let (own, parent) = match around {
            Some((_, parent)) => (SpanId::from(rand::random::<u64>()), parent),
            None if begins => (first, SpanId::INVALID),
            None => (SpanId::from(rand::random::<u64>()), first),
        };
        let now = SystemTime::now();
        let data = SpanData {
            span_context: SpanContext::new(
                OtelTraceId::from_bytes(trace.bytes()),
                own,
                TraceFlags::SAMPLED,
                false,
                TraceState::default(),
            ),
            parent_span_id: parent,
            parent_span_is_remote: around.is_none() && !begins,
            span_kind: if begins { SpanKind::Server } else { SpanKind::Internal },
            name: metadata.name().into(),
            start_time: now,
            end_time: now,
            attributes: fields.attributes,
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: Status::Unset,
            instrumentation_scope: InstrumentationScope::builder(env!("CARGO_PKG_NAME")).build(),
        };
        span.extensions_mut().insert(Open { trace, data });
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<Open>() {
            let mut fields = Fields::default();
            values.record(&mut fields);
            open.data.attributes.extend(fields.attributes);
        }
    }

    /// An error inside a span makes it one that failed.
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if *event.metadata().level() != Level::ERROR {
            return;
        }
        let Some(span) = context.event_span(event) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<Open>() {
            open.data.status = Status::error("");
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let open = context
            .span(&id)
            .and_then(|span| span.extensions_mut().remove::<Open>());
        if let Some(Open { mut data, .. }) = open {
            data.end_time = SystemTime::now();
            self.processor.on_end(data);
        }
    }
}

/// The fields of a span.
#[derive(Default)]
struct Fields {
    trace: Option<TraceId>,
    attributes: Vec<KeyValue>,
}

impl Fields {
    fn text(&mut self, field: &Field, text: String) {
        if field.name() == TRACE {
            self.trace = text.parse().ok();
        } else {
            self.attributes.push(KeyValue::new(field.name(), text));
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value.to_owned());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.attributes.push(KeyValue::new(field.name(), value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.attributes.push(KeyValue::new(field.name(), value));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use opentelemetry_sdk::error::OTelSdkResult;
    use opentelemetry_sdk::trace::{Span, SpanData, SpanProcessor};
    use tracing_subscriber::layer::SubscriberExt;

    use super::OtlpLayer;
    use crate::trace::TraceId;

    /// Keeps what ended.
    #[derive(Debug, Default)]
    struct Ended(Mutex<Vec<SpanData>>);

    impl SpanProcessor for Ended {
        fn on_start(&self, _: &mut Span, _: &opentelemetry::Context) {}

        fn on_end(&self, span: SpanData) {
            self.0.lock().expect("nobody panicked").push(span);
        }

        fn force_flush(&self) -> OTelSdkResult {
            Ok(())
        }

        fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
            Ok(())
        }
    }

    fn ended(work: impl FnOnce()) -> Vec<SpanData> {
        let processor = Arc::new(Ended::default());
        let layer = OtlpLayer {
            processor: processor.clone(),
        };
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
        processor.0.lock().expect("nobody panicked").clone()
    }

    #[test]
    fn what_the_courier_tells_goes_on_with_the_trace_of_the_command() {
        let trace = TraceId::of_discord(77);
        let spans = ended(|| {
            let event = tracing::info_span!("event", trace.id = %trace, route = "x").entered();
            tracing::info_span!("commit").in_scope(|| tracing::error!("the disk is full"));
            drop(event);
            tracing::info_span!("notice", trace.id = %trace).in_scope(|| {});
            tracing::info_span!("commit").in_scope(|| {});
        });
        let [commit, event, notice] = spans.as_slice() else {
            panic!("a span outside of traces is not sent: {spans:#?}");
        };
        for span in [commit, event, notice] {
            assert_eq!(span.span_context.trace_id().to_string(), trace.to_string());
        }
        let first = event.span_context.span_id();
        assert_eq!(first.to_string(), hex::encode(trace.first_span()));
        assert_eq!((commit.parent_span_id, notice.parent_span_id), (first, first));
        assert_eq!(event.parent_span_id.to_string(), "0000000000000000");
        assert!(matches!(commit.status, opentelemetry::trace::Status::Error { .. }));
        assert_eq!(event.attributes.len(), 1);
    }
}
