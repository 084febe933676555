//! The text formats of the page.

use axum::http::HeaderMap;

use crate::http::headers::wanted;

/// The text format of the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Form {
    /// Prometheus' text format 0.0.4, which every Prometheus and its tools read.
    Prometheus,
    OpenMetrics,
}

impl Form {
    /// OpenMetrics, if the client names it and prefers it; else Prometheus' text format, even if it accepts neither.
    pub(in crate::http) fn asked_for(headers: &HeaderMap) -> Form {
        let [plain, open] = wanted(headers, ["text/plain", "application/openmetrics-text"]);
        if plain < open {
            Form::OpenMetrics
        } else {
            Form::Prometheus
        }
    }

    /// The content type of the answer.
    pub(in crate::http) fn content_type(self) -> &'static str {
        match self {
            Form::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
            Form::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// Converts OpenMetrics into Prometheus' text format 0.0.4, which prometheus-client cannot write. There, the help and
/// type of a counter use the name of its sample, which ends in `_total`, and there is no `# EOF`.
pub(super) fn as_prometheus(open_metrics: &str) -> String {
    let counters: Vec<&str> = open_metrics
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter"))
        .collect();
    let mut text = String::with_capacity(open_metrics.len());
    for line in open_metrics.lines().filter(|line| *line != "# EOF") {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("#"), Some(what), Some(name), Some(rest)) if counters.contains(&name) => {
                text.push_str(&format!("# {what} {name}_total {rest}"));
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::Form;

    #[test]
    fn open_metrics_is_for_who_asks_for_it() {
        let form = |accept: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert("accept", HeaderValue::from_static(accept));
            }
            Form::asked_for(&headers)
        };
        for plain in [
            None,
            Some("*/*"),
            Some("text/plain"),
            Some("text/html"),
            Some("text/plain;q=0.5,application/openmetrics-text;q=0.5"),
            Some("application/openmetrics-text;q=0"),
        ] {
            assert_eq!(form(plain), Form::Prometheus, "{plain:?}");
        }
        for open in [
            "application/openmetrics-text",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        ] {
            assert_eq!(form(Some(open)), Form::OpenMetrics, "{open}");
        }
    }
}
