//! What is read: standard input, files and folders, with what cannot be read told on stderr.

use std::fs::File;
use std::ops::ControlFlow;
use std::os::fd::AsFd as _;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use super::{Failure, tell};
use crate::library::{self, Gathered, Incoming, Items, exit_code, gather, read_stream};

/// What was named.
pub(super) struct Named {
    /// What comes through standard input, if `-` was among the names.
    pub(super) piped: Items<'static>,
    /// The files.
    pub(super) gathered: Gathered,
    /// The names without `-`.
    pub(super) paths: Vec<PathBuf>,
}

/// Whether something comes through standard input: a pipe or a file, and no device.
pub(super) fn is_piped() -> bool {
    let input = std::io::stdin().as_fd().try_clone_to_owned().map(File::from);
    let kind = input.and_then(|file| file.metadata()).map(|about| about.file_type());
    kind.is_ok_and(|kind| kind.is_fifo() || kind.is_file() || kind.is_socket())
}

/// Finds the files, and looks at what standard input is.
pub(super) fn named(names: &[PathBuf]) -> Named {
    let (dashes, paths): (Vec<_>, Vec<_>) = names.iter().cloned().partition(|path| path == Path::new("-"));
    let piped: Items<'static> = match dashes.first() {
        Some(name) => read_stream(name, std::io::stdin()),
        None => Box::new(std::iter::empty()),
    };
    Named { piped, gathered: gather(&paths), paths }
}

impl Named {
    /// Gives each document to `take`, tells what cannot be read, and says how to end.
    pub(super) fn each(self, take: &mut dyn FnMut(Incoming) -> Result<(), Failure>) -> Result<u8, Failure> {
        let barren = self.gathered.barren.clone();
        let mut failed = Vec::new();
        let mut some = false;
        let mut ended = None;
        let mut one = |item: Result<Incoming, library::Failure>| {
            match item {
                Ok(incoming) => {
                    some = true;
                    for warning in &incoming.warnings {
                        tell_warning(&incoming.source(), warning);
                    }
                    if let Err(failure) = take(incoming) {
                        ended = Some(failure);
                        return ControlFlow::Break(());
                    }
                }
                Err(failure) => {
                    tell_failure(&failure);
                    failed.push(failure);
                }
            }
            ControlFlow::Continue(())
        };
        let mut piped = self.piped;
        if !piped.any(|item| one(item).is_break()) {
            self.gathered.each(&mut |item| Ok(one(item)))?;
        }
        if let Some(failure) = ended {
            return Err(failure);
        }
        for folder in &barren {
            tell_barren(folder);
        }
        Ok(exit_code(some, &failed, &barren))
    }
}

/// Says that something could not be read.
pub(super) fn tell_failure(failure: &library::Failure) {
    tell(&of_failure(failure).message);
}

/// Says that a document lacks something.
pub(super) fn tell_warning(source: &str, warning: &str) {
    tell(&format!("{}: {warning}", crate::text::clean_line(source)));
}

/// Says that a folder has nothing to read.
pub(super) fn tell_barren(path: &Path) {
    tell(&of_barren(path).message);
}

/// What could not be read, as the end of the program.
pub(super) fn of_failure(failure: &library::Failure) -> Failure {
    let library::Failure { name, position, reason, code } = failure;
    let place = position.map(|position| format!(" ({position})")).unwrap_or_default();
    Failure::new(*code, format!("{name}{place}: {reason}"))
}

/// A folder without anything to read, as the end of the program.
pub(super) fn of_barren(path: &Path) -> Failure {
    let name = path.to_string_lossy();
    let name = crate::text::clean_line(&name);
    Failure::new(
        66,
        format!("{name}: nothing here that can be read: no text, Markdown, PubMed XML, NBIB, PubTator or JSON Lines"),
    )
}
