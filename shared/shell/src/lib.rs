//! A window over a node: it opens, and passes commands and the change feed. It knows nothing else.
//!
//! The till's and the kitchen's programs are this with a role. The screens come from the folder of
//! built faces over a scheme of our own, so the window needs no port of the machine.

mod files;

use std::{io::Write as _, path::PathBuf};

use node::{Doors, Node, Source, parse_settings};
use shared::api::device::DeviceRole;
use tauri::{Builder, Context, Manager as _, WebviewUrl, WebviewWindowBuilder, Wry, ipc::Channel};

/// The scheme of the screens.
const SCHEME: &str = "face";

/// Where the screens lie when nobody says: beside the program.
const FACES_BESIDE: &str = "faces";

/// Runs the program until its window is closed.
pub fn run(role: DeviceRole, context: Context<Wry>) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()),
        )
        .init();
    let mut settings = parse_settings(std::env::args().skip(1), Some(role))?;
    let faces = settings
        .faces
        .get_or_insert_with(faces_beside)
        .join(role.word());
    let with_parent = settings.with_parent;
    let runtime = tokio::runtime::Runtime::new()?;
    let node = runtime.block_on(Node::start(settings, Source::of_this_machine()))?;
    announce(&runtime, &node)?;
    let doors = node.doors.clone();
    let title = node.address;
    let app = Builder::default()
        .register_uri_scheme_protocol(SCHEME, move |_, request| {
            files::answer(&faces, request.uri().path())
        })
        .manage(doors)
        .invoke_handler(tauri::generate_handler![ask, feed])
        .setup(move |app| {
            let url = format!("{SCHEME}://localhost/index.html").parse()?;
            WebviewWindowBuilder::new(app, "main", WebviewUrl::CustomProtocol(url))
                .title(format!("Comanda · {title}"))
                .inner_size(1024.0, 768.0)
                .build()?;
            if with_parent {
                let handle = app.handle().clone();
                std::thread::spawn(move || {
                    // The end of standard input says that whoever started us is gone.
                    drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
                    handle.exit(0);
                });
            }
            Ok(())
        })
        .build(context)?;
    app.run(|_, _| {});
    runtime.block_on(node.stop());
    Ok(())
}

fn announce(runtime: &tokio::runtime::Runtime, node: &Node) -> anyhow::Result<()> {
    let enrolled = runtime.block_on(node.handle.ask(|engine| engine.device_view().enrolled))?;
    let fact = serde_json::json!({
        "node": "listening",
        "url": format!("http://{}", node.address),
        "enrolled": enrolled,
    });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{fact}")?;
    out.flush()?;
    Ok(())
}

fn faces_beside() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.with_file_name(FACES_BESIDE)
}

/// Asks the node; the body of a refusal is the error.
#[tauri::command]
async fn ask(doors: tauri::State<'_, Doors>, path: String, body: String) -> Result<String, String> {
    let answer = doors.ask(&path, &body).await;
    if answer.status == 200 {
        Ok(answer.body)
    } else {
        Err(answer.body)
    }
}

/// Opens a feed on `channel`.
#[tauri::command]
async fn feed(app: tauri::AppHandle, path: String, channel: Channel<String>) -> Result<(), String> {
    let mut feed = app
        .state::<Doors>()
        .feed(&path)
        .ok_or_else(|| format!("there is no feed {path}"))?;
    tauri::async_runtime::spawn(async move {
        while let Some(text) = feed.next().await {
            if channel.send(text).is_err() {
                break;
            }
        }
    });
    Ok(())
}
