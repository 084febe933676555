//! A font of a PDF: its glyphs that are used, how wide they are, and which characters they show, so that text can be searched.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

use super::{PdfError, stream};

const IDENTITY: SystemInfo<'_> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
/// Widths in a PDF are thousandths of the font's size.
const THOUSANDTHS: f32 = 1000.0;
/// A font has these objects, one after the other.
pub(super) const REFS: i32 = 5;

pub(super) struct Font {
    data: &'static [u8],
    face: Face<'static>,
    name: &'static str,
    glyphs: GlyphRemapper,
    /// By its number in the PDF: what a glyph shows, and its width in thousandths.
    used: BTreeMap<u16, (char, f32)>,
}

impl Font {
    /// # Errors
    /// [`PdfError::Font`].
    pub(super) fn new(name: &'static str, data: &'static [u8]) -> Result<Font, PdfError> {
        Ok(Font {
            data,
            face: Face::parse(data, 0)?,
            name,
            glyphs: GlyphRemapper::new(),
            used: BTreeMap::new(),
        })
    }

    /// The width of a character in a font of this size.
    pub(super) fn width(&self, character: char, size: f32) -> f32 {
        self.thousandths(self.glyph(character)) * size / THOUSANDTHS
    }

    /// The width of a text in a font of this size.
    pub(super) fn width_of(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.width(character, size)).sum()
    }

    /// The text as it is written into a page.
    pub(super) fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut encoded = Vec::with_capacity(2 * text.len());
        for character in text.chars() {
            let glyph = self.glyph(character);
            let number = self.glyphs.remap(glyph.0);
            let width = self.thousandths(glyph);
            self.used.entry(number).or_insert((character, width));
            encoded.extend(number.to_be_bytes());
        }
        encoded
    }

    /// The first glyph is the box for a character that the font does not have.
    fn glyph(&self, character: char) -> GlyphId {
        self.face.glyph_index(character).unwrap_or(GlyphId(0))
    }

    fn thousandths(&self, glyph: GlyphId) -> f32 {
        let advance = self.face.glyph_hor_advance(glyph).unwrap_or(0);
        self.scaled(f32::from(advance))
    }

    fn scaled(&self, units: f32) -> f32 {
        units * THOUSANDTHS / f32::from(self.face.units_per_em())
    }

    /// Writes the font, which is at `first` and the objects behind it.
    ///
    /// # Errors
    /// [`PdfError::Subset`], [`PdfError::Compress`].
    pub(super) fn write(&self, pdf: &mut Pdf, first: Ref) -> Result<(), PdfError> {
        let at = |place: i32| Ref::new(first.get() + place);
        let (descendant, descriptor, file, characters) = (at(1), at(2), at(3), at(4));
        let name = Name(self.name.as_bytes());
        pdf.type0_font(first)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(characters);
        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for (number, (_, width)) in &self.used {
            widths.consecutive(*number, [*width]);
        }
        drop(widths);
        drop(cid);
        let bounds = self.face.global_bounding_box();
        let bounds =
            [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|units| self.scaled(f32::from(units)));
        pdf.font_descriptor(descriptor)
            .name(name)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(bounds[0], bounds[1], bounds[2], bounds[3]))
            .italic_angle(0.0)
            .ascent(self.scaled(f32::from(self.face.ascender())))
            .descent(self.scaled(f32::from(self.face.descender())))
            .cap_height(self.scaled(f32::from(self.face.capital_height().unwrap_or_default())))
            .stem_v(80.0)
            .font_file2(file);
        let subset = subsetter::subset(self.data, 0, &self.glyphs)?;
        stream(pdf, file, &subset)?;
        let mut map = UnicodeCmap::new(Name(b"Cambista"), IDENTITY);
        for (number, (character, _)) in &self.used {
            map.pair(*number, *character);
        }
        pdf.cmap(characters, &map.finish());
        Ok(())
    }
}
