//! Facts about passwords and sessions.

use super::*;

#[tokio::test]
async fn the_first_password_opens_a_session_and_logout_ends_it() {
    let hub = Hub::start().await;
    let login = hub.login(&hub.manager.password).await;
    assert_eq!(login.status, StatusCode::OK);
    let cookie = login.cookie.clone().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let token = login.body["token"].as_str().unwrap();
    let me = hub
        .ask(Method::GET, "/api/v1/session", Some(token), Value::Null)
        .await;
    assert_eq!(
        (me.status, &me.body["name"]),
        (StatusCode::OK, &json!("manager"))
    );
    let out = hub
        .ask(Method::POST, "/api/v1/logout", Some(token), Value::Null)
        .await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let gone = hub
        .ask(Method::GET, "/api/v1/session", Some(token), Value::Null)
        .await;
    assert_eq!(gone.code(), (401, "not-signed-in"));
}

#[tokio::test]
async fn a_second_start_makes_no_second_password() {
    let hub = Hub::start().await;
    let kernel = &hub.test.kernel;
    let again = crate::first_start(&kernel.db, &kernel.ids, kernel.home)
        .await
        .unwrap();
    assert!(again.is_none());
    let new = crate::new_password(&kernel.db, &kernel.ids, kernel.home)
        .await
        .unwrap();
    assert_eq!(
        hub.login(&hub.manager.password).await.code(),
        (401, "wrong-password")
    );
    assert_eq!(hub.login(&new.password).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_replaced_password_ends_all_sessions_and_stands_in_the_audit_trail() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    let kernel = &hub.test.kernel;
    crate::new_password(&kernel.db, &kernel.ids, kernel.home)
        .await
        .unwrap();
    let session = hub
        .ask(Method::GET, "/api/v1/session", Some(&token), Value::Null)
        .await;
    assert_eq!(session.code(), (401, "not-signed-in"));
    let trail = kernel.db.read(|tx| {
        let sql = "SELECT actor, subject FROM events_audit WHERE action = 'auth.password-changed'";
        tx.query(sql, params![], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })
    });
    let trail: Result<Vec<(String, String)>, hub_kernel::DbError> = trail.await;
    assert_eq!(trail.unwrap(), [("hub".to_owned(), "manager".to_owned())]);
}

#[tokio::test]
async fn the_fifth_wrong_password_locks_for_a_growing_time() {
    let hub = Hub::start().await;
    for _ in 0..5 {
        assert_eq!(hub.login("wrong").await.code(), (401, "wrong-password"));
    }
    let locked = hub.login(&hub.manager.password).await;
    assert_eq!(locked.code(), (429, "locked"));
    assert_eq!(locked.body["retry_after_s"], 30);
    hub.test.clock.advance(30_000);
    assert_eq!(hub.login("wrong").await.code(), (401, "wrong-password"));
    assert_eq!(hub.login("wrong").await.body["retry_after_s"], 60);
    hub.test.clock.advance(60_000);
    assert_eq!(
        hub.login(&hub.manager.password).await.status,
        StatusCode::OK
    );
    assert_eq!(
        hub.login("wrong").await.code(),
        (401, "wrong-password"),
        "the count starts anew"
    );
}

#[tokio::test]
async fn a_lock_from_when_the_clock_was_ahead_is_over() {
    const LONGEST_MS: i64 = 900_000;
    let hub = Hub::start().await;
    for _ in 0..4 {
        assert_eq!(hub.login("wrong").await.code(), (401, "wrong-password"));
    }
    // Locks for 30 s by the clock that is ahead.
    hub.test.clock.advance(LONGEST_MS);
    assert_eq!(hub.login("wrong").await.code(), (401, "wrong-password"));
    hub.test.clock.advance(30_000 - LONGEST_MS);
    let locked = hub.login(&hub.manager.password).await;
    assert_eq!(
        locked.body["retry_after_s"], 900,
        "as long as a lock may be"
    );
    hub.test.clock.advance(-1);
    assert_eq!(
        hub.login(&hub.manager.password).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn tries_at_the_same_moment_all_count() {
    let hub = Hub::start().await;
    let (first, second, third, fourth, fifth, sixth) = tokio::join!(
        hub.login("a"),
        hub.login("b"),
        hub.login("c"),
        hub.login("d"),
        hub.login("e"),
        hub.login("f"),
    );
    let locked = [first, second, third, fourth, fifth, sixth]
        .iter()
        .filter(|answer| answer.code().1 == "locked")
        .count();
    assert_eq!(locked, 1);
}

#[tokio::test]
async fn a_session_is_over_after_twelve_hours() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    hub.test.clock.advance(12 * 60 * 60_000);
    let late = hub
        .ask(Method::GET, "/api/v1/session", Some(&token), Value::Null)
        .await;
    assert_eq!(late.code(), (401, "not-signed-in"));
}

#[tokio::test]
async fn a_form_of_another_page_cannot_use_the_cookie() {
    let hub = Hub::start().await;
    let cookie = format!("{SESSION_COOKIE}={}", hub.token().await);
    let url = format!("{}/api/v1/logout", hub.url);
    let forged = hub.client.post(&url).header(header::COOKIE, &cookie);
    assert_eq!(answer(forged).await.code(), (403, "forged"));
    let own = hub
        .client
        .post(&url)
        .header(header::COOKIE, &cookie)
        .header("x-comanda", "1");
    assert_eq!(answer(own).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let hub = Hub::start().await;
    let (mine, other) = (hub.token().await, hub.token().await);
    let change = |new: &str| json!({ "old": hub.manager.password, "new": new });
    let short = hub
        .ask(
            Method::PUT,
            "/api/v1/password",
            Some(&mine),
            change("short"),
        )
        .await;
    assert_eq!(short.body["place"], "new");
    let changed = hub
        .ask(
            Method::PUT,
            "/api/v1/password",
            Some(&mine),
            change("long enough 1"),
        )
        .await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    let session = |token| hub.ask(Method::GET, "/api/v1/session", Some(token), Value::Null);
    assert_eq!(session(mine.as_str()).await.status, StatusCode::OK);
    assert_eq!(
        session(other.as_str()).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(hub.login("long enough 1").await.status, StatusCode::OK);
}

#[tokio::test]
async fn doors_of_the_manager_are_shut_for_others() {
    let hub = Hub::start().await;
    for (method, path) in [
        (Method::GET, "/api/v1/devices"),
        (Method::POST, "/api/v1/devices/codes"),
        (Method::POST, "/api/v1/logout"),
        (Method::PUT, "/api/v1/password"),
    ] {
        let forged = format!("{}.AAAA", hub.test.kernel.home.tenant_id);
        for token in [None, Some("nonsense"), Some(forged.as_str())] {
            let answer = hub.ask(method.clone(), path, token, json!({})).await;
            assert_eq!(answer.code(), (401, "not-signed-in"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_database_holds_no_password_no_token_and_no_code() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    let code = hub.code(&token).await;
    hub.test.kernel.db.close().await;
    let secret = token.split_once('.').unwrap().1.to_owned();
    for entry in std::fs::read_dir(hub.test.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for text in [
            &secret,
            &code,
            &code.replace('-', ""),
            &hub.manager.password,
        ] {
            let found = bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes());
            assert!(!found, "{text}");
        }
    }
}
