//! From the code of a gift card to the document that holds its balance.

use argon2::{Algorithm, Argon2, Params, Version};
use shared::{
    api::Problem,
    gift::{CardCode, CardRef},
    ids::OrderId,
};

use super::invalid;

/// The same at every till and for ever: whoever changes it loses all cards.
const SALT: &[u8] = b"comanda-card-1";
const MEMORY_KIB: u32 = 8_192;
const PASSES: u32 = 1;

/// The card that a code belongs to.
///
/// The document's id stands in journals and goes to every device, and a code may have no more than eight
/// letters. So the way from one to the other is slow on purpose (Argon2id, RFC 9106: some milliseconds
/// and 8 MiB for each): whoever has a journal cannot try all codes.
pub fn card_of(code: &CardCode) -> Result<CardRef, Problem> {
    let clean = code.clean().map_err(Problem::GiftCard)?;
    let mut id = [0; 16];
    Params::new(MEMORY_KIB, PASSES, 1, Some(id.len()))
        .and_then(|params| {
            let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            argon.hash_password_into(clean.0.as_bytes(), SALT, &mut id)
        })
        .map_err(|error| invalid("code", error.to_string()))?;
    Ok(CardRef {
        document: OrderId::from_bytes(id),
        last_four: clean.last_four(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_of_a_card_is_the_same_for_ever() {
        let card = |code: &str| card_of(&CardCode(code.to_owned())).unwrap();
        let one = card("ABCD2345");
        assert_eq!(
            one.document.to_string(),
            "331ca366-e8e1-a539-c3dd-def687205096"
        );
        assert_eq!(one, card("abcd-2345"));
        assert_ne!(one.document, card("ABCD2346").document);
    }
}
