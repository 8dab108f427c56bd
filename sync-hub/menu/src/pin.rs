//! How a PIN is turned into what devices may know.
//!
//! Every device of a site checks PINs by itself, offline. So all of them must compute the same:
//! Argon2id, version 0x13, 19 456 KiB of memory, two passes, one lane, 32 bytes out, over the PIN's
//! ASCII digits and the site's salt (sixteen bytes, in the catalogue as hexadecimal `pin_salt`). The
//! result is kept as 64 hexadecimal digits in `StaffMember::pin_hash`.

use argon2::{Algorithm, Argon2, Params, Version};

/// Fewest digits of a PIN.
pub const PIN_DIGITS_MIN: usize = 4;
/// Most digits of a PIN.
pub const PIN_DIGITS_MAX: usize = 8;
/// Bytes of a site's salt.
pub const SALT_BYTES: usize = 16;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const HASH_BYTES: usize = 32;

/// Why a PIN has no hash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// It is no PIN.
    #[error("a PIN has {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits and nothing else")]
    NotAPin,
    /// The site's salt is not hexadecimal.
    #[error("the site's salt is not hexadecimal")]
    Salt,
    /// The hash function refused.
    #[error("hash a PIN: {0}")]
    Hash(String),
}

/// The text is a PIN.
pub(crate) fn is_pin(text: &str) -> bool {
    (PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The hash of a PIN with the site's salt, both in the forms that the catalogue holds.
///
/// It takes about 20 ms on purpose: call it where waiting is allowed.
pub fn hash_pin(pin: &str, salt_hex: &str) -> Result<String, PinError> {
    if !is_pin(pin) {
        return Err(PinError::NotAPin);
    }
    let salt = hex::decode(salt_hex).map_err(|_| PinError::Salt)?;
    let refuse = |error: argon2::Error| PinError::Hash(error.to_string());
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES)).map_err(refuse)?;
    let mut hash = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), &salt, &mut hash)
        .map_err(refuse)?;
    Ok(hex::encode(hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_four_to_eight_digits() {
        for pin in ["1234", "12345678"] {
            assert!(is_pin(pin), "{pin}");
        }
        for text in ["123", "123456789", "12a4", "１２３４", ""] {
            assert!(!is_pin(text), "{text}");
        }
    }

    /// What the reference program says:
    /// `echo -n 1234 | argon2 0123456789abcdef -id -k 19456 -t 2 -p 1 -l 32 -v 13 -r`.
    #[test]
    fn the_hash_is_the_one_that_every_device_computes() {
        let salt = hex::encode("0123456789abcdef");
        let hash = hash_pin("1234", &salt).unwrap();
        assert_eq!(
            hash,
            "04b4192ae9efb1712fd2b7e8bd67909763a235a7c45a3982b2f6cd59b6ae2f3d"
        );
        assert_ne!(hash, hash_pin("1235", &salt).unwrap());
    }

    #[test]
    fn no_pin_and_no_salt_have_no_hash() {
        assert_eq!(hash_pin("12", "00"), Err(PinError::NotAPin));
        assert_eq!(hash_pin("1234", "zz"), Err(PinError::Salt));
    }
}
