//! What a milestone on a day would break, or leave odd, that is not so without it: for whoever plans or notes it for many.

use super::breach::{Breach, Standpoint, breaches};
use super::date::Date;
use super::milestone::{Milestone, MilestoneKind};
use super::person::Person;
use super::problem::{Problem, problems};

/// One thing to be said.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    Broken(Breach),
    Odd(Problem),
    /// Nobody helps the person who is admitted (06-HD/TW of 9/6/2025, 3.8c).
    NoHelper,
}

impl Remark {
    /// Its name for tools.
    pub fn code(&self) -> String {
        match self {
            Remark::Broken(breach) => breach.what.code(),
            Remark::Odd(Problem::NotRecorded(kind)) => format!("not_recorded.{}", kind.name()),
            Remark::Odd(Problem::OutOfOrder { earlier, later }) => {
                format!("out_of_order.{}.{}", earlier.name(), later.name())
            }
            Remark::Odd(_) => "odd".to_owned(),
            Remark::NoHelper => "no_helper".to_owned(),
        }
    }
}

/// What is to be said of a milestone on a day, of somebody who has none of its kind yet. That the day is ahead is no
/// remark: it is planned.
pub fn remarks(person: &Person, kind: MilestoneKind, day: Date, standpoint: &Standpoint) -> Vec<Remark> {
    let mut with = person.clone();
    if let Some(round) = person.open_round(kind).filter(|_| person.current(kind).is_none()) {
        with.milestones.insert((kind, round), Milestone::on(day));
    }
    let known = breaches(person, standpoint);
    let broken = breaches(&with, standpoint).into_iter();
    let broken = broken
        .filter(|breach| breach.waived.is_none() && !known.iter().any(|known| known.what == breach.what));
    let odd = problems(person, standpoint.today);
    let new = problems(&with, standpoint.today).into_iter();
    let new = new.filter(|problem| !odd.contains(problem) && !matches!(problem, Problem::InFuture(_)));
    let helped = kind != MilestoneKind::Ceremony || !person.all_helpers().is_empty();
    let no_helper = (!helped).then_some(Remark::NoHelper);
    broken.map(Remark::Broken).chain(new.map(Remark::Odd)).chain(no_helper).collect()
}
