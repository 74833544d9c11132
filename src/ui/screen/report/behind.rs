//! Where Enter leads in a report: to the people behind a figure, to a card, to a form.

use super::ReportScreen;
use crate::domain::PersonId;
use crate::query::due::DueRow;
use crate::query::figures::Figure;
use crate::query::report::{Behind, Name};
use crate::query::{UnitRow, people};
use crate::ui::effect::{Effect, Goal};
use crate::ui::people_table::{Scope, Who};
use crate::ui::subject::Subject;
use crate::ui::world::World;

impl ReportScreen {
    /// The people behind the chosen cell, or those of its row.
    pub(super) fn open(&self, world: &World) -> Vec<Effect> {
        let Some((row, report)) = self.row().zip(self.made(world).ok()) else { return Vec::new() };
        let column = self.picture.columns.get(self.chosen());
        let of_cell = column.map_or(Behind::Nobody, |column| report.behind(row.number, column.number));
        // A figure that nobody is behind is not that of its row.
        let is_figure = column.is_some_and(|column| column.is_number);
        let behind = if of_cell == Behind::Nobody && !is_figure { report.is(row.number) } else { of_cell };
        let ids = |rows: &[UnitRow]| rows.iter().filter_map(|row| world.register.id_of_unit(*row)).collect();
        let here = vec![self.unit];
        let (scope, what) = match behind {
            Behind::Nobody => return vec![Effect::Say(world.lang.nobody_behind())],
            Behind::Person(person) | Behind::Due(DueRow { person, .. }) => {
                let card = world.register.id(person).map(|id| Effect::Open(Goal::Card(id)));
                return card.into_iter().collect();
            }
            Behind::QuotasOf(id) => return vec![Effect::Open(Goal::Quotas(id))],
            Behind::DueIn(unit) | Behind::ChargeIn(unit) | Behind::SubmissionsIn(unit) => {
                let name = match behind {
                    Behind::DueIn(_) => Name::Due,
                    Behind::ChargeIn(_) => Name::Charge,
                    _ => Name::Submissions,
                };
                let unit = world.register.id_of_unit(unit);
                return unit.map(|unit| Effect::Open(Goal::Report(name, unit))).into_iter().collect();
            }
            Behind::Occasion(id) => return vec![Effect::Open(Goal::Attendees(id))],
            Behind::Officer(unit, number) => {
                let unit = world.register.id_of_unit(unit);
                let form = |unit| Effect::Form(Subject::Officer { unit, number: Some(number) });
                return unit.map(form).into_iter().collect();
            }
            Behind::CountedBy { unit, figure, counting, since } => {
                let work = world.waiting.work(world.register.len());
                let Ok(counted) = people::behind(world.register, unit, figure, counting, &work) else {
                    return vec![Effect::Say(world.lang.looking_stopped())];
                };
                let mut people: Vec<PersonId> =
                    counted.into_iter().filter_map(|row| world.register.id(row)).collect();
                if let (Some(month), Some(unit), Figure::Flow(flow)) =
                    (since, world.register.id_of_unit(unit), figure)
                {
                    let kind = counting.milestone(flow);
                    match world.records.since_frozen(unit, month, kind, world.lang) {
                        Ok(changed) => people.retain(|id| changed.contains(id)),
                        Err(text) => return vec![Effect::Say(text)],
                    }
                }
                if people.is_empty() {
                    return vec![Effect::Say(world.lang.nobody_behind_now())];
                }
                let title = self.picture.title(self.chosen());
                // Who counts may have changed since the figure was reported.
                let title = match (self.name, since) {
                    (Name::Frozen, None) => world.lang.as_it_stands_now(title),
                    _ => title.to_owned(),
                };
                (Scope { units: here, who: Who::These(people) }, title)
            }
            Behind::Unit(unit) => {
                let who = Who::Counted(Figure::OnTheWay);
                (Scope { units: ids(&[unit]), who }, world.lang.all_people())
            }
            Behind::Counted(units, figure) => {
                let what = match figure {
                    Figure::OnTheWay => world.lang.all_people(),
                    Figure::Left => world.lang.left_people(),
                    Figure::Standing(stage) => world.lang.stage(stage).to_owned(),
                    Figure::Flow(flow) => world.lang.flow(flow).to_owned(),
                };
                (Scope { units: ids(&units), who: Who::Counted(figure) }, what)
            }
            Behind::People(people) => {
                let people = people.iter().filter_map(|row| world.register.id(*row)).collect();
                // Behind a name are those of its first figure.
                let column = self.chosen().max(self.picture.names());
                let what = self.picture.title(column).to_owned();
                (Scope { units: here, who: Who::These(people) }, what)
            }
        };
        let unit = match scope.units.as_slice() {
            [unit] if self.picture.is_of_people => world.unit_path(*unit),
            _ => row.called(self.picture.names()),
        };
        vec![Effect::Open(Goal::People { title: format!("{unit} · {what}"), scope })]
    }
}
