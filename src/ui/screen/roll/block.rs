//! What fills many cells of a roll at once: a cell down its column, or a block from a sheet. Whatever it puts there is
//! typed, as by hand: nothing is saved, and what stands there already is never written over unasked.

use super::{BEFORE, Roll};
use crate::domain::text::{clean, visible};
use crate::ui::effect::Effect;
use crate::ui::pasted::cells_of;
use crate::ui::world::World;

/// What comes after a text that begins with a number: `07/CN`, `08/CN`. A text without one stays.
fn next(text: &str, n: usize) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, suffix) = text.split_at_checked(digits).unwrap_or(("", text));
    match number.parse::<u32>() {
        Ok(first) => {
            let number = u64::from(first) + n as u64;
            format!("{number:0>digits$}{suffix}")
        }
        Err(_) => text.to_owned(),
    }
}

impl Roll {
    /// Puts what stands in the chosen cell into the empty ones below it. Places and numbers run on; a number and a grade
    /// are only for whoever reached what it is for.
    pub(super) fn fill_down(&mut self, world: &World) -> Vec<Effect> {
        let (first, column) = (self.grid.at(), self.grid.column());
        let text = self.grid.text(first, column).trim().to_owned();
        if text.is_empty() {
            return vec![Effect::Say(world.lang.nothing_to_fill())];
        }
        let result = BEFORE + self.sessions.len();
        let Some(entry) = world.register.occasion(self.occasion) else { return Vec::new() };
        let success = entry.occasion.kind.success();
        let (runs_on, is_proof) = (column == 0 || column == result + 2, column > result);
        let mut filled = 0;
        for row in first + 1..self.people.len() {
            let is_fit =
                !is_proof || self.state(row, result, &entry, world).is_ok_and(|state| state == success);
            if is_fit && self.grid.text(row, column).trim().is_empty() {
                filled += 1;
                let text = if runs_on { next(&text, filled) } else { text.clone() };
                self.grid.put(row, column, &text);
            }
        }
        self.review(world);
        vec![Effect::Say(world.lang.filled_down(filled))]
    }

    /// Puts a block into the cells from the chosen one on, row under row; nothing of one that does not fit, or that would
    /// write over something else.
    pub(super) fn put_block(&mut self, text: &str, world: &World) -> Option<Vec<Effect>> {
        let block = cells_of(text);
        let wide = block.iter().map(Vec::len).max().filter(|wide| *wide > 1 || block.len() > 1)?;
        let (first, column) = (self.grid.at(), self.grid.column());
        let lang = world.lang;
        if wide > self.grid.room() || first + block.len() > self.people.len() {
            let rows = self.people.len() - first.min(self.people.len());
            return Some(vec![Effect::Say(lang.block_does_not_fit(
                block.len(),
                wide,
                rows,
                self.grid.room(),
            ))]);
        }
        let cells = (first..).zip(&block).flat_map(|(row, texts)| {
            (column..)
                .zip(texts)
                .map(move |(column, text)| (row, column, clean(text).unwrap_or_else(|_| visible(text))))
        });
        let cells: Vec<(usize, usize, String)> = cells.filter(|(.., text)| !text.is_empty()).collect();
        let is_other = |(row, column, text): &&(usize, usize, String)| {
            let there = self.grid.text(*row, *column).trim();
            let is_fixed = self.grid.columns.get(*column).is_some_and(|column| column.fixed);
            there != text && (is_fixed || !there.is_empty())
        };
        if let Some((row, column, _)) = cells.iter().find(is_other) {
            let there = self.grid.text(*row, *column).to_owned();
            return Some(vec![Effect::Say(lang.block_in_the_way(row + 1, there))]);
        }
        let new: Vec<&(usize, usize, String)> =
            cells.iter().filter(|(row, column, text)| self.grid.text(*row, *column) != text).collect();
        for (row, column, text) in &new {
            self.grid.put(*row, *column, text);
        }
        self.review(world);
        Some(vec![Effect::Say(lang.filled_down(new.len()))])
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn numbers_run_on_with_their_zeros_and_what_stands_behind_them() {
        assert_eq!([next("07/CN", 1), next("099", 2), next("9", 1)], ["08/CN", "101", "10"]);
        assert_eq!([next("Khá", 3), next("CN-7", 1)], ["Khá", "CN-7"]);
    }
}
