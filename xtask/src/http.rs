//! Just enough HTTP to ask programs on this machine.

use std::{
    io::{BufReader, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// Importing a restaurant hashes its PINs, which takes its time on purpose.
const ANSWER_LIMIT: Duration = Duration::from_mins(1);
const ANSWER_BYTES_MAX: u64 = 16 << 20;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The first cookie that was set, as `name=value`.
    pub(crate) cookie: Option<String>,
    pub(crate) body: Value,
}

/// Posts JSON to `http://host:port/path`. Any status is an answer; only silence is an error.
pub(crate) fn post(url: &str, cookie: Option<&str>, body: &Value) -> Result<Answer> {
    exchange("POST", url, cookie, &body.to_string()).with_context(|| format!("asking {url}"))
}

/// Gets JSON from `http://host:port/path`.
pub(crate) fn get(url: &str, cookie: Option<&str>) -> Result<Answer> {
    exchange("GET", url, cookie, "").with_context(|| format!("asking {url}"))
}

fn exchange(method: &str, url: &str, cookie: Option<&str>, body: &str) -> Result<Answer> {
    let address = url
        .strip_prefix("http://")
        .context("only http:// is spoken here")?;
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let cookie = cookie
        .map(|pair| format!("cookie: {pair}\r\n"))
        .unwrap_or_default();
    let request = format!(
        "{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\naccept: application/json\r\n{cookie}\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(host).context("nobody listens there")?;
    stream.set_read_timeout(Some(ANSWER_LIMIT))?;
    stream.set_write_timeout(Some(ANSWER_LIMIT))?;
    stream.write_all(request.as_bytes())?;
    read(&mut BufReader::new(stream.take(ANSWER_BYTES_MAX)))
}

fn read(answer: &mut impl std::io::BufRead) -> Result<Answer> {
    let first = read_line(answer)?;
    let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.with_context(|| format!("`{first}` is no HTTP answer"))?;
    let mut cookie = None;
    let mut length = None;
    loop {
        let line = read_line(answer)?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "set-cookie" if cookie.is_none() => {
                cookie = value.split(';').next().map(|pair| pair.trim().to_owned());
            }
            "content-length" => length = value.trim().parse::<u64>().ok(),
            "transfer-encoding" => bail!("an answer in pieces is not understood here"),
            _ => {}
        }
    }
    let mut bytes = Vec::new();
    answer
        .by_ref()
        .take(length.unwrap_or(ANSWER_BYTES_MAX))
        .read_to_end(&mut bytes)?;
    let body = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    Ok(Answer {
        status,
        cookie,
        body,
    })
}

fn read_line(answer: &mut impl std::io::BufRead) -> Result<String> {
    let mut line = String::new();
    answer
        .read_line(&mut line)
        .context("the answer broke off")?;
    Ok(line.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn status_cookie_and_body_are_read() {
        let mut text: &[u8] = b"HTTP/1.1 200 OK\r\nSet-Cookie: comanda_session=abc; HttpOnly\r\n\
            content-length: 8\r\n\r\n{\"a\": 1}trailing";
        let answer = read(&mut text).expect("an answer");
        assert_eq!(answer.status, 200);
        assert_eq!(answer.cookie.as_deref(), Some("comanda_session=abc"));
        assert_eq!(answer.body, json!({ "a": 1 }));
    }

    #[test]
    fn an_answer_without_json_is_kept_as_text() {
        let mut text: &[u8] = b"HTTP/1.1 502 Bad Gateway\r\n\r\nno luck";
        let answer = read(&mut text).expect("an answer");
        assert_eq!((answer.status, answer.body), (502, json!("no luck")));
    }

    #[test]
    fn noise_is_no_answer() {
        assert!(read(&mut &b"hello\r\n"[..]).is_err());
    }
}
