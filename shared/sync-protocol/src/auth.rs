//! How a device proves who it is: it signs what the hub made up for this one connection.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use shared::ids::DeviceId;

/// What a device signs: a name of the purpose, the hub's random bytes, and its own id.
pub fn hello_bytes(nonce: &[u8; 32], device: DeviceId) -> Vec<u8> {
    let mut bytes = b"comanda-hello-1".to_vec();
    bytes.extend_from_slice(nonce);
    bytes.extend_from_slice(device.as_bytes());
    bytes
}

pub(crate) fn sign(key: &SigningKey, nonce: &[u8; 32], device: DeviceId) -> [u8; 64] {
    key.sign(&hello_bytes(nonce, device)).to_bytes()
}

pub(crate) fn is_signed(
    public_key: &[u8; 32],
    nonce: &[u8; 32],
    device: DeviceId,
    signature: &[u8; 64],
) -> bool {
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| {
        let signature = Signature::from_bytes(signature);
        key.verify_strict(&hello_bytes(nonce, device), &signature)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_nonce_and_device_only() {
        let key = SigningKey::from_bytes(&[5; 32]);
        let public = key.verifying_key().to_bytes();
        let (device, other) = (DeviceId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
        let signature = sign(&key, &[9; 32], device);
        assert!(is_signed(&public, &[9; 32], device, &signature));
        assert!(!is_signed(&public, &[8; 32], device, &signature));
        assert!(!is_signed(&public, &[9; 32], other, &signature));
        assert!(!is_signed(&[0xff; 32], &[9; 32], device, &signature));
    }
}
