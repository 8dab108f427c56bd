//! Facts about the program: what it prints, and that a kill at any time loses nothing.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use hub_kernel::testkit::Folder;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// The real program.
struct Program {
    child: Child,
    facts: std::sync::mpsc::Receiver<Value>,
    url: String,
    password: Option<String>,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Program {
    fn start(data: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sync-hub"))
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .env("COMANDA_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (tell, facts) = std::sync::mpsc::sync_channel(16);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if tell.send(serde_json::from_str(&line).unwrap()).is_err() {
                    return;
                }
            }
        });
        let mut program = Self {
            child,
            facts,
            url: String::new(),
            password: None,
        };
        while program.url.is_empty() {
            let fact = program.fact();
            match fact["hub"].as_str().unwrap() {
                "first-start" | "new-password" => {
                    program.password = Some(fact["password"].as_str().unwrap().to_owned());
                }
                "listening" => program.url = fact["url"].as_str().unwrap().into(),
                other => panic!("{other}"),
            }
        }
        program
    }

    fn fact(&self) -> Value {
        self.facts
            .recv_timeout(Duration::from_secs(30))
            .expect("the hub says something in time")
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    async fn token(&self, client: &Client, password: &str) -> Option<String> {
        let body = json!({ "name": "manager", "password": password });
        let request = client
            .post(format!("{}/api/v1/login", self.url))
            .json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["token"].as_str().map(str::to_owned)
    }
}

/// The number of codes in the audit trail.
async fn codes(client: &Client, url: &str, token: &str) -> usize {
    let request = client
        .get(format!("{url}/api/v1/audit?limit=500"))
        .bearer_auth(token);
    let trail: Vec<Value> = request.send().await.unwrap().json().await.unwrap();
    trail
        .iter()
        .filter(|entry| entry["action"] == "device.code-made")
        .count()
}

#[tokio::test]
async fn the_first_start_tells_the_password_and_the_second_does_not() {
    let folder = Folder::new();
    let client = Client::new();
    let first = Program::start(folder.path(), &[]);
    let password = first.password.clone().unwrap();
    assert!(first.token(&client, &password).await.is_some());
    first.signal("TERM");
    assert_eq!(first.fact()["hub"], "stopping");
    assert_eq!(first.fact()["hub"], "stopped");
    let second = Program::start(folder.path(), &[]);
    assert_eq!(second.password, None);
    assert!(second.token(&client, &password).await.is_some());
}

#[tokio::test]
async fn a_lost_password_can_be_replaced_from_the_machine_itself() {
    let folder = Folder::new();
    let client = Client::new();
    let lost = Program::start(folder.path(), &[]).password.clone().unwrap();
    let file = folder.path().join("password");
    let flags = [
        "--new-password",
        "--first-password-file",
        file.to_str().unwrap(),
    ];
    let program = Program::start(folder.path(), &flags);
    let new = program.password.clone().unwrap();
    assert_eq!(std::fs::read_to_string(file).unwrap().trim(), new);
    assert!(program.token(&client, &lost).await.is_none());
    assert!(program.token(&client, &new).await.is_some());
}

#[tokio::test]
async fn a_second_hub_stays_out_of_the_folder() {
    let folder = Folder::new();
    let _first = Program::start(folder.path(), &[]);
    let second = Command::new(env!("CARGO_BIN_EXE_sync-hub"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("another hub is running in it"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_any_time_loses_nothing_that_was_answered() {
    const KILLS: usize = 20;
    const WRITERS: usize = 4;
    let folder = Folder::new();
    let client = Client::new();
    let mut program = Program::start(folder.path(), &[]);
    let password = program.password.clone().unwrap();
    let mut answered = 0;
    for round in 0..KILLS {
        let token = program.token(&client, &password).await.unwrap();
        let (tell, mut answers) = mpsc::channel(1_024);
        for _ in 0..WRITERS {
            let (client, url) = (client.clone(), program.url.clone());
            tokio::spawn(make_codes(client, url, token.clone(), tell.clone()));
        }
        drop(tell);
        // Another moment of the writing each round.
        for _ in 0..(round * 7) % 23 {
            answers.recv().await.unwrap();
            answered += 1;
        }
        program.signal("KILL");
        while answers.recv().await.is_some() {
            answered += 1;
        }
        // A folder is free when whoever had it is gone, not when it was told to go.
        drop(program);
        program = Program::start(folder.path(), &[]);
        let token = program.token(&client, &password).await.unwrap();
        let kept = codes(&client, &program.url, &token).await;
        let in_flight = WRITERS * (round + 1);
        assert!(
            (answered..=answered + in_flight).contains(&kept),
            "{answered} answered, {kept} kept"
        );
    }
    assert!(answered > KILLS, "{answered} answers in {KILLS} rounds");
}

/// Makes codes until the hub is gone; tells of each that was answered.
async fn make_codes(client: Client, url: String, token: String, tell: mpsc::Sender<()>) {
    loop {
        let request = client
            .post(format!("{url}/api/v1/devices/codes"))
            .bearer_auth(&token)
            .json(&json!({ "role": "till", "name": "Bar" }));
        match request.send().await {
            Ok(response) if response.status() == StatusCode::CREATED => {
                tell.send(()).await.unwrap();
            }
            Ok(response) => panic!("{}", response.status()),
            Err(_gone) => return,
        }
    }
}
