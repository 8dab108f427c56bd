//! The company over HTTP.

use axum::{Json, extract::State};
use hub_events::{
    audit::{self, Entry},
    outbox,
};
use hub_kernel::{Body, DomainEvent, HttpError, Kernel, Manager, limits};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::ids::{SiteId, TenantId};
use utoipa::ToSchema;

use crate::store;

/// A company and its restaurant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TenantView {
    /// The company.
    #[schema(value_type = uuid::Uuid)]
    tenant_id: TenantId,
    /// Its name.
    tenant_name: String,
    /// The restaurant.
    #[schema(value_type = uuid::Uuid)]
    site_id: SiteId,
    /// Its name in the back office; the one on receipts is in the catalogue.
    site_name: String,
}

/// New names.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub(crate) struct TenantNames {
    /// Of the company, 1 to 80 characters.
    tenant_name: String,
    /// Of the restaurant, 1 to 80 characters.
    site_name: String,
}

/// The company and the restaurant of whoever asks.
#[utoipa::path(get, path = "/api/v1/tenant", tag = "tenants",
    responses((status = 200, body = TenantView)))]
pub(crate) async fn get_tenant(
    State(kernel): State<Kernel>,
    manager: Manager,
) -> Result<Json<TenantView>, HttpError> {
    let ctx = manager.ctx;
    let view = kernel.db.read(move |tx| {
        let names = store::names(tx, &ctx)?.ok_or_else(|| HttpError::not_found("site"))?;
        let (tenant_name, site_name) = names;
        let (tenant_id, site_id) = (ctx.tenant_id, ctx.site_id);
        Ok::<_, HttpError>(TenantView {
            tenant_id,
            tenant_name,
            site_id,
            site_name,
        })
    });
    Ok(Json(view.await?))
}

/// Renames them.
#[utoipa::path(put, path = "/api/v1/tenant", tag = "tenants", request_body = TenantNames,
    responses((status = 200, body = TenantView), (status = 422, body = hub_kernel::Problem)))]
pub(crate) async fn put_tenant(
    State(kernel): State<Kernel>,
    manager: Manager,
    Body(names): Body<TenantNames>,
) -> Result<Json<TenantView>, HttpError> {
    let tenant_name = limits::name("tenant_name", &names.tenant_name)?.to_owned();
    let site_name = limits::name("site_name", &names.site_name)?.to_owned();
    let ctx = manager.ctx;
    let (tenant_id, site_id) = (ctx.tenant_id, ctx.site_id);
    let view = TenantView {
        tenant_id,
        tenant_name,
        site_id,
        site_name,
    };
    let kept = view.clone();
    let ids = kernel.ids.clone();
    let written = kernel.db.write(move |tx| {
        store::set_names(tx, &ctx, &kept.tenant_name, &kept.site_name)?;
        let body = json!({ "tenant_name": kept.tenant_name, "site_name": kept.site_name });
        outbox::append(
            tx,
            &DomainEvent::new(&ids, &ctx, "tenant.renamed.v1", body.clone()),
        )?;
        audit::record(
            tx,
            &ids,
            &ctx,
            Entry::new("tenant.renamed", site_id.to_string(), body),
        )?;
        Ok::<_, HttpError>(())
    });
    written.await?;
    Ok(Json(view))
}

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, to_bytes},
        http::{Request, StatusCode, header},
    };
    use hub_kernel::{Home, testkit::TestKernel};
    use serde_json::Value;
    use tower::ServiceExt;

    use super::*;

    async fn call(test: &TestKernel, method: &str, body: Value) -> (StatusCode, Value) {
        let router: axum::Router = crate::module(&test.kernel).router.into();
        let request = Request::builder()
            .method(method)
            .uri("/api/v1/tenant")
            .header(
                header::AUTHORIZATION,
                format!("Bearer {}", TestKernel::TOKEN),
            )
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    async fn test() -> TestKernel {
        let test = TestKernel::new();
        let home: Home = test.kernel.home;
        let made = test
            .kernel
            .db
            .write(move |tx| store::make(tx, home, "Restaurant", 0));
        made.await.unwrap();
        test
    }

    #[tokio::test]
    async fn the_first_start_makes_one_home_and_the_next_finds_it() {
        let test = TestKernel::new();
        let kernel = &test.kernel;
        let first = crate::home(&kernel.db, &kernel.ids).await.unwrap();
        let second = crate::home(&kernel.db, &kernel.ids).await.unwrap();
        assert_eq!(first, second);
    }

    #[tokio::test]
    async fn a_new_name_is_kept_and_written_into_the_trail() {
        let test = test().await;
        let names = json!({ "tenant_name": "Rossi srl", "site_name": " Da Rossi " });
        assert_eq!(call(&test, "PUT", names).await.0, StatusCode::OK);
        let (_, view) = call(&test, "GET", Value::Null).await;
        assert_eq!(
            (&view["tenant_name"], &view["site_name"]),
            (&json!("Rossi srl"), &json!("Da Rossi"))
        );
        let actions = test.kernel.db.read(|tx| {
            tx.query(
                "SELECT action FROM events_audit",
                hub_kernel::params![],
                |row| row.get::<String>(0),
            )
        });
        assert_eq!(actions.await.unwrap(), ["tenant.renamed"]);
    }

    #[tokio::test]
    async fn an_empty_name_is_refused_at_its_place_and_changes_nothing() {
        let test = test().await;
        let names = json!({ "tenant_name": "Rossi", "site_name": " " });
        let (status, problem) = call(&test, "PUT", names).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["place"], "site_name");
        let (_, view) = call(&test, "GET", Value::Null).await;
        assert_eq!(view["tenant_name"], "Restaurant");
    }
}
