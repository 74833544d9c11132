//! How many reached something within several spans at once: one look at everybody, whatever the number of spans.

use super::figures::Span;
use super::register::Register;
use super::rows::{PersonRow, Row, UnitRow};
use crate::domain::MilestoneKind;
use crate::parallel::waiting::{Stopped, Work};

impl Register {
    /// How many reached a milestone within each of some spans, for every unit with everything below it, by row: as
    /// [`Register::reached`] counts.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn flows_in<const N: usize>(
        &self,
        kind: MilestoneKind,
        spans: &[Span; N],
        work: &Work,
    ) -> Result<Vec<[u32; N]>, Stopped> {
        let inside = |row: PersonRow| {
            self.events(row).any(|(known, from, _)| {
                known == kind && spans.iter().any(|span| (span.first..=span.last).contains(&from))
            })
        };
        let mut counts = vec![[0u32; N]; self.unit_count()];
        for row in self.sift(&self.unit_rows(), work, inside)? {
            for (n, span) in spans.iter().enumerate() {
                let unit: Option<UnitRow> = self.reached(row, kind, *span);
                let count =
                    unit.and_then(|unit| counts.get_mut(unit.at())).and_then(|counts| counts.get_mut(n));
                count.into_iter().for_each(|count| *count += 1);
            }
        }
        self.pile_up(&mut counts);
        Ok(counts)
    }
}
