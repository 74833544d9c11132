//! The door: reads the command line and the user's settings, then opens the screens or runs one
//! subcommand. Exit codes: 0 done, 1 refused or not found, 2 wrong usage, 3 damaged store, 4 busy
//! or input/output error.

use clap::Parser;
use ketnap::cli::over_ssh::{self, Refusal};
use ketnap::cli::{Arguments, Failure, Session, usage};
use ketnap::domain::text::visible;
use ketnap::settings::Settings;
use ketnap::store::user::UserFolders;
use ketnap::store::{Account, Options};
use ketnap::ui::app::{App, Opening};
use ketnap::ui::desk::Desk;
use ketnap::ui::patience::Patience;
use ketnap::words::Lang;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    keep_to_oneself();
    let mut arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misunderstood(&error),
    };
    // What somebody let in with a key asks for stands beside the forced command, unless that is one itself.
    let words = std::env::var(over_ssh::VARIABLE).ok().filter(|words| !words.trim().is_empty());
    let words = words.filter(|_| arguments.global.as_person.is_some() && arguments.command.is_none());
    let over_ssh = words.is_some();
    if let Some(words) = words {
        arguments = match over_ssh::arguments(std::env::args_os(), &words) {
            Ok(arguments) => arguments,
            Err(Refusal::Usage(error)) => return misunderstood(&error),
            Err(refusal) => return refused(&refusal),
        };
    }
    let account = match &arguments.global.as_person {
        None => Some(Account::of_process()),
        Some(name) => Account::bound(name),
    };
    let folders = account.as_ref().and_then(UserFolders::of);
    let (settings, bad_settings) = match folders.as_ref().map(UserFolders::settings) {
        Some(Ok(settings)) => (settings, None),
        Some(Err(error)) => (Settings::default(), Some(error)),
        None => (Settings::default(), None),
    };
    let asked = arguments.global.lang.as_deref().and_then(Lang::by_code);
    let lang = asked.or(settings.lang).unwrap_or_else(locale);
    if let Some(error) = bad_settings {
        // Wrong settings must not keep anyone from work: say so, go on with the built-in ones.
        complain(&format!("ketnap: {}", visible(&lang.store_error(&error))));
    }
    let named = arguments.global.store.clone().or(settings.store.clone());
    let store = named.or(folders.as_ref().map(UserFolders::default_store)).unwrap_or_else(|| "ketnap".into());
    let (today, read_only) = (arguments.global.today, arguments.global.read_only);
    let Some(account) = account else {
        let name = arguments.global.as_person.unwrap_or_default();
        complain(&format!("ketnap: {}", visible(&lang.bad_account_name(name))));
        return ExitCode::from(Failure::USAGE);
    };
    let session = Session { store, lang, today, read_only, account, over_ssh };
    let result = match arguments.command {
        Some(command) => over_ssh::allow(&session, &command).and_then(|()| {
            ketnap::cli::run(&session, command, || {
                ketnap::ui::keymap::Keymap::new(&settings.keys).0.text(lang)
            })
        }),
        None => {
            let ask_language = asked.is_none() && settings.lang.is_none();
            screens(&session, folders, settings, ask_language)
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&format!("ketnap: {}", visible(failure.text())));
            ExitCode::from(failure.code())
        }
    }
}

/// What came over SSH is no command line of ours.
fn refused(refusal: &Refusal) -> ExitCode {
    let lang = usage::language(std::env::args_os()).unwrap_or_else(locale);
    let text = match refusal {
        Refusal::Quotes => lang.open_quotes(),
        Refusal::Settled(option) => lang.settled_by_owner(option),
        Refusal::Usage(error) => usage::told(error, lang),
    };
    complain(&format!("ketnap: {}", visible(&text)));
    ExitCode::from(Failure::USAGE)
}

/// Help was asked for, or the command line is wrong: either way in the language that was chosen.
fn misunderstood(error: &clap::Error) -> ExitCode {
    let kept = || UserFolders::of(&Account::of_process())?.settings().ok()?.lang;
    let lang = usage::language(std::env::args_os()).or_else(kept).unwrap_or_else(locale);
    if error.use_stderr() {
        // What was typed comes back in the message, and not raw.
        complain(&usage::told(error, lang));
        return ExitCode::from(Failure::USAGE);
    }
    let colours = std::io::stdout().is_terminal();
    match write!(std::io::stdout(), "{}", usage::help(error, lang, colours)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(Failure::Io(error.to_string()).code()),
    }
}

/// Says what went wrong. Where nobody can be told, the exit code still tells: `eprintln!` would
/// crash instead.
fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// What is in memory must not end in a file or a message: no core dumps, and a crash tells where it
/// was, not what it was about.
fn keep_to_oneself() {
    ketnap::store::identity::forbid_core_dumps();
    std::panic::set_hook(Box::new(|info| {
        let place =
            info.location().map_or(String::new(), |place| format!("{}:{}", place.file(), place.line()));
        complain(&format!("ketnap: lỗi chương trình · internal error ({place})"));
    }));
}

/// The language that the environment asks for.
fn locale() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    Lang::of_locale(&set("LC_ALL").or_else(|| set("LANG")).unwrap_or_default())
}

/// Opens the screens.
fn screens(
    session: &Session,
    folders: Option<UserFolders>,
    settings: Settings,
    ask_language: bool,
) -> Result<(), Failure> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(Failure::Usage(session.lang.needs_terminal()));
    }
    let patience = Patience::default();
    let options = Options { waiting: patience.of_books(session.lang), ..session.options() };
    let mut desk = Desk::new(folders, Some(session.store.clone()), options);
    // A store that is not there yet is offered to be made, but not to somebody let in with a key.
    if session.account.bound || session.store.join(ketnap::store::PLATE).exists() {
        desk.open(&session.store).map_err(|error| Failure::of(session.lang, &error))?;
    }
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // These have none, and show the sequences for them as letters.
    let term = std::env::var("TERM").unwrap_or_default();
    let no_color = no_color || term == "dumb" || term.starts_with("vt");
    let (lang, waiting) = (session.lang, patience.of_people(session.lang));
    let app = App::new(Opening { desk, settings, lang, ask_language, no_color, waiting });
    ketnap::ui::run(app, &patience).map_err(|error| Failure::Io(error.to_string()))
}
