//! Facts about a hub inside another process, as stories use it.

use hub_kernel::testkit::Folder;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use sync_hub::{Hub, Settings, StartError};

async fn description(url: &str) -> Value {
    Client::new()
        .get(format!("{url}/api/openapi.json"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_killed_hub_comes_back_in_the_same_folder_with_everything() {
    let folder = Folder::new();
    let hub = Hub::start(Settings::in_folder(folder.path()))
        .await
        .unwrap();
    let password = hub.new_manager().unwrap().password.clone();
    let home = hub.home();
    let url = hub.url();
    hub.kill().await;
    assert!(
        Client::new()
            .get(format!("{url}/health"))
            .send()
            .await
            .is_err()
    );
    let again = Hub::start(Settings::in_folder(folder.path()))
        .await
        .unwrap();
    assert!(again.new_manager().is_none());
    assert_eq!(again.home(), home);
    let body = json!({ "name": "manager", "password": password });
    let login = Client::new()
        .post(format!("{}/api/v1/login", again.url()))
        .json(&body);
    assert_eq!(login.send().await.unwrap().status(), StatusCode::OK);
    again.stop().await;
}

#[tokio::test]
async fn a_password_file_that_cannot_be_written_costs_no_password() {
    let folder = Folder::new();
    let settings = |file: &str, new_password| {
        let mut settings = Settings::in_folder(folder.path());
        settings.first_password_file = Some(folder.path().join(file));
        settings.new_password = new_password;
        settings
    };
    let bad = "no-such-folder/password";
    let failed = Hub::start(settings(bad, false)).await;
    assert!(matches!(failed, Err(StartError::PasswordFile { .. })));
    let hub = Hub::start(settings("password", false)).await.unwrap();
    let first = hub.new_manager().unwrap().password.clone();
    let written = || std::fs::read_to_string(folder.path().join("password")).unwrap();
    assert_eq!(written().trim(), first);
    hub.stop().await;
    let failed = Hub::start(settings(bad, true)).await;
    assert!(matches!(failed, Err(StartError::PasswordFile { .. })));
    let hub = Hub::start(settings("password", false)).await.unwrap();
    assert_eq!(written().trim(), first, "a start without a new password");
    let body = json!({ "name": "manager", "password": first });
    let login = Client::new()
        .post(format!("{}/api/v1/login", hub.url()))
        .json(&body);
    assert_eq!(login.send().await.unwrap().status(), StatusCode::OK);
    hub.stop().await;
}

#[tokio::test]
async fn a_restored_hub_begins_a_new_epoch() {
    let folder = Folder::new();
    let epoch = |restored| {
        let mut settings = Settings::in_folder(folder.path());
        settings.restored = restored;
        async move {
            let hub = Hub::start(settings).await.unwrap();
            let epoch = hub
                .kernel()
                .db
                .write(|tx| hub_kernel::epoch(tx, 0))
                .await
                .unwrap();
            hub.stop().await;
            epoch
        }
    };
    let first = epoch(false).await;
    assert_eq!(epoch(false).await, first);
    assert!(epoch(true).await > first);
}

#[tokio::test]
async fn every_module_is_behind_the_one_door() {
    let folder = Folder::new();
    let hub = Hub::start(Settings::in_folder(folder.path()))
        .await
        .unwrap();
    let described = description(&hub.url()).await;
    let paths = described["paths"].as_object().unwrap();
    for path in [
        "/health",
        "/api/v1/login",
        "/api/v1/enrol",
        "/api/v1/devices",
        "/api/v1/tenant",
        "/api/v1/events/dead-letters",
        "/api/v1/menu",
        "/api/v1/import",
        "/api/v1/reports/today",
        "/api/v1/kitchen",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    hub.stop().await;
}

/// Every route of the API says no to strangers, whichever module it is of.
#[tokio::test]
async fn no_route_answers_a_stranger() {
    const OPEN: [&str; 3] = ["/health", "/api/v1/login", "/api/v1/enrol"];
    let folder = Folder::new();
    let hub = Hub::start(Settings::in_folder(folder.path()))
        .await
        .unwrap();
    let described = description(&hub.url()).await;
    let mut asked = 0;
    for (path, operations) in described["paths"].as_object().unwrap() {
        let is_socket = path.contains("sync");
        if OPEN.contains(&path.as_str()) || is_socket {
            continue;
        }
        for method in operations.as_object().unwrap().keys() {
            let Ok(method) = method.to_uppercase().parse::<reqwest::Method>() else {
                continue;
            };
            let path = path.replace(['{', '}'], "");
            let request = Client::new().request(method.clone(), format!("{}{path}", hub.url()));
            let answer = request.json(&json!({})).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
            asked += 1;
        }
    }
    assert!(asked > 15, "{asked} routes");
    hub.stop().await;
}
