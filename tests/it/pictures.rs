//! Pictures of the real screen for the README: the app drawn in memory, its cells written as SVG.

use std::fmt::Write as _;
use std::fs;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::common::Setup;

/// Pixels of a cell.
const CELL: (usize, usize) = (9, 19);

/// What is shown: file name, settings, keys.
const PICTURES: &[(&str, &str, &str)] = &[
    ("reading-dark", "[screen]\ntheme = \"dark\"\n", "DITP<Enter><Enter>e"),
    ("reading-light", "[screen]\ntheme = \"light\"\n", "DITP<Enter><Enter>e"),
    ("filter-dark", "[screen]\ntheme = \"dark\"\n", "Dauto"),
    ("filter-light", "[screen]\ntheme = \"light\"\n", "Dauto"),
];

#[test]
fn the_pictures_of_the_readme_are_drawn() {
    for &(name, settings, keys) in PICTURES {
        let mut desk = Setup { settings, ..Setup::of(132, 36) }.on_five();
        desk.press(keys);
        let picture = svg(desk.buffer(), settings.contains("light"));
        assert!(picture.contains("Facts"), "{name}");
        assert_eq!(picture.matches("<text").count(), picture.matches("</text>").count());
        if std::env::var_os("UPDATE_DOCS").is_some() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures");
            fs::create_dir_all(folder).expect("docs/ can be written to");
            fs::write(format!("{folder}/{name}.svg"), picture).expect("docs/ can be written to");
        }
    }
}

/// The screen as SVG: a rectangle for each run of one background, a text for each run of one style.
fn svg(buffer: &Buffer, light: bool) -> String {
    let (width, height) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (ink, paper) = if light { ("#303030", "#eeeeee") } else { ("#d0d0d0", "#262626") };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" font-family=\"DejaVu Sans Mono, Menlo, \
         Consolas, monospace\" font-size=\"15\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"{paper}\"/>\n",
        width * CELL.0,
        height * CELL.1
    );
    for y in 0..height {
        let row = &buffer.content[y * width..(y + 1) * width];
        let mut x = 0;
        while x < width {
            let look = (row[x].fg, row[x].bg, row[x].modifier);
            let run = row[x..].iter().take_while(|cell| (cell.fg, cell.bg, cell.modifier) == look).count();
            part(&mut out, &row[x..x + run], (x, y), (ink, paper));
            x += run;
        }
    }
    out + "</svg>\n"
}

fn part(out: &mut String, cells: &[Cell], (x, y): (usize, usize), (ink, paper): (&str, &str)) {
    let first = &cells[0];
    let (mut front, mut back) = (hex(first.fg, ink), hex(first.bg, paper));
    if first.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut front, &mut back);
    }
    let (left, top, width) = (x * CELL.0, y * CELL.1, cells.len() * CELL.0);
    if back != paper {
        writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{back}\"/>", CELL.1)
            .expect("writing to a string succeeds");
    }
    let text: String = cells.iter().map(Cell::symbol).collect();
    if text.trim().is_empty() {
        return;
    }
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.75\""),
    ] {
        if first.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" textLength=\"{width}\" xml:space=\"preserve\" fill=\"{front}\"{style}>{text}</text>",
        top + CELL.1 - 5
    )
    .expect("writing to a string succeeds");
}

/// A colour as a browser knows it.
fn hex(colour: Color, default: &str) -> String {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match colour {
        Color::Indexed(grey @ 232..) => {
            let level = 8 + 10 * (grey - 232);
            format!("#{level:02x}{level:02x}{level:02x}")
        }
        Color::Indexed(number @ 16..) => {
            let (red, green, blue) = ((number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6);
            let step = |at: u8| STEPS[usize::from(at)];
            format!("#{:02x}{:02x}{:02x}", step(red), step(green), step(blue))
        }
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => default.to_owned(),
    }
}

#[test]
fn colours_of_the_palette_are_those_of_a_terminal() {
    let check = |colour, expected: &str| assert_eq!(hex(colour, "none"), expected);
    check(Color::Indexed(235), "#262626");
    check(Color::Indexed(16), "#000000");
    check(Color::Indexed(231), "#ffffff");
    check(Color::Indexed(110), "#87afd7");
    check(Color::Rgb(1, 2, 255), "#0102ff");
    check(Color::Reset, "none");
}
