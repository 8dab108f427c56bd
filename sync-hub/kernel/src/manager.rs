//! Proof that somebody who manages the place sent the request.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, Method, header, request::Parts},
};

use crate::{Actor, Correlation, Ctx, HttpError, Kernel, extract};

/// The cookie that holds a session's token.
pub const SESSION_COOKIE: &str = "comanda_session";

/// A signed-in manager; a handler that takes it answers 401 to everybody else.
///
/// A request that changes something and comes with the cookie must also carry `x-comanda: 1` or a
/// JSON body: neither can be sent by a form on a page of somebody else.
#[derive(Clone, Debug)]
pub struct Manager {
    /// Tenant, site and account.
    pub ctx: Ctx,
    /// The session's token, to end it.
    pub token: String,
}

impl<S> FromRequestParts<S> for Manager
where
    S: Send + Sync,
    Kernel: FromRef<S>,
{
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        let kernel = Kernel::from_ref(state);
        let token = match (bearer(&parts.headers), cookie(&parts.headers)) {
            (Some(token), _) => token.to_owned(),
            (None, Some(token)) => {
                refuse_forged(&parts.method, &parts.headers)?;
                token.to_owned()
            }
            (None, None) => return Err(HttpError::unauthorized("sign in first")),
        };
        let sessions = kernel.ports.sessions;
        let now_ms = kernel.clock.now_ms();
        let asked = token.clone();
        let session = kernel
            .db
            .read(move |tx| sessions.session(tx, &asked, now_ms))
            .await?;
        let session =
            session.ok_or_else(|| HttpError::unauthorized("the session is over; sign in again"))?;
        let ctx = Ctx {
            tenant_id: session.tenant_id,
            site_id: session.site_id,
            actor: Actor::Manager {
                id: session.account_id,
                name: session.name,
            },
            correlation_id: Correlation::of(&parts.headers).0,
        };
        Ok(Self { ctx, token })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
        .map(str::trim)
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == SESSION_COOKIE).then_some(value))
}

fn refuse_forged(method: &Method, headers: &HeaderMap) -> Result<(), HttpError> {
    let marked = headers.get("x-comanda").is_some_and(|value| value == "1");
    if method.is_safe() || marked || extract::is_json(headers) {
        return Ok(());
    }
    Err(HttpError::forbidden(
        "forged",
        "send the header `x-comanda: 1` with this request",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().unwrap(), value.parse().unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let headers = headers(&[("cookie", "a=1; comanda_session=tok; b=2")]);
        assert_eq!(cookie(&headers), Some("tok"));
    }

    #[test]
    fn a_form_of_another_page_changes_nothing() {
        let form = headers(&[("content-type", "application/x-www-form-urlencoded")]);
        assert!(refuse_forged(&Method::POST, &form).is_err());
        assert!(refuse_forged(&Method::GET, &form).is_ok());
        assert!(refuse_forged(&Method::DELETE, &headers(&[("x-comanda", "1")])).is_ok());
        let json = headers(&[("content-type", "application/json")]);
        assert!(refuse_forged(&Method::PUT, &json).is_ok());
    }
}
