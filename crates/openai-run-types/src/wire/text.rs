//! Text that is kept and seldom looked at.

/// A text that does not change. A short one needs no allocation: most keys and values that no type names are short.
#[derive(Clone)]
pub(crate) enum Text {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

/// What fits beside the length and the tag into the space of four words.
const SHORT: usize = 30;

impl Text {
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        match self {
            // It was text when it went in, so this does not fail.
            Text::Short { .. } => str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Text::Long(text) => text,
        }
    }

    fn as_bytes(&self) -> &[u8] {
        match self {
            Text::Short { length, bytes } => &bytes[..usize::from(*length)],
            Text::Long(text) => text.as_bytes(),
        }
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Text {
        if text.len() > SHORT {
            return Text::Long(text.into());
        }
        let mut bytes = [0; SHORT];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Text::Short {
            length: text.len() as u8,
            bytes,
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        match text.len() {
            0..=SHORT => Text::from(text.as_str()),
            _ => Text::Long(text.into()),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_come_out_as_they_went_in() {
        for length in 0..70 {
            let text = "aé".repeat(length);
            assert_eq!(Text::from(text.as_str()).as_str(), text);
            assert_eq!(Text::from(text.clone()).as_str(), text);
            assert!(Text::from(text.clone()) == Text::from(text.as_str()));
        }
        assert!(Text::from("a") != Text::from("a\0"));
        assert!(size_of::<Text>() <= 4 * size_of::<usize>());
    }
}
