//! `casebook man`: the manual page, one for all subcommands.

use clap::Args;
use clap_mangen::Man;

use super::Failure;
use super::output::Output;

/// Print the manual page.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook man | man -l -
  casebook man > ~/.local/share/man/man1/casebook.1")]
pub(super) struct Arguments {}

pub(super) fn run() -> Result<u8, Failure> {
    let mut out = Output::new();
    out.bytes(&page()?)?;
    out.finish()?;
    Ok(0)
}

/// The page in roff: the program, then each subcommand as a section of its own.
fn page() -> std::io::Result<Vec<u8>> {
    let command = super::arguments::whole();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    man.render_extra_section(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let title = format!(".SH \"CASEBOOK {}\"\n", sub.get_name().to_uppercase());
        page.extend(title.into_bytes());
        let man = Man::new(sub.clone());
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        man.render_extra_section(&mut section)?;
        let section = String::from_utf8_lossy(&section);
        // One level down, and the preamble that each part repeats left out.
        for line in section.lines().filter(|line| !line.starts_with(".ie") && !line.starts_with(".el")) {
            let line = line.replacen(".SH ", ".SS ", 1);
            page.extend(line.into_bytes());
            page.push(b'\n');
        }
    }
    Ok(page)
}
