//! Errors as callers see them: RFC 9457 problems that say what happened and where.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DbError;

/// The body of every error answer (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem: `/problems/` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem as one word that never changes; faces translate it.
    pub code: String,
    /// The kind of problem in English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time, in English.
    pub detail: String,
    /// Where in the request: `items[3].price`, `code`, …
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// After how many seconds it makes sense to try again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after_s: Option<u32>,
}

/// A request that was not done.
#[derive(Debug)]
pub struct HttpError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    status: StatusCode,
    problem: Problem,
    /// For the log only.
    cause: Option<String>,
}

impl HttpError {
    /// A problem with a code of its own. `code` is lower case with hyphens.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        let problem = Problem {
            kind: format!("/problems/{code}"),
            code: code.to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            place: None,
            retry_after_s: None,
        };
        Self(Box::new(Inner {
            status,
            problem,
            cause: None,
        }))
    }

    /// 422: something in the request is wrong, at this place.
    pub fn invalid(place: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail).at(place)
    }

    /// 404: there is no such thing.
    pub fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            format!("there is no such {what}"),
        )
    }

    /// 409: what is there does not allow it.
    pub fn conflict(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 401: nobody is signed in.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", detail)
    }

    /// 403: not allowed.
    pub fn forbidden(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 429: too often.
    pub fn too_many(code: &str, detail: impl Into<String>, retry_after_s: u32) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail).retry_after(retry_after_s)
    }

    /// 500: our fault. `cause` goes to the log, not to the caller.
    pub fn internal(cause: impl Into<String>) -> Self {
        let mut error = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the hub could not do this; its log says why",
        );
        error.0.cause = Some(cause.into());
        error
    }

    /// Names the place in the request.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.0.problem.place = Some(place.to_owned());
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.problem.retry_after_s = Some(seconds);
        self
    }

    /// What the caller will read.
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl std::fmt::Display for HttpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.0.problem.code, self.0.problem.detail)?;
        self.0
            .cause
            .as_ref()
            .map_or(Ok(()), |cause| write!(f, " ({cause})"))
    }
}

impl std::error::Error for HttpError {}

impl From<DbError> for HttpError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "the hub has more to write than it can; try again",
            )
            .retry_after(1),
            other => Self::internal(other.to_string()),
        }
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let Inner {
            status,
            problem,
            cause,
        } = *self.0;
        if let Some(cause) = cause {
            tracing::error!(problem.code = %problem.code, error = %cause, "request failed");
        }
        let retry_after_s = problem.retry_after_s;
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_of_an_internal_error_stays_in_the_log() {
        let error = HttpError::from(DbError::Commit("disk full at /secret".to_owned()));
        let body = serde_json::to_string(error.problem()).unwrap();
        assert!(!body.contains("secret"), "{body}");
        assert!(error.to_string().contains("secret"));
    }

    #[test]
    fn a_problem_says_kind_status_and_place() {
        let error = HttpError::invalid("items[3].price", "must not be negative");
        let body = serde_json::to_value(error.problem()).unwrap();
        assert_eq!(body["type"], "/problems/invalid");
        assert_eq!(body["status"], 422);
        assert_eq!(body["place"], "items[3].price");
    }

    #[test]
    fn a_full_queue_asks_to_come_again() {
        let response = HttpError::from(DbError::Busy).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
    }
}
