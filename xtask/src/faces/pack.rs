//! Compressed copies beside the files of a face, so that no till compresses the same program twice.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::Finish;

const PACKED: &[&str] = &["css", "html", "js", "svg", "wasm"];
/// The best that brotli has. A face of a megabyte takes about two seconds, once.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;
const BUFFER_BYTES: usize = 1 << 16;

/// Packs what a face ships and says how much that is; a face in the making loses its old copies instead.
pub(super) fn pack(folder: &Path, finish: Finish) -> Result<String> {
    let mut plain = 0;
    let mut packed = 0;
    for file in files(folder)? {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        plain += bytes.len();
        let copies = [with_ending(&file, "br"), with_ending(&file, "gz")];
        if finish == Finish::Quick {
            for copy in copies.iter().filter(|copy| copy.exists()) {
                fs::remove_file(copy)
                    .with_context(|| format!("cannot remove {}", copy.display()))?;
            }
            continue;
        }
        let [brotli, gzip] = &copies;
        if !(is_newer(brotli, &file) && is_newer(gzip, &file)) {
            fs::write(gzip, gzipped(&bytes)?)
                .with_context(|| format!("cannot write {}", gzip.display()))?;
            fs::write(brotli, brotlied(&bytes)?)
                .with_context(|| format!("cannot write {}", brotli.display()))?;
        }
        packed += usize::try_from(fs::metadata(brotli)?.len())?;
    }
    Ok(match finish {
        Finish::Small => format!("{} KB, {} KB over the wire", plain / 1000, packed / 1000),
        Finish::Quick => format!("{} KB, quickly built", plain / 1000),
    })
}

/// All files below a folder that gain from packing.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path
            .extension()
            .is_some_and(|kind| PACKED.iter().any(|packed| kind == *packed))
        {
            found.push(path);
        }
    }
    Ok(found)
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn is_newer(copy: &Path, file: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|facts| facts.modified());
    matches!((changed(copy), changed(file)), (Ok(copy), Ok(file)) if copy >= file)
}

fn brotlied(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut packed, BUFFER_BYTES, BROTLI_QUALITY, BROTLI_WINDOW);
    writer
        .write_all(bytes)
        .and_then(|()| writer.flush())
        .context("brotli")?;
    drop(writer);
    Ok(packed)
}

fn gzipped(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).context("gzip")?;
    writer.finish().context("gzip")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn packed_copies_hold_the_same_bytes() {
        let bytes = b"due margherita, una marinara. ".repeat(100);
        let mut back = Vec::new();
        brotli::Decompressor::new(&*brotlied(&bytes).expect("packs"), BUFFER_BYTES)
            .read_to_end(&mut back)
            .expect("unpacks");
        assert_eq!(back, bytes);
        back.clear();
        flate2::read::GzDecoder::new(&*gzipped(&bytes).expect("packs"))
            .read_to_end(&mut back)
            .expect("unpacks");
        assert_eq!(back, bytes);
    }
}
