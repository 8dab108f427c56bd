//! The site's own certificate authority: signs the keys that devices made themselves.

use ed25519_dalek::Signer;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyUsagePurpose, PKCS_ED25519, PublicKeyData, SerialNumber, SignatureAlgorithm,
    SigningKey,
};
use shared::{
    api::device::DeviceRole,
    ids::{DeviceId, SiteId},
    time::BusinessDay,
};

/// How long a device's certificate is valid; revoking ends it earlier.
const DEVICE_DAYS: i32 = 10 * 365;
/// How long the authority is valid.
const AUTHORITY_DAYS: i32 = 30 * 365;
/// Devices whose clock is behind must be able to use a new certificate.
const BACKDATED_DAYS: i32 = 2;

/// An Ed25519 key made from its seed.
struct SeededKey(ed25519_dalek::SigningKey);

impl PublicKeyData for SeededKey {
    fn der_bytes(&self) -> &[u8] {
        self.0.as_ref().as_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ED25519
    }
}

impl SigningKey for SeededKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.0.sign(message).to_bytes().to_vec())
    }
}

/// A key of which only the public half is known here.
struct DeviceKey([u8; 32]);

impl PublicKeyData for DeviceKey {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ED25519
    }
}

/// The authority's certificate, signed by itself (PEM).
pub(crate) fn authority(
    seed: [u8; 32],
    site_id: SiteId,
    serial: [u8; 16],
    now_ms: i64,
) -> Result<String, rcgen::Error> {
    let key = SeededKey(ed25519_dalek::SigningKey::from_bytes(&seed));
    let mut params = authority_params(site_id)?;
    validity(&mut params, now_ms, AUTHORITY_DAYS);
    params.serial_number = Some(positive(serial));
    Ok(params.self_signed(&key)?.pem())
}

/// What a device's certificate says.
pub(crate) struct Subject {
    pub(crate) device_id: DeviceId,
    pub(crate) role: DeviceRole,
    pub(crate) site_id: SiteId,
    pub(crate) public_key: [u8; 32],
}

/// A device's certificate, signed by the authority (PEM).
pub(crate) fn device(
    authority_seed: [u8; 32],
    subject: &Subject,
    serial: [u8; 16],
    now_ms: i64,
) -> Result<String, rcgen::Error> {
    let key = SeededKey(ed25519_dalek::SigningKey::from_bytes(&authority_seed));
    let authority = authority_params(subject.site_id)?;
    let device_id = subject.device_id.to_string();
    let mut params = CertificateParams::new(vec![device_id.clone()])?;
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::OrganizationName, subject.site_id.to_string());
    params
        .distinguished_name
        .push(DnType::OrganizationalUnitName, subject.role.word());
    params
        .distinguished_name
        .push(DnType::CommonName, device_id);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ClientAuth,
        ExtendedKeyUsagePurpose::ServerAuth,
    ];
    params.use_authority_key_identifier_extension = true;
    validity(&mut params, now_ms, DEVICE_DAYS);
    params.serial_number = Some(positive(serial));
    let issuer = Issuer::from_params(&authority, key);
    Ok(params
        .signed_by(&DeviceKey(subject.public_key), &issuer)?
        .pem())
}

fn authority_params(site_id: SiteId) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::OrganizationName, site_id.to_string());
    params
        .distinguished_name
        .push(DnType::CommonName, "Comanda site authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn validity(params: &mut CertificateParams, now_ms: i64, days: i32) {
    let today = BusinessDay::of(now_ms, 0, 0).days_since_epoch();
    let midnight = |day: i32| {
        let (year, month, day) = BusinessDay::from_days(day).ymd();
        rcgen::date_time_ymd(
            year,
            u8::try_from(month).unwrap_or(1),
            u8::try_from(day).unwrap_or(1),
        )
    };
    params.not_before = midnight(today - BACKDATED_DAYS);
    params.not_after = midnight(today + days);
}

/// Serial numbers are positive, so the highest bit is not used; and never zero.
fn positive(mut serial: [u8; 16]) -> SerialNumber {
    if let Some(first) = serial.first_mut() {
        *first = (*first & 0x7f) | 0x40;
    }
    SerialNumber::from_slice(&serial)
}

#[cfg(test)]
mod tests {
    use x509_parser::prelude::{FromDer, X509Certificate};

    use super::*;

    const NOON_MS: i64 = 1_795_262_400_000;

    fn der(pem: &str) -> Vec<u8> {
        x509_parser::pem::parse_x509_pem(pem.as_bytes())
            .unwrap()
            .1
            .contents
    }

    fn issue() -> (String, String, [u8; 32]) {
        let device_key = ed25519_dalek::SigningKey::from_bytes(&[9; 32])
            .verifying_key()
            .to_bytes();
        let site_id = SiteId::from_bytes([2; 16]);
        let subject = Subject {
            device_id: DeviceId::from_bytes([3; 16]),
            role: DeviceRole::Till,
            site_id,
            public_key: device_key,
        };
        let authority = authority([1; 32], site_id, [4; 16], NOON_MS).unwrap();
        (
            authority,
            device([1; 32], &subject, [255; 16], NOON_MS).unwrap(),
            device_key,
        )
    }

    #[test]
    fn a_device_certificate_carries_the_device_own_key_and_is_signed_by_the_site() {
        let (authority, device, device_key) = issue();
        let (authority, device) = (der(&authority), der(&device));
        let (_, authority) = X509Certificate::from_der(&authority).unwrap();
        let (_, device) = X509Certificate::from_der(&device).unwrap();
        device
            .verify_signature(Some(authority.public_key()))
            .unwrap();
        authority.verify_signature(None).unwrap();
        assert_eq!(device.public_key().subject_public_key.as_ref(), device_key);
        assert!(authority.is_ca() && !device.is_ca());
        assert_eq!(device.issuer(), authority.subject());
    }

    #[test]
    fn a_device_certificate_names_device_role_and_site() {
        let (_, device, _) = issue();
        let device = der(&device);
        let (_, device) = X509Certificate::from_der(&device).unwrap();
        let subject = device.subject().to_string();
        assert!(
            subject.contains("CN=03030303-0303-0303-0303-030303030303"),
            "{subject}"
        );
        assert!(subject.contains("OU=till"), "{subject}");
        assert!(
            subject.contains("O=02020202-0202-0202-0202-020202020202"),
            "{subject}"
        );
    }

    #[test]
    fn another_authority_did_not_sign_it() {
        let (_, device, _) = issue();
        let other = authority([8; 32], SiteId::from_bytes([2; 16]), [4; 16], NOON_MS).unwrap();
        let (device, other) = (der(&device), der(&other));
        let (_, device) = X509Certificate::from_der(&device).unwrap();
        let (_, other) = X509Certificate::from_der(&other).unwrap();
        assert!(device.verify_signature(Some(other.public_key())).is_err());
    }
}
