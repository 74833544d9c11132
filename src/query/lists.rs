//! A column of the register whose rows hold several items each.

/// A column of lists: the items of row `n` are one slice.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lists<T> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> Lists<T> {
    fn bounds(&self, row: usize) -> (usize, usize) {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        (start as usize, self.ends.get(row).copied().unwrap_or(start) as usize)
    }

    /// Puts a row before row `row`, or at the end.
    pub(super) fn insert(&mut self, row: usize, items: impl IntoIterator<Item = T>) {
        let (start, _) = self.bounds(row);
        let before = self.items.len();
        self.items.splice(start..start, items);
        let grown = (self.items.len() - before) as u32;
        self.ends.iter_mut().skip(row).for_each(|end| *end += grown);
        self.ends.insert(row.min(self.ends.len()), start as u32 + grown);
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, row: usize) {
        let (start, end) = self.bounds(row);
        self.items.drain(start..end);
        self.ends.remove(row);
        self.ends.iter_mut().skip(row).for_each(|known| *known -= (end - start) as u32);
    }

    /// The items of a row.
    pub(super) fn get(&self, row: usize) -> &[T] {
        let (start, end) = self.bounds(row);
        self.items.get(start..end).unwrap_or_default()
    }
}
