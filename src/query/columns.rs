//! Columns as runs of bytes: built in memory, or lying in a file that is mapped.
//!
//! What comes from a file is untrusted: every part is checked to lie within it, every look-up is
//! bounded, and a text that is none reads as empty. A damaged file therefore gives wrong answers at
//! worst, never a crash; that it is not damaged is for [`Columns::open`] and the checksum to say. Must not
//! know what the columns mean. A new column requires: 1 a [`Part`] at the end of its group; 2 the
//! line in `register/build.rs`, `register/names.rs` or `register/unit_columns.rs` that fills it; 3 a higher [`FORMAT`].

use bytemuck::{Pod, Zeroable};
use bytes::Bytes;
use std::io::{self, Write};
use std::ops::Range;

/// Layout of the columns. Another one is never read, only made anew.
pub const FORMAT: u32 = 12;
const MAGIC: [u8; 8] = *b"ketnap\0r";

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The columns. `…Ends` holds, for each row, where its items end in the column that follows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part { $($(#[$doc])* $name,)* }
        const PARTS: usize = [$(Part::$name),*].len();
    };
}

parts! {
    // Units, in the order of the tree.
    UnitIds, UnitsById, UnitBooks, UnitParents, UnitDepths, UnitEnds, UnitClosed,
    UnitNameEnds, UnitNames, UnitFoldedEnds, UnitFolded, UnitKindEnds, UnitKinds, UnitCodeEnds, UnitCodes,
    UnitSectorEnds, UnitSectors, UnitBlockEnds, UnitBlocks, UnitRecordEnds, UnitRecords,
    MemberEnds, Members, TargetEnds, Targets,
    /// What units hold and order, by id.
    OccasionIds, OccasionBooks, OccasionEnds, Occasions, OccasionHolderEnds, OccasionHolders,
    OccasionFoldedEnds, OccasionFolded,
    // People, by unit, then by name.
    Ids, ById, ByName, Ranks, FirstOfUnit, Books, FormerBooks,
    NameOf, NumberEnds, Numbers,
    /// What they have in common with others, as numbers of texts.
    SharedEnds, Shared, SharedTextEnds, SharedTexts,
    Born, Entered, Waiting, EventEnds, Events, PostEnds, Posts, LeaveEnds, Leaves, EnrolmentEnds, Enrolments,
    /// Where what is due about each person lies in the columns that follow.
    DueEnds, DueAt,
    /// Everything due, by group, then by day, then by name: its day, whom it is about, what it is.
    DueGroupEnds, DueDays, DueRows, Dues,
    /// People who were elsewhere before.
    Moved,
    // What people are called, every name once, in Vietnamese order.
    NameEnds, Names, FoldedEnds, Folded,
    /// Where the people of each name end in [`Part::ByName`].
    NamedEnds,
    // Sums of units with everything below them: they hold as long as the tree is that of the base.
    /// The day of the sums.
    SummedOn,
    /// People whose figures change after that day: they are in no sum.
    Restless,
    Standing, FlowYears, Flows,
    /// Where everybody of these columns stands from that day on.
    Now,
    /// In which unit each of [`Part::Dues`] lies from that day on.
    DueUnits,
    // Where the columns come from, as the store keeps it.
    /// People of the columns below these who are no longer in them.
    Gone,
    PlaceEnds, Places, PlaceItems, PlaceStamps,
    /// What the file with the base looks like, so that another one is known.
    Seal,
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Head {
    magic: [u8; 8],
    format: u32,
    parts: u32,
    /// What the columns were derived by and for.
    recipe: [u8; 32],
    /// Tells these columns from all others.
    stamp: u64,
    /// CRC-32 of everything behind the head, and of the head before this field.
    body: u32,
    head: u32,
}

const HEAD: usize = size_of::<Head>();

/// Why bytes are no columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the columns of a register")]
pub struct Unsound;

/// The columns of a register. Cloning copies no column.
#[derive(Clone, Default)]
pub struct Columns {
    /// Where each lies.
    parts: Vec<Bytes>,
    /// What they were derived by and for.
    pub recipe: [u8; 32],
    /// Tells these columns from all others.
    pub stamp: u64,
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Columns({:x})", self.stamp)
    }
}

/// Words behind bytes, so that every kind of item lies aligned.
struct Words(Vec<u64>, usize);

impl AsRef<[u8]> for Words {
    fn as_ref(&self) -> &[u8] {
        let bytes: &[u8] = bytemuck::cast_slice(&self.0);
        bytes.get(..self.1).unwrap_or_default()
    }
}

/// A copy of some bytes that columns can lie in.
pub fn aligned(bytes: &[u8]) -> Bytes {
    let mut words = vec![0u64; bytes.len().div_ceil(8)];
    if let Some(room) = bytemuck::cast_slice_mut(&mut words).get_mut(..bytes.len()) {
        room.copy_from_slice(bytes);
    }
    Bytes::from_owner(Words(words, bytes.len()))
}

impl Columns {
    /// Reads columns whose bytes are `bytes`. Checks that every part lies within them; the sum over
    /// all bytes is checked where `verify` says so.
    ///
    /// # Errors
    /// [`Unsound`] for anything else than whole columns of this format.
    pub fn open(bytes: Bytes, verify: bool) -> Result<Columns, Unsound> {
        let (head, body) = bytes.split_at_checked(HEAD).ok_or(Unsound)?;
        let claimed: &Head = bytemuck::try_from_bytes(head).map_err(|_| Unsound)?;
        let before = head.get(..HEAD - 4).ok_or(Unsound)?;
        if claimed.magic != MAGIC
            || claimed.format != FORMAT
            || claimed.parts as usize != PARTS
            || claimed.head != crc32fast::hash(before)
            || (verify && claimed.body != crc32fast::hash(body))
        {
            return Err(Unsound);
        }
        let (recipe, stamp) = (claimed.recipe, claimed.stamp);
        let table = body.get(..PARTS * 16).ok_or(Unsound)?;
        let table: &[[u64; 2]] = bytemuck::try_cast_slice(table).map_err(|_| Unsound)?;
        let mut parts = Vec::with_capacity(PARTS);
        for [start, length] in table {
            let start = usize::try_from(*start).map_err(|_| Unsound)?;
            let end =
                usize::try_from(*length).ok().and_then(|length| start.checked_add(length)).ok_or(Unsound)?;
            if end > bytes.len() || !start.is_multiple_of(8) {
                return Err(Unsound);
            }
            parts.push(bytes.slice(start..end));
        }
        Ok(Columns { parts, recipe, stamp })
    }

    /// Writes the columns as they are read back.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut table: Vec<[u64; 2]> = Vec::with_capacity(PARTS);
        let mut at = (HEAD + PARTS * 16) as u64;
        for n in 0..PARTS {
            let length = self.bytes(n).len() as u64;
            table.push([at, length]);
            at += length.next_multiple_of(8);
        }
        let mut sum = crc32fast::Hasher::new();
        self.pieces(&table, |piece| {
            sum.update(piece);
            Ok(())
        })?;
        let mut head = Head {
            magic: MAGIC,
            format: FORMAT,
            parts: PARTS as u32,
            recipe: self.recipe,
            stamp: self.stamp,
            body: sum.finalize(),
            head: 0,
        };
        head.head = crc32fast::hash(bytemuck::bytes_of(&head).get(..HEAD - 4).unwrap_or_default());
        out.write_all(bytemuck::bytes_of(&head))?;
        self.pieces(&table, |piece| out.write_all(piece))
    }

    fn pieces(&self, table: &[[u64; 2]], mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        take(bytemuck::cast_slice(table))?;
        for bytes in (0..PARTS).map(|n| self.bytes(n)) {
            take(bytes)?;
            let pad = bytes.len().next_multiple_of(8) - bytes.len();
            take([0; 8].get(..pad).unwrap_or_default())?;
        }
        Ok(())
    }

    #[inline]
    fn bytes(&self, part: usize) -> &[u8] {
        self.parts.get(part).map_or(&[], Bytes::as_ref)
    }

    /// True when there is nothing in a column.
    pub fn lacks(&self, part: Part) -> bool {
        self.bytes(part as usize).is_empty()
    }

    /// Puts a column in its place.
    pub fn put<T: Pod>(&mut self, part: Part, items: &[T]) {
        self.parts.resize(PARTS, Bytes::new());
        if let Some(place) = self.parts.get_mut(part as usize) {
            *place = aligned(bytemuck::cast_slice(items));
        }
    }

    /// Puts a column of lists in its place: where each row's items end, then the items.
    pub fn put_lists<T: Pod>(&mut self, ends: Part, items: Part, lists: &Lists<T>) {
        self.put(ends, &lists.ends);
        self.put(items, &lists.items);
    }

    /// Takes over the columns of a group from other columns.
    pub fn share(&mut self, parts: impl IntoIterator<Item = Part>, from: &Columns) {
        self.parts.resize(PARTS, Bytes::new());
        for part in parts {
            if let Some(place) = self.parts.get_mut(part as usize) {
                *place = from.parts.get(part as usize).cloned().unwrap_or_default();
            }
        }
    }

    /// A column.
    #[inline]
    pub fn all<T: Pod>(&self, part: Part) -> &[T] {
        bytemuck::try_cast_slice(self.bytes(part as usize)).unwrap_or_default()
    }

    /// An item of a column.
    #[inline]
    pub fn one<T: Pod>(&self, part: Part, row: usize) -> Option<T> {
        self.all(part).get(row).copied()
    }

    /// The bounds of a row's items, from the column of ends.
    #[inline]
    pub fn bounds(&self, ends: Part, row: usize) -> Range<usize> {
        let ends: &[u32] = self.all(ends);
        let start = row.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied());
        match (start, ends.get(row)) {
            (Some(start), Some(end)) => start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// The items of a row.
    #[inline]
    pub fn list<T: Pod>(&self, ends: Part, items: Part, row: usize) -> &[T] {
        self.all(items).get(self.bounds(ends, row)).unwrap_or_default()
    }

    /// The text of a row.
    #[inline]
    pub fn text(&self, ends: Part, texts: Part, row: usize) -> &str {
        std::str::from_utf8(self.list(ends, texts, row)).unwrap_or_default()
    }
}

/// Some of the items, in another order.
pub fn picked<T: Copy>(items: &[T], order: &[u32]) -> Vec<T> {
    order.iter().filter_map(|n| items.get(*n as usize).copied()).collect()
}

/// The rows of some ids, in the order of the ids.
pub fn by_id(ids: &[u64]) -> Vec<u32> {
    let mut rows: Vec<(u64, u32)> = ids.iter().copied().zip(0..).collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Lists on their way into a column.
#[derive(Clone, Debug)]
pub struct Lists<T> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Adds a row.
    pub fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.items.extend(items);
        self.ends.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// Other items in lists of the same lengths.
    pub fn with<U>(&self, items: Vec<U>) -> Lists<U> {
        Lists { ends: self.ends.clone(), items }
    }

    /// All items.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// All items, to be changed.
    pub fn items_mut(&mut self) -> &mut [T] {
        &mut self.items
    }

    /// The items of a row.
    pub fn get(&self, row: usize) -> &[T] {
        let start =
            row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0) as usize;
        let end = self.ends.get(row).map_or(start, |end| *end as usize);
        self.items.get(start..end).unwrap_or_default()
    }

    /// Adds the rows of other lists.
    pub fn append(&mut self, other: &Lists<T>) {
        let before = self.items.len();
        self.items.extend_from_slice(&other.items);
        self.ends
            .extend(other.ends.iter().map(|end| u32::try_from(before + *end as usize).unwrap_or(u32::MAX)));
    }

    /// The rows in another order.
    pub fn picked(&self, order: &[u32]) -> Lists<T> {
        let mut picked =
            Lists { ends: Vec::with_capacity(order.len()), items: Vec::with_capacity(self.items.len()) };
        order.iter().for_each(|row| picked.push(self.get(*row as usize).iter().copied()));
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns {
        let mut columns = Columns { recipe: [7; 32], stamp: 9, ..Columns::default() };
        columns.put(Part::Ids, &[5u64, 6, 7]);
        let mut names = Lists::default();
        ["Ánh", "", "Bình"].into_iter().for_each(|name| names.push(name.bytes()));
        columns.put_lists(Part::NameEnds, Part::Names, &names);
        columns
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut bytes = Vec::new();
        columns().write(&mut bytes).unwrap();
        let read = Columns::open(aligned(&bytes), true).unwrap();
        assert_eq!(read.all::<u64>(Part::Ids), [5, 6, 7]);
        let name = |row| read.text(Part::NameEnds, Part::Names, row).to_owned();
        assert_eq!([0, 1, 2, 3].map(name), ["Ánh", "", "Bình", ""]);
        assert_eq!((read.recipe, read.stamp), ([7; 32], 9));
        assert!(read.lacks(Part::Dues) && read.all::<u32>(Part::Born).is_empty());
    }

    #[test]
    fn no_cut_or_altered_byte_is_believed_and_none_crashes() {
        let mut bytes = Vec::new();
        columns().write(&mut bytes).unwrap();
        for n in (0..bytes.len()).step_by(8) {
            assert!(Columns::open(aligned(&bytes[..n]), true).is_err(), "cut at {n}");
        }
        for n in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[n] ^= 0x81;
            assert!(Columns::open(aligned(&altered), true).is_err(), "altered at {n}");
            // Without the sum it may be read, and must then be harmless.
            if let Ok(read) = Columns::open(aligned(&altered), false) {
                (0..4).for_each(|row| drop(read.text(Part::NameEnds, Part::Names, row).to_owned()));
            }
        }
    }
}
