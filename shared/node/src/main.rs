//! A node without a window: its screens are served to browsers.

use std::io::Write as _;

use node::{Node, Source, parse_settings};
use tokio::io::AsyncReadExt as _;

fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()),
        )
        .init();
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder, file] = args.as_slice()
        && word == "export-journal"
    {
        return finished(export(folder, file));
    }
    let outcome = tokio::runtime::Runtime::new()
        .map_err(Into::into)
        .and_then(|rt| rt.block_on(run()));
    finished(outcome)
}

/// Writes the journal of the device in `folder` to `file`, and says how many records it has.
fn export(folder: &str, file: &str) -> anyhow::Result<()> {
    let now_ms = Source::of_this_machine().now_ms();
    let tail = node::export_journal(folder.as_ref(), file.as_ref(), now_ms)?;
    let fact = serde_json::json!({ "journal": file, "records": tail.number });
    writeln!(std::io::stdout().lock(), "{fact}")?;
    Ok(())
}

fn finished(outcome: anyhow::Result<()>) -> std::process::ExitCode {
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let settings = parse_settings(std::env::args().skip(1), None)?;
    let with_parent = settings.with_parent;
    let node = Node::start(settings, Source::of_this_machine()).await?;
    let enrolled = node
        .handle
        .ask(|engine| engine.device_view().enrolled)
        .await?;
    let fact = serde_json::json!({
        "node": "listening",
        "url": format!("http://{}", node.address),
        "enrolled": enrolled,
    });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{fact}")?;
    out.flush()?;
    drop(out);
    wait_for_end(with_parent).await?;
    node.stop().await;
    Ok(())
}

/// Ctrl-C, a request to terminate, or the end of whoever started us.
async fn wait_for_end(with_parent: bool) -> anyhow::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let parent_gone = async {
        if with_parent {
            let mut rest = Vec::new();
            // An error says the same as the end: nobody is there.
            drop(tokio::io::stdin().read_to_end(&mut rest).await);
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed?,
        _ = terminate.recv() => {}
        () = parent_gone => {}
    }
    Ok(())
}
