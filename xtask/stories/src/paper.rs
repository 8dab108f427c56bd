//! The emulated printer: what came out of it, and what is wrong with it.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::{
    places::{Places, free_port},
    program::{Program, Start},
    wait::until,
};

/// The paper has a row that says all of this.
pub fn has_row(paper: &str, texts: &[&str]) -> Result<()> {
    let is_it = |row: &&str| texts.iter().all(|text| row.contains(text));
    let row = paper.lines().find(is_it);
    row.with_context(|| format!("no row says {texts:?}:\n{paper}"))
        .map(drop)
}

/// A running printer.
#[derive(Debug)]
pub struct Paper {
    /// `host:port`, as a printer's address is written.
    pub address: String,
    page: String,
    client: reqwest::Client,
    _program: Program,
}

impl Paper {
    pub(crate) async fn start(places: &Places, logs: &Path) -> Result<Self> {
        let address = format!("127.0.0.1:{}", free_port()?);
        let page = format!("127.0.0.1:{}", free_port()?);
        let program = Start::new("Paper", places.program("paper")?)
            .flag("--listen", &address)
            .flag("--page", &page)
            .run(logs)?;
        let paper = Self {
            address,
            page,
            client: crate::hub::client()?,
            _program: program,
        };
        until("the printer is on", async || paper.seen().await.map(Some)).await?;
        Ok(paper)
    }

    /// Everything that can be seen of it.
    pub async fn seen(&self) -> Result<Value> {
        let url = format!("http://{}/papers", self.page);
        let answer = self.client.get(url).send().await?;
        answer.json().await.context("the printer's page")
    }

    /// The text of each paper, the oldest first.
    pub async fn papers(&self) -> Result<Vec<String>> {
        let seen = self.seen().await?;
        let papers = seen["papers"].as_array().cloned().unwrap_or_default();
        let text = |paper: &Value| paper["text"].as_str().unwrap_or_default().to_owned();
        Ok(papers.iter().map(text).collect())
    }

    /// The papers that hold every one of these texts.
    pub async fn with(&self, texts: &[&str]) -> Result<Vec<String>> {
        let mut papers = self.papers().await?;
        papers.retain(|paper| texts.iter().all(|text| paper.contains(text)));
        Ok(papers)
    }

    /// Waits for so many papers that hold every one of these texts, and gives them.
    pub async fn wait(&self, count: usize, texts: &[&str]) -> Result<Vec<String>> {
        let what = format!("{count} papers with {texts:?}");
        let found = until(&what, async || {
            let papers = self.with(texts).await?;
            Ok((papers.len() >= count).then_some(papers))
        });
        let papers = match found.await {
            Ok(papers) => papers,
            Err(why) => {
                let all = self.papers().await?.join("\n--------\n");
                return Err(why.context(format!("the papers:\n{all}")));
            }
        };
        anyhow::ensure!(
            papers.len() == count,
            "{} instead of {count} papers with {texts:?}:\n{}",
            papers.len(),
            papers.join("\n--------\n")
        );
        Ok(papers)
    }

    /// How often the drawer opened.
    pub async fn kicks(&self) -> Result<usize> {
        let seen = self.seen().await?;
        let happenings = seen["happenings"].as_array().cloned().unwrap_or_default();
        let is_kick = |what: &&Value| !what["what"]["drawer_opened"].is_null();
        Ok(happenings.iter().filter(is_kick).count())
    }

    /// Waits until the drawer has opened so often.
    pub async fn wait_kicks(&self, count: usize) -> Result<()> {
        until(&format!("{count} kicks of the drawer"), async || {
            Ok((self.kicks().await? >= count).then_some(()))
        })
        .await?;
        let kicks = self.kicks().await?;
        anyhow::ensure!(
            kicks == count,
            "the drawer opened {kicks} times, not {count}"
        );
        Ok(())
    }

    /// Takes the paper out, or puts it in again.
    pub async fn set_paper_out(&self, out: bool) -> Result<()> {
        let url = format!("http://{}/faults", self.page);
        let change = json!({ "paper_out": out });
        let answer = self.client.post(url).json(&change).send().await?;
        answer.error_for_status().context("the printer's page")?;
        Ok(())
    }
}
