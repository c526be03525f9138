//! Makes untrusted text safe to show. The rule is robustness.md "Text" 1: what would move the cursor, turn the
//! writing direction or hide itself becomes visible; what a script needs to be written stays.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// Code points after which a cluster is cut; longer ones occur only in text made to harm a terminal.
const CLUSTER_CAP: usize = 32;

/// Makes untrusted text safe to show: C0, C1 and DEL become visible marks, bidi controls, invisible and tag
/// characters `<U+202E>`-like marks, tabs blanks, clusters are capped at 32 code points. `\n` stays, `\r\n` and `\r`
/// become `\n`. Borrowed when nothing had to change.
pub fn clean(raw: &str) -> Cow<'_, str> {
    let Some(mut from) = next_suspect(raw, 0) else {
        return Cow::Borrowed(raw);
    };
    let mut out = String::with_capacity(raw.len() + 16);
    let mut copied = 0;
    loop {
        let end = stretch_end(raw, from);
        out.push_str(&raw[copied..from]);
        for cluster in raw[from..end].graphemes(true) {
            push_cluster(&mut out, cluster);
        }
        copied = end;
        match next_suspect(raw, end) {
            Some(next) => from = next.max(copied),
            None => break,
        }
    }
    out.push_str(&raw[copied..]);
    if out == raw { Cow::Borrowed(raw) } else { Cow::Owned(out) }
}

/// [`clean`] for what must stay on one line (file names, titles, messages): a line break becomes a visible mark.
pub fn clean_line(raw: &str) -> Cow<'_, str> {
    let cleaned = clean(raw);
    if cleaned.contains('\n') {
        return Cow::Owned(cleaned.replace('\n', "\u{240A}"));
    }
    cleaned
}

/// Where the next stretch begins that has to be looked at cluster by cluster: one character before the first that is
/// not plain, because that one may be the base of a cluster.
fn next_suspect(raw: &str, from: usize) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let ascii = bytes[at..]
            .chunks(64)
            .position(|chunk| !chunk.iter().fold(true, |all, &byte| all & is_plain_ascii(byte)))
            .map_or(bytes.len(), |chunks| at + chunks * 64);
        let stop = (ascii + 64).min(bytes.len());
        // All bytes between are ASCII, so this is a character boundary.
        at = ascii;
        while at < stop {
            let c = raw[at..].chars().next()?;
            if !is_plain(c) {
                let base = raw[from..at].chars().next_back().map_or(0, char::len_utf8);
                return Some(at - base);
            }
            at += c.len_utf8();
        }
    }
    None
}

/// The end of the stretch that begins at `from`: before the first plain character after one that is not plain.
fn stretch_end(raw: &str, from: usize) -> usize {
    let mut seen = false;
    let mut before = None;
    for (at, c) in raw[from..].char_indices() {
        let plain = is_plain(c);
        if plain && seen && (before, c) != (Some('\r'), '\n') {
            return from + at;
        }
        seen |= !plain;
        before = Some(c);
    }
    raw.len()
}

fn is_plain_ascii(byte: u8) -> bool {
    (0x20..0x7F).contains(&byte) || byte == b'\n'
}

/// Characters that are shown as they are and never join the one before: the bulk of all prose.
fn is_plain(c: char) -> bool {
    // The signs for copyright and registered (A9, AE) can end an emoji sequence.
    matches!(
        c,
        '\n' | ' '..='~'
        | '\u{A0}'..='\u{A8}'
        | '\u{AA}'..='\u{AD}'
        | '\u{AF}'..='\u{2FF}'
        | '\u{370}'..='\u{482}'
        | '\u{48A}'..='\u{58F}'
        | '\u{1E00}'..='\u{200A}'
        | '\u{2010}'..='\u{2027}'
        | '\u{202F}'..='\u{203B}'
        | '\u{2070}'..='\u{20CF}'
        | '\u{2190}'..='\u{2193}'
        | '\u{2200}'..='\u{22FF}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}'
    )
}

/// Whether a cluster is the flag of a part of a country: a black flag with the letters of its name as tags and their end
/// (UTS #51, emoji tag sequences).
fn is_flag_of_tags(cluster: &str) -> bool {
    let tags = cluster.strip_prefix('\u{1F3F4}').and_then(|tags| tags.strip_suffix('\u{E007F}'));
    tags.is_some_and(|tags| {
        let name = |c: char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
        (3..=6).contains(&tags.chars().count()) && tags.chars().all(name)
    })
}

fn push_cluster(out: &mut String, cluster: &str) {
    if is_flag_of_tags(cluster) {
        out.push_str(cluster);
        return;
    }
    let mut before = None;
    let mut chars = cluster.chars().peekable();
    let mut count = 0;
    while let Some(c) = chars.next() {
        count += 1;
        if count > CLUSTER_CAP {
            out.push(char::REPLACEMENT_CHARACTER);
            return;
        }
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            '\0'..='\x1F' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)),
            '\x7F' => out.push('\u{2421}'),
            _ if stays(c, before, chars.peek().copied()) => out.push(c),
            _ => {
                use std::fmt::Write;
                write!(out, "<U+{:04X}>", u32::from(c)).expect("writing to a String succeeds");
            }
        }
        before = Some(c);
    }
}

/// Whether a character may stand as it is between its neighbours in the same cluster.
fn stays(c: char, before: Option<char>, after: Option<char>) -> bool {
    match c {
        '\u{200C}' | '\u{200D}' => {
            before.is_some_and(uses_joiners) || (before.is_some_and(is_pictograph) && after.is_some_and(is_pictograph))
        }
        '\u{FE00}'..='\u{FE0F}' => before.is_some_and(|base| !base.is_ascii_alphabetic() && !hides(base)),
        '\u{E0100}'..='\u{E01EF}' => before.is_some_and(|base| matches!(base, '\u{3400}'..='\u{9FFF}')),
        _ => !hides(c),
    }
}

/// Controls, format characters and fillers that show nothing of their own. The soft hyphen is not among them: layout
/// uses it.
fn hides(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9F}'
        | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Letters and signs of scripts that are written with joiners: Arabic and its neighbours, Indic, Burmese, Khmer,
/// Mongolian.
fn uses_joiners(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17FF}'
        | '\u{1820}'..='\u{18AF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Roughly the pictographs that can be joined to one emoji, with the selector and skin tones that stand before a
/// joiner.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(clean(raw), expected, "cleaning {raw:?}");
    }

    #[test]
    fn ordinary_text_is_borrowed() {
        for text in [
            "",
            "Plain prose.\nSecond line.",
            "Größe 10⁶ µg – „naiv“",
            "CAR\u{2011}T\u{A0}Zelle, Zell\u{AD}kern",
            "Ελληνικά, кровь, 血小板",
            "e\u{301}a\u{308}",
        ] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn controls_become_visible() {
        check("a\x1b[31mb", "a␛[31mb");
        check("\0x\x7F", "␀x␡");
        check("\u{9B}31m", "<U+009B>31m");
        check("a\tb", "a    b");
        check("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour");
    }

    #[test]
    fn what_hides_or_turns_becomes_a_mark() {
        check("abc\u{202E}fdp.exe", "abc<U+202E>fdp.exe");
        check("in\u{200B}visible", "in<U+200B>visible");
        check("a\u{200D}b", "a<U+200D>b");
        check("x\u{E0041}y", "x<U+E0041>y");
        check("\u{FEFF}start", "<U+FEFF>start");
    }

    #[test]
    fn what_a_script_needs_stays() {
        for text in ["שלום", "می\u{200C}خواهم", "क्\u{200D}ष", "👩\u{200D}🔬", "❤\u{FE0F}", "1\u{FE0F}\u{20E3}", "🇩🇪"]
        {
            check(text, text);
        }
    }

    #[test]
    fn tags_stay_in_flags_alone() {
        let england = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";
        check(&format!("in {england}!"), &format!("in {england}!"));
        check("\u{1F3F4}\u{E0067}\u{E0062}", "\u{1F3F4}<U+E0067><U+E0062>");
        check("x\u{E0067}\u{E0062}\u{E0065}\u{E007F}", "x<U+E0067><U+E0062><U+E0065><U+E007F>");
        let long = format!("\u{1F3F4}{}\u{E007F}", "\u{E0061}".repeat(7));
        assert_eq!(clean(&long).matches("<U+E0061>").count(), 7);
    }

    #[test]
    fn clusters_are_capped() {
        let zalgo = format!("a{}b", "\u{301}".repeat(500));
        check(&zalgo, &format!("a{}\u{FFFD}b", "\u{301}".repeat(31)));
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(clean_line("two\nlines"), "two␊lines");
        assert_eq!(clean_line("two\r\nlines\x07"), "two␊lines␇");
        assert!(matches!(clean_line("one line"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(raw in "[a-z\u{0}-\u{2f}\u{301}\u{200b}-\u{202e}\u{1100}\u{1F600}-\u{1F610}\u{fe0f}\u{e0100}\\PC]{0,80}") {
            let once = clean(&raw).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
            prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert!(once.graphemes(true).all(|cluster| cluster.chars().count() <= CLUSTER_CAP));
            prop_assert!(!clean_line(&raw).contains('\n'));
        }
    }
}
