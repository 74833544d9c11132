//! The door: reads the command line and the user's settings, then opens the screens or runs one
//! subcommand. Exit codes: 0 done, 1 refused or not found, 2 wrong usage, 3 damaged store, 4 busy
//! or input/output error.

use clap::Parser;
use ketnap::cli::{Arguments, Session};
use ketnap::settings::Settings;
use ketnap::store::user::UserFolders;
use ketnap::words::Lang;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let folders = UserFolders::of_account();
    let (settings, bad_settings) = match folders.as_ref().map(UserFolders::settings) {
        Some(Ok(settings)) => (settings, None),
        Some(Err(error)) => (Settings::default(), Some(error)),
        None => (Settings::default(), None),
    };
    let asked = arguments.global.lang.as_deref().and_then(Lang::by_code);
    let lang = asked.or(settings.lang).unwrap_or_else(locale);
    if let Some(error) = bad_settings {
        // Wrong settings must not keep anyone from work: say so, go on with the built-in ones.
        eprintln!("ketnap: {}", lang.store_error(&error));
    }
    let named = arguments.global.store.clone().or(settings.store.clone());
    let store = named.or(folders.as_ref().map(UserFolders::default_store)).unwrap_or_else(|| "ketnap".into());
    let session =
        Session { store, lang, today: arguments.global.today, read_only: arguments.global.read_only };
    let result = match arguments.command {
        Some(command) => ketnap::cli::run(&session, command, ""),
        None => Ok(()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("ketnap: {}", failure.text());
            ExitCode::from(failure.code())
        }
    }
}

/// The language that the environment asks for.
fn locale() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    Lang::of_locale(&set("LC_ALL").or_else(|| set("LANG")).unwrap_or_default())
}
