//! From arguments to what was asked: usage errors, the query arguments that look like options, misspelt subcommands.

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use clap::{CommandFactory as _, Parser as _};

use super::{Cli, Failure};
use crate::text;
use crate::vocabulary::distance;

/// Reads the arguments, the program's name first. None when all that was asked has been printed: help or version.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Option<Cli>, Failure> {
    let given = excluded(arguments);
    let error = match Cli::try_parse_from(&given) {
        Ok(cli) => return Ok(Some(cli)),
        // What subcommands are for is known once all of them are built, which no reader waits for.
        Err(error) => whole().try_get_matches_from(given).err().unwrap_or(error),
    };
    if error.use_stderr() {
        let message = error.render().to_string();
        let _ = write!(std::io::stderr(), "{}", text::clean(&message));
        return Err(Failure { code: error.exit_code() as u8, message: String::new() });
    }
    let mut out = std::io::stdout().lock();
    if out.is_terminal() {
        write!(out, "{}", error.render().ansi())?;
    } else {
        write!(out, "{}", error.render())?;
    }
    out.flush()?;
    Ok(None)
}

/// The definition of all arguments, those of the subcommands too.
pub(super) fn whole() -> clap::Command {
    let mut command = Cli::command();
    command.build();
    command
}

/// Subcommands that take a query.
const QUERIED: [&str; 7] = ["list", "export", "filters", "matrix", "timeline", "patients", "remove"];

/// Those of them that have a short option which takes a value, as in `-oFILE`.
const VALUED: [(&str, char); 1] = [("export", 'o')];

/// The arguments with each `-field:value` and `-word` of a query written `NOT ...`, which means the same and is no option.
fn excluded(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut given = Vec::new();
    let mut queried = None;
    for argument in arguments {
        let query = argument.to_str().and_then(|text| text.strip_prefix('-'));
        let query = query.filter(|text| queried.is_some_and(|command| is_query(text) || is_word(text, command)));
        if let Some(query) = query {
            given.push("NOT".into());
            given.push(query.into());
            continue;
        }
        // After -- everything is what it is.
        let command = || QUERIED.into_iter().find(|command| argument == *command);
        queried = queried.or_else(command).filter(|_| argument != "--");
        given.push(argument);
    }
    given
}

/// Whether what follows a minus can only be a query: a field, a saved filter, a bracket or a phrase.
fn is_query(text: &str) -> bool {
    if text.len() > 1 && text.starts_with(['@', '(', '"']) {
        return true;
    }
    let name = text.split_once(':').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// Whether what follows a minus is a word: more than the letter of an option of a subcommand.
fn is_word(text: &str, command: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().filter(|first| first.is_alphanumeric() && !VALUED.contains(&(command, *first)));
    first.is_some() && letters.next().is_some() && text.contains(char::is_alphabetic)
}

/// The subcommand that a word which is no file may have been meant for.
pub(super) fn meant(path: &Path) -> Option<String> {
    let word = path.to_str().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let command = Cli::command();
    // Who misspells a word seldom gets its first letter wrong, and `report` is not meant for `import`.
    let begins = |name: &&str| name.bytes().next() == word.bytes().next();
    let names = command.get_subcommands().map(clap::Command::get_name).filter(begins);
    let near = names.filter_map(|name| Some((distance(word.as_bytes(), name.as_bytes(), 1 + name.len() / 4)?, name)));
    near.min().map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_arguments_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_excluded_value_is_no_option() {
        let check = |given: &str, expected: &str| {
            let made = excluded(given.split(' ').map(OsString::from));
            assert_eq!(made.join(" ".as_ref()), expected);
        };
        check("casebook list -target:x --json", "casebook list NOT target:x --json");
        check("casebook --library d list a -any:disease:itp", "casebook --library d list a NOT any:disease:itp");
        check("casebook list -@itp a", "casebook list NOT @itp a");
        check("casebook matrix -(a b)", "casebook matrix NOT (a b)");
        check("casebook list -- -target:x", "casebook list -- -target:x");
        check("casebook import -target:x", "casebook import -target:x");
        check("casebook list -5:3 --sort title", "casebook list -5:3 --sort title");
        check("casebook list itp -rituximab -Übelkeit", "casebook list itp NOT rituximab NOT Übelkeit");
        check("casebook list -5-FU -ther*", "casebook list NOT 5-FU NOT ther*");
        check("casebook matrix -h", "casebook matrix -h");
        check("casebook export -oout.jsonl -old --jsonl", "casebook export -oout.jsonl -old --jsonl");
        check("casebook export -itp -o x", "casebook export NOT itp -o x");
        check("casebook import -rf", "casebook import -rf");
    }

    #[test]
    fn a_misspelt_subcommand_is_guessed() {
        let check =
            |word: &str, expected: Option<&str>| assert_eq!(meant(Path::new(word)).as_deref(), expected, "{word}");
        check("lst", Some("list"));
        check("imoprt", Some("import"));
        check("completion", Some("completions"));
        check("report", None);
        check("./lst", None);
        check("lst.md", None);
    }
}
