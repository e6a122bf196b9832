//! The kinds that tell findings of one code apart, and the kinds of input that findings come from.

use super::level::Level;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Defines an enum of names, each with its printed text.
macro_rules! names {
    ($(#[$attribute:meta])* $Enum:ident { $($(#[$doc:meta])* $Name:ident = $text:literal;)+ }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $Enum {
            $($(#[$doc])* $Name,)+
        }

        impl $Enum {
            /// All of them, in the order of their definition.
            pub const ALL: &[$Enum] = &[$($Enum::$Name),+];

            /// The name as it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($Enum::$Name => $text,)+
                }
            }

            /// The one that is printed as `text`.
            pub fn from_text(text: &str) -> Option<$Enum> {
                match text {
                    $($text => Some($Enum::$Name),)+
                    _ => None,
                }
            }
        }

        impl fmt::Display for $Enum {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.pad(self.as_str())
            }
        }
    };
}

names! {
    /// What exactly is wrong, for rules that distinguish several faults.
    Kind {
        /// `lossy`: a key with a value is missing from the written text.
        DroppedKey = "dropped_key";
        /// `lossy`: the written text has a key that was not read.
        AddedKey = "added_key";
        /// `lossy`: a key with null is missing from the written text.
        NullBecameAbsent = "null_became_absent";
        /// `lossy`: a key that was absent is written with null.
        AbsentBecameNull = "absent_became_null";
        /// `lossy`: a number is written as a different number.
        NumberChanged = "number_changed";
        /// `lossy`: the items of an array are written in another order.
        Reordered = "reordered";
        /// `lossy`: any other value is written as a different value.
        ValueChanged = "value_changed";

        /// `decoders_disagree`: `from_slice` differs from `from_str`.
        FromSlice = "from_slice";
        /// `decoders_disagree`: `from_reader` differs from `from_str`.
        FromReader = "from_reader";
        /// `decoders_disagree`: `from_value` differs from `from_str`.
        FromValue = "from_value";
        /// `decoders_disagree`: a repeated key with equal values reads as a different value than the key alone. `lossy`: a key is
        /// written twice.
        DuplicateKey = "duplicate_key";

        /// `unstable`: a value that was read cannot be written.
        Unwritable = "unwritable";
        /// `unstable`: the written text cannot be read.
        Unreadable = "unreadable";
        /// `unstable`: the written text reads as a different value.
        Value = "value";
        /// `unstable`: the written text reads as a value that is not equal, but is written as the same text.
        Unequal = "unequal";
        /// `unstable`: the second writing gives a different text.
        Text = "text";

        /// `unfulfilled_expectation`: the reason of the expectation is still to be written.
        NoReason = "no_reason";

        /// `unread_key`: a listed word is treated like a word that the schema does not list. `untagged_unread_branch`: so is the
        /// word of a branch.
        Word = "word";
        /// `unread_key`: two keys, or two words, are read as each other. `untagged_shadowed`: variants are called like each
        /// other's branches.
        Swapped = "swapped";

        /// The payload reads the text directly, but not through the buffer that serde uses inside an enum.
        Buffered = "buffered";
        /// `untagged_ambiguous`: each of two variants reads texts that the other does not read, and both read this text.
        Overlap = "overlap";
        /// `untagged_ambiguous`: the later variant reads every text of the earlier one.
        SpecialCase = "special_case";
        /// `untagged_ambiguous`: as `special_case`, and the earlier variant loses data that the later one would keep.
        LossySpecialCase = "lossy_special_case";

        /// The tag is the last key.
        TagLast = "tag_last";
        /// The tag has a value that is not documented.
        TagUnknown = "tag_unknown";
        /// The tag is missing.
        TagMissing = "tag_missing";
        /// The tag is present twice.
        TagTwice = "tag_twice";
        /// The whole value is an undocumented word.
        ValueUnknown = "value_unknown";
        /// The tag is unknown or missing, or the whole value is an undocumented word, and the document allows no such text.
        TagForbidden = "tag_forbidden";

        /// `panicked`: the type's code panicked.
        Panic = "panic";
        /// `panicked`: the stack overflowed.
        StackOverflow = "stack_overflow";
        /// `panicked`: the type's code timed out.
        TimedOut = "timed_out";
        /// `panicked`: the time to read grows far faster than a text that nests deeper and deeper.
        GrowingTime = "growing_time";
        /// `panicked`: the process ended.
        Aborted = "aborted";
        /// `panicked`: the type's code used too much memory.
        OutOfMemory = "out_of_memory";

        /// The text needs a key that the schema neither names nor forbids.
        UnknownKey = "unknown_key";
        /// The text needs an object with keys of several branches of a union, of which none names all.
        MixedBranches = "mixed_branches";
        /// The text needs an integer that is spelled `1.0`, `1e2` or `-0`.
        IntegerAsFloat = "integer_as_float";
        /// The text needs a string with half of a surrogate pair, `"\ud800"`.
        UnpairedSurrogate = "unpaired_surrogate";
        /// The text needs characters that are written as `\\u0034` although they need not be.
        EscapedText = "escaped_text";
        /// The text needs an integer that is negative or large, where the schema states neither a bound nor a format.
        UnboundedInteger = "unbounded_integer";
        /// The text needs a number with more digits than a float holds for certain.
        FloatDigits = "float_digits";
        /// The text needs an integer that 64 bits hold and a float does not, where the schema says `number`.
        IntegerDigits = "integer_digits";
        /// The text needs a number of many digits or places, and the type makes another number of it instead of rounding it.
        NumberRange = "number_range";
        /// The text needs an empty string, where the schema states no shortest length.
        EmptyText = "empty_text";
        /// The text needs a string of more than a thousand characters, where the schema states no longest length.
        LongText = "long_text";
        /// The text needs a string with control characters or invisible characters.
        OddText = "odd_text";
        /// The document says nothing of values of this type at that place.
        UndescribedValue = "undescribed_value";
        /// The order of a list in which the document allows no item twice: a set has none.
        SetOrder = "set_order";
        /// `lossy`: the value that is left out, or added, is the one that the document states as the default.
        DocumentedDefault = "documented_default";
        /// The key is sent in one direction only, request or response, and the type may be for the other one.
        OneDirection = "one_direction";
        /// `lossy`: the written text has a key that was not read and that the document does not name.
        UnnamedKey = "unnamed_key";
        /// The schema describes a query or a form, whose texts do not have this difference.
        SentAsText = "sent_as_text";
        /// The text needs an unusual spelling of a format, such as a time in another zone than UTC.
        FormatSpelling = "format_spelling";
        /// The text needs a key of a map that is empty, very long, or not made of letters, digits and ordinary signs.
        OddKey = "odd_key";

        /// null where the schema does not allow it.
        NullForbidden = "null_forbidden";
        /// A value of a type that the schema does not allow.
        WrongType = "wrong_type";
        /// A value that an `enum` or `const` does not list.
        OutsideEnum = "outside_enum";
        /// A word that an enum of the audited crate names, and that the document does not list.
        OwnWord = "own_word";
        /// The tag of one branch in a value of another branch.
        TagOfAnotherBranch = "tag_of_another_branch";
        /// A required key is missing.
        RequiredDropped = "required_dropped";
        /// A key that the schema forbids.
        KeyNotAllowed = "key_not_allowed";
        /// Fewer keys than `minProperties`.
        TooFewKeys = "too_few_keys";
        /// More keys than `maxProperties`.
        TooManyKeys = "too_many_keys";
        /// A number below the minimum.
        BelowMinimum = "below_minimum";
        /// A number above the maximum.
        AboveMaximum = "above_maximum";
        /// A number that is not a multiple of `multipleOf`.
        NotMultiple = "not_multiple";
        /// A fraction where the schema demands an integer.
        NotWhole = "not_whole";
        /// A string shorter than `minLength`.
        TooShort = "too_short";
        /// A string longer than `maxLength`.
        TooLong = "too_long";
        /// A string that does not match the pattern.
        PatternBroken = "pattern_broken";
        /// A string that is no member of its format, where formats are asserted.
        FormatBroken = "format_broken";
        /// Fewer items than `minItems`.
        TooFewItems = "too_few_items";
        /// More items than `maxItems`.
        TooManyItems = "too_many_items";
        /// An item that is repeated in spite of `uniqueItems`.
        RepeatedItem = "repeated_item";
    }
}

names! {
    /// The kind of input that a finding was made in.
    SourceKind {
        /// A recorded text.
        Capture = "capture";
        /// A generated valid text.
        Sample = "sample";
        /// A generated text that violates exactly one constraint.
        Mutant = "mutant";
        /// A text that was made to prove one claim.
        Witness = "witness";
        /// A text that the type wrote for a value that was not read.
        Written = "written";
        /// A file of expectations.
        Expectations = "expectations";
        /// An overlay of the published document.
        Overlay = "overlay";
    }
}

impl Kind {
    /// Whether nearly every crate is guilty of it in nearly every type, so that it is told once for all places.
    pub fn is_everywhere(self) -> bool {
        let is_of_one_place = matches!(
            self,
            Kind::UndescribedValue
                | Kind::UnnamedKey
                | Kind::DocumentedDefault
                | Kind::OneDirection
                | Kind::MixedBranches
                | Kind::TagForbidden
        );
        self.at_most().is_some() && !is_of_one_place
    }

    /// The highest level of a finding that needs a text of this kind, for kinds of text that the document leaves open; `None`
    /// for kinds of faults. A server may follow the document to the letter and never send such a text.
    pub fn at_most(self) -> Option<Level> {
        match self {
            Kind::UnknownKey
            | Kind::IntegerAsFloat
            | Kind::UnpairedSurrogate
            | Kind::EscapedText
            | Kind::SentAsText
            | Kind::OneDirection
            | Kind::TagForbidden => Some(Level::Note),
            Kind::UnboundedInteger
            | Kind::FloatDigits
            | Kind::IntegerDigits
            | Kind::NumberRange
            | Kind::EmptyText
            | Kind::LongText
            | Kind::OddText
            | Kind::FormatSpelling
            | Kind::SetOrder
            | Kind::UndescribedValue
            | Kind::UnnamedKey
            | Kind::DocumentedDefault
            | Kind::MixedBranches
            | Kind::OddKey => Some(Level::Warning),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_printed_serialized_and_parsed_as_the_same_text() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(Kind::from_text(&kind.to_string()), Some(*kind));
        }
        for kind in SourceKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!(Kind::from_text("nonsense"), None);
    }
}
