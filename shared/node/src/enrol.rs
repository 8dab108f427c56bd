//! Joining a restaurant with a one-time code.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use shared::{
    api::{
        Problem,
        device::{DeviceRole, DeviceView, Enrol},
    },
    ids::{DeviceId, SiteId, TenantId},
};

use crate::{actor::Handle, engine::Enrolled};

/// The hub answers within this, or is not there.
const ANSWER_MS_MAX: u64 = 5_000;

/// What the hub is asked.
#[derive(Debug, Serialize)]
struct Question {
    code: String,
    device_id: DeviceId,
    public_key: String,
    role: &'static str,
}

/// What the hub answers.
#[derive(Debug, Deserialize)]
struct Answer {
    tenant_id: TenantId,
    site_id: SiteId,
    role: DeviceRole,
    letters: String,
    name: String,
    certificate_pem: String,
    ca_pem: String,
}

/// How the hub says no (RFC 9457).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: String,
    detail: String,
}

/// Takes the code to the hub and keeps what it answers.
pub async fn enrol(handle: &Handle, asked: Enrol) -> Result<DeviceView, Problem> {
    let hub_url = address(&asked.hub_url)?;
    let code: String = asked
        .code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let code = code.to_ascii_uppercase();
    if code.is_empty() {
        return Err(Problem::CodeUnknown);
    }
    let (device_id, key, role) = handle
        .ask(|engine| {
            let identity = engine.identity();
            let public_key = hex::encode(identity.key.verifying_key().to_bytes());
            (identity.device, public_key, engine.role())
        })
        .await?;
    let question = Question {
        code,
        device_id,
        public_key: key,
        role: role.word(),
    };
    let answer = ask_hub(&hub_url, &question).await?;
    if answer.role != role {
        let why = format!(
            "the code is for a {}, this is a {}",
            answer.role.word(),
            role.word()
        );
        return Err(Problem::Invalid {
            field: "code".to_owned(),
            why,
        });
    }
    let enrolled = Enrolled {
        tenant_id: answer.tenant_id,
        site_id: answer.site_id,
        name: answer.name,
        letters: answer.letters,
        hub_url,
        certificate: answer.certificate_pem,
        ca: answer.ca_pem,
    };
    handle
        .try_ask(move |engine| {
            engine.enrol(enrolled)?;
            Ok(engine.device_view())
        })
        .await
}

fn address(text: &str) -> Result<String, Problem> {
    let trimmed = text.trim().trim_end_matches('/');
    let url = if trimmed.contains("://") {
        trimmed.to_owned()
    } else {
        format!("http://{trimmed}")
    };
    match reqwest::Url::parse(&url) {
        Ok(parsed) if parsed.scheme() == "http" && parsed.has_host() => Ok(url),
        Ok(_) => Err(bad_address("only http:// addresses")),
        Err(error) => Err(bad_address(&error.to_string())),
    }
}

fn bad_address(why: &str) -> Problem {
    Problem::Invalid {
        field: "hub_url".to_owned(),
        why: why.to_owned(),
    }
}

async fn ask_hub(hub_url: &str, question: &Question) -> Result<Answer, Problem> {
    let unreachable = || Problem::HubUnreachable {
        address: hub_url.to_owned(),
    };
    let client = reqwest::Client::builder()
        .timeout(Duration::from_millis(ANSWER_MS_MAX))
        .build()
        .map_err(|_| unreachable())?;
    let response = client
        .post(format!("{hub_url}/api/v1/enrol"))
        .json(question)
        .send()
        .await
        .map_err(|_| unreachable())?;
    if response.status().is_success() {
        return response.json().await.map_err(|_| unreachable());
    }
    let refusal: Refusal = response.json().await.unwrap_or_default();
    Err(problem_of(&refusal, hub_url))
}

fn problem_of(refusal: &Refusal, hub_url: &str) -> Problem {
    match refusal.code.as_str() {
        "code-unknown" => Problem::CodeUnknown,
        "code-used" => Problem::CodeUsed,
        "code-expired" => Problem::CodeExpired,
        "wrong-role" => Problem::Invalid {
            field: "code".to_owned(),
            why: "the code is for another kind of device".to_owned(),
        },
        "" => Problem::HubUnreachable {
            address: hub_url.to_owned(),
        },
        code => {
            let why = format!("{code}: {}", refusal.detail);
            Problem::Invalid {
                field: "code".to_owned(),
                why,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_scheme_is_completed() {
        assert_eq!(
            address(" 192.168.1.10:7700/ "),
            Ok("http://192.168.1.10:7700".to_owned())
        );
        assert!(address("ftp://hub").is_err());
    }

    #[test]
    fn each_refusal_of_the_hub_has_its_words() {
        let refusal = |kind: &str| Refusal {
            code: kind.to_owned(),
            ..Refusal::default()
        };
        assert_eq!(problem_of(&refusal("code-used"), "hub"), Problem::CodeUsed);
        assert_eq!(
            problem_of(&refusal("code-unknown"), "hub"),
            Problem::CodeUnknown
        );
    }
}
