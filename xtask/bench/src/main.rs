//! Measures what people wait for against the least that the machine could take for it.
//!
//! The machines are shared, so a time alone says little: every row is measured in turns with its
//! baseline (baseline, product, baseline, product), and what counts is how many times slower the
//! product is. Where the two baselines of a row differ too much, the row is not judged.

mod crowd;
mod disk;
mod document;
mod drawer;
mod edit;
mod journal;
mod kitchen;
mod paper;
mod places;
mod report;
mod restaurant;
mod samples;
mod say;
mod till;
mod turns;
mod weight;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use places::Places;
use report::Row;

/// One line of the table, or several.
struct Bench {
    name: &'static str,
    summary: &'static str,
    run: fn(&Places) -> Result<Vec<Row>>,
}

const BENCHES: [Bench; 6] = [
    Bench {
        name: "P1",
        summary: "till: one edit, durable, with all that screens are told",
        run: edit::run,
    },
    Bench {
        name: "P2",
        summary: "till tap to line on the kitchen's screen, with 200 devices at one hub",
        run: kitchen::run,
    },
    Bench {
        name: "P6",
        summary: "an order of 61 edits: its bytes, and its time against plain automerge",
        run: document::run,
    },
    Bench {
        name: "P11",
        summary: "pay pressed to first byte of the drawer kick on the wire",
        run: drawer::run,
    },
    Bench {
        name: "P15",
        summary: "page weight of each face, compressed; builds the faces",
        run: weight::run,
    },
    Bench {
        name: "P19",
        summary: "an exported journal of a million records, checked by an outsider",
        run: journal::run,
    },
];

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "off".into()),
        )
        .init();
    let words: Vec<String> = std::env::args().skip(1).collect();
    match obey(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            say::trouble(&format!("error: {wrong:#}"));
            ExitCode::FAILURE
        }
    }
}

fn obey(words: &[String]) -> Result<()> {
    if words.iter().any(|word| word == "--help" || word == "-h") {
        say::line(&help());
        return Ok(());
    }
    let wanted = wanted(words)?;
    let places = Places::find()?;
    if cfg!(debug_assertions) {
        say::line("built without optimisation: good for trying the benches, not for their figures");
    }
    let mut rows = Vec::new();
    for bench in wanted {
        say::line(&format!("{:4} {}", bench.name, bench.summary));
        let measured = (bench.run)(&places).with_context(|| bench.name.to_owned())?;
        rows.extend(measured);
    }
    say::line(&report::table(&rows));
    let file = places.report();
    report::write(&file, &rows)?;
    say::line(&format!("written to {}", file.display()));
    Ok(())
}

/// The benches with the names that were typed; all without names.
fn wanted(words: &[String]) -> Result<Vec<&'static Bench>> {
    for word in words {
        if !BENCHES.iter().any(|bench| bench.name == word) {
            bail!("there is no row `{word}`\n{}", help());
        }
    }
    let is_wanted =
        |bench: &&Bench| words.is_empty() || words.iter().any(|word| word == bench.name);
    Ok(BENCHES.iter().filter(is_wanted).collect())
}

fn help() -> String {
    let rows: Vec<_> = BENCHES
        .iter()
        .map(|bench| format!("  {:4} {}\n", bench.name, bench.summary))
        .collect();
    format!("cargo xtask bench [row ...]\n\n{}", rows.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_chosen_by_their_names() {
        let names = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            wanted(&words).map(|some| some.iter().map(|bench| bench.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["P11", "P1"]).unwrap(), ["P1", "P11"]);
        assert_eq!(names(&[]).unwrap().len(), BENCHES.len());
        assert!(names(&["P99"]).is_err());
    }
}
