//! A request to the REST interface, parsed into path, query, JSON and files.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use serde_json::{Value, json};

use super::error::{ApiError, Problems, Result};

/// The maximum size of a request in bytes. On Discord too, ten files of the maximum size do not fit.
const BODY_BYTES_MAX: usize = 26 * 1024 * 1024;

/// A file in a request.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Upload {
    /// The `n` of `files[n]`.
    pub index: String,
    pub filename: String,
    pub bytes: Bytes,
}

#[derive(Debug)]
pub(in crate::sandbox) struct Call {
    /// The user who makes the call: the bot, or a person.
    pub actor: u64,
    pub method: Method,
    pub segments: Vec<String>,
    pub query: HashMap<String, String>,
    pub body: Value,
    pub files: Vec<Upload>,
}

/// The answer to a request.
#[derive(Debug)]
pub(in crate::sandbox) enum Answer {
    Json(StatusCode, Value),
    Empty,
}

impl Answer {
    pub(in crate::sandbox) fn ok(value: Value) -> Self {
        Answer::Json(StatusCode::OK, value)
    }

    pub(in crate::sandbox) fn created(value: Value) -> Self {
        Answer::Json(StatusCode::CREATED, value)
    }
}

impl Call {
    /// Reads and parses a whole request.
    pub(in crate::sandbox) async fn read(request: Request, path: &str, actor: u64) -> Result<Call> {
        let method = request.method().clone();
        let query = request.uri().query().unwrap_or_default();
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        let query = query.map(|(key, value)| (key.to_owned(), decode(value))).collect();
        let segments = path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let (body, files) = if content_type(request.headers()).starts_with("multipart/form-data") {
            read_multipart(request).await?
        } else {
            (read_json(request).await?, Vec::new())
        };
        Ok(Call {
            actor,
            method,
            segments,
            query,
            body,
            files,
        })
    }

    /// A call on behalf of a person: the same routes, with that person's permissions.
    pub(in crate::sandbox) fn of_person(person: u64, method: Method, segments: &[&str], body: Value) -> Call {
        Call {
            actor: person,
            method,
            segments: segments.iter().map(ToString::to_string).collect(),
            query: HashMap::new(),
            body,
            files: Vec::new(),
        }
    }

    /// A numeric parameter of the query, if it is present and valid.
    pub(in crate::sandbox) fn number(&self, key: &str) -> Option<u64> {
        self.query.get(key)?.parse().ok()
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

async fn read_json(request: Request) -> Result<Value> {
    let bytes = axum::body::to_bytes(request.into_body(), BODY_BYTES_MAX).await;
    let bytes = bytes.map_err(|_| ApiError::too_large())?;
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes).map_err(|_| ApiError::bad_json())
}

async fn read_multipart(request: Request) -> Result<(Value, Vec<Upload>)> {
    let limit = axum::extract::DefaultBodyLimit::max(BODY_BYTES_MAX);
    let mut request = request;
    limit.apply(&mut request);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::bad_json())?;
    let mut body = json!({});
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| ApiError::too_large())? {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|_| ApiError::too_large())?;
        if name == "payload_json" {
            body = serde_json::from_slice(&bytes).map_err(|_| ApiError::bad_json())?;
        } else if let Some(filename) = filename {
            let index = name
                .strip_prefix("files[")
                .and_then(|rest| rest.strip_suffix(']'))
                .unwrap_or(&name);
            files.push(Upload {
                index: index.to_owned(),
                filename,
                bytes,
            });
        } else {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            body[&name] = json!(text);
        }
    }
    Ok((body, files))
}

/// Decodes `%C3%B1` and the like.
pub(in crate::sandbox) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex
            .filter(|_| bytes[at] == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// An id in a body: a number or a text.
pub(in crate::sandbox) fn id_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// An id in the path.
pub(in crate::sandbox) fn path_id(text: &str, field: &str) -> Result<u64> {
    let message = format!("Value \"{text}\" is not snowflake.");
    text.parse()
        .map_err(|_| Problems::one(field, "NUMBER_TYPE_COERCE", &message))
}
