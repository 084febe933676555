//! Lists that are read in pages, with `limit` and with the `cursor` that the previous page returned.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use utoipa::IntoParams;

use super::body::quoted;
use super::error::ApiError;

const LIMIT_DEFAULT: i64 = 50;
const LIMIT_MAX: i64 = 100;
/// The number of digits of the largest number in a cursor.
const CURSOR_DIGITS_MAX: usize = 19;

/// The query of a list. Its fields are read one by one; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct PageAsked {
    /// The highest number of items on the page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the previous page.
    #[param(pattern = "^[0-9]{1,19}$")]
    cursor: Option<String>,
}

/// The query of a list whose cursor consists of three numbers.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct PlacesAsked {
    /// The highest number of items on the page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the previous page.
    #[param(pattern = "^[0-9]{1,19}-[0-9]{1,19}-[0-9]{1,19}$")]
    cursor: Option<String>,
}

/// The page that is asked for.
pub(super) struct Page {
    pub(super) limit: i64,
    pub(super) cursor: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Page, ApiError> {
        let given = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(given) = given.map_err(|_| ApiError::invalid_field("the query", "readable"))?;
        refuse_twice(&given)?;
        let (limit, cursor) = (find(&given, "limit"), find(&given, "cursor"));
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

/// Refuses a parameter that occurs twice: nobody knows which value was meant.
fn refuse_twice(given: &[(String, String)]) -> Result<(), ApiError> {
    for (at, (name, _)) in given.iter().enumerate() {
        if given[..at].iter().any(|(earlier, _)| earlier == name) {
            return Err(ApiError::invalid_field(&quoted(name), "given once"));
        }
    }
    Ok(())
}

fn find(given: &[(String, String)], parameter: &str) -> Option<String> {
    let found = given.iter().find(|(name, _)| name == parameter);
    found.map(|(_, value)| value.clone())
}

impl Page {
    /// Cuts a list that was read with one item more than the limit. Returns whether there is a further page.
    pub(super) fn cut<T>(&self, items: &mut Vec<T>) -> bool {
        let kept = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = kept < items.len();
        items.truncate(kept);
        more
    }

    /// The numbers of the cursor; `None` for the first page.
    pub(super) fn after<const N: usize>(&self) -> Result<Option<[i64; N]>, ApiError> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let numbers: Option<Vec<i64>> = cursor.split('-').map(place_number).collect();
        let numbers = numbers.and_then(|numbers| <[i64; N]>::try_from(numbers).ok());
        numbers
            .map(Some)
            .ok_or_else(|| ApiError::invalid_field("cursor", "`next` of the page before"))
    }
}

/// Reads 1 to 19 digits, as the description says. A number above `i64::MAX` is beyond every row, so it is capped.
fn place_number(text: &str) -> Option<i64> {
    let is_number = (1..=CURSOR_DIGITS_MAX).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    let number: u64 = text.parse().ok().filter(|_| is_number)?;
    Some(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Makes a cursor from its numbers, none of which is negative.
pub(super) fn cursor<const N: usize>(numbers: [i64; N]) -> String {
    numbers.map(|number| number.to_string()).join("-")
}

#[cfg(test)]
mod tests {
    use super::Page;

    fn after(cursor: &str) -> Option<[i64; 1]> {
        let page = Page {
            limit: 1,
            cursor: Some(cursor.to_owned()),
        };
        page.after().ok().flatten()
    }

    #[test]
    fn a_cursor_is_what_its_description_allows_and_nothing_else() {
        assert_eq!(after("0"), Some([0]));
        assert_eq!(after("0000000000000000042"), Some([42]));
        assert_eq!(after("9999999999999999999"), Some([i64::MAX]));
        for wrong in ["", "+5", "-5", "5-", "5-5", " 5", "٥", "x", "00000000000000000042"] {
            assert_eq!(after(wrong), None, "{wrong:?}");
        }
    }
}
