//! Which reports there are, by the words of the command line.

use crate::domain::listed::listed;

listed! {
    /// The reports that there are.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Name {
        Progress,
        Targets,
        Months,
        Ranking,
        YearEnd,
        NextYear,
        Forecast,
        Dry,
        Dossiers,
        Recognition,
        Standing,
        Makeup,
        Changes,
        Due,
        List,
        Find,
        Funnel,
        Demand,
        Classes,
        Occasions,
        Attendees,
        Ceremony,
        Script,
        Quotas,
        Reminders,
        Officers,
        Charge,
        Helpers,
        Submissions,
        Frozen,
    }
}

impl Name {
    /// The report with this [`Name::code`].
    pub fn by_code(code: &str) -> Option<Name> {
        Name::ALL.into_iter().find(|name| name.code() == code)
    }

    /// True for one that is asked for without saying whose people are meant, or what is looked for, and that is made from the
    /// register alone.
    pub fn stands_alone(self) -> bool {
        !matches!(
            self,
            Name::Attendees | Name::Ceremony | Name::Script | Name::Quotas | Name::Find | Name::List
        )
    }

    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Name::Progress => "progress",
            Name::Targets => "targets",
            Name::Months => "months",
            Name::Ranking => "ranking",
            Name::YearEnd => "year_end",
            Name::NextYear => "next_year",
            Name::Forecast => "forecast",
            Name::Dry => "dry",
            Name::Dossiers => "dossiers",
            Name::Recognition => "recognition",
            Name::Standing => "standing",
            Name::Makeup => "makeup",
            Name::Changes => "changes",
            Name::Due => "due",
            Name::List => "list",
            Name::Find => "find",
            Name::Funnel => "funnel",
            Name::Demand => "demand",
            Name::Classes => "classes",
            Name::Officers => "officers",
            Name::Submissions => "submissions",
            Name::Frozen => "frozen",
            Name::Quotas => "quotas",
            Name::Reminders => "reminders",
            Name::Charge => "charge",
            Name::Helpers => "helpers",
            Name::Script => "script",
            Name::Ceremony => "ceremony",
            Name::Occasions => "occasions",
            Name::Attendees => "attendees",
        }
    }
}
