//! Lists that are read page by page: `limit`, and `cursor` as the page before gave it.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use utoipa::IntoParams;

use super::error::ApiError;

const LIMIT_DEFAULT: i64 = 50;
const LIMIT_MAX: i64 = 100;

/// What a client may ask for; read one by one, described here.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct PageAsked {
    /// The most items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Which page is meant.
pub(super) struct Page {
    pub(super) limit: i64,
    pub(super) cursor: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Page, ApiError> {
        let given = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(given) = given.map_err(|_| ApiError::invalid_field("limit", "readable"))?;
        let (limit, cursor) = (once(&given, "limit")?, once(&given, "cursor")?);
        let expected = format!("a whole number from 1 to {LIMIT_MAX}");
        let limit = match limit {
            None => LIMIT_DEFAULT,
            Some(text) => {
                let limit = text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
                limit.ok_or_else(|| ApiError::invalid_field("limit", &expected))?
            }
        };
        Ok(Page { limit, cursor })
    }
}

/// A parameter that may be missing, and is not given twice.
fn once(given: &[(String, String)], parameter: &str) -> Result<Option<String>, ApiError> {
    let mut values = given.iter().filter(|(name, _)| name == parameter);
    let value = values.next().map(|(_, value)| value.clone());
    match values.next() {
        None => Ok(value),
        Some(_) => Err(ApiError::invalid_field(parameter, "given once")),
    }
}

impl Page {
    /// Cuts a list that was read with one item more than asked, and says whether there was one.
    pub(super) fn cut<T>(&self, items: &mut Vec<T>) -> bool {
        let kept = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = kept < items.len();
        items.truncate(kept);
        more
    }

    /// The numbers of a cursor; none on the first page.
    pub(super) fn after<const N: usize>(&self) -> Result<Option<[i64; N]>, ApiError> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let numbers: Option<Vec<i64>> = cursor.split('-').map(|part| part.parse().ok()).collect();
        let numbers = numbers.and_then(|numbers| <[i64; N]>::try_from(numbers).ok());
        let numbers = numbers.filter(|numbers| numbers.iter().all(|number| 0 <= *number));
        numbers
            .map(Some)
            .ok_or_else(|| ApiError::invalid_field("cursor", "`next` of the page before"))
    }
}

/// A cursor out of its numbers, none of which is negative.
pub(super) fn cursor<const N: usize>(numbers: [i64; N]) -> String {
    numbers.map(|number| number.to_string()).join("-")
}
