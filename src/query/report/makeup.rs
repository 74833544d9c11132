//! Who they are: women, minorities, believers, union members, for whom classes are, ages, education, of those who reached each
//! step within the period and of all who are on the way. Ages and educations share everybody out: what is not recorded has
//! a line of its own.

use super::{Behind, Cell, Column, Kind, MakeupLine, MakeupPart, Name, Note, Source, Title, Word};
use crate::domain::{Catalogue, Day, PersonField};
use crate::parallel::waiting::{Stopped, Work};
use crate::query::figures::Figure;
use crate::query::progress::Params;
use crate::query::{Flow, PersonRow, Register, UnitRow};
use chrono::Datelike;

/// What is counted: who reached a step within the period, and who is on the way.
const FIGURES: [Figure; 5] = [
    Figure::Flow(Flow::Admitted),
    Figure::Flow(Flow::Identified),
    Figure::Flow(Flow::Trained),
    Figure::Flow(Flow::Recognised),
    Figure::OnTheWay,
];

/// First and last age of each band, in whole years (statistics form 2).
pub const BANDS: [(u32, u32); 9] =
    [(0, 17), (18, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, u32::MAX)];

/// Tags of the members of the two unions.
const UNIONS: [(&str, MakeupLine<'static>); 2] =
    [("đoàn viên", MakeupLine::YouthUnion), ("công đoàn viên", MakeupLine::TradeUnion)];

/// The lines, with who counts in them.
pub struct Makeup<'r> {
    unit: Option<UnitRow>,
    params: Params,
    lines: Vec<MakeupLine<'r>>,
    /// Somebody, a bit for each line, a bit for each figure.
    members: Vec<(PersonRow, u64, u8)>,
    counts: Vec<[u32; FIGURES.len()]>,
    /// Years of all who were admitted and whose birth is known, and how many those are.
    ages: (u64, u32),
}

/// A line.
pub struct View<'r> {
    number: usize,
    line: MakeupLine<'r>,
}

impl<'r> Makeup<'r> {
    /// Of a unit with all below it.
    ///
    /// # Errors
    /// [`Stopped`] when the one who waits stops it.
    pub fn of(
        register: &'r Register,
        catalogue: &'r Catalogue,
        (unit, params): (Option<UnitRow>, Params),
        work: &Work,
    ) -> Result<Makeup<'r>, Stopped> {
        let (units, counting) = (register.units_of(unit), params.counting());
        let lines = lines(catalogue);
        let figures = |row: PersonRow| {
            let counts =
                |figure| register.counts(row, figure, counting).is_some_and(|unit| units.contains(unit));
            let bits = FIGURES.iter().enumerate().map(|(n, figure)| u8::from(counts(*figure)) << n);
            bits.fold(0, |all, bit| all | bit)
        };
        let found = register.sift(&units, work, |row| figures(row) != 0)?;
        let mut made = Makeup {
            unit,
            params,
            counts: vec![[0; FIGURES.len()]; lines.len()],
            lines,
            members: Vec::with_capacity(found.len()),
            ages: (0, 0),
        };
        for person in found {
            let bits = figures(person);
            // Of who was admitted the age is that of the day.
            let admitted = register
                .events(person)
                .filter(|(kind, from, _)| *kind == params.admission && *from <= counting.span.last)
                .map(|(_, from, _)| from)
                .max();
            let age = age(register, person, admitted.unwrap_or(counting.span.last));
            if bits & 1 == 1 {
                made.ages.0 += age.map_or(0, u64::from);
                made.ages.1 += u32::from(age.is_some());
            }
            let audiences: Vec<&str> =
                register.audiences(person, catalogue).map(|of| of.code.as_str()).collect();
            let is_in = |line: &MakeupLine| is_in(register, catalogue, (person, age, &audiences), line);
            let of = made.lines.iter().enumerate().filter(|(_, line)| is_in(line));
            let mask = of.fold(0u64, |mask, (n, _)| mask | 1 << n);
            for (_, counts) in made.counts.iter_mut().enumerate().filter(|(n, _)| mask >> n & 1 == 1) {
                counts.iter_mut().enumerate().for_each(|(n, count)| *count += u32::from(bits >> n & 1));
            }
            made.members.push((person, mask, bits));
        }
        Ok(made)
    }

    fn behind(&self, view: &View, n: usize) -> Behind {
        let here =
            |(_, mask, bits): &&(PersonRow, u64, u8)| mask >> view.number & 1 == 1 && bits >> n & 1 == 1;
        Behind::People(self.members.iter().filter(here).map(|(person, ..)| *person).collect())
    }

    fn count(&self, line: usize, n: usize) -> Option<u32> {
        self.counts.get(line).and_then(|counts| counts.get(n)).copied()
    }
}

/// Whole years on a day, where the birth is known; of a birth of which only the year is, those that are certain.
fn age(register: &Register, person: PersonRow, day: Day) -> Option<u32> {
    let (born, day) = (register.born(person)?.last(), day.date()?);
    let years = day.year() - born.year() - i32::from((day.month(), day.day()) < (born.month(), born.day()));
    u32::try_from(years).ok()
}

fn lines(catalogue: &Catalogue) -> Vec<MakeupLine<'_>> {
    use MakeupLine::*;
    let mut lines = vec![All, Women, Minority, Believers, YouthUnion, TradeUnion];
    lines.extend(
        catalogue
            .audiences
            .iter()
            .filter(|of| !of.who.is_empty())
            .map(|of| Audience(&of.code, &of.vi, &of.en)),
    );
    lines.extend((0..BANDS.len()).map(Band));
    lines.push(AgeUnknown);
    lines.extend(catalogue.educations.iter().map(|education| Education(education)));
    lines.extend([EducationOther, EducationUnknown]);
    // A bit each.
    lines.truncate(64);
    lines
}

fn is_in(
    register: &Register,
    catalogue: &Catalogue,
    (person, age, audiences): (PersonRow, Option<u32>, &[&str]),
    line: &MakeupLine,
) -> bool {
    let of = |field: PersonField| {
        register.shared(person).filter(move |(known, _)| *known == field).map(|(_, text)| text)
    };
    let education = || of(PersonField::Education).next();
    match line {
        MakeupLine::All => true,
        MakeupLine::Women => of(PersonField::Sex).any(|sex| sex == crate::domain::person::Sex::Female.name()),
        MakeupLine::Minority => of(PersonField::Ethnicity).any(|ethnicity| ethnicity != "Kinh"),
        MakeupLine::Believers => of(PersonField::Religion).any(|religion| religion != "không"),
        MakeupLine::YouthUnion | MakeupLine::TradeUnion => {
            let tag = UNIONS.iter().find(|(_, known)| known == line).map_or("", |(tag, _)| *tag);
            of(PersonField::Tags).any(|known| known == tag)
        }
        MakeupLine::Audience(code, ..) => audiences.contains(code),
        MakeupLine::Band(n) => {
            let band = BANDS.get(*n);
            age.zip(band).is_some_and(|(age, (first, last))| (*first..=*last).contains(&age))
        }
        MakeupLine::AgeUnknown => age.is_none(),
        MakeupLine::Education(known) => education() == Some(known),
        MakeupLine::EducationOther => {
            education().is_some_and(|own| !catalogue.educations.iter().any(|known| known == own))
        }
        MakeupLine::EducationUnknown => education().is_none(),
    }
}

impl<'r> Source for Makeup<'r> {
    type View = View<'r>;

    fn name(&self) -> Name {
        Name::Makeup
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::<Self>::new("part", Kind::Word, |_, view, _| {
                Cell::Word(Word::MakeupPart(view.line.part()))
            })
            .called(Title::MakeupPart)
            .grouping()
            .page(20),
            Column::<Self>::new("line", Kind::Word, |_, view, _| Cell::Word(Word::MakeupLine(view.line)))
                .called(Title::Who)
                .behind(|of, view, _| of.behind(view, 0))
                .page(0),
        ];
        for (n, figure) in FIGURES.into_iter().enumerate() {
            let (code, title) = match figure {
                Figure::Flow(flow) => (flow.name(), Title::Flow(flow)),
                _ => ("on_the_way", Title::OnTheWay),
            };
            columns.push(
                Column::<Self>::new(code, Kind::Count, |of, view, n| Cell::count(of.count(view.number, n)))
                    .called(title)
                    .nth(n)
                    .behind(|of, view, n| of.behind(view, n))
                    .page(1 + 2 * n as u8),
            );
            let share = Column::<Self>::new("", Kind::Percent, |of, view, n| {
                let (part, all) = (of.count(view.number, n), of.count(0, n));
                let percent = part.and_then(|part| crate::query::progress::percent(part, all));
                percent.map_or(Cell::None, Cell::Percent)
            });
            columns.push(
                share.coded(format!("{code}_percent")).called(Title::Percent).nth(n).page(2 + 2 * n as u8),
            );
        }
        columns
    }

    fn count(&self) -> usize {
        self.lines.len()
    }

    fn view(&self, row: usize) -> Option<View<'r>> {
        self.lines.get(row).map(|line| View { number: row, line: *line })
    }

    fn groups() -> Option<&'static str> {
        Some("part")
    }

    fn unit(&self) -> Option<UnitRow> {
        self.unit
    }

    fn notes(&self) -> Vec<Note> {
        let (years, people) = self.ages;
        let average =
            (people > 0).then(|| Note::AverageAge((10 * years + u64::from(people) / 2) / u64::from(people)));
        std::iter::once(Note::span(&self.params)).chain(average).collect()
    }

    fn people(&self) -> Option<usize> {
        None
    }
}

impl MakeupLine<'_> {
    /// The part that it belongs to.
    pub fn part(&self) -> MakeupPart {
        match self {
            MakeupLine::All
            | MakeupLine::Women
            | MakeupLine::Minority
            | MakeupLine::Believers
            | MakeupLine::YouthUnion
            | MakeupLine::TradeUnion => MakeupPart::Of,
            MakeupLine::Audience(..) => MakeupPart::Audiences,
            MakeupLine::Band(_) | MakeupLine::AgeUnknown => MakeupPart::Ages,
            MakeupLine::Education(_) | MakeupLine::EducationOther | MakeupLine::EducationUnknown => {
                MakeupPart::Educations
            }
        }
    }
}
