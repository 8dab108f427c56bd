//! The kitchen's window.

fn main() -> anyhow::Result<()> {
    shell::run(
        shared::api::device::DeviceRole::Kitchen,
        tauri::generate_context!(),
    )
}
