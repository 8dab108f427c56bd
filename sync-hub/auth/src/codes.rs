//! One-time codes: short enough to type, too many to guess.

use hub_kernel::Ids;
use sha2::{Digest, Sha256};

/// Capital letters and digits without those that look alike (I, L, O, 0, 1).
const ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const CODE_CHARS: usize = 8;
/// How long a code can be used.
pub(crate) const VALID_MS: i64 = 15 * 60_000;

/// A new code, grouped: `ABCD-EFGH`.
pub(crate) fn make(ids: &Ids) -> String {
    let mut code = String::new();
    while code.len() <= CODE_CHARS {
        let [byte] = ids.random::<1>();
        // Bytes past the last whole round would make some letters likelier.
        let letter = (byte < 248)
            .then(|| ALPHABET.get(usize::from(byte % 31)))
            .flatten();
        if let Some(letter) = letter {
            code.push(char::from(*letter));
            if code.len() == CODE_CHARS / 2 {
                code.push('-');
            }
        }
    }
    code
}

/// What is kept of a code. However it was typed (small letters, blanks, no hyphen), it is the
/// same; none when it cannot be a code.
pub(crate) fn hash(typed: &str) -> Option<[u8; 32]> {
    let code: Vec<u8> = typed
        .bytes()
        .filter(|byte| !matches!(byte, b'-' | b' '))
        .map(|byte| byte.to_ascii_uppercase())
        .collect();
    let decent = code.len() == CODE_CHARS && code.iter().all(|byte| ALPHABET.contains(byte));
    decent.then(|| Sha256::digest(&code).into())
}

#[cfg(test)]
mod tests {
    use hub_kernel::testkit::TestKernel;

    use super::*;

    #[tokio::test]
    async fn a_code_is_two_groups_of_four() {
        let code = make(&TestKernel::new().kernel.ids);
        let groups: Vec<_> = code.split('-').map(str::len).collect();
        assert_eq!(groups, [4, 4], "{code}");
        assert!(hash(&code).is_some());
    }

    #[test]
    fn a_code_may_be_typed_as_people_type() {
        assert_eq!(hash("abcd efgh"), hash("ABCD-EFGH"));
        assert_ne!(hash("ABCD-EFGH"), hash("ABCD-EFGJ"));
    }

    #[test]
    fn what_cannot_be_a_code_has_no_hash() {
        for typed in ["", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFG0", "ÀBCD-EFGH"] {
            assert_eq!(hash(typed), None, "{typed}");
        }
    }
}
