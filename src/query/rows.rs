//! Numbers of rows in the register: of a unit, a person, a name; none is taken for another.
//!
//! They mean nothing after a change: what must last is kept by id. A new kind of row requires: 1 its line below.

use std::fmt::Debug;
use std::marker::PhantomData;
use std::ops::Range;

/// A row of one kind.
pub trait Row: Copy + Debug + Ord + Send + Sync {
    /// The row of a number.
    fn new(n: usize) -> Self;

    /// Its number, the place in the columns.
    fn at(self) -> usize;
}

macro_rules! row {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The one before all others.
            pub const FIRST: $name = $name(0);
        }

        impl Row for $name {
            // A register has far fewer rows than this can say; a number beyond it is no row of any column.
            fn new(n: usize) -> $name {
                $name(u32::try_from(n).unwrap_or(u32::MAX))
            }

            fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

row! {
    /// A unit's: units lie in the order of the tree, each before its children.
    UnitRow;
    /// A person's: people lie by their unit, those who changed since behind all others.
    PersonRow;
    /// A name's: the names of the base, then those of the fresh rows, which may be the same.
    NameRow;
}

/// Rows that lie beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<R> {
    numbers: Range<usize>,
    of: PhantomData<R>,
}

impl<R: Row> Rows<R> {
    /// Those of some numbers.
    pub fn new(numbers: Range<usize>) -> Rows<R> {
        Rows { numbers, of: PhantomData }
    }

    /// One of them.
    pub fn one(row: R) -> Rows<R> {
        Rows::new(row.at()..row.at() + 1)
    }

    /// Their numbers.
    pub fn numbers(&self) -> Range<usize> {
        self.numbers.clone()
    }

    /// True for a row among them.
    pub fn contains(&self, row: R) -> bool {
        self.numbers.contains(&row.at())
    }
}

impl<R: Row> Iterator for Rows<R> {
    type Item = R;

    #[inline]
    fn next(&mut self) -> Option<R> {
        self.numbers.next().map(R::new)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl<R: Row> DoubleEndedIterator for Rows<R> {
    fn next_back(&mut self) -> Option<R> {
        self.numbers.next_back().map(R::new)
    }
}

impl<R: Row> ExactSizeIterator for Rows<R> {}
