//! What the invented office holds and asks: its classes, ceremonies and a review, who is in them, committee members in
//! charge, reports of units. Made after the people, from what their records say, so that nobody is made otherwise.

use super::maker::{Maker, Office};
use crate::domain::edit::{Change, NewBook};
use crate::domain::occasion::{Occasion, OccasionKind, OccasionState, Session};
use crate::domain::record::Fact;
use crate::domain::{
    Answer, Date, Edit, Enrolment, EnrolmentState, Filter, MilestoneKind, Notice, OccasionId, Officer,
    Person, PersonFact, Quota, Submission, UnitId,
};
use chrono::{Days, NaiveDate};

/// Every which unit answers the review, late, and never.
const LATE: usize = 6;
const SILENT: usize = 10;

fn day(year: i32, month: u32, day: u32) -> Option<Date> {
    Date::new(year, Some(month), Some(day)).ok()
}

fn earlier(day: NaiveDate, days: u64) -> Option<Date> {
    day.checked_sub_days(Days::new(days)).map(Date::from)
}

/// The record of everybody in a book.
fn people(book: &mut NewBook) -> impl Iterator<Item = &mut Person> {
    book.edits.iter_mut().filter_map(|edit| match edit {
        Edit::Person(Change { new: Some(PersonFact::Whole(person)), .. }) => Some(&mut **person),
        _ => None,
    })
}

/// How somebody belongs to an occasion, if at all.
type Belongs = Box<dyn Fn(&Person) -> Option<EnrolmentState>>;

/// An occasion on its way into the first book, and who is in it.
struct Held {
    id: OccasionId,
    occasion: Occasion,
    belongs: Belongs,
}

/// Puts all of it into the books.
pub(super) fn hold(books: &mut [NewBook], office: &Office) {
    let Some(top) = books.first().map(|book| (book.id, book.unit.name.clone())) else { return };
    // Numbers of its own, so that those of the people stay as they are.
    let mut maker = Maker { state: 1975, people: 0, office, past: 0 };
    let mut all = classes(office, top.0);
    all.extend(ceremonies(office, top.0));
    all.push(review(office, top.0));
    for held in &mut all {
        held.id = OccasionId::from_bits(maker.next());
    }
    for held in &all {
        let notice = Notice::of(&held.occasion, &top.1);
        let mut order = 0;
        for person in books.iter_mut().flat_map(people) {
            let Some(state) = (held.belongs)(person) else { continue };
            let mut enrolment = Enrolment::new(notice.clone(), state);
            if held.occasion.kind == OccasionKind::Ceremony {
                order += 1;
                enrolment.order = order;
            }
            if state == EnrolmentState::Passed {
                enrolment.sessions = held.occasion.sessions.keys().copied().collect();
            }
            person.enrolments.insert(held.id, enrolment);
        }
        if held.occasion.kind == OccasionKind::Review {
            ask(books, held.id, &notice);
        }
    }
    let add = all.into_iter().map(|held| Edit::add(held.id, held.occasion));
    if let Some(top) = books.first_mut() {
        top.edits.extend(add);
    }
    for (n, book) in books.iter_mut().enumerate().skip(1) {
        put_in_charge(n, book, &mut maker);
        send_reports(n, book, office);
    }
}

fn of(occasion: Occasion, belongs: impl Fn(&Person) -> Option<EnrolmentState> + 'static) -> Held {
    Held { id: OccasionId::from_bits(0), occasion, belongs: Box::new(belongs) }
}

/// The classes that certificates name, and the next one.
fn classes(office: &Office, unit: UnitId) -> Vec<Held> {
    let count = office.classes.len();
    let held = office.classes.iter().enumerate().map(|(n, name)| {
        let last = Maker::certified(office, n).pred_opt().unwrap_or_default();
        let sessions = (0..3u8).rev().filter_map(|back| earlier(last, u64::from(back)));
        let sessions = sessions.map(|date| Session { date, topic: String::new() });
        let occasion = Occasion {
            state: OccasionState::Closed,
            from: earlier(last, 2),
            until: Some(last.into()),
            place: "Trung tâm Chính trị (mẫu)".to_owned(),
            number: format!("{}-KH/TTCT (mẫu)", n + 11),
            signed: earlier(last, 20),
            audience: "general".to_owned(),
            places: 100,
            sessions: (1..).zip(sessions).collect(),
            ..Occasion::new(name.clone(), OccasionKind::AwarenessClass, unit)
        };
        let class = name.clone();
        of(occasion, move |person| {
            let (_, certificate) = person.current(MilestoneKind::Certificate)?;
            (certificate.class == class).then_some(EnrolmentState::Passed)
        })
    });
    let mut held: Vec<Held> = held.collect();
    let next = Occasion {
        from: day(office.year, 8, 21),
        until: day(office.year, 8, 23),
        place: "Trung tâm Chính trị (mẫu)".to_owned(),
        audience: "general".to_owned(),
        places: 90,
        ..Occasion::new(format!("Lớp {}/{}", count + 1, office.year), OccasionKind::AwarenessClass, unit)
    };
    held.push(of(next, |_| None));
    held
}

/// Two that were held on their days, and one that is planned for whoever has a decision.
fn ceremonies(office: &Office, unit: UnitId) -> Vec<Held> {
    let on = |name: &str, date: Option<Date>, holiday: &str, state| Occasion {
        state,
        from: date,
        hour: "08:00".to_owned(),
        place: "Hội trường Huyện ủy (mẫu)".to_owned(),
        holiday: holiday.to_owned(),
        decided_by: "Ban Thường vụ Huyện ủy (mẫu)".to_owned(),
        ..Occasion::new(format!("Lễ kết nạp {name}/{}", office.year), OccasionKind::Ceremony, unit)
    };
    let past = [("3/2", (2, 3), "party_day"), ("19/5", (5, 19), "ho_chi_minh_day")];
    let mut held: Vec<Held> = past
        .into_iter()
        .map(|(name, (month, of_month), holiday)| {
            let date = day(office.year, month, of_month);
            let occasion = on(name, date, holiday, OccasionState::Closed);
            of(occasion, move |person| {
                let (_, ceremony) = person.current(MilestoneKind::Ceremony)?;
                (Some(ceremony.date) == date).then_some(EnrolmentState::Admitted)
            })
        })
        .collect();
    let next = on("2/9", day(office.year, 9, 2), "national_day", OccasionState::Planned);
    // Whoever the cell has considered and nobody decided on yet: the list is made while decisions are awaited.
    held.push(of(next, |person| {
        let considered = person.current(MilestoneKind::CellResolution).is_some();
        let decided = person.current(MilestoneKind::Decision).is_some();
        (considered && !decided).then_some(EnrolmentState::Listed)
    }));
    held
}

/// A review of youths who are about to enlist, with its deadline behind the day of the office.
fn review(office: &Office, unit: UnitId) -> Held {
    let occasion = Occasion {
        state: OccasionState::Open,
        from: day(office.year, 7, 3),
        until: day(office.year, 7, 25),
        number: "214-CV/BTC (mẫu)".to_owned(),
        signed: day(office.year, 7, 3),
        criteria: Some(Filter { born_from: day(office.year - 26, 1, 1), ..Filter::default() }),
        ..Occasion::new(
            format!("Rà soát nguồn chuẩn bị nhập ngũ {}", office.year + 1),
            OccasionKind::Review,
            unit,
        )
    };
    let from = office.year - 26;
    of(occasion, move |person| {
        let born = person.born?;
        let is_young = born.year() >= from && person.current(MilestoneKind::Certificate).is_none();
        let is_feasible = born.month().is_some_and(|month| month % 3 == 0);
        is_young.then_some(if is_feasible { EnrolmentState::Feasible } else { EnrolmentState::NotFeasible })
    })
}

/// Asks every commune for two people; most have answered.
fn ask(books: &mut [NewBook], id: OccasionId, notice: &Notice) {
    let communes = books.iter_mut().filter(|book| matches!(&*book.unit.sector, "town" | "rural_commune"));
    for (n, book) in communes.enumerate() {
        let on = if n % LATE == 1 { (7, 28) } else { (7, 14 + n as u32 % 9) };
        let date = notice.until.and_then(|until| day(until.year(), on.0, on.1));
        let answer = date.filter(|_| n % SILENT != 3);
        let answer = answer.map(|date| Answer { date, by: String::new(), reason: String::new() });
        let quota = Quota { notice: notice.clone(), people: 2, answer };
        book.unit.quotas.insert(id, quota);
    }
}

/// A committee member in charge of two cells, and of whom the member brought.
fn put_in_charge(n: usize, book: &mut NewBook, maker: &mut Maker) {
    let cells = book.edits.iter().filter_map(|edit| match edit {
        Edit::Unit(Change { id, new: Some(fact), .. }) if fact.whole().is_some() => Some(*id),
        _ => None,
    });
    let cells: std::collections::BTreeSet<UnitId> = cells.take(2).collect();
    let (Some(first), Some(given)) =
        (cells.first().copied(), maker.office.men.get(n % maker.office.men.len()))
    else {
        return;
    };
    let name = format!("{} Văn Mẫu {given}", maker.pick(&maker.office.families));
    let from = Date::of_year(maker.office.year - 1).ok();
    let officer = Officer {
        name: name.clone(),
        office: "Ủy viên BCH".to_owned(),
        from,
        quota: 1,
        cells,
        ..Officer::default()
    };
    book.unit.officers.insert(1, officer);
    // Of every fifth nobody is known to have been brought.
    if !n.is_multiple_of(5) {
        let source = |person: &&mut Person| {
            person.unit() == Some(first) && person.current(MilestoneKind::Ceremony).is_none()
        };
        let brought = people(book).filter(source).take(3);
        brought.for_each(|person| person.in_charge.clone_from(&name));
    }
}

/// The reports up to the month before: some late, some missing.
fn send_reports(n: usize, book: &mut NewBook, office: &Office) {
    if !matches!(&*book.unit.kind, "base" | "base_cell") {
        return;
    }
    let months = office.day.month().unwrap_or(1);
    for month in 1..months {
        let is_late = (n + month as usize).is_multiple_of(11);
        let is_missing = month + 1 == months && n % 9 == 4;
        let sent = day(office.year, month + 1, if is_late { 9 } else { 2 + n as u32 % 4 });
        let period = Date::new(office.year, Some(month), None).ok();
        let Some((sent, period)) = sent.zip(period).filter(|_| !is_missing) else { continue };
        let further = [("quarterly", month % 3 == 0), ("half_year", month == 6)];
        let further = further.into_iter().filter(|(_, is_owed)| *is_owed).map(|(report, _)| report);
        for report in std::iter::once("monthly").chain(further) {
            let submission = Submission { sent, by: String::new(), returned: None };
            book.unit.submissions.insert((report.to_owned(), period), submission);
        }
    }
}
