//! Open sets of strings.

/// Defines an enum of the strings that the schema lists, with `Other` for any that it does not.
///
/// ```text
/// names! {
///     /// What it says.
///     pub enum Name { Variant = "text", … }
/// }
/// ```
macro_rules! names {
    ($(#[$doc:meta])* pub enum $Name:ident { $($(#[$variant_doc:meta])* $Variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $Name {
            $($(#[$variant_doc])* #[doc = concat!("`", $text, "`")] $Variant,)+
            /// A string that the schema does not list, kept as it came.
            Other(String),
        }

        impl $Name {
            /// The string as it stands in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $text,)+
                    Self::Other(text) => text,
                }
            }

            #[inline]
            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$Variant),)+
                    _ => None,
                }
            }
        }

        impl From<&str> for $Name {
            #[inline]
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Other(text.to_owned()))
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $Name;

                    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        out.write_str("a string")
                    }

                    #[inline]
                    fn visit_str<E>(self, text: &str) -> Result<$Name, E> {
                        Ok($Name::from(text))
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }

        /// One of the strings that the schema lists, or now and then another.
        #[cfg(feature = "arbitrary")]
        impl<'a> arbitrary::Arbitrary<'a> for $Name {
            fn arbitrary(choices: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
                match $crate::wire::one_of(choices, &[$($text),+])? {
                    Some(text) => Ok(Self::from(text)),
                    None => Ok(Self::from(<&str as arbitrary::Arbitrary>::arbitrary(choices)?)),
                }
            }
        }

        $crate::wire::wire_by_serde!($Name);
        $crate::wire::chosen_by_arbitrary!($Name);
    };
}
pub(crate) use names;

/// Defines a type for a key that always holds the same string; any other string is an error.
macro_rules! constant {
    ($(#[$doc:meta])* pub struct $Name:ident = $text:literal;) => {
        $(#[$doc])*
        #[doc = concat!("Always `", $text, "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $Name;

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $Name;

                    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        out.write_str(concat!("`", $text, "`"))
                    }

                    #[inline]
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$Name, E> {
                        match text {
                            $text => Ok($Name),
                            _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
                        }
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }

        #[cfg(feature = "arbitrary")]
        impl<'a> arbitrary::Arbitrary<'a> for $Name {
            fn arbitrary(_: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
                Ok($Name)
            }
        }

        $crate::wire::wire_by_serde!($Name);
        $crate::wire::chosen_by_arbitrary!($Name);
    };
}
pub(crate) use constant;
