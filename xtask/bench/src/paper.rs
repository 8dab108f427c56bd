//! A receipt printer of the bench's own: it answers at once and notes when a drawer is kicked.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    time::Instant,
};

use anyhow::{Context as _, Result};

/// More than come between two looks.
const KICKS_MAX: usize = 64;
/// `DLE EOT n`: how are you?
const ASK_STATUS: [u8; 2] = [0x10, 0x04];
/// «Ready, with paper»: the bits that say otherwise are not set.
const READY: u8 = 0x12;
/// `GS r 1`: is everything before on paper?
const ASK_DONE: [u8; 2] = [0x1d, 0x72];
const DONE: u8 = 0x00;
const QUESTION_BYTES: usize = 3;
/// `ESC p`: the kick of the drawer.
const KICK: [u8; 2] = [0x1b, 0x70];
const KICK_BYTES: usize = 5;

/// A printer that listens until the program ends.
pub(crate) struct FastPrinter {
    /// Where.
    pub(crate) address: SocketAddr,
    /// The moments at which kicks were read.
    pub(crate) kicks: Receiver<Instant>,
}

impl FastPrinter {
    pub(crate) fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("a printer's port")?;
        let address = listener.local_addr()?;
        let (sender, kicks) = sync_channel(KICKS_MAX);
        std::thread::Builder::new()
            .name("printer".to_owned())
            .spawn(move || {
                // One after another, as a printer does.
                for stream in listener.incoming().flatten() {
                    // Whoever broke off has no more to say.
                    drop(serve(stream, &sender));
                }
            })?;
        Ok(Self { address, kicks })
    }
}

fn serve(mut stream: TcpStream, kicks: &SyncSender<Instant>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = [0; 4_096];
    let mut rest: Vec<u8> = Vec::new();
    loop {
        let count = stream.read(&mut buffer)?;
        let at = Instant::now();
        if count == 0 {
            return Ok(());
        }
        rest.extend(buffer.iter().take(count));
        while let Some((taken, heard)) = next(&rest) {
            match heard {
                Heard::Question(answer) => stream.write_all(&[answer])?,
                // When nobody looks, a kick is only noise.
                Heard::Kick => drop(kicks.try_send(at)),
                Heard::Other => {}
            }
            rest.drain(..taken);
        }
    }
}

/// What stands first in the bytes that came.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    Question(u8),
    Kick,
    Other,
}

/// How many bytes are understood, and as what; none while a sequence is not whole.
fn next(bytes: &[u8]) -> Option<(usize, Heard)> {
    let starts = |with: [u8; 2]| {
        let len = bytes.len().min(2);
        len > 0 && bytes.get(..len) == with.get(..len)
    };
    let (whole, heard) = if starts(ASK_STATUS) {
        (QUESTION_BYTES, Heard::Question(READY))
    } else if starts(ASK_DONE) {
        (QUESTION_BYTES, Heard::Question(DONE))
    } else if starts(KICK) {
        (KICK_BYTES, Heard::Kick)
    } else {
        (1, Heard::Other)
    };
    (bytes.len() >= whole).then_some((whole, heard))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_kicks_are_told_from_paper() {
        assert_eq!(
            next(&[0x10, 0x04, 1, 0x41]),
            Some((3, Heard::Question(READY)))
        );
        assert_eq!(next(&[0x1d, 0x72, 1]), Some((3, Heard::Question(DONE))));
        assert_eq!(next(&[0x1b, 0x70, 0, 50, 200]), Some((5, Heard::Kick)));
        assert_eq!(next(&[0x1b, 0x40]), Some((1, Heard::Other)));
    }

    #[test]
    fn half_a_sequence_is_waited_for() {
        assert_eq!(next(&[0x1b, 0x70, 0]), None);
        assert_eq!(next(&[0x10]), None);
        assert_eq!(next(&[]), None);
    }
}
