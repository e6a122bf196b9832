//! Registering enums: `untagged!` and `tagged!`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A payload that is read through serde's buffer, as an untagged enum reads it.
#[doc(hidden)]
#[derive(PartialEq)]
pub struct Buffered<T>(pub T);

/// An untagged enum of one variant: there is no other way into serde's buffer.
#[derive(Deserialize)]
#[serde(untagged)]
enum Only<T> {
    It(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Buffered<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Buffered<T>, D::Error> {
        let Only::It(payload) = Only::deserialize(input)?;
        Ok(Buffered(payload))
    }
}

impl<T: Serialize> Serialize for Buffered<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(output)
    }
}

/// Compiles only if the second has exactly the type of the first, with nothing coerced.
#[doc(hidden)]
pub fn has_type<T>(_: std::marker::PhantomData<T>, _: *const T) {}

/// Registers an untagged enum: its variants in the order in which the enum has them, the payload of each, and the place of its
/// union in the document.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// #[derive(Deserialize, Serialize)]
/// struct Logs { logs: String }
/// #[derive(Deserialize, Serialize)]
/// struct Image { image: String }
///
/// #[derive(Deserialize, Serialize)]
/// #[serde(untagged, deny_unknown_fields)]
/// enum Output {
///     Logs(Logs),
///     Image(Image),
///     Pair(u8, String),
///     Nothing,
///     Failed {
///         #[serde(rename = "error_code")]
///         code: u8,
///     },
/// }
///
/// let union = wireproof_subject::untagged! {
///     Output {
///         Logs(Logs),
///         Image(Image),
///         Pair(u8, String),
///         Nothing,
///         #[serde(deny_unknown_fields)]
///         Failed { #[serde(rename = "error_code")] code: u8 },
///     } => "Step/properties/outputs/items"
/// };
/// assert_eq!(union.variants().len(), 5);
/// assert_eq!(union.pick("null").done().unwrap().variant, Some(3));
/// ```
/// - The place is a component, and the way from there to the union; or a JSON pointer as a URI fragment
///   (`"#/components/schemas/Step/…"`). Without `=> …` the enum is judged without a schema.
/// - `Output as "StepOutput" { … }` gives it another name in reports. Generic types are written with their arguments.
/// - Repeat serde's attributes on a variant or a field if they change how it is read. Repeat `rename_all_fields` and
///   `deny_unknown_fields` of the enum on each struct variant (the former as `rename_all`).
/// - wireproof finds out which variant belongs to which branch of the union. Where it is wrong, use `for`: `Logs(Logs) for 0`, or
///   `Format(Format) for "text" | "json_object"`. A branch is given by its position or by its name in reports. A variant with
///   `for` belongs to these branches only.
/// - A list that ends in `..` leaves variants out: those of a `#[non_exhaustive]` enum that another crate may add.
///
/// The compiler proves that every variant is named and that the payloads have these types; the run proves that serde picks the
/// first variant whose payload reads the text. Payloads must be `DeserializeOwned`; `Serialize` and `PartialEq` allow more checks.
#[macro_export]
macro_rules! untagged {
    ($Type:ty $(as $name:literal)? {
        $( $(#[$attribute:meta])* $Variant:ident $(( $($tuple:tt)* ))? $({ $($field:tt)* })? $(for $($branch:literal)|+)? ),* $(,)?
    } $(=> $at:literal)?) => {
        $crate::untagged!(@all $Type, $crate::untagged!(@name $Type $(, $name)?), [$($at)?], [],
            $( [$(#[$attribute])*] $Variant [$(( $($tuple)* ))? $({ $($field)* })?] [$($($branch),+)?] )*)
    };
    ($Type:ty $(as $name:literal)? {
        $( $(#[$attribute:meta])* $Variant:ident $(( $($tuple:tt)* ))? $({ $($field:tt)* })? $(for $($branch:literal)|+)? ),*, ..
    } $(=> $at:literal)?) => {
        $crate::untagged!(@all $Type, $crate::untagged!(@name $Type $(, $name)?), [$($at)?], [_ => "",],
            $( [$(#[$attribute])*] $Variant [$(( $($tuple)* ))? $({ $($field)* })?] [$($($branch),+)?] )*)
    };

    (@all $Type:ty, $name:expr, [$($at:literal)?], [$($others:tt)*],
        $( [$($attribute:tt)*] $Variant:ident [$($holds:tt)*] [$($branch:literal),*] )*
    ) => {{
        #[allow(dead_code)]
        type Enum = $Type;
        let variants = ::std::vec![$(
            $crate::untagged!(@payload $Variant [$($attribute)*] $($holds)*)
                .standing_for(::std::vec![$($crate::BranchName::from($branch)),*])
        ),*];
        #[allow(dead_code, unused_variables, irrefutable_let_patterns, clippy::all, clippy::pedantic)]
        fn proves(value: &Enum) {
            $( $crate::untagged!(@proves value $Variant $($holds)*); )*
        }
        $crate::untagged!(@union Enum, $name, Untagged, [$($at)?], variants, [$($Variant)*], [$($others)*])
    }};

    (@name $Type:ty) => { $crate::TypeSet::short_name(stringify!($Type)) };
    (@name $Type:ty, $name:literal) => { $name };

    (@union $Enum:ident, $name:expr, $tagging:ident, [$($at:literal)?], $variants:expr, [$($Variant:ident)*], [$($others:tt)*]) => {{
        fn pick(value: &$Enum) -> &'static str {
            match value {
                $( $Enum::$Variant { .. } => stringify!($Variant), )*
                $($others)*
            }
        }
        #[allow(unused_mut, unused_assignments)]
        let mut at: ::std::option::Option<&str> = ::std::option::Option::None;
        $( at = ::std::option::Option::Some($at); )?
        let whole = $crate::subject!(@bind $Enum, $name, ::std::option::Option::None,
            ::std::option::Option::Some(pick as fn(&$Enum) -> &'static str));
        $crate::EnumSubject::new(whole, $crate::Tagging::$tagging, at, $variants)
    }};

    // The payload of a variant, as a type of its own.
    (@payload $Variant:ident []) => { $crate::untagged!(@variant $Variant, ()) };
    (@payload $Variant:ident [] ($T:ty $(,)?)) => { $crate::untagged!(@variant $Variant, $T) };
    (@payload $Variant:ident [] ($($T:ty),+ $(,)?)) => { $crate::untagged!(@variant $Variant, ($($T,)+)) };
    (@payload $Variant:ident [$(#[$attribute:meta])*] { $( $(#[$of_field:meta])* $field:ident : $T:ty ),* $(,)? }) => {{
        use $crate::serde as __wireproof_serde;
        #[allow(dead_code)]
        #[derive($crate::serde::Deserialize)]
        #[serde(crate = "__wireproof_serde")]
        $(#[$attribute])*
        struct Held { $( $(#[$of_field])* $field: $T ),* }
        $crate::untagged!(@variant $Variant, $crate::Fields<Held>)
    }};
    (@payload $Variant:ident [$(#[$attribute:meta])+] ($T:ty $(,)?)) => {{
        use $crate::serde as __wireproof_serde;
        #[allow(dead_code)]
        #[derive($crate::serde::Deserialize)]
        #[serde(crate = "__wireproof_serde")]
        struct Held($(#[$attribute])+ $T);
        $crate::untagged!(@variant $Variant, Held)
    }};
    (@payload $Variant:ident [] ($($(#[$of_field:meta])* $T:ty),+ $(,)?)) => {{
        use $crate::serde as __wireproof_serde;
        #[allow(dead_code)]
        #[derive($crate::serde::Deserialize)]
        #[serde(crate = "__wireproof_serde")]
        struct Held($($(#[$of_field])* $T),+);
        $crate::untagged!(@variant $Variant, Held)
    }};
    (@payload $Variant:ident [$(#[$attribute:meta])+] $($rest:tt)*) => {
        ::core::compile_error!(concat!("attributes are understood on struct variants and on variants with one field, not on `",
            stringify!($Variant), "`"))
    };
    (@variant $Variant:ident, $T:ty) => {
        $crate::Variant::new(
            stringify!($Variant),
            $crate::subject!(@bind $T, stringify!($Variant), ::std::option::Option::None),
            $crate::subject!(@bind $crate::Buffered<$T>, stringify!($Variant), ::std::option::Option::None),
        )
    };

    // That the enum holds the same.
    (@proves $value:ident $Variant:ident) => {
        if let Enum::$Variant = $value {}
    };
    (@proves $value:ident $Variant:ident ($($(#[$of_field:meta])* $T:ty),+ $(,)?)) => {
        $crate::untagged!(@fields $value $Variant [] [a b c d e f g h i j k l] [$([$T])+])
    };
    (@proves $value:ident $Variant:ident { $( $(#[$of_field:meta])* $field:ident : $T:ty ),* $(,)? }) => {
        if let Enum::$Variant { $($field),* } = $value {
            $( $crate::has_type(::std::marker::PhantomData::<$T>, ::std::ptr::from_ref($field)); )*
        }
    };
    (@fields $value:ident $Variant:ident [$($done:tt)*] [$next:ident $($names:ident)*] [[$T:ty] $($rest:tt)*]) => {
        $crate::untagged!(@fields $value $Variant [$($done)* [$next $T]] [$($names)*] [$($rest)*])
    };
    (@fields $value:ident $Variant:ident [$([$name:ident $T:ty])*] [$($names:ident)*] []) => {
        if let Enum::$Variant($($name),*) = $value {
            $( $crate::has_type(::std::marker::PhantomData::<$T>, ::std::ptr::from_ref($name)); )*
        }
    };
}

/// Registers an enum that finds its variant by something in the text: a tag of serde's, the name of a key, or code of its own.
///
/// ```
/// #[derive(serde::Deserialize, serde::Serialize)]
/// #[serde(tag = "type", rename_all = "snake_case")]
/// enum Shape {
///     Circle { radius: f64 },
///     Square { side: f64 },
///     #[serde(other)]
///     Other,
/// }
///
/// let union = wireproof_subject::tagged! { Shape { Circle, Square, Other } => "Drawing/properties/shapes/items" };
/// let picked = union.pick(r#"{"type":"oval"}"#);
/// assert_eq!(picked.done().unwrap().variant, Some(2));
/// ```
/// wireproof checks which variant reads each branch's texts, and what becomes of a tag that is missing, unknown, repeated or last.
/// Variants are named without what they hold; `for` assigns branches to them, as in [`untagged!`](crate::untagged!).
#[macro_export]
macro_rules! tagged {
    ($Type:ty $(as $name:literal)? { $($Variant:ident $(for $($branch:literal)|+)?),* $(,)? } $(=> $at:literal)?) => {
        $crate::tagged!(@all $Type, $crate::untagged!(@name $Type $(, $name)?), [$($at)?],
            [$($Variant [$($($branch),+)?])*], [])
    };
    ($Type:ty $(as $name:literal)? { $($Variant:ident $(for $($branch:literal)|+)?),*, .. } $(=> $at:literal)?) => {
        $crate::tagged!(@all $Type, $crate::untagged!(@name $Type $(, $name)?), [$($at)?],
            [$($Variant [$($($branch),+)?])*], [_ => "",])
    };
    (@all $Type:ty, $name:expr, [$($at:literal)?], [$($Variant:ident [$($branch:literal),*])*],
        [$($others:tt)*]
    ) => {{
        type Enum = $Type;
        let variants = ::std::vec![$(
            $crate::Variant::named(stringify!($Variant))
                .standing_for(::std::vec![$($crate::BranchName::from($branch)),*])
        ),*];
        $crate::untagged!(@union Enum, $name, Tagged, [$($at)?], variants, [$($Variant)*], [$($others)*])
    }};
}
