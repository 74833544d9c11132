//! Forms about the office as a whole: a new one, another folder, the day of the figures.

use super::{Field, Form, Problems, Subject};
use crate::domain::{Catalogue, UnitId};
use crate::exchange::fields::{self, FieldError};
use crate::query::report::Name;
use crate::render::Format;
use crate::render::pack::FORMATS;
use crate::ui::effect::{Effect, SavePack, SaveReport, Task};
use crate::ui::looked::Looked;
use crate::ui::world::World;
use crate::words::Lang;
use chrono::Datelike;

/// The year and day of the figures.
pub fn as_of(world: &World) -> Form {
    let lang = world.lang;
    let fields = vec![
        Field::number("year", lang.field("year"), &world.params.from.year().to_string()),
        Field::date("as_of", lang.field("as_of"), &lang.date(world.params.to.into())),
    ];
    let mut form = Form::new(Subject::AsOf, lang.title_as_of(), fields);
    form.focus = 1;
    form
}

/// The chosen year and day. A day in another year takes the figures to that year.
pub fn read_as_of<'a>(form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let date = fields::date(form.value("as_of"), "as_of", &world.dates())
        .and_then(|date| date.ok_or(FieldError::Missing))
        .map_err(|error| vec![("as_of", world.lang.field_error(&error))])?;
    let text = form.value("year");
    let years = crate::domain::date::YEARS;
    let year = text.trim().parse::<i32>().ok().filter(|year| years.contains(year));
    let year = year.ok_or_else(|| vec![("year", world.lang.field_number(text))])?;
    let year = if year == world.params.from.year() { date.year() } else { year };
    Ok(vec![Effect::AsOf { year, day: date.last() }])
}

/// Reports that can be saved where one is looked at: what was looked for is there for a moment only, and the lists of an
/// occasion where one was chosen.
fn reports(looked: &Looked) -> impl Iterator<Item = Name> {
    Name::ALL.into_iter().filter(|name| match name {
        Name::Find => name.code() == looked.report,
        Name::Attendees | Name::Ceremony | Name::Script | Name::Quotas => looked.occasion.is_some(),
        _ => true,
    })
}

/// Which report, in which format, into which file.
pub fn save_as(looked: &Looked, world: &World) -> Form {
    let lang = world.lang;
    let reports = reports(looked).map(|name| match looked.people.as_ref().filter(|_| name == Name::List) {
        Some(people) => {
            let count = lang.people_count(lang.count(people.len() as u64));
            (name.code().to_owned(), format!("{} ({count})", lang.report(name)))
        }
        None => (name.code().to_owned(), lang.report(name).to_owned()),
    });
    let formats = Format::others().map(|format| {
        let (vi, en) = format.called();
        (format.code().to_owned(), lang.pick(vi, en).to_owned())
    });
    let path = format!("~/ketnap-{}-{}", looked.report, world.today.format("%Y-%m-%d"));
    let fields = vec![
        Field::choice("report", lang.report_title(), reports.collect(), &looked.report),
        Field::choice("format", lang.report_format(), formats.collect(), Format::Xlsx.code()),
        Field::text("path", lang.report_file(), &path),
    ];
    let mut form = Form::new(Subject::SaveAs(Box::new(looked.clone())), lang.title_save_as(), fields);
    form.focus = 1;
    form.notice = lang.report_leaves();
    form
}

/// Into which file, in which format, a pack goes.
pub fn save_pack(code: &str, unit: UnitId, world: &World) -> Option<Form> {
    let lang = world.lang;
    let pack = world.catalogue.packs.iter().find(|pack| pack.code == code)?;
    let formats = FORMATS.map(|format| {
        let (vi, en) = format.called();
        (format.code().to_owned(), lang.pick(vi, en).to_owned())
    });
    let path = format!("~/ketnap-{code}-{}", world.today.format("%Y-%m-%d"));
    let fields = vec![
        Field::choice("format", lang.report_format(), formats.into(), Format::Xlsx.code()),
        Field::text("path", lang.report_file(), &path),
    ];
    let title = lang.title_pack(lang.pick(&pack.vi, &pack.en), world.unit_name(unit));
    let subject = Subject::SavePack { pack: code.to_owned(), unit };
    let mut form = Form::new(subject, title, fields);
    let names = pack.reports.iter().filter_map(|code| Name::by_code(code)).map(|name| lang.report(name));
    form.advice = vec![(false, names.collect::<Vec<_>>().join(" · "))];
    form.notice = lang.report_leaves();
    Some(form)
}

/// The pack to save.
pub fn read_save_pack<'a>(
    (code, unit): (&str, UnitId),
    form: &'a Form,
    world: &World,
) -> Result<Vec<Effect>, Problems<'a>> {
    let path = form.value("path").trim();
    if path.is_empty() {
        return Err(vec![("path", world.lang.field_missing())]);
    }
    let format = FORMATS.into_iter().find(|format| format.code() == form.value("format"));
    let (Some(format), path) = (format, path.to_owned()) else { return Ok(Vec::new()) };
    let pack = SavePack { code: code.to_owned(), unit, params: world.params, format, path };
    Ok(vec![Effect::Do(Task::SavePack(Box::new(pack)))])
}

/// The report to save: another one than that which was looked at is saved whole.
pub fn read_save_as<'a>(looked: &Looked, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let path = form.value("path").trim();
    if path.is_empty() {
        return Err(vec![("path", world.lang.field_missing())]);
    }
    let name = reports(looked).find(|name| name.code() == form.value("report"));
    let format = Format::others().find(|format| format.code() == form.value("format"));
    let (Some(name), Some(format)) = (name, format) else { return Ok(Vec::new()) };
    let looked = match name.code() == looked.report {
        true => looked.clone(),
        false => Looked { occasion: looked.occasion, ..Looked::at(name.code(), looked.unit) },
    };
    let (params, path) = (world.params, path.to_owned());
    let report = SaveReport { name, looked, params, format, path };
    Ok(vec![Effect::Do(Task::SaveReport(Box::new(report)))])
}

/// A new office: the name and kind of its top unit, and where it is to lie.
pub fn new(lang: Lang, catalogue: &Catalogue, path: &str) -> Form {
    let kinds = catalogue.kinds.iter().filter(|kind| kind.book);
    let kinds = kinds.map(|kind| (kind.code.clone(), lang.pick(&kind.vi, &kind.en).to_owned())).collect();
    let fields = vec![
        Field::text("name", lang.field("unit_name"), ""),
        Field::choice("kind", lang.field("kind"), kinds, "commune"),
        Field::text("path", lang.field("path"), path),
    ];
    Form::new(Subject::NewOffice, lang.title_new_office(), fields)
}

/// The office to make.
pub fn read_new<'a>(form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let required = |name: &'static str| match fields::text(form.value(name)) {
        Ok(text) if text.is_empty() => Err(vec![(name, world.lang.field_missing())]),
        Ok(text) => Ok(text),
        Err(error) => Err(vec![(name, world.lang.field_error(&error))]),
    };
    let (name, path) = (required("name")?, required("path")?);
    Ok(vec![Effect::Do(Task::MakeOffice { name, kind: form.value("kind").to_owned(), path })])
}

/// Another folder.
pub fn open(lang: Lang, path: &str) -> Form {
    let fields = vec![Field::text("path", lang.field("path"), path)];
    Form::new(Subject::OpenFolder, lang.title_open(), fields)
}

/// What is to open the locked screen.
pub fn pin(lang: Lang) -> Form {
    let fields = ["pin", "pin_again"].map(|name| Field::text(name, lang.field(name), ""));
    let mut form = Form::new(Subject::Pin, lang.title_pin(), fields.into());
    form.notice = lang.pin_notice();
    form
}

/// The PIN, typed twice; empty for none.
pub fn read_pin(form: &Form, lang: Lang) -> Result<Vec<Effect>, Problems<'_>> {
    let pin = form.value("pin");
    if pin != form.value("pin_again") {
        return Err(vec![("pin_again", lang.pin_differs())]);
    }
    Ok(vec![Effect::SetPin(pin.to_owned())])
}

/// The folder to open.
pub fn read_open(form: &Form) -> Vec<Effect> {
    vec![Effect::Do(Task::OpenOffice { path: form.value("path").to_owned() })]
}
