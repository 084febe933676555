//! Reading headers: those that may occur only once, and the media types that `Accept` asks for.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// Headers that must not occur twice, because then it is unclear what the call means.
const SINGLE: [&str; 5] = [
    "authorization",
    "content-type",
    "host",
    "idempotency-key",
    "x-request-id",
];

/// The first of these headers that occurs twice, spelled as people write it.
pub(super) fn given_twice(headers: &HeaderMap) -> Option<String> {
    let stands_twice = |name: &&str| headers.get_all(*name).iter().nth(1).is_some();
    SINGLE.into_iter().find(stands_twice).map(as_written)
}

/// `idempotency-key` becomes `Idempotency-Key`.
fn as_written(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    let mut begins = true;
    for letter in name.chars() {
        written.push(if begins { letter.to_ascii_uppercase() } else { letter });
        begins = letter == '-';
    }
    written
}

/// The quality that `Accept` gives to each of some media types, in thousandths; the most specific matching range
/// counts. Without the header every type has the highest quality.
pub(super) fn wanted<const N: usize>(headers: &HeaderMap, types: [&str; N]) -> [u16; N] {
    let given: Vec<&str> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    if given.is_empty() {
        return [QUALITY_MAX; N];
    }
    let ranges: Vec<Range<'_>> = given
        .iter()
        .flat_map(|value| value.split(','))
        .filter_map(Range::read)
        .collect();
    types.map(|media_type| {
        let holding = ranges
            .iter()
            .filter_map(|range| Some((range.holds(media_type)?, range.quality)));
        // If several versions of the same type are listed, the one with the highest quality counts.
        holding.max().map_or(0, |(_, quality)| quality)
    })
}

/// A quality of 1, in thousandths.
const QUALITY_MAX: u16 = 1_000;

/// One media range of an `Accept` header: `text/plain;version=0.0.4;q=0.3`.
struct Range<'a> {
    media_type: &'a str,
    quality: u16,
}

impl<'a> Range<'a> {
    fn read(text: &'a str) -> Option<Range<'a>> {
        let mut parts = text.split(';').map(str::trim);
        let media_type = parts.next().filter(|media_type| media_type.contains('/'))?;
        let quality = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| quality(value.trim()))
        });
        Some(Range {
            media_type,
            quality: quality.unwrap_or(QUALITY_MAX),
        })
    }

    /// How specifically this range matches a media type: 0 for `*/*`, 1 for `text/*`, 2 for the exact type.
    fn holds(&self, media_type: &str) -> Option<u8> {
        if self.media_type == "*/*" {
            return Some(0);
        }
        let (kind, _) = media_type.split_once('/')?;
        match self.media_type.split_once('/')? {
            (range, "*") => range.eq_ignore_ascii_case(kind).then_some(1),
            _ => self.media_type.eq_ignore_ascii_case(media_type).then_some(2),
        }
    }
}

/// `0.25` gives 250; an invalid quality gives 0.
fn quality(text: &str) -> u16 {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_short = decimals.len() <= 3 && decimals.bytes().all(|digit| digit.is_ascii_digit());
    let thousandths: u16 = format!("{decimals:0<3}").parse().unwrap_or(0);
    match whole {
        "0" if is_short => thousandths,
        "1" if is_short && thousandths == 0 => QUALITY_MAX,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::{given_twice, quality, wanted};

    const TYPES: [&str; 2] = ["text/plain", "application/openmetrics-text"];

    fn accepting(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("accept", HeaderValue::from_str(value).expect("a header"));
        }
        headers
    }

    #[test]
    fn a_header_that_stands_twice_is_named_as_people_write_it() {
        for (name, written) in [
            ("idempotency-key", "Idempotency-Key"),
            ("authorization", "Authorization"),
            ("content-type", "Content-Type"),
        ] {
            let mut headers = HeaderMap::new();
            let name = HeaderName::from_static(name);
            headers.append(&name, HeaderValue::from_static("a"));
            assert_eq!(given_twice(&headers), None);
            headers.append(&name, HeaderValue::from_static("a"));
            assert_eq!(given_twice(&headers).as_deref(), Some(written));
        }
        assert_eq!(given_twice(&accepting(&["*/*", "text/plain"])), None, "lists may go on");
    }

    #[test]
    fn the_most_specific_range_says_how_much_a_type_is_wanted() {
        let of = |values: &[&str]| wanted(&accepting(values), TYPES);
        assert_eq!(of(&[]), [1_000, 1_000]);
        assert_eq!(of(&["*/*"]), [1_000, 1_000]);
        assert_eq!(of(&["text/plain"]), [1_000, 0]);
        assert_eq!(of(&["text/*;q=0.5, */*;q=0.1"]), [500, 100]);
        assert_eq!(of(&["*/*", "application/OpenMetrics-Text; q=0.2"]), [1_000, 200]);
        assert_eq!(of(&["text/plain;q=0, */*"]), [0, 1_000]);
        // Prometheus sends this.
        let prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;\
                          q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
        assert_eq!(of(&[prometheus]), [300, 500]);
        assert_eq!(of(&["nonsense"]), [0, 0]);
    }

    #[test]
    fn a_quality_has_three_decimals_and_is_at_most_one() {
        assert_eq!(
            ["1", "1.0", "1.000", "0", "0.5", "0.25", "0.001"].map(quality),
            [1_000, 1_000, 1_000, 0, 500, 250, 1]
        );
        assert_eq!(["1.5", "2", "-1", "0.0001", "x", "", ".5", "0.x"].map(quality), [0; 8]);
    }
}
