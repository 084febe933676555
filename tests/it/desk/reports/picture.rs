//! The picture: what must be in it, by tolerance and not by the pixel.

use std::collections::BTreeMap;

use cambista::reports::desk::rendered::{FileKind, render};
use cambista::reports::desk::{DeskReport, Length};

use super::{report_of, worked_example};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// Red, green and blue of each pixel.
struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

fn picture_of(report: &DeskReport) -> Picture {
    let file = render(report, FileKind::Chart).expect("a picture");
    // Set to look at it: `CAMBISTA_PICTURES=/tmp/pictures`.
    if let Some(folder) = std::env::var_os("CAMBISTA_PICTURES") {
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(std::path::Path::new(&folder).join(&file.name), &file.bytes).expect("a file");
    }
    let mut decoded = png::Decoder::new(std::io::Cursor::new(file.bytes))
        .read_info()
        .expect("a PNG");
    let mut pixels = vec![0; decoded.output_buffer_size().expect("a size")];
    let info = decoded.next_frame(&mut pixels).expect("pixels");
    assert_eq!(info.color_type, png::ColorType::Rgb, "opaque: no theme shines through");
    Picture {
        width: info.width,
        height: info.height,
        pixels,
    }
}

impl Picture {
    /// How many pixels have about this colour.
    fn pixels_like(&self, colour: [u8; 3]) -> usize {
        let is_like = |pixel: &[u8]| pixel.iter().zip(colour).all(|(one, other)| one.abs_diff(other) <= 12);
        self.pixels.chunks(3).filter(|pixel| is_like(pixel)).count()
    }
}

/// The relative luminance of WCAG.
fn luminance(colour: [u8; 3]) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2])
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

const PANEL: [u8; 3] = [0x23, 0x2B, 0x3A];
const BLUE: [u8; 3] = [0x5B, 0xB2, 0xFF];
const GREEN: [u8; 3] = [0x4E, 0xD0, 0x8C];
const AMBER: [u8; 3] = [0xFF, 0xC9, 0x5C];
const INK: [u8; 3] = [0xF5, 0xF7, 0xFB];
const QUIET: [u8; 3] = [0xBC, 0xC7, 0xD8];

#[test]
fn every_colour_stands_out_from_the_panel() {
    for (colour, least) in [(INK, 7.0), (QUIET, 7.0), (BLUE, 4.5), (GREEN, 4.5), (AMBER, 4.5)] {
        assert!(
            least <= contrast(colour, PANEL),
            "{colour:?}: {}",
            contrast(colour, PANEL)
        );
    }
}

on_both_engines! {
    async fn the_picture_shows_what_was_paid_gained_and_how_fast(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let empty = picture_of(&report_of(&world, Length::Week, None).await);
        assert!(empty.height < 600, "nothing to draw: {}", empty.height);
        worked_example(&world).await;
        // The desk sells dollars that it has not bought.
        for typed in ["!setcambio USD 38 37.5", "!acreditar @maria VES 5000"] {
            world.person("superusuario").says("general", typed).await;
        }
        let maria = world.person("maria");
        let quote = maria.is_told("dm", "!comprar 100 usd").await;
        maria.presses(&quote, "Confirmar").await;
        let report = report_of(&world, Length::Day, None).await;
        assert_eq!(report.positions.len(), 2, "{:?}", report.positions);
        let picture = picture_of(&report);
        assert_eq!(picture.width, 1_080);
        assert!((1_200..3_000).contains(&picture.height), "{}", picture.height);
        // The bar of one hour of 24, the gain, the bars of cashiers and the break-even; and text.
        let seen: BTreeMap<&str, (usize, usize)> = BTreeMap::from([
            ("paid", (picture.pixels_like(BLUE), 4_000)),
            ("gained", (picture.pixels_like(GREEN), 4_000)),
            ("how fast", (picture.pixels_like(AMBER), 500)),
            ("titles", (picture.pixels_like(INK), 4_000)),
            ("labels", (picture.pixels_like(QUIET), 4_000)),
        ]);
        for (what, (pixels, least)) in seen {
            assert!(least < pixels && pixels < 200_000, "{what}: {pixels}");
        }
        let again = picture_of(&report);
        assert!(again.pixels == picture.pixels, "the same report gives the same picture");
        let month = picture_of(&report_of(&world, Length::Month, Some("david")).await);
        assert!(month.height < picture.height, "a person has no open position");
        world.closes_clean().await;
    }
}
