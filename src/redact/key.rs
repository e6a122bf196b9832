//! The key of a corpus, and the random bytes derived from it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The domain of the fingerprints of names.
const NAMES: u8 = 5;

/// The number of bytes of a key.
pub const KEY_BYTES: usize = 32;

/// The secret key from which the pseudonyms of a corpus are derived. With the key, guesses of an original text can be checked;
/// without it, they cannot.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Key(…)")
    }
}

impl Key {
    /// A key of these bytes.
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Key {
        let mac = Hmac::<Sha256>::new_from_slice(bytes);
        // HMAC accepts keys of every length.
        Key(mac.unwrap_or_else(|_| unreachable!("a key of {KEY_BYTES} bytes")))
    }

    /// Eight hexadecimal digits that stand for a name. They depend on the key, and do not reveal the name.
    pub fn fingerprint(&self, name: &str) -> String {
        let mut stream = self.stream(NAMES, name);
        (0..4).map(|_| format!("{:02x}", stream.next())).collect()
    }

    /// Pseudorandom bytes that depend on the key, the domain and the text. They reveal neither the key nor the text.
    pub(super) fn stream(&self, domain: u8, text: &str) -> Stream {
        let mut mac = self.0.clone();
        mac.update(&[domain]);
        mac.update(text.as_bytes());
        Stream {
            mac,
            block: 0,
            bytes: [0; 32],
            at: 32,
        }
    }
}

/// An endless sequence of pseudorandom bytes.
pub(super) struct Stream {
    mac: Hmac<Sha256>,
    block: u64,
    bytes: [u8; 32],
    at: usize,
}

impl Stream {
    pub(super) fn next(&mut self) -> u8 {
        if self.at == self.bytes.len() {
            let mut mac = self.mac.clone();
            mac.update(&self.block.to_le_bytes());
            self.bytes = mac.finalize().into_bytes().into();
            self.block += 1;
            self.at = 0;
        }
        self.at += 1;
        self.bytes[self.at - 1]
    }
}
