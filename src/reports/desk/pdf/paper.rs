//! Pages: titles, a picture, tables whose heading stands on every page they need, and the foot with the number of the page.

use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};

use super::font::{Font, REFS};
use super::{PdfError, compressed, stream};
use crate::reports::desk::chart::Picture;

/// A3, lying: the table of orders has twenty-one columns. In points, as all lengths here.
const WIDTH: f32 = 1190.55;
const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 36.0;
const INNER: f32 = WIDTH - 2.0 * MARGIN;
const TITLE_SIZE: f32 = 18.0;
const FOOT_SIZE: f32 = 8.0;
const CELL_SIZE_MAX: f32 = 9.0;
/// Characters of a column's width fit into it in a font of this size over their width.
const SIZE_PER_CHARACTER: f32 = 1.5;
/// A pixel of the picture is at most so long.
const PICTURE_SCALE_MAX: f32 = 0.6;
/// A row is so many times as high as its font, and a heading as two rows.
const ROW_HEIGHT: f32 = 1.5;
/// Between the edge of a cell and its text.
const PADDING: f32 = 2.0;
/// The catalog, the tree of pages, the title, the picture, and the two fonts; pages come behind.
const CATALOG: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const INFO: Ref = Ref::new(3);
const PICTURE: Ref = Ref::new(4);
const REGULAR: Ref = Ref::new(5);
const BOLD: Ref = Ref::new(5 + REFS);
const FIRST_PAGE: i32 = 5 + 2 * REFS;
const REGULAR_NAME: Name<'_> = Name(b"R");
const BOLD_NAME: Name<'_> = Name(b"B");
const PICTURE_NAME: Name<'_> = Name(b"P");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

pub(super) struct Paper {
    regular: Font,
    bold: Font,
    pages: Vec<Content>,
    /// Where the next line begins, from below.
    y: f32,
    heading: Heading,
    picture: Option<Picture>,
}

/// The table that is being written.
#[derive(Default)]
struct Heading {
    title: String,
    titles: Vec<String>,
    widths: Vec<f32>,
    size: f32,
}

impl Paper {
    pub(super) fn new() -> Result<Paper, PdfError> {
        Ok(Paper {
            regular: Font::new("CAMBIS+DejaVuSans", dejavu::sans::regular())?,
            bold: Font::new("CAMBIS+DejaVuSans-Bold", dejavu::sans::bold())?,
            pages: vec![Content::new()],
            y: HEIGHT - MARGIN,
            heading: Heading::default(),
            picture: None,
        })
    }

    pub(super) fn title(&mut self, title: &str) {
        self.y -= TITLE_SIZE;
        let at = (MARGIN, self.y);
        self.write(true, TITLE_SIZE, at, title);
        self.y -= TITLE_SIZE;
    }

    /// The picture below the title, as large as the page allows.
    pub(super) fn picture(&mut self, picture: Picture) {
        let (width, height) = (length(picture.width), length(picture.height));
        let scale = (INNER / width)
            .min((self.y - 2.0 * MARGIN) / height)
            .min(PICTURE_SCALE_MAX);
        let (width, height) = (width * scale, height * scale);
        let (left, bottom) = ((WIDTH - width) / 2.0, self.y - height);
        self.content()
            .save_state()
            .transform([width, 0.0, 0.0, height, left, bottom])
            .x_object(PICTURE_NAME)
            .restore_state();
        self.picture = Some(picture);
    }

    /// Begins a table on a page of its own. `widths`: in characters.
    pub(super) fn table(&mut self, title: &str, titles: &[&str], widths: &[u16]) {
        let characters: f32 = widths.iter().map(|width| f32::from(*width)).sum();
        let unit = INNER / characters.max(1.0);
        self.heading = Heading {
            title: title.to_owned(),
            titles: titles.iter().map(|title| (*title).to_owned()).collect(),
            widths: widths.iter().map(|width| f32::from(*width) * unit).collect(),
            size: (unit * SIZE_PER_CHARACTER).min(CELL_SIZE_MAX),
        };
        self.next_page();
    }

    /// A row of the table, on the next page when this one is full.
    pub(super) fn row(&mut self, cells: &[(String, Align)]) {
        let (y, size) = self.begin_row();
        let mut left = MARGIN;
        for (column, (text, align)) in cells.iter().enumerate() {
            let width = self.heading.widths[column];
            let text = self.fitting(text, size, width - 2.0 * PADDING);
            let x = match align {
                Align::Left => left + PADDING,
                Align::Right => left + width - PADDING - self.regular.width_of(&text, size),
            };
            self.write(false, size, (x, y), &text);
            left += width;
        }
    }

    /// A row that is one text.
    pub(super) fn note(&mut self, text: &str) {
        let (y, size) = self.begin_row();
        self.write(false, size, (MARGIN + PADDING, y), text);
    }

    /// Where the text of the next row stands, and its size.
    fn begin_row(&mut self) -> (f32, f32) {
        let height = self.heading.size * ROW_HEIGHT;
        if self.y - height < 2.0 * MARGIN {
            self.next_page();
        }
        self.y -= height;
        let (y, size) = (self.y, self.heading.size);
        self.content().set_stroke_gray(0.85).set_line_width(0.3);
        self.content()
            .move_to(MARGIN, y - 0.3 * size)
            .line_to(WIDTH - MARGIN, y - 0.3 * size)
            .stroke();
        (y, size)
    }

    fn next_page(&mut self) {
        self.pages.push(Content::new());
        self.y = HEIGHT - MARGIN;
        let heading = std::mem::take(&mut self.heading);
        self.title(&heading.title);
        let size = heading.size;
        let height = 2.0 * size * ROW_HEIGHT;
        let bottom = self.y - height;
        let content = self.content();
        content
            .set_fill_rgb(0.17, 0.23, 0.33)
            .rect(MARGIN, bottom, INNER, height)
            .fill_nonzero();
        content.set_fill_gray(1.0);
        let mut left = MARGIN;
        for (title, width) in heading.titles.iter().zip(&heading.widths) {
            for (nth, line) in (0_u8..).zip(self.lines(title, size, width - 2.0 * PADDING)) {
                let y = self.y - size * (1.25 + f32::from(nth) * 1.25);
                self.write(true, size, (left + PADDING, y), &line);
            }
            left += width;
        }
        self.content().set_fill_gray(0.0);
        self.y = bottom;
        self.heading = heading;
    }

    /// A title in at most two lines.
    fn lines(&self, title: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in title.split(' ') {
            let is_last = lines.len() == 2;
            match lines.last_mut() {
                Some(line) if self.bold.width_of(&format!("{line} {word}"), size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                Some(line) if is_last => *line = format!("{line} {word}"),
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.fitting(line, size, width)).collect()
    }

    /// The text, or as much of it as fits with `…` behind it.
    fn fitting(&self, text: &str, size: f32, width: f32) -> String {
        const MORE: char = '…';
        if self.regular.width_of(text, size) <= width {
            return text.to_owned();
        }
        let mut left = width - self.regular.width(MORE, size);
        let fits = |character: &char| {
            left -= self.regular.width(*character, size);
            0.0 <= left
        };
        let mut clipped: String = text.chars().take_while(fits).collect();
        clipped.push(MORE);
        clipped
    }

    fn content(&mut self) -> &mut Content {
        // There is always a page.
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    fn write(&mut self, is_bold: bool, size: f32, at: (f32, f32), text: &str) {
        let font = match is_bold {
            true => (&mut self.bold, BOLD_NAME, size),
            false => (&mut self.regular, REGULAR_NAME, size),
        };
        // There is always a page.
        let last = self.pages.len() - 1;
        show(&mut self.pages[last], font, at, text);
    }

    /// Writes the foot of every page, and the file.
    pub(super) fn finish(mut self, title: &str, foot: &str) -> Result<Vec<u8>, PdfError> {
        let count = self.pages.len();
        for (nth, page) in (1..).zip(&mut self.pages) {
            let foot = format!("{foot} · página {nth} de {count}");
            let font = (&mut self.regular, REGULAR_NAME, FOOT_SIZE);
            show(page, font, (MARGIN, MARGIN), &foot);
        }
        let mut pdf = Pdf::new();
        pdf.catalog(CATALOG).pages(TREE).lang(TextStr("es"));
        pdf.document_info(INFO)
            .title(TextStr(title))
            .producer(TextStr("Cambista"));
        if let Some(picture) = &self.picture {
            let pixels = compressed(&picture.pixels)?;
            let mut image = pdf.image_xobject(PICTURE, &pixels);
            image.width(whole(picture.width)).height(whole(picture.height));
            image.filter(Filter::FlateDecode);
            image.color_space().device_rgb();
            image.bits_per_component(8);
            image.finish();
        }
        self.regular.write(&mut pdf, REGULAR)?;
        self.bold.write(&mut pdf, BOLD)?;
        let mut pages = Vec::with_capacity(count);
        for (nth, content) in (0..).zip(self.pages) {
            let (page, text) = (Ref::new(FIRST_PAGE + 2 * nth), Ref::new(FIRST_PAGE + 2 * nth + 1));
            pages.push(page);
            let mut written = pdf.page(page);
            written
                .parent(TREE)
                .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
                .contents(text);
            let mut resources = written.resources();
            resources.fonts().pair(REGULAR_NAME, REGULAR).pair(BOLD_NAME, BOLD);
            if nth == 0 && self.picture.is_some() {
                resources.x_objects().pair(PICTURE_NAME, PICTURE);
            }
            resources.finish();
            written.finish();
            stream(&mut pdf, text, &content.finish())?;
        }
        pdf.pages(TREE)
            .count(whole(u32::try_from(count).unwrap_or(u32::MAX)))
            .kids(pages);
        Ok(pdf.finish())
    }
}

fn show(page: &mut Content, (font, name, size): (&mut Font, Name<'_>, f32), (x, y): (f32, f32), text: &str) {
    if text.is_empty() {
        return;
    }
    let encoded = font.encode(text);
    page.begin_text()
        .set_font(name, size)
        .next_line(x, y)
        .show(Str(&encoded))
        .end_text();
}

/// Pixels as a length. A picture has some thousands.
fn length(pixels: u32) -> f32 {
    f32::from(u16::try_from(pixels).unwrap_or(u16::MAX))
}

fn whole(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
