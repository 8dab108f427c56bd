//! Facts about the dispatcher: once, in order, and past what cannot be taken in.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use hub_kernel::{Ctx, StopSwitch, params, testkit::TestKernel};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;

/// Writes down what it hears, and refuses `poison.v1` until it is cured.
#[derive(Default)]
struct Diary {
    cured: Arc<AtomicBool>,
}

impl Subscriber for Diary {
    fn name(&self) -> &'static str {
        "diary"
    }

    fn wants(&self, event_name: &str) -> bool {
        event_name != "noise.v1"
    }

    fn handle(&self, tx: &Tx<'_>, event: &DomainEvent) -> Result<(), HandleError> {
        tx.execute("INSERT INTO diary (seq) VALUES ($1)", params![event.seq])?;
        tx.announce("diary");
        match event.name.as_str() {
            "panic.v1" => panic!("cannot read this"),
            "poison.v1" if !self.cured.load(Ordering::SeqCst) => {
                Err(HandleError::Refused("tastes odd".to_owned()))
            }
            _ => Ok(()),
        }
    }
}

struct Running {
    stop: StopSwitch,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    fn start(kernel: &Kernel, subscriber: Diary) -> Self {
        let (stop, stopped) = StopSwitch::new();
        let task = tokio::spawn(job(kernel, Arc::new(subscriber)).run(stopped));
        Self { stop, task }
    }

    async fn end(self) {
        self.stop.stop();
        tokio::time::timeout(Duration::from_secs(10), self.task)
            .await
            .unwrap()
            .unwrap();
    }
}

async fn test() -> TestKernel {
    let test = TestKernel::new();
    let create = "CREATE TABLE diary (no INTEGER PRIMARY KEY AUTOINCREMENT, seq BIGINT NOT NULL)";
    test.kernel
        .db
        .write(move |tx| tx.execute(create, params![]))
        .await
        .unwrap();
    test
}

async fn tell(test: &TestKernel, name: &str) -> i64 {
    let event = event(test, name);
    test.kernel
        .db
        .write(move |tx| outbox::append(tx, &event))
        .await
        .unwrap()
}

fn event(test: &TestKernel, name: &str) -> DomainEvent {
    let ctx: Ctx = test.manager_ctx();
    DomainEvent::new(&test.kernel.ids, &ctx, name, json!({ "of": name }))
}

/// The diary, as soon as the subscriber has seen `seq`.
async fn diary_at(test: &TestKernel, seq: i64) -> Vec<i64> {
    let tenant_id = test.kernel.home.tenant_id;
    let look = async {
        loop {
            let read = test.kernel.db.read(move |tx| {
                let seen = store::cursor(tx, tenant_id, "diary")?.last_seq;
                let diary = tx.query("SELECT seq FROM diary ORDER BY no", params![], |row| {
                    row.get(0)
                })?;
                Ok::<_, DbError>((seen, diary))
            });
            let (seen, diary) = read.await.unwrap();
            if seen >= seq {
                return diary;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look)
        .await
        .expect("the event arrives")
}

async fn call(test: &TestKernel, method: &str, path: &str) -> (StatusCode, Value) {
    let cured = Diary {
        cured: Arc::new(AtomicBool::new(true)),
    };
    let module = crate::module(&test.kernel, vec![Arc::new(cured)]);
    let router: axum::Router = module.router.into();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(
            header::AUTHORIZATION,
            format!("Bearer {}", TestKernel::TOKEN),
        )
        .body(Body::empty())
        .unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn events_arrive_once_and_in_order_also_over_a_restart() {
    let test = test().await;
    for _ in 0..100 {
        tell(&test, "order.created.v1").await;
    }
    let running = Running::start(&test.kernel, Diary::default());
    diary_at(&test, 10).await;
    running.end().await;
    for _ in 0..100 {
        tell(&test, "order.created.v1").await;
    }
    let running = Running::start(&test.kernel, Diary::default());
    let last = tell(&test, "order.created.v1").await;
    assert_eq!(diary_at(&test, last).await, (1..=201).collect::<Vec<_>>());
    running.end().await;
}

#[tokio::test]
async fn nobody_hears_of_what_was_not_committed() {
    let test = test().await;
    let lost = event(&test, "order.created.v1");
    let undone = test.kernel.db.write(move |tx| -> Result<(), DbError> {
        outbox::append(tx, &lost)?;
        Err(DbError::Missing("a reason to go on"))
    });
    undone.await.unwrap_err();
    let running = Running::start(&test.kernel, Diary::default());
    let seq = tell(&test, "order.created.v1").await;
    assert_eq!(seq, 1, "an undone event takes no number");
    assert_eq!(diary_at(&test, 1).await, [1]);
    running.end().await;
}

#[tokio::test]
async fn what_is_refused_again_and_again_is_put_aside_and_the_next_goes_on() {
    let test = test().await;
    for name in ["fine.v1", "poison.v1", "noise.v1", "panic.v1", "fine.v1"] {
        tell(&test, name).await;
    }
    let running = Running::start(&test.kernel, Diary::default());
    assert_eq!(diary_at(&test, 5).await, [1, 5]);
    running.end().await;
    let (_, letters) = call(&test, "GET", "/api/v1/events/dead-letters").await;
    let facts: Vec<_> = letters.as_array().unwrap().iter().map(fact).collect();
    assert_eq!(facts.len(), 2);
    assert!(
        facts.contains(&("poison.v1".to_owned(), "tastes odd".to_owned())),
        "{facts:?}"
    );
    assert!(
        facts.contains(&(
            "panic.v1".to_owned(),
            "storage: request panicked: cannot read this".to_owned()
        )),
        "{facts:?}"
    );
}

fn fact(letter: &Value) -> (String, String) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&letter["event"]["name"]), text(&letter["error"]))
}

#[tokio::test]
async fn a_replay_takes_in_what_is_mended_and_only_once() {
    let test = test().await;
    tell(&test, "poison.v1").await;
    let running = Running::start(&test.kernel, Diary::default());
    assert_eq!(diary_at(&test, 1).await, [] as [i64; 0]);
    running.end().await;
    let (_, letters) = call(&test, "GET", "/api/v1/events/dead-letters").await;
    let path = format!(
        "/api/v1/events/dead-letters/{}/replay",
        letters[0]["id"].as_str().unwrap()
    );
    let (status, letter) = call(&test, "POST", &path).await;
    assert_eq!(
        (status, &letter["tries"]),
        (StatusCode::OK, &json!(TRIES_MAX + 1))
    );
    assert_eq!(diary_at(&test, 1).await, [1]);
    let (status, problem) = call(&test, "POST", &path).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("replayed"))
    );
    let (_, audit) = call(&test, "GET", "/api/v1/audit").await;
    assert_eq!(audit[0]["action"], "events.dead-letter-replayed");
    assert_eq!(audit[0]["actor"], "manager:manager");
}

#[tokio::test]
async fn a_replay_that_fails_again_is_kept_with_its_reason() {
    let test = test().await;
    tell(&test, "panic.v1").await;
    let running = Running::start(&test.kernel, Diary::default());
    diary_at(&test, 1).await;
    running.end().await;
    let (_, letters) = call(&test, "GET", "/api/v1/events/dead-letters").await;
    let path = format!(
        "/api/v1/events/dead-letters/{}/replay",
        letters[0]["id"].as_str().unwrap()
    );
    let (status, problem) = call(&test, "POST", &path).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("still-refused"))
    );
    let (_, letters) = call(&test, "GET", "/api/v1/events/dead-letters").await;
    assert_eq!(letters[0]["tries"], TRIES_MAX + 1);
}

#[tokio::test]
async fn pruning_leaves_what_somebody_has_not_seen() {
    let test = test().await;
    for _ in 0..3 {
        tell(&test, "order.created.v1").await;
    }
    let tenant_id = test.kernel.home.tenant_id;
    let later_ms = test.kernel.clock.now_ms() + 1;
    let left = test.kernel.db.write(move |tx| {
        store::set_cursor(
            tx,
            tenant_id,
            "a",
            Cursor {
                last_seq: 3,
                tries: 0,
            },
        )?;
        store::set_cursor(
            tx,
            tenant_id,
            "b",
            Cursor {
                last_seq: 2,
                tries: 0,
            },
        )?;
        store::prune(tx, &["a", "b"], later_ms, 100)?;
        store::events_after(tx, tenant_id, 0, 100)
    });
    let left: Vec<_> = left
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.seq)
        .collect();
    assert_eq!(left, [3]);
}
