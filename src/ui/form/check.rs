//! What the rules say about a milestone that is being typed: what it would break, which papers are
//! missing before it, which clock it starts. Shown while one types; it stops nothing.

use super::field::Field;
use super::{Advice, Form, Subject, dossier, enrol, milestone_facts};
use crate::domain::breach::{Breach, What, breaches};
use crate::domain::clock::{Stopped, running};
use crate::domain::milestone::Ask;
use crate::domain::outlook::checklist;
use crate::domain::problem::{Problem, problems};
use crate::domain::rules::Event;
use crate::domain::{MilestoneKind, Person, PersonId};
use crate::parallel::waiting::Work;
use crate::ui::world::World;

/// Names of the fields that an exception is typed in.
const EXCEPTION: [&str; 4] = ["exception_for", "exception", "exception_number", "exception_by"];

/// A milestone that is being typed, in its person's record.
struct Typed {
    id: PersonId,
    kind: MilestoneKind,
    with: Person,
    without: Person,
    /// What is broken without it.
    standing: Vec<Breach>,
}

impl Typed {
    fn new(form: &Form, world: &World) -> Option<Self> {
        let (id, kind, round) = milestone_facts::place(form, world)?;
        let mut without = world.records.record(id)?.person.clone();
        let before = without.milestones.remove(&(kind, round));
        let typed = milestone_facts::typed(form, kind, before.as_ref(), world)?;
        let mut with = without.clone();
        with.milestones.insert((kind, round), typed);
        let standing = breaches(&without, &world.standpoint(with.unit()));
        Some(Self { id, kind, with, without, standing })
    }

    /// What it breaks that is not broken without it and has no exception yet.
    fn broken(&self, world: &World) -> Vec<Breach> {
        let mut found = breaches(&self.with, &world.standpoint(self.with.unit()));
        let stood = |breach: &Breach| self.standing.iter().any(|known| known.what == breach.what);
        found.retain(|breach| breach.waived.is_none() && !stood(breach));
        found
    }
}

/// What the typed milestone breaks that is not broken without it and has no exception yet.
pub fn broken(form: &Form, world: &World) -> Vec<Breach> {
    Typed::new(form, world).map_or_else(Vec::new, |typed| typed.broken(world))
}

/// Those of what is broken that the exception is typed for: all, or the chosen one.
pub fn excepted(form: &Form, broken: Vec<Breach>) -> Vec<Breach> {
    let chosen = form.value("exception_for");
    broken.into_iter().filter(|breach| chosen.is_empty() || breach.what.code() == chosen).collect()
}

/// Which of several broken rules the exception is for.
fn choice(broken: &[Breach], world: &World) -> Field {
    let mut options: Vec<(String, String)> =
        broken.iter().map(|breach| (breach.what.code(), world.lang.breach(breach, world.rules()))).collect();
    options.push((String::new(), world.lang.all_of_these()));
    Field::choice("exception_for", world.lang.field("exception_for"), options, "")
}

/// What the rules say about what is typed, the worst first.
fn advice(typed: &Typed, broken: &[Breach], world: &World) -> Vec<Advice> {
    let Typed { id, kind, with, without, standing } = typed;
    let kind = *kind;
    let (lang, rules) = (world.lang, world.rules());
    let mut lines: Vec<Advice> =
        broken.iter().map(|breach| (true, lang.breach_whole(breach, rules))).collect();
    // A vote that was not carried goes up all the same: whoever decides has to see it.
    let failed = |breach: &&Breach| matches!(breach.what, What::NotCarried { .. }) && breach.waived.is_none();
    lines.extend(standing.iter().filter(failed).map(|breach| (true, lang.breach_whole(breach, rules))));
    let odd = problems(without, world.today);
    let new = problems(with, world.today).into_iter();
    let new = new.filter(|problem| !odd.contains(problem) && !matches!(problem, Problem::NotRecorded(_)));
    lines.extend(new.map(|problem| (true, lang.problem(problem))));
    if kind.asks().contains(&Ask::Helpers) {
        lines.extend(burdened(*id, with, world));
    }
    let Some(date) = with.current(kind).map(|(_, typed)| typed.date) else { return lines };
    let standpoint = world.standpoint(with.unit());
    let kept = with.current(MilestoneKind::DossierOpened).is_some() || !with.papers.is_empty();
    if kept {
        let missing: Vec<String> = checklist(with, rules.on(date.last()), &standpoint)
            .iter()
            .filter(|item| item.rule.is.step == kind && item.is_missing(date.last()))
            .map(|item| lang.name(&item.rule.is.name).to_owned())
            .collect();
        if !missing.is_empty() {
            lines.push((true, lang.papers_missing(missing.len(), missing.join(", "))));
        }
    }
    for clock in running(with, rules) {
        if clock.event == Event::Milestone(kind) && clock.stopped == Stopped::No {
            let (name, due) = (lang.name(&clock.clock.is.name), lang.date(clock.due.into()));
            let mut line = lang.then_until(name, due, &clock.clock.is.clause);
            if !clock.clock.is.is_certain(clock.due, &rules.calendar) {
                line = format!("{line} ({})", lang.unannounced());
            }
            lines.push((false, line));
        }
    }
    if matches!(kind, MilestoneKind::Decision | MilestoneKind::OfficialDecision)
        && let Some(body) = standpoint.decides(date.last())
    {
        let (name, share, clause) = &body.is;
        lines.push((false, lang.decides(lang.name(name), lang.share(*share), clause)));
    }
    lines
}

/// Who of somebody's helpers helps as many others as one may.
fn burdened(id: PersonId, person: &Person, world: &World) -> Vec<Advice> {
    let limit = world.catalogue.helped_at_most;
    // What is said beside a form does not keep anybody waiting: one unit is looked at.
    let work = Work::unheard();
    let burdened = world.register.burdened((id, person), limit, world.today.into(), &work);
    let line = |(name, n): (String, u32)| {
        let limit = world.lang.count(limit.unwrap_or(n));
        (true, world.lang.helps_too_many(name, world.lang.count(n), limit))
    };
    burdened.into_iter().flatten().map(line).collect()
}

/// What the rules say about other forms.
fn other_advice(form: &Form, world: &World) -> Option<Vec<Advice>> {
    let lang = world.lang;
    match form.subject {
        Subject::MovePerson { .. } => {
            let moves = &world.rules().on(world.today).moves;
            let case = moves.get(form.value("situation")).map(|case| {
                let (_, who, needs, clause) = &case.is;
                let needs = Some(lang.name(needs)).filter(|needs| !needs.is_empty());
                let needs = needs.map_or(String::new(), |needs| lang.needs(needs));
                (false, format!("{} · {clause}", lang.responsible(lang.name(who), needs).trim_end()))
            });
            Some(case.into_iter().collect())
        }
        Subject::Enrol { .. } => Some(enrol::advice_in(form, world)),
        Subject::Result { occasion, ref people } => {
            Some(enrol::advice_on_result(occasion, people, form, world))
        }
        Subject::Helper { person, number, .. } => {
            let mut with = world.records.record(person)?.person.clone();
            let helper = dossier::typed_helper(form, number, &with, world).ok()?;
            with.helpers = number.or(with.next_helper()).map(|number| (number, helper)).into_iter().collect();
            with.milestones.clear();
            Some(burdened(person, &with, world))
        }
        Subject::EditPerson { person } => {
            let record = world.records.record(person)?;
            let empty = |name: &str| form.base().iter().any(|(known, text)| known == name && text.is_empty());
            let changed = |name: &str| form.is_changed(name) && !empty(name);
            let admitted = record.person.current(MilestoneKind::Decision).is_some()
                || record.person.current(MilestoneKind::Ceremony).is_some();
            let lines = [("born", lang.birth_is_fixed()), ("name", lang.name_needs_paper())];
            let lines = lines.into_iter().filter(|(name, _)| admitted && changed(name));
            Some(lines.map(|(_, text)| (true, text)).collect())
        }
        _ => None,
    }
}

/// Brings advice and the fields of an exception in step with what is typed.
pub fn renew(form: &mut Form, world: &World) {
    if let Some(advice) = other_advice(form, world) {
        form.advice = advice;
        return;
    }
    if milestone_facts::place(form, world).is_none() {
        return;
    }
    let typed = Typed::new(form, world);
    let broken = typed.as_ref().map_or_else(Vec::new, |typed| typed.broken(world));
    form.advice = typed.map_or_else(Vec::new, |typed| advice(&typed, &broken, world));
    let codes: Vec<String> = broken.iter().map(|breach| breach.what.code()).collect();
    let typed = EXCEPTION.iter().skip(1).any(|name| !form.value(name).trim().is_empty());
    if codes == form.excepts || (codes.is_empty() && typed) {
        return;
    }
    let mut kept: Vec<(String, String)> =
        EXCEPTION.iter().map(|name| ((*name).to_owned(), form.value(name).to_owned())).collect();
    // Of a choice that is there no more, the first.
    kept.retain(|(name, value)| name != "exception_for" || codes.contains(value));
    let focused = form.fields.get(form.focus).map(|field| field.name);
    form.fields.retain(|field| !EXCEPTION.contains(&field.name));
    if !broken.is_empty() {
        if broken.len() > 1 {
            form.fields.push(choice(&broken, world));
        }
        let texts = EXCEPTION.iter().skip(1);
        form.fields.extend(texts.map(|name| Field::text(name, world.lang.field(name), "")));
        form.fill(&kept);
    }
    form.excepts = codes;
    form.focus = form.focus.min(form.fields.len().saturating_sub(1));
    if let Some(name) = focused {
        form.focus_on(name);
    }
}
