//! Runs the hub. Standard output carries one JSON line per fact, for whoever started it; the log
//! goes to standard error.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use serde_json::{Value, json};
use sync_hub::{
    Hub, RunningHub,
    settings::{self, Asked, Settings},
};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

fn main() -> anyhow::Result<ExitCode> {
    let asked = settings::read(std::env::args_os().skip(1), |name| std::env::var_os(name))?;
    match asked {
        Asked::Help => say(settings::HELP),
        Asked::Version => say(&format!("sync-hub {}\n", env!("CARGO_PKG_VERSION"))),
        Asked::Run(settings) => {
            start_log();
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()?;
            runtime.block_on(run(settings))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn run(settings: Settings) -> anyhow::Result<()> {
    // Listened for before anything runs, so that an early signal ends the hub in order too.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let hub = Hub::start(settings).await?;
    tell_start(&hub);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    fact(&json!({ "hub": "stopping" }));
    hub.stop().await;
    fact(&json!({ "hub": "stopped" }));
    Ok(())
}

fn tell_start(hub: &RunningHub) {
    if let Some(manager) = hub.new_manager() {
        let what = if hub.is_first_start() {
            "first-start"
        } else {
            "new-password"
        };
        fact(&json!({ "hub": what, "manager": manager.name, "password": manager.password }));
    }
    let version = env!("CARGO_PKG_VERSION");
    fact(&json!({ "hub": "listening", "url": hub.url(), "version": version }));
}

fn fact(fact: &Value) {
    say(&format!("{fact}\n"));
}

fn say(text: &str) {
    let mut out = io::stdout().lock();
    // Nobody has to listen.
    let _unheard = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn start_log() {
    let filter = EnvFilter::try_from_env("COMANDA_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,refinery_core=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    if io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().init();
    }
}
