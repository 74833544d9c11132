//! What a kind of record is: one table that names each field once, with its type and who may see it. From it come
//! the record, its facts (what an edit changes), where each stands, the fields that fit a cell, and the one mask.
//!
//! ```text
//!   record! { Person … }  ──▶  struct Person            what a book holds
//!                         ──▶  enum PersonFact          a place and the value there: what an edit changes
//!                         ──▶  enum PersonField         the fields that fit a cell, for loops over all of them
//!                         ──▶  enum PersonPart          a fact taken apart: a field and its value, or what has parts
//!                         ──▶  impl Facts for Person    at, put, facts, masked
//! ```
//!
//! Must not know any kind. A new field requires: 1 its line in the table, which says who may see it (there is no
//! default); the compiler names the rest. A new kind of record requires: 1 a table in a file of its own; 2 an id in
//! `id.rs`; 3 a variant of [`super::Edit`] and its answers; 4 its place in [`super::Book`].

/// Old and new value are of different places, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an edit must have the old and the new value of one field")]
pub struct TwoPlaces;

/// What stood at a place, and what is to stand there.
pub type OldAndNew<F> = (Option<F>, Option<F>);

/// A record that is made of facts.
pub trait Facts: Clone {
    /// One place of it and the value there.
    type Fact: Fact<Record = Self>;
    /// What stands at the place of `like`; its value does not matter.
    fn at(&self, like: &Self::Fact) -> Option<Self::Fact>;
    /// Puts `new` at the place of `place`, or clears the place. Does not judge whether the record is still whole:
    /// [`super::Book`] does after the last edit of a step.
    ///
    /// # Errors
    /// [`TwoPlaces`] where both are not of one place, or the place is the record itself.
    fn put(&mut self, place: &Self::Fact, new: Option<&Self::Fact>) -> Result<(), TwoPlaces>;
    /// Every fact that it holds, in the order of the fields.
    fn facts(&self) -> Vec<Self::Fact>;
    /// The record without what only those who work on it may see.
    fn masked(&self) -> Self;
    /// The edits `(old, new)` that turn it into `wanted`, in the order of the fields.
    fn difference(&self, wanted: &Self) -> Vec<OldAndNew<Self::Fact>> {
        let (before, after) = (self.facts(), wanted.facts());
        let at = |facts: &[Self::Fact], place: &Self::Fact| {
            facts.iter().find(|fact| fact.same_place(place)).cloned()
        };
        let added = after.iter().filter(|fact| at(&before, fact).is_none());
        let places = before.iter().chain(added);
        places.map(|place| (at(&before, place), at(&after, place))).filter(|(old, new)| old != new).collect()
    }
}

/// One place of a record together with the value there.
pub trait Fact: Clone + PartialEq {
    type Record: Facts<Fact = Self>;
    /// The record itself: from nothing it is an addition, to nothing a removal.
    fn of_whole(record: Self::Record) -> Self;
    /// The record, where the fact is all of it.
    fn whole(&self) -> Option<&Self::Record>;
    /// True when both are of one field (and of the same entry of it).
    fn same_place(&self, other: &Self) -> bool;
    /// The fact without what only those who work on the record may see; `None` where nobody else may know that
    /// there is one.
    fn masked(&self) -> Option<Self>;
}

/// What of a value may be shown to whoever does not work on the record.
macro_rules! shown {
    (open; $value:expr; $($key:expr),*) => {
        Some($value.clone())
    };
    (hidden; $value:expr; $($key:expr),*) => {{
        let _ = $value;
        None
    }};
    (masked($by:path); $value:expr; $($key:expr),*) => {
        $by($($key,)* $value)
    };
}

/// The type of a key: of one part, or of several.
macro_rules! key {
    ($key:ty) => { $key };
    ($($key:ty),+) => { ($($key),+) };
}

/// Makes a kind of record out of its table. Sections, each perhaps empty: `must` (fields that every record has),
/// `fields` (those that fit a cell), `parts` (those of several values), `entries` (lists, by a key). Every line says
/// who may see it: `open`, `hidden`, or `masked(function)`; a mask gives what may be shown, if anything.
macro_rules! record {
    (
        $(#[$about:meta])*
        $record:ident, $fact:ident, $field:ident, $part:ident, whole: $whole:expr;
        must { $($(#[$mabout:meta])* $mfact:ident($mname:ident: $mtype:ty) $msee:ident $(($mby:path))?;)* }
        fields { $($(#[$fabout:meta])* $ffact:ident($fname:ident: $ftype:ty) $fsee:ident $(($fby:path))?;)* }
        parts { $($(#[$pabout:meta])* $pfact:ident($pname:ident: $ptype:ty) $psee:ident $(($pby:path))?;)* }
        entries {
            $($(#[$eabout:meta])* $efact:ident($ename:ident: $($key:ident: $ktype:ty),+ => $etype:ty as $ewrap:ty)
                $esee:ident $(($eby:path))?;)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $record {
            $($(#[$mabout])* pub $mname: $mtype,)*
            $($(#[$fabout])*
            #[serde(default, skip_serializing_if = "Held::is_absent")]
            pub $fname: $ftype,)*
            $($(#[$pabout])*
            #[serde(default, skip_serializing_if = "Held::is_absent")]
            pub $pname: $ptype,)*
            $($(#[$eabout])*
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            pub $ename: BTreeMap<key!($($ktype),+), $etype>,)*
        }

        #[doc = concat!("A place of a [`", stringify!($record), "`] and the value there.")]
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $fact {
            /// The record itself.
            Whole(Box<$record>),
            $($mfact(<$mtype as Held>::Fact),)*
            $($ffact(<$ftype as Held>::Fact),)*
            $($pfact(<$ptype as Held>::Fact),)*
            $($efact($($ktype,)+ $ewrap),)*
        }

        #[doc = concat!("A field of a [`", stringify!($record), "`] that fits a cell.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $field { $($mfact,)* $($ffact,)* }

        impl $field {
            /// All of them, in the order of CSV.
            pub const ALL: [$field; [$($field::$mfact,)* $($field::$ffact,)*].len()] =
                [$($field::$mfact,)* $($field::$ffact,)*];

            /// Its name in files, JSON and CSV.
            pub fn name(self) -> &'static str {
                match self {
                    $($field::$mfact => stringify!($mname),)*
                    $($field::$ffact => stringify!($fname),)*
                }
            }

            /// The field with this name.
            pub fn by_name(name: &str) -> Option<$field> {
                $field::ALL.into_iter().find(|field| field.name() == name)
            }

            /// True when everybody may see it who may see the record.
            pub fn is_open(self) -> bool {
                match self {
                    $($field::$mfact => stringify!($msee) == "open",)*
                    $($field::$ffact => stringify!($fsee) == "open",)*
                }
            }

            /// What stands there.
            pub fn get(self, record: &$record) -> Option<Value<'_>> {
                match self {
                    $($field::$mfact => record.$mname.fact().map(Atom::value),)*
                    $($field::$ffact => record.$fname.fact().map(Atom::value),)*
                }
            }

            /// Puts a value there, or empties it.
            ///
            /// # Errors
            /// [`WrongType`] for a value of another type than the field has.
            pub fn set(self, record: &mut $record, value: Option<Value>) -> Result<(), WrongType> {
                match self {
                    $($field::$mfact => {
                        let value = value.map(|value| Atom::of(value).ok_or(WrongType)).transpose()?;
                        record.$mname.hold(value);
                    })*
                    $($field::$ffact => {
                        let value = value.map(|value| Atom::of(value).ok_or(WrongType)).transpose()?;
                        record.$fname.hold(value);
                    })*
                }
                Ok(())
            }
        }

        #[doc = concat!("A fact of a [`", stringify!($record), "`], taken apart.")]
        #[derive(Clone, Debug, PartialEq)]
        pub enum $part<'a> {
            /// All of it.
            Whole(&'a $record),
            /// A value that fits a cell.
            Field($field, Value<'a>),
            $($pfact(&'a <$ptype as Held>::Fact),)*
            $($efact($(&'a $ktype,)+ &'a $etype),)*
        }

        impl $fact {
            /// What it is of, and the value.
            pub fn part(&self) -> $part<'_> {
                match self {
                    $fact::Whole(record) => $part::Whole(record),
                    $($fact::$mfact(value) => $part::Field($field::$mfact, value.value()),)*
                    $($fact::$ffact(value) => $part::Field($field::$ffact, value.value()),)*
                    $($fact::$pfact(value) => $part::$pfact(value),)*
                    $($fact::$efact($($key,)+ value) => $part::$efact($($key,)+ std::borrow::Borrow::borrow(value)),)*
                }
            }
        }

        impl $record {
            /// A record that holds nothing yet; no book takes it so.
            pub(super) fn blank() -> $record {
                $record {
                    $($mname: Default::default(),)*
                    $($fname: Default::default(),)*
                    $($pname: Default::default(),)*
                    $($ename: Default::default(),)*
                }
            }
        }

        impl Facts for $record {
            type Fact = $fact;

            fn at(&self, like: &$fact) -> Option<$fact> {
                match like {
                    $fact::Whole(like) => {
                        let whole: fn(&$record, &$record) -> $record = $whole;
                        Some($fact::Whole(Box::new(whole(self, like))))
                    }
                    $($fact::$mfact(_) => self.$mname.fact().cloned().map($fact::$mfact),)*
                    $($fact::$ffact(_) => self.$fname.fact().cloned().map($fact::$ffact),)*
                    $($fact::$pfact(_) => self.$pname.fact().cloned().map($fact::$pfact),)*
                    $($fact::$efact($($key,)+ _) => {
                        let entry = self.$ename.get(&($($key.clone()),+))?;
                        Some($fact::$efact($($key.clone(),)+ entry.clone().into()))
                    })*
                }
            }

            fn put(&mut self, place: &$fact, new: Option<&$fact>) -> Result<(), TwoPlaces> {
                if new.is_some_and(|new| !place.same_place(new)) {
                    return Err(TwoPlaces);
                }
                match place {
                    $fact::Whole(_) => return Err(TwoPlaces),
                    $($fact::$mfact(_) => self.$mname.hold(match new {
                        Some($fact::$mfact(value)) => Some(value.clone()),
                        _ => None,
                    }),)*
                    $($fact::$ffact(_) => self.$fname.hold(match new {
                        Some($fact::$ffact(value)) => Some(value.clone()),
                        _ => None,
                    }),)*
                    $($fact::$pfact(_) => self.$pname.hold(match new {
                        Some($fact::$pfact(value)) => Some(value.clone()),
                        _ => None,
                    }),)*
                    $($fact::$efact($($key,)+ _) => {
                        let key = ($($key.clone()),+);
                        match new {
                            Some($fact::$efact(.., value)) => {
                                let value: &$etype = std::borrow::Borrow::borrow(value);
                                self.$ename.insert(key, value.clone());
                            }
                            _ => drop(self.$ename.remove(&key)),
                        }
                    })*
                }
                Ok(())
            }

            #[allow(unused_parens)]
            fn facts(&self) -> Vec<$fact> {
                let mut facts = Vec::new();
                $(facts.extend(self.$mname.fact().cloned().map($fact::$mfact));)*
                $(facts.extend(self.$fname.fact().cloned().map($fact::$ffact));)*
                $(facts.extend(self.$pname.fact().cloned().map($fact::$pfact));)*
                $(facts.extend(self.$ename.iter().map(|(($($key),+), entry)| {
                    $fact::$efact($($key.clone(),)+ entry.clone().into())
                }));)*
                facts
            }

            fn masked(&self) -> $record {
                let mut masked = $record::blank();
                for fact in self.facts().iter().filter_map(Fact::masked) {
                    // Of a fact itself no other is made, and so it has its place.
                    let _ = masked.put(&fact, Some(&fact));
                }
                masked
            }
        }

        impl Fact for $fact {
            type Record = $record;

            fn of_whole(record: $record) -> $fact {
                $fact::Whole(Box::new(record))
            }

            fn whole(&self) -> Option<&$record> {
                match self {
                    $fact::Whole(record) => Some(record),
                    _ => None,
                }
            }

            fn same_place(&self, other: &$fact) -> bool {
                match self {
                    $($fact::$efact($($key,)+ _) => {
                        let mine = ($($key),+);
                        matches!(other, $fact::$efact($($key,)+ _) if mine == ($($key),+))
                    })*
                    _ => std::mem::discriminant(self) == std::mem::discriminant(other),
                }
            }

            fn masked(&self) -> Option<$fact> {
                match self {
                    $fact::Whole(record) => Some($fact::Whole(Box::new(record.masked()))),
                    $($fact::$mfact(value) => shown!($msee $(($mby))?; value;).map($fact::$mfact),)*
                    $($fact::$ffact(value) => shown!($fsee $(($fby))?; value;).map($fact::$ffact),)*
                    $($fact::$pfact(value) => shown!($psee $(($pby))?; value;).map($fact::$pfact),)*
                    $($fact::$efact($($key,)+ value) => {
                        let value: &$etype = std::borrow::Borrow::borrow(value);
                        let shown: Option<$etype> = shown!($esee $(($eby))?; value; $($key),+);
                        shown.map(|shown| $fact::$efact($($key.clone(),)+ shown.into()))
                    })*
                }
            }
        }
    };
}

pub(super) use {key, record, shown};
