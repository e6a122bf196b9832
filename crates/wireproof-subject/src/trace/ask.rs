//! A deserializer without input: it supplies a value of the kind that the type expects, and records it as JSON.

use super::samples::TEXTS;
use super::words::{Complaint, Vocabulary};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a type expects at the top of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Not known: a union, or a `Deserialize` written by hand.
    #[default]
    Any,
    /// An object with named fields.
    Struct,
    /// Something else.
    Other,
}

/// Below the first depth every value is the smallest possible; below the second, none is supplied.
const SHALLOW: usize = 3;
const DEEPEST: usize = 24;

pub(crate) struct Ask<'v> {
    vocabulary: &'v Vocabulary,
    choices: &'v [usize],
    made: Vec<(usize, usize)>,
    text: String,
    depth: usize,
    form: Option<Form>,
    keys: BTreeSet<String>,
    /// The keys that lead to the value that is supplied.
    path: String,
    /// The strings that are none of the usual ones, by their paths.
    unusual: Vec<(String, String)>,
    /// The last string, and how long the text was behind it.
    last_string: Option<(OtherStrings, usize)>,
}

/// The picks of a run: each with the number of values it was picked from.
pub(super) type Choices = Vec<(usize, usize)>;

/// What may be picked for a string that the type refuses, beside what is picked for any string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OtherStrings {
    /// Which pick it is.
    pub(super) place: usize,
    /// The numbers of the other strings.
    pub(super) others: Range<usize>,
}

/// What a run has shown.
pub(super) struct Run {
    /// What was supplied, as JSON.
    pub(super) text: String,
    pub(super) made: Choices,
    /// What was expected at the top, and its fields.
    pub(super) form: Form,
    pub(super) keys: BTreeSet<String>,
    /// The strings that are none of the usual ones, by their paths.
    pub(super) unusual: Vec<(String, String)>,
    /// Of a run that ended with a string: what else that may be.
    pub(super) ended_with: Option<OtherStrings>,
}

/// Lengths that code asks of keys, tokens and long texts.
const LENGTHS: [usize; 6] = [8, 16, 32, 64, 200, 1_000];

impl<'v> Ask<'v> {
    pub(crate) fn new(vocabulary: &'v Vocabulary, choices: &'v [usize]) -> Ask<'v> {
        Ask {
            vocabulary,
            choices,
            made: Vec::new(),
            text: String::new(),
            depth: 0,
            form: None,
            keys: BTreeSet::new(),
            path: String::new(),
            unusual: Vec::new(),
            last_string: None,
        }
    }

    /// Ends the run.
    pub(super) fn end(self) -> Run {
        // Whatever the type asks for behind a string is written behind it.
        let is_last = |length: usize| length == self.text.len();
        let ended_with = self.last_string.filter(|(_, length)| is_last(*length));
        Run {
            ended_with: ended_with.map(|(others, _)| others),
            text: self.text,
            made: self.made,
            form: self.form.unwrap_or_default(),
            keys: self.keys,
            unusual: self.unusual,
        }
    }

    fn choose(&mut self, count: usize) -> usize {
        self.choose_of(count, count)
    }

    /// Picks one of `all`, of which only the first `count` are picked unless the type refuses them.
    fn choose_of(&mut self, count: usize, all: usize) -> usize {
        if count < 2 || self.depth > SHALLOW {
            return 0;
        }
        let chosen = self.choices.get(self.made.len()).copied().unwrap_or(0).min(all - 1);
        self.made.push((chosen, count));
        chosen
    }

    fn heard(&mut self, form: Form) {
        self.form.get_or_insert(form);
    }

    fn quoted(&mut self, text: &str) {
        self.text.push_str(&serde_json::to_string(text).unwrap_or_default());
    }

    fn down(&mut self) -> Result<(), Complaint> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Complaint) } else { Ok(()) }
    }

    /// A string, and its text: what was read at this place before, a word of the vocabulary, or a short one. Where these are
    /// refused, what an error hints at, a text in a usual format, or a long one.
    fn word(&mut self) -> String {
        let vocabulary = self.vocabulary;
        let known = vocabulary.read.get(&self.path);
        let words = known.into_iter().chain(&vocabulary.words).map(String::as_str);
        let usual = words.clone().count() + 2;
        let all = usual + vocabulary.hints.len() + TEXTS.len() + LENGTHS.len();
        let (place, chosen) = (self.made.len(), self.choose_of(usual, all));
        let hints = vocabulary.hints.iter().map(String::as_str);
        let word = match words.chain(["", "a"]).chain(hints).chain(TEXTS).nth(chosen) {
            Some(word) => word.to_owned(),
            None => "a".repeat(LENGTHS[chosen + LENGTHS.len() - all]),
        };
        self.quoted(&word);
        if chosen >= usual {
            self.unusual.push((self.path.clone(), word.clone()));
        }
        let others = OtherStrings {
            place,
            others: usual..all,
        };
        self.last_string = (self.made.len() > place).then_some((others, self.text.len()));
        word
    }

    fn list<'de, V: Visitor<'de>>(&mut self, visitor: V, length: usize) -> Result<V::Value, Complaint> {
        self.down()?;
        self.text.push('[');
        let value = visitor.visit_seq(Items {
            ask: self,
            left: length,
            first: true,
        })?;
        self.text.push(']');
        self.depth -= 1;
        Ok(value)
    }

    /// An object with the given keys first, then with those that are picked.
    fn object<'de, V: Visitor<'de>>(&mut self, visitor: V, mut keys: Vec<String>) -> Result<V::Value, Complaint> {
        self.down()?;
        self.text.push('{');
        keys.reverse();
        let path = self.path.len();
        let value = visitor.visit_map(Members {
            ask: self,
            keys,
            path,
            first: true,
        })?;
        self.path.truncate(path);
        self.text.push('}');
        self.depth -= 1;
        Ok(value)
    }

    /// Each of some keys, unless it is left out.
    fn some_of(&mut self, keys: impl Iterator<Item = String>) -> Vec<String> {
        let keys: Vec<String> = keys.collect();
        keys.into_iter().filter(|_| self.choose(2) == 0).collect()
    }

    fn number<T: std::fmt::Display>(&mut self, numbers: &[T]) -> usize {
        let chosen = self.choose(numbers.len());
        self.text.push_str(&numbers[chosen].to_string());
        chosen
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident [$($number:expr),+];)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
            self.heard(Form::Other);
            let numbers = [$($number),+];
            let chosen = self.number(&numbers);
            visitor.$visit(numbers[chosen])
        }
    )+};
}

macro_rules! strings {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
            self.heard(Form::Other);
            let word = self.word();
            visitor.visit_string(word)
        }
    )+};
}

impl<'de> Deserializer<'de> for &mut Ask<'_> {
    type Error = Complaint;

    numbers! {
        deserialize_i8 visit_i64 [0, 1, -1];
        deserialize_i16 visit_i64 [0, 1, -1];
        deserialize_i32 visit_i64 [0, 1, -1];
        deserialize_i64 visit_i64 [0, 1, -1];
        deserialize_i128 visit_i64 [0, 1, -1];
        deserialize_u8 visit_u64 [0, 1];
        deserialize_u16 visit_u64 [0, 1];
        deserialize_u32 visit_u64 [0, 1];
        deserialize_u64 visit_u64 [0, 1];
        deserialize_u128 visit_u64 [0, 1];
        deserialize_f32 visit_f64 [0.5, 0.0];
        deserialize_f64 visit_f64 [0.5, 0.0];
    }

    strings! { deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_identifier }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        self.heard(Form::Any);
        // A missing key belongs to the outermost object most likely; further inside, leaving it out is tried as well.
        let known = !self.vocabulary.keys.is_empty();
        let chosen = match (known, self.depth) {
            (false, _) => self.choose(10),
            (true, 0) => self.choose(11).checked_sub(1).unwrap_or(10),
            (true, _) => self.choose(11),
        };
        match chosen {
            0 => self.deserialize_string(visitor),
            1 => self.deserialize_u64(visitor),
            2 => self.object(visitor, Vec::new()),
            3 => self.list(visitor, 0),
            4 => self.deserialize_unit(visitor),
            5 => self.deserialize_bool(visitor),
            6 => self.deserialize_f64(visitor),
            7 => {
                self.text.push_str("-1");
                visitor.visit_i64(-1)
            }
            8 => self.list(visitor, 1),
            9 => self.object(visitor, vec!["a".to_owned()]),
            _ => {
                let keys = self.some_of(self.vocabulary.keys.clone().into_iter());
                self.object(visitor, keys)
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        self.heard(Form::Other);
        let chosen = self.number(&[false, true]);
        visitor.visit_bool(chosen == 1)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        self.heard(Form::Other);
        self.quoted("a");
        visitor.visit_char('a')
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        if self.choose(2) == 0 {
            self.heard(Form::Other);
            self.text.push_str("null");
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        self.heard(Form::Other);
        self.text.push_str("null");
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Complaint> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Complaint> {
        self.down()?;
        let value = visitor.visit_newtype_struct(&mut *self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        self.heard(Form::Other);
        let length = self.choose(3);
        self.list(visitor, length)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Complaint> {
        self.heard(Form::Other);
        self.list(visitor, length)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Complaint> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        self.heard(Form::Struct);
        let known = self.vocabulary.keys.clone().into_iter();
        let mut keys = self.some_of(known);
        match self.choose(4) {
            0 => {}
            1 => keys.push("a".to_owned()),
            2 => keys.push(String::new()),
            _ => keys.push("1".to_owned()),
        }
        self.object(visitor, keys)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Complaint> {
        if self.form.is_none() {
            self.keys = fields.iter().map(|&field| field.to_owned()).collect();
        }
        self.heard(Form::Struct);
        let keys = self.some_of(fields.iter().map(|&field| field.to_owned()));
        self.object(visitor, keys)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Complaint> {
        self.heard(Form::Other);
        let chosen = self.choose(variants.len());
        let name = variants.get(chosen).copied().ok_or(Complaint)?;
        visitor.visit_enum(Chosen { ask: self, name })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        self.deserialize_unit(visitor)
    }
}

struct Items<'a, 'v> {
    ask: &'a mut Ask<'v>,
    left: usize,
    first: bool,
}

impl<'de> de::SeqAccess<'de> for Items<'_, '_> {
    type Error = Complaint;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Complaint> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        if !std::mem::replace(&mut self.first, false) {
            self.ask.text.push(',');
        }
        seed.deserialize(&mut *self.ask).map(Some)
    }
}

struct Members<'a, 'v> {
    ask: &'a mut Ask<'v>,
    /// The next one last.
    keys: Vec<String>,
    /// How long the path of the object is.
    path: usize,
    first: bool,
}

impl<'de> de::MapAccess<'de> for Members<'_, '_> {
    type Error = Complaint;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Complaint> {
        let Some(key) = self.keys.pop() else { return Ok(None) };
        if !std::mem::replace(&mut self.first, false) {
            self.ask.text.push(',');
        }
        self.ask.quoted(&key);
        self.ask.text.push(':');
        self.ask.path.truncate(self.path);
        self.ask.path.push('/');
        self.ask.path.push_str(&key);
        // A map with numbers as keys expects a number here, which JSON writes as a string.
        seed.deserialize(Key(&key)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Complaint> {
        seed.deserialize(&mut *self.ask)
    }
}

struct Key<'k>(&'k str);

macro_rules! number_keys {
    ($($method:ident $visit:ident $number:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
            visitor.$visit(self.0.parse::<$number>().map_err(|_| Complaint)?)
        }
    )+};
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Complaint;

    number_keys! {
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_bool visit_bool bool
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Complaint> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Complaint> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Complaint> {
        let name: StrDeserializer<'_, Complaint> = self.0.into_deserializer();
        visitor.visit_enum(name)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

struct Chosen<'a, 'v> {
    ask: &'a mut Ask<'v>,
    name: &'static str,
}

impl Chosen<'_, '_> {
    /// The variant's name as the key of an object around `content`.
    fn around<T>(self, content: impl FnOnce(&mut Self) -> Result<T, Complaint>) -> Result<T, Complaint> {
        let mut chosen = self;
        chosen.ask.down()?;
        chosen.ask.text.push('{');
        chosen.ask.quoted(chosen.name);
        chosen.ask.text.push(':');
        let value = content(&mut chosen)?;
        chosen.ask.text.push('}');
        chosen.ask.depth -= 1;
        Ok(value)
    }
}

impl<'de> de::EnumAccess<'de> for Chosen<'_, '_> {
    type Error = Complaint;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Complaint> {
        let name: StrDeserializer<'_, Complaint> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Chosen<'_, '_> {
    type Error = Complaint;

    fn unit_variant(self) -> Result<(), Complaint> {
        self.ask.quoted(self.name);
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Complaint> {
        self.around(|chosen| seed.deserialize(&mut *chosen.ask))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Complaint> {
        self.around(|chosen| chosen.ask.list(visitor, length))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Complaint> {
        self.around(|chosen| {
            let keys = chosen.ask.some_of(fields.iter().map(|&field| field.to_owned()));
            chosen.ask.object(visitor, keys)
        })
    }
}
