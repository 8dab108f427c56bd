//! Writes good bytes for each fuzz target into `FOLDER/<target>/`: where a fuzzer begins.

use std::{fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .unwrap_or_else(|| "fuzz/corpus".into());
    for (name, _) in hostile::DOORS {
        let folder = PathBuf::from(&folder).join(name);
        fs::create_dir_all(&folder)?;
        for (n, seed) in hostile::seeds(name).into_iter().enumerate() {
            fs::write(folder.join(format!("seed-{n:04}")), seed)?;
        }
    }
    Ok(())
}
