//! In which format a report is given out, and where: the same for every command that gives one.

use super::{Failure, Session, output};
use crate::domain::text::shell_word;
use crate::office::Office;
use crate::query::report::Report;
use crate::render::{Format, Stamp};
use crate::store::StoreError;
use crate::store::files::new_file;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Args, FromArgMatches, value_parser};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The format that is asked for, and the file where it is for one.
#[derive(Clone, Debug, Default)]
pub struct Outs {
    pub format: Format,
    file: Option<PathBuf>,
}

impl Outs {
    /// Gives a report out, and ends the run.
    pub fn give(&self, session: &Session, office: &Office, report: &dyn Report) -> Result<(), Failure> {
        if self.format != Format::Text {
            session.noted(office.note_report(report))?;
        }
        let (lang, who) = (session.lang, &session.account.name);
        let stamp = Stamp::of(report, office.register(), lang, who, lang.moment(office.store.now()));
        match &self.file {
            // A file of the server is nothing to whoever sits elsewhere.
            Some(path) if session.over_ssh && path != Path::new("-") => {
                return Err(Failure::Refused(lang.only_to_stdout(self.format.code())));
            }
            Some(path) if path != Path::new("-") => {
                let failed = |error| session.failure(&StoreError::io(path.display().to_string())(error));
                new_file(path, failed, |out| self.format.write(report, &stamp, out).map_err(failed))?;
                let shown = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                session.done(&lang.report_saved(path.display(), lang.count(report.count() as u64)))?;
                session.warn(&lang.report_fetch(shell_word(&shown.display().to_string())));
            }
            _ => session.printed(output::long().and_then(|out| {
                let mut out = BufWriter::with_capacity(1 << 16, out);
                self.format.write(report, &stamp, &mut out).and_then(|()| out.flush())
            }))?,
        }
        session.finish(office)
    }
}

impl Args for Outs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let argument = |format: Format| {
            let argument = Arg::new(format.code()).long(format.code()).help(format.about());
            match format.is_for_file() {
                true => argument.value_name("FILE").value_parser(value_parser!(PathBuf)),
                false => argument.action(ArgAction::SetTrue),
            }
        };
        let group = ArgGroup::new("format").args(Format::others().map(Format::code)).multiple(false);
        command.args(Format::others().map(argument)).group(group)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Outs::augment_args(command)
    }
}

impl FromArgMatches for Outs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Outs, clap::Error> {
        for format in Format::others() {
            match format.is_for_file() {
                true => {
                    if let Some(file) = matches.get_one::<PathBuf>(format.code()) {
                        return Ok(Outs { format, file: Some(file.clone()) });
                    }
                }
                false if matches.get_flag(format.code()) => return Ok(Outs { format, file: None }),
                false => {}
            }
        }
        Ok(Outs::default())
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Outs::from_arg_matches(matches)?;
        Ok(())
    }
}
