//! The till's window.

fn main() -> anyhow::Result<()> {
    shell::run(
        shared::api::device::DeviceRole::Till,
        tauri::generate_context!(),
    )
}
