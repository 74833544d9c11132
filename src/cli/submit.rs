//! `ketnap submit`: notes that units sent a report up, or that it was given back. Which reports there are is in the
//! catalogue.

use super::{Failure, Session};
use crate::domain::submission::{Owed, Returned};
use crate::domain::{Act, Date, Edit, Submission};
use clap::Args;

#[derive(Debug, Args)]
pub struct SubmitArgs {
    /// Loại báo cáo: monthly, quarterly … · Kind of report: monthly, quarterly …
    #[arg(long, value_name = "CODE")]
    report: String,
    /// Tháng cuối của kỳ: 2023-07 · Last month of the period: 2023-07
    #[arg(long, value_name = "M")]
    month: String,
    /// Ngày gửi · Day on which it was sent
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// Người gửi · Who sent it
    #[arg(long, default_value = "")]
    by: String,
    /// Trả lại, với lý do · Given back, for a reason
    #[arg(long, value_name = "REASON")]
    returned: Option<String>,
    /// Bỏ ghi · Take the note away
    #[arg(long, conflicts_with_all = ["date", "returned"])]
    remove: bool,
    /// Các đơn vị · The units
    #[arg(required = true)]
    units: Vec<String>,
}

/// Notes it.
pub fn run(session: &Session, args: &SubmitArgs) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.must_allow(&office, Act::See)?;
    let lang = session.lang;
    let known = &office.store.catalogue.submissions;
    let Some(owed) = known.iter().find(|owed| owed.code == args.report) else {
        let known = known.iter().map(|owed| owed.code.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Failure::Refused(lang.no_report(&args.report, known)));
    };
    let typed = session.date(&office, Some(&args.month))?;
    let (year, month) = (typed.year(), typed.month());
    let month = month.filter(|month| owed.every.months().contains(month));
    let month = month.and_then(|month| Date::new(year, Some(month), None).ok());
    let Some(month) = month else { return Err(Failure::Refused(lang.not_of_month())) };
    let date = session.date(&office, args.date.as_deref())?;
    if !args.remove && !Owed::can_come(month, date, office.today()) {
        return Err(Failure::Refused(lang.cannot_have_come()));
    }
    let mut edits = Vec::new();
    for unit in &args.units {
        let unit = session.unit(&office, Some(unit))?;
        let Some(entry) = unit.and_then(|id| office.register().unit_by_id(id)) else { continue };
        let before = entry.whole();
        let mut after = before.clone();
        let key = (args.report.clone(), month);
        if args.remove {
            after.submissions.remove(&key);
        } else if let Some(reason) = &args.returned {
            // Given back is what came.
            let known = after.submissions.get_mut(&key);
            let known = known.ok_or_else(|| Failure::Refused(lang.not_sent_yet(entry.name())))?;
            known.returned = Some(Returned { date, reason: reason.clone() });
        } else {
            let sent = Submission { sent: date, by: args.by.clone(), returned: None };
            after.submissions.insert(key, sent);
        }
        edits.extend(Edit::between(entry.id, &before, &after));
    }
    super::occasion::found::save(session, &mut office, edits)
}
