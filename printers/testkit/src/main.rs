//! `paper`: the emulated printer for demonstrations.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use printers_testkit::Paper;

const USAGE: &str = "usage: paper [--listen 127.0.0.1:9100] [--page 127.0.0.1:7703]";

struct Settings {
    listen: SocketAddr,
    page: SocketAddr,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().init();
    let settings = settings(std::env::args().skip(1))?;
    let started = Paper::start(settings.listen, Some(settings.page)).await;
    let printer = started
        .with_context(|| format!("cannot listen at {} and {}", settings.listen, settings.page))?;
    tracing::info!(printer.addr = %printer.addr(), page.addr = %settings.page, "printer is ready");
    tokio::signal::ctrl_c()
        .await
        .context("cannot wait for Ctrl-C")
}

fn settings(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Settings> {
    let mut settings = Settings {
        listen: SocketAddr::from(([127, 0, 0, 1], 9100)),
        page: SocketAddr::from(([127, 0, 0, 1], 7703)),
    };
    while let Some(name) = arguments.next() {
        let value = arguments
            .next()
            .with_context(|| format!("{name} needs a value; {USAGE}"))?;
        let addr = value
            .parse()
            .with_context(|| format!("`{value}` is no address and port"));
        match name.as_str() {
            "--listen" => settings.listen = addr?,
            "--page" => settings.page = addr?,
            _ => bail!("`{name}` is unknown; {USAGE}"),
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(line: &str) -> anyhow::Result<Settings> {
        settings(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn addresses_can_be_chosen() {
        let chosen = given("--page 127.0.0.1:1 --listen 127.0.0.1:2").unwrap();
        assert_eq!((chosen.page.port(), chosen.listen.port()), (1, 2));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(
            given("--port 1")
                .err()
                .unwrap()
                .to_string()
                .starts_with("`--port` is unknown")
        );
        assert_eq!(
            given("--page x").err().unwrap().to_string(),
            "`x` is no address and port"
        );
    }
}
