//! The page on which people watch the papers come out, and break the printer on purpose.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Query, State},
    response::Html,
    routing::{get, post},
};
use printers::html::PAPER_CSS;
use serde::Deserialize;
use tokio::{net::TcpListener, time::timeout};

use crate::{
    machine::{Faults, Snapshot},
    server::Shared,
};

/// How long a question for news stays open.
const NEWS_WAIT: Duration = Duration::from_secs(20);
const PAGE: &str = include_str!("page.html");

#[derive(Deserialize)]
struct News {
    /// The version that the page already shows.
    after: Option<u64>,
}

/// What a button changes; what is not named stays.
#[derive(Deserialize)]
struct FaultChange {
    paper_out: Option<bool>,
    cover_open: Option<bool>,
    mute: Option<bool>,
    refuse: Option<bool>,
}

/// Serves the page for ever.
pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let router = Router::new()
        .route("/", get(page))
        .route("/papers", get(papers))
        .route("/faults", post(faults))
        .route("/drawer/close", post(close_drawer))
        .with_state(shared);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the page of the emulated printer stopped");
    }
}

async fn page() -> Html<String> {
    Html(PAGE.replace("/* paper.css */", PAPER_CSS))
}

/// Everything at once, or as soon as there is something newer than `after`.
async fn papers(State(shared): State<Arc<Shared>>, Query(news): Query<News>) -> Json<Snapshot> {
    if let Some(after) = news.after {
        let mut watch = shared.watch();
        let newer = watch.wait_for(|version| *version != after);
        // Without news the page is given what it has, and asks again.
        let _ = timeout(NEWS_WAIT, newer).await;
    }
    Json(shared.snapshot())
}

async fn faults(
    State(shared): State<Arc<Shared>>,
    Json(change): Json<FaultChange>,
) -> Json<Faults> {
    let now = shared.change(|machine| {
        let faults = &mut machine.faults;
        faults.paper_out = change.paper_out.unwrap_or(faults.paper_out);
        faults.cover_open = change.cover_open.unwrap_or(faults.cover_open);
        faults.mute = change.mute.unwrap_or(faults.mute);
        faults.refuse = change.refuse.unwrap_or(faults.refuse);
        *faults
    });
    Json(now)
}

async fn close_drawer(State(shared): State<Arc<Shared>>) {
    shared.change(|machine| machine.drawer_open = false);
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use serde_json::{Value, json};
    use tokio::{io::AsyncWriteExt, net::TcpStream};

    use super::*;
    use crate::{Handle, Paper};

    const ANY_PORT: ([u8; 4], u16) = ([127, 0, 0, 1], 0);

    async fn printer() -> (Handle, String) {
        let any = SocketAddr::from(ANY_PORT);
        let printer = Paper::start(any, Some(any)).await.unwrap();
        let page = format!("http://{}", printer.page().unwrap());
        (printer, page)
    }

    async fn json_at(url: &str) -> Value {
        reqwest::get(url).await.unwrap().json().await.unwrap()
    }

    #[tokio::test]
    async fn the_page_hears_of_a_paper_as_soon_as_it_is_cut() {
        let (printer, page) = printer().await;
        let version = json_at(&format!("{page}/papers")).await["version"]
            .as_u64()
            .unwrap();
        let url = format!("{page}/papers?after={version}");
        let news = tokio::spawn(async move { json_at(&url).await });
        let mut stream = TcpStream::connect(printer.addr()).await.unwrap();
        stream
            .write_all(b"\x1b@<b>soup\n\x1dVB\0\x1bp\0\x19\xfa")
            .await
            .unwrap();
        printer
            .wait_for(|seen| seen.kicks() == 1, Duration::from_secs(5))
            .await
            .unwrap();
        assert!(news.await.unwrap()["version"].as_u64() > Some(version));
        let seen = json_at(&format!("{page}/papers")).await;
        assert_eq!(seen["papers"][0]["text"], "<b>soup\n");
        assert!(
            seen["papers"][0]["html"]
                .as_str()
                .unwrap()
                .contains("&lt;b&gt;soup")
        );
        assert_eq!(
            seen["happenings"][0]["what"]["drawer_opened"]["off_2ms"],
            250
        );
        assert_eq!(seen["happenings"][0]["number"], 2);
    }

    #[tokio::test]
    async fn a_button_breaks_one_thing_and_leaves_the_rest() {
        let (printer, page) = printer().await;
        printer.set_faults(|faults| faults.mute = true);
        let client = reqwest::Client::new();
        let pressed = client
            .post(format!("{page}/faults"))
            .json(&json!({ "paper_out": true }))
            .send()
            .await;
        assert!(pressed.unwrap().status().is_success());
        let faults = printer.snapshot().faults;
        assert!(faults.paper_out && faults.mute && !faults.cover_open);
    }

    #[tokio::test]
    async fn the_page_holds_the_look_of_paper() {
        let (_printer, page) = printer().await;
        let html = reqwest::get(&page).await.unwrap().text().await.unwrap();
        assert!(html.contains(".paper-line") && !html.contains("/* paper.css */"));
    }
}
