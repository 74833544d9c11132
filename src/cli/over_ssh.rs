//! A command that somebody let in with a key gives to `ssh HOST …`: its words are a command line of this program, split as
//! words and never by a shell. Whoever made the store decides whether more than looking is allowed.
//!
//! A new subcommand requires a line in [`only_asks`], which the compiler asks for.

use super::{Arguments, Command, Failure, Session, occasion, officer, rules};
use crate::store::OverSsh;
use clap::Parser;
use std::ffi::OsString;

/// Where an SSH server puts what was asked for in place of the forced command.
pub const VARIABLE: &str = "SSH_ORIGINAL_COMMAND";
/// What the owner settled in the forced command, and nobody else settles.
const SETTLED: [&str; 3] = ["--store", "--as", "--today"];

/// Why words are no command line of ours.
#[derive(Debug)]
pub enum Refusal {
    /// A quotation mark is open, or a backslash is the last sign.
    Quotes,
    /// It is the owner's to say.
    Settled(&'static str),
    Usage(clap::Error),
}

/// The arguments with the words that were given behind those of the forced command.
///
/// # Errors
/// See [`Refusal`].
pub fn arguments(own: impl IntoIterator<Item = OsString>, words: &str) -> Result<Arguments, Refusal> {
    let words = shlex::split(words).ok_or(Refusal::Quotes)?;
    // Whoever is used to it names the program too.
    let words = words.into_iter().enumerate().filter(|(n, word)| *n > 0 || word != "ketnap");
    let words: Vec<String> = words.map(|(_, word)| word).collect();
    let is_of = |word: &String, option: &str| {
        word.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    for option in SETTLED {
        if words.iter().any(|word| is_of(word, option)) {
            return Err(Refusal::Settled(option));
        }
    }
    let all = own.into_iter().chain(words.into_iter().map(OsString::from));
    Arguments::try_parse_from(all).map_err(Refusal::Usage)
}

/// True for a command that changes nothing, reads no file of the server and writes none.
fn only_asks(command: &Command) -> bool {
    use Command::*;
    match command {
        Units(_)
        | Pack(_)
        | Progress(_)
        | Report(_)
        | Due(_)
        | List(_)
        | Find(_)
        | Show(_)
        | Log(_)
        | Keys
        | Man
        | Completions { .. } => true,
        Rules(args) => rules::only_asks(args),
        Occasion(args) => occasion::only_asks(args),
        Officer(args) => officer::only_asks(args),
        Init(_) | Add(_) | Edit(_) | Record(_) | Drop(_) | Return(_) | Move(_) | Undo(_) | Redo(_)
        | Submit(_) | Target(_) | Freeze(_) | Unfreeze(_) | Access(_) | Check(_) | Backup(_) | Restore(_)
        | Person(_) | Erase(_) | Retention(_) | Import(_) | Export(_) | Sample(_) => false,
    }
}

/// Refuses a command that came so and does more than asking, where the store's owner did not allow it.
///
/// # Errors
/// That it is not allowed; that the store cannot be opened.
pub fn allow(session: &Session, command: &Command) -> Result<(), Failure> {
    if !session.over_ssh || only_asks(command) {
        return Ok(());
    }
    match session.open_store()?.plate.commands_over_ssh {
        OverSsh::All => Ok(()),
        OverSsh::Ask => Err(Failure::Refused(session.lang.only_asking_over_ssh())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(words: &str) -> Result<Arguments, Refusal> {
        arguments(["ketnap", "--store", "/so", "--as", "lan"].map(OsString::from), words)
    }

    #[test]
    fn words_are_words_and_no_shell_ever_sees_them() {
        let find = |words: &str| match of(words).unwrap().command {
            Some(Command::Find(find)) => find.text.unwrap(),
            other => panic!("{words}: {other:?}"),
        };
        for (words, text) in [
            ("find 'Lê Mẫu An'", "Lê Mẫu An"),
            ("ketnap find \"Lê Mẫu An\"", "Lê Mẫu An"),
            (r"find Lê\ Mẫu", "Lê Mẫu"),
            ("find '$(id)`id`;|&>x'", "$(id)`id`;|&>x"),
            ("find a;id", "a;id"),
            ("find $HOME", "$HOME"),
            ("find *", "*"),
            ("find 'a\nb'", "a\nb"),
        ] {
            assert_eq!(find(words), text, "{words}");
        }
        assert!(matches!(of("find 'open"), Err(Refusal::Quotes)));
        assert!(matches!(of("find a; rm x"), Err(Refusal::Usage(_))), "a further word is one too many");
        assert!(matches!(of("cat /etc/passwd"), Err(Refusal::Usage(_))));
        for words in
            ["--as minh list", "list --as=minh", "list --store /x", "--today=2020-01-01 due", "list '--as' x"]
        {
            assert!(matches!(of(words), Err(Refusal::Settled(_))), "{words}");
        }
        // Nothing asked for is the screens.
        assert!(of("").unwrap().command.is_none());
        assert_eq!(of("list").unwrap().global.as_person.as_deref(), Some("lan"));
    }

    proptest! {
        #[test]
        fn whoever_came_with_a_key_stays_who_it_is(words in "[ -~ệạ'\"\\\\]{0,40}") {
            if let Ok(arguments) = of(&words) {
                prop_assert_eq!(arguments.global.as_person.as_deref(), Some("lan"));
                prop_assert_eq!(arguments.global.store, Some("/so".into()));
                prop_assert_eq!(arguments.global.today, None);
            }
        }
    }
}
