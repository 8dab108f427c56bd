//! Gives every request an id, a line in the log and a place in the measurements.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hub_kernel::{Correlation, Ids, Stop};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use shared::ids::uuid_v7;
use tracing::Instrument;

use crate::Gateway;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const DURATION: &str = "http_request_duration_seconds";
/// Bounds of the measured times, in seconds.
const BUCKETS: [f64; 11] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0,
];
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

static INSTALLED: OnceLock<PrometheusHandle> = OnceLock::new();

/// The process's measurements. Several hubs in one process (in tests) share them.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// The measurements, made when first asked for.
    pub fn installed() -> Self {
        let handle = INSTALLED.get_or_init(|| {
            let builder = PrometheusBuilder::new();
            let matcher = Matcher::Full(DURATION.to_owned());
            // Refused only without bounds; then times are summaries instead of histograms.
            let recorder = builder
                .set_buckets_for_metric(matcher, &BUCKETS)
                .unwrap_or_else(|_no_bounds| PrometheusBuilder::new())
                .build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder takes the measurements; /metrics stays empty");
            }
            metrics::describe_counter!(
                "http_requests_total",
                "Requests by method, route and status."
            );
            metrics::describe_histogram!(DURATION, "Seconds from the request to its answer.");
            handle
        });
        Self(handle.clone())
    }
}

/// `GET /metrics`, for Prometheus.
pub(crate) async fn metrics(State(gateway): State<Gateway>) -> Response {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], gateway.metrics.0.render()).into_response()
}

/// Folds measured times, so that they take no more and more memory.
pub(crate) async fn upkeep(mut stop: Stop) {
    let metrics = Metrics::installed();
    loop {
        tokio::select! {
            () = stop.requested() => return,
            () = tokio::time::sleep(UPKEEP_EVERY) => metrics.0.run_upkeep(),
        }
    }
}

/// Gives the request an id if it has no decent one, logs and measures it.
pub(crate) async fn observe(State(ids): State<Ids>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let Correlation(mut id) = Correlation::of(request.headers());
    if id.is_empty() {
        id = ids.make(uuid_v7).to_string();
    }
    let header = HeaderValue::from_str(&id).ok();
    if let Some(header) = header.clone() {
        request.headers_mut().insert(REQUEST_ID, header);
    }
    let method = request.method().clone();
    // The pattern, not the path: a measurement per order id would never end.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("request", request.id = %id, http.method = %method, http.route = %route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status();
    span.in_scope(|| {
        let (http_status, took_us) = (status.as_u16(), took.as_micros());
        tracing::debug!(http.status = http_status, took_us, "answered");
    });
    let labels = [
        ("method", method_label(&method).to_owned()),
        ("route", route),
    ];
    metrics::histogram!(DURATION, &labels).record(took.as_secs_f64());
    let [method, route] = labels;
    let labels = [method, route, ("status", status.as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    if let Some(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    response
}

/// The method as the measurements name it. A client may send any word as its method, and a
/// measurement per word would never end.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "CONNECT" => "CONNECT",
        "OPTIONS" => "OPTIONS",
        "TRACE" => "TRACE",
        "PATCH" => "PATCH",
        _ => "other",
    }
}
