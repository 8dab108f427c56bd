//! The demo's addresses, and who sits on them if not we.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, UdpSocket},
    path::Path,
};

use anyhow::{Result, bail};

pub(super) const HUB: u16 = 7700;
pub(super) const TILL: u16 = 7701;
pub(super) const KITCHEN: u16 = 7702;
pub(super) const PAPER_PAGE: u16 = 7703;
pub(super) const PAPER: u16 = 9100;

/// All ports are free, or an error that names each one that is not and who has it.
pub(super) fn free() -> Result<()> {
    let taken: Vec<String> = [HUB, TILL, KITCHEN, PAPER_PAGE, PAPER]
        .into_iter()
        .filter(|port| TcpListener::bind((Ipv4Addr::UNSPECIFIED, *port)).is_err())
        .map(|port| match holder(port) {
            Some(who) => format!("port {port} is taken by {who}"),
            None => format!("port {port} is taken by a program of another user"),
        })
        .collect();
    if !taken.is_empty() {
        bail!("{}; stop that first (another demo?)", taken.join(", "));
    }
    Ok(())
}

/// This machine's address in the local network, or loopback when there is no network.
///
/// Nothing is sent: connecting a datagram socket only makes the system choose an address.
pub(super) fn lan_address() -> String {
    UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
        .and_then(|socket| {
            socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
            socket.local_addr()
        })
        .map_or_else(
            |_| Ipv4Addr::LOCALHOST.to_string(),
            |address| address.ip().to_string(),
        )
}

/// The program that listens on a port, as far as Linux tells us.
fn holder(port: u16) -> Option<String> {
    let inodes: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listeners(&table, port))
        .collect();
    let processes = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    processes
        .filter(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .bytes()
                .all(|b| b.is_ascii_digit())
        })
        .find(|process| holds(&process.path(), &inodes))
        .map(|process| {
            let number = process.file_name().to_string_lossy().into_owned();
            let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            format!("`{}` (process {number})", name.trim())
        })
}

/// Socket numbers that listen on `port`, out of the kernel's table.
fn listeners(table: &str, port: u16) -> Vec<String> {
    const LISTENING: &str = "0A";
    let address = format!(":{port:04X}");
    table
        .lines()
        .filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let listens = words.get(1)?.ends_with(&address) && *words.get(3)? == LISTENING;
            listens.then(|| format!("socket:[{}]", words.get(9).unwrap_or(&"")))
        })
        .collect()
}

fn holds(process: &Path, inodes: &[String]) -> bool {
    fs::read_dir(process.join("fd")).is_ok_and(|files| {
        files
            .filter_map(Result::ok)
            .filter_map(|file| fs::read_link(file.path()).ok())
            .any(|target| {
                inodes
                    .iter()
                    .any(|inode| target.as_os_str() == inode.as_str())
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_with_its_holder() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let who = holder(port).expect("ourselves");
        assert!(
            who.contains(&format!("process {}", std::process::id())),
            "{who}"
        );
    }
}
