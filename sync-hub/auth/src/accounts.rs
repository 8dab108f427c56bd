//! Signing in and out.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hub_events::audit::{self, Entry};
use hub_kernel::{Actor, Body, Correlation, Ctx, HttpError, Manager, SESSION_COOKIE};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::{ids::TenantId, staff::lock_seconds};
use utoipa::ToSchema;

use crate::{
    Auth,
    passwords::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN},
    store::{self, Account},
};

/// How long a session lasts: a long day at the back office.
const SESSION_MS: i64 = 12 * 60 * 60_000;

/// Who wants in.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Login {
    /// The account: `manager`.
    name: String,
    /// Its password.
    password: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// The token, for `Authorization: Bearer`; only when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The account.
    name: String,
    /// Its company.
    #[schema(value_type = uuid::Uuid)]
    tenant_id: TenantId,
    /// Its restaurant.
    #[schema(value_type = uuid::Uuid)]
    site_id: shared::ids::SiteId,
    /// When the session ends by itself; only when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at_ms: Option<i64>,
}

/// Signs in with a password; the session comes as a cookie and in the body.
///
/// 401 `wrong-password`, 429 `locked` with the seconds to wait after five wrong tries.
#[utoipa::path(post, path = "/api/v1/login", tag = "auth", request_body = Login,
    responses((status = 200, body = SessionView), (status = 401, body = hub_kernel::Problem),
        (status = 429, body = hub_kernel::Problem)))]
pub(crate) async fn login(
    State(auth): State<Auth>,
    Correlation(correlation_id): Correlation,
    Body(login): Body<Login>,
) -> Result<Response, HttpError> {
    if login.password.chars().count() > PASSWORD_CHARS_MAX {
        return Err(wrong_password());
    }
    let home = auth.kernel.home;
    // One at a time from here on, or a hundred tries at once would count as one.
    let turn = auth.hasher.turn().await?;
    let name = login.name;
    let account = auth
        .kernel
        .db
        .read(move |tx| store::account(tx, home.tenant_id, &name))
        .await?;
    refuse_locked(account.as_ref(), auth.kernel.clock.now_ms())?;
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let (turn, right) = turn.verify(login.password, hash).await?;
    let answer = match account {
        Some(account) if right => {
            let actor = Actor::Manager {
                id: account.id,
                name: account.name.clone(),
            };
            let (tenant_id, site_id) = (home.tenant_id, home.site_id);
            open_session(
                &auth,
                Ctx {
                    tenant_id,
                    site_id,
                    actor,
                    correlation_id,
                },
                account,
            )
            .await
        }
        Some(account) => {
            count_wrong(&auth, account).await?;
            Err(wrong_password())
        }
        None => Err(wrong_password()),
    };
    drop(turn);
    answer
}

fn wrong_password() -> HttpError {
    HttpError::new(
        StatusCode::UNAUTHORIZED,
        "wrong-password",
        "name or password is wrong",
    )
}

fn refuse_locked(account: Option<&Account>, now_ms: i64) -> Result<(), HttpError> {
    let locked_until_ms = account.map_or(0, |account| account.locked_until_ms);
    let rest_ms = locked_until_ms.saturating_sub(now_ms);
    // More than the longest lock is left only when the clock was ahead while somebody was locked
    // out, and then was set right: that lock could last for years.
    let longest_ms = i64::from(lock_seconds(u32::MAX)) * 1_000;
    if !(1..=longest_ms).contains(&rest_ms) {
        return Ok(());
    }
    let seconds = u32::try_from((rest_ms + 999) / 1_000).unwrap_or(u32::MAX);
    let detail = format!("too many wrong passwords; locked for {seconds} s");
    Err(HttpError::too_many("locked", detail, seconds))
}

async fn count_wrong(auth: &Auth, account: Account) -> Result<(), HttpError> {
    let wrong_tries = account.wrong_tries.saturating_add(1);
    let lock_ms = i64::from(lock_seconds(wrong_tries)) * 1_000;
    let locked_until_ms = auth.kernel.clock.now_ms() + lock_ms;
    let tenant_id = auth.kernel.home.tenant_id;
    let counted = auth
        .kernel
        .db
        .write(move |tx| store::set_tries(tx, tenant_id, account.id, wrong_tries, locked_until_ms));
    Ok(counted.await?)
}

async fn open_session(auth: &Auth, ctx: Ctx, account: Account) -> Result<Response, HttpError> {
    let kernel = &auth.kernel;
    let secret: [u8; 32] = kernel.ids.random();
    let token = format!("{}.{}", ctx.tenant_id, URL_SAFE_NO_PAD.encode(secret));
    let now_ms = kernel.clock.now_ms();
    let expires_at_ms = now_ms + SESSION_MS;
    let view = SessionView {
        token: Some(token.clone()),
        name: account.name.clone(),
        tenant_id: ctx.tenant_id,
        site_id: ctx.site_id,
        expires_at_ms: Some(expires_at_ms),
    };
    let ids = kernel.ids.clone();
    let hash = token_hash(&token);
    let opened = kernel.db.write(move |tx| -> Result<(), HttpError> {
        let account_id = account.id;
        store::set_tries(tx, ctx.tenant_id, account_id, 0, 0)?;
        let times = (now_ms, expires_at_ms);
        store::insert_session(tx, ctx.tenant_id, &hash, account_id, times)?;
        audit::record(
            tx,
            &ids,
            &ctx,
            Entry::new("auth.signed-in", account.name, json!({})),
        )?;
        Ok(())
    });
    opened.await?;
    let cookie = format!(
        "{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}",
        SESSION_MS / 1_000
    );
    with_cookie(&cookie, Json(view).into_response())
}

fn with_cookie(cookie: &str, mut response: Response) -> Result<Response, HttpError> {
    let value =
        HeaderValue::from_str(cookie).map_err(|error| HttpError::internal(error.to_string()))?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Ends the session.
#[utoipa::path(post, path = "/api/v1/logout", tag = "auth", responses((status = 204)))]
pub(crate) async fn logout(
    State(auth): State<Auth>,
    manager: Manager,
) -> Result<Response, HttpError> {
    let hash = token_hash(&manager.token);
    let tenant_id = manager.ctx.tenant_id;
    auth.kernel
        .db
        .write(move |tx| store::end_session(tx, tenant_id, &hash))
        .await?;
    let cookie = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    with_cookie(&cookie, StatusCode::NO_CONTENT.into_response())
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "auth",
    responses((status = 200, body = SessionView), (status = 401, body = hub_kernel::Problem)))]
pub(crate) async fn get_session(manager: Manager) -> Json<SessionView> {
    let Ctx {
        tenant_id,
        site_id,
        actor,
        ..
    } = manager.ctx;
    let name = match actor {
        Actor::Manager { name, .. } => name,
        other => other.to_string(),
    };
    Json(SessionView {
        token: None,
        name,
        tenant_id,
        site_id,
        expires_at_ms: None,
    })
}

/// A new password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPassword {
    /// The one that is to go.
    old: String,
    /// The new one, at least ten characters.
    new: String,
}

/// Changes the own password and ends the account's other sessions.
#[utoipa::path(put, path = "/api/v1/password", tag = "auth", request_body = NewPassword,
    responses((status = 204), (status = 401, body = hub_kernel::Problem),
        (status = 422, body = hub_kernel::Problem)))]
pub(crate) async fn put_password(
    State(auth): State<Auth>,
    manager: Manager,
    headers: HeaderMap,
    Body(change): Body<NewPassword>,
) -> Result<StatusCode, HttpError> {
    let length = change.new.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&length) {
        let detail = format!("must have {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters");
        return Err(HttpError::invalid("new", detail));
    }
    let Manager { mut ctx, token } = manager;
    ctx.correlation_id = Correlation::of(&headers).0;
    let Actor::Manager { name, .. } = ctx.actor.clone() else {
        return Err(HttpError::unauthorized("sign in first"));
    };
    let kernel = &auth.kernel;
    let turn = auth.hasher.turn().await?;
    let (tenant_id, asked) = (ctx.tenant_id, name.clone());
    let account = kernel
        .db
        .read(move |tx| store::account(tx, tenant_id, &asked))
        .await?;
    let account = account.ok_or_else(|| HttpError::not_found("account"))?;
    refuse_locked(Some(&account), kernel.clock.now_ms())?;
    let old_hash = Some(account.password_hash.clone());
    let (turn, right) = turn.verify(change.old, old_hash).await?;
    if !right {
        count_wrong(&auth, account).await?;
        return Err(wrong_password().at("old"));
    }
    let (turn, hash) = turn.hash(change.new, kernel.ids.random()).await?;
    let ids = kernel.ids.clone();
    let own = token_hash(&token);
    let changed = kernel.db.write(move |tx| -> Result<(), HttpError> {
        store::set_password(tx, ctx.tenant_id, &name, &hash)?;
        store::end_sessions(tx, ctx.tenant_id, account.id, &own)?;
        audit::record(
            tx,
            &ids,
            &ctx,
            Entry::new("auth.password-changed", name, json!({})),
        )?;
        Ok(())
    });
    changed.await?;
    drop(turn);
    Ok(StatusCode::NO_CONTENT)
}

/// The tenant that a token names, and the hash under which its session is kept.
pub(crate) fn token_parts(token: &str) -> Option<(TenantId, [u8; 32])> {
    let (tenant, _secret) = token.split_once('.')?;
    Some((tenant.parse().ok()?, token_hash(token)))
}

fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
