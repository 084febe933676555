//! The panels of a picture, one below the other.

use super::canvas::{
    AMBER, At, BACKGROUND, BLUE, Canvas, ChartError, GREEN, GRID, HEADING, INK, LABEL, Look, PANEL, QUIET, RED, Side,
    TITLE, WIDTH,
};
use super::figures::{Cashier, Columns, Figures, Prices};
use crate::domain::kernel::money::Money;
use crate::reports::desk::words;
use crate::reports::numbers::symbol;

const MARGIN: i32 = 36;
const PADDING: i32 = 32;
const HEAD: i32 = 168;
const GAP: i32 = 24;
/// The heading of a panel and the room below it.
const PANEL_HEAD: i32 = 108;
const PLOT: i32 = 240;
const AXIS: i32 = 56;
/// Room for the labels left of a plot.
const SCALE: i32 = 150;
const LINE: i32 = 96;

/// A part of the picture.
pub(super) enum Panel<'a> {
    Volume(&'a Columns),
    Gains(&'a Columns),
    Prices(&'a Prices),
    Cashiers(&'a [Cashier]),
    Positions(&'a [Money]),
    /// There is nothing to draw.
    Nothing,
}

/// The panels that have something to show.
pub(super) fn of(figures: &Figures) -> Vec<Panel<'_>> {
    let mut panels: Vec<Panel<'_>> = figures.volumes.iter().map(Panel::Volume).collect();
    panels.extend(figures.gains.as_ref().map(Panel::Gains));
    panels.extend(figures.prices.as_ref().map(Panel::Prices));
    if !figures.cashiers.is_empty() {
        panels.push(Panel::Cashiers(&figures.cashiers));
    }
    if !figures.positions.is_empty() {
        panels.push(Panel::Positions(&figures.positions));
    }
    if panels.is_empty() {
        panels.push(Panel::Nothing);
    }
    panels
}

fn rows(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(0)
}

impl Panel<'_> {
    fn height(&self) -> i32 {
        let body = match self {
            Panel::Volume(_) | Panel::Gains(_) => PLOT + AXIS,
            Panel::Prices(_) => PLOT + AXIS + LINE * 2 / 3,
            Panel::Cashiers(cashiers) => LINE * rows(cashiers.len()),
            Panel::Positions(positions) => LINE * 2 / 3 * rows(positions.len()),
            Panel::Nothing => LINE,
        };
        PANEL_HEAD + body + PADDING / 2
    }
}

/// The height of the whole picture, in pixels.
pub(super) fn height(panels: &[Panel<'_>]) -> u32 {
    let all: i32 = panels.iter().map(|panel| panel.height() + GAP).sum();
    u32::try_from(HEAD + all + MARGIN - GAP).unwrap_or(0)
}

fn width() -> i32 {
    i32::try_from(WIDTH).unwrap_or(i32::MAX)
}

pub(super) fn draw(canvas: &Canvas<'_>, title: &str, foot: &str, panels: &[Panel<'_>]) -> Result<(), ChartError> {
    canvas.fill(BACKGROUND)?;
    let room = WIDTH - 2 * MARGIN.unsigned_abs();
    canvas.text_in(title, (MARGIN, 60), room, Look::bold(TITLE, INK))?;
    canvas.text_in(foot, (MARGIN, 122), room, Look::plain(LABEL, QUIET))?;
    let mut top = HEAD;
    for panel in panels {
        let bottom = top + panel.height();
        canvas.rectangle((MARGIN, top), (width() - MARGIN, bottom), PANEL)?;
        draw_panel(canvas, panel, top)?;
        top = bottom + GAP;
    }
    Ok(())
}

fn draw_panel(canvas: &Canvas<'_>, panel: &Panel<'_>, top: i32) -> Result<(), ChartError> {
    match panel {
        Panel::Volume(columns) => {
            let title = format!("Pagado en {}", columns.total.currency());
            heading(canvas, top, &title, &words::money(columns.total))?;
            bars(canvas, top + PANEL_HEAD, columns, (BLUE, RED))
        }
        Panel::Gains(columns) => {
            heading(canvas, top, "Ganancia de batches", &words::money(columns.total))?;
            bars(canvas, top + PANEL_HEAD, columns, (GREEN, RED))
        }
        Panel::Prices(found) => {
            let title = format!("USDT en {}", symbol(found.currency));
            heading(canvas, top, &title, "precio y equilibrio")?;
            prices(canvas, top + PANEL_HEAD, found)
        }
        Panel::Cashiers(found) => {
            heading(canvas, top, "Tiempo de pago", "mediana")?;
            cashiers(canvas, top + PANEL_HEAD, found)
        }
        Panel::Positions(found) => {
            heading(canvas, top, "Posición abierta", "al final")?;
            positions(canvas, top + PANEL_HEAD, found)
        }
        Panel::Nothing => {
            heading(canvas, top, "Sin movimientos", "")?;
            let at = (MARGIN + PADDING, top + PANEL_HEAD + LINE / 3);
            let words = "No se pagó ninguna orden en este período.";
            canvas.text(words, at, Side::RightOf, Look::plain(LABEL, QUIET))
        }
    }
}

/// What the panel shows on the left, its figure on the right.
fn heading(canvas: &Canvas<'_>, top: i32, title: &str, figure: &str) -> Result<(), ChartError> {
    let (left, right, middle) = (MARGIN + PADDING, width() - MARGIN - PADDING, top + 58);
    canvas.text(title, (left, middle), Side::RightOf, Look::bold(HEADING, INK))?;
    canvas.text(figure, (right, middle), Side::LeftOf, Look::plain(HEADING, QUIET))
}

/// The plot of a panel, in pixels, and the values of its lower and upper edge.
struct Plot {
    left: i32,
    right: i32,
    top: i32,
    low: f64,
    high: f64,
}

impl Plot {
    fn below(top: i32, low: f64, high: f64) -> Plot {
        Plot {
            left: MARGIN + SCALE + PADDING,
            right: width() - MARGIN - PADDING,
            top,
            low,
            high,
        }
    }

    fn y(&self, value: f64) -> i32 {
        let part = (value - self.low) / (self.high - self.low).max(f64::MIN_POSITIVE);
        self.top + PLOT - pixels(part.clamp(0.0, 1.0) * f64::from(PLOT))
    }

    /// The left edge of a column of so many.
    fn x(&self, column: usize, of: usize) -> i32 {
        let part = rows(column) * (self.right - self.left);
        self.left + part / rows(of).max(1)
    }

    fn scale(&self, canvas: &Canvas<'_>, decimals: usize) -> Result<(), ChartError> {
        for value in steps(self.low, self.high) {
            let y = self.y(value);
            canvas.line((self.left, y), (self.right, y), GRID, 2)?;
            let label = short(value, decimals);
            canvas.text(&label, (self.left - 16, y), Side::LeftOf, Look::plain(LABEL, QUIET))?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a picture of known size")]
fn pixels(value: f64) -> i32 {
    value.round() as i32
}

/// A step that people count in (1, 2, 5 and their tens), so that two to four fit into the range.
fn step_of(range: f64) -> f64 {
    let rough = (range / 4.0).max(0.000_1);
    let ten = 10_f64.powf(rough.log10().floor());
    let nice = [1.0, 2.0, 5.0, 10.0].into_iter().find(|nice| rough <= nice * ten);
    nice.unwrap_or(10.0) * ten
}

/// The values of the scale between two edges.
fn steps(low: f64, high: f64) -> Vec<f64> {
    let step = step_of(high - low);
    let mut value = (low / step).ceil() * step;
    let mut found = Vec::new();
    while value <= high + step / 1_000.0 && found.len() < 12 {
        found.push(value);
        value += step;
    }
    found
}

/// `12`, `3,5 mil`, `1,2 M`.
fn short(value: f64, decimals: usize) -> String {
    let (value, unit) = match value.abs() {
        large if 1_000_000_000_000.0 <= large => (value / 1_000_000_000_000.0, " B"),
        large if 1_000_000.0 <= large => (value / 1_000_000.0, " M"),
        large if 1_000.0 <= large => (value / 1_000.0, " mil"),
        _ => (value, ""),
    };
    let decimals = if unit.is_empty() { decimals } else { 1 };
    let text = format!("{value:.decimals$}");
    let text = match text.contains('.') {
        true if decimals == 1 => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        _ => text,
    };
    let text = if value == 0.0 {
        "0".to_owned()
    } else {
        text.replace('.', ",")
    };
    format!("{text}{unit}")
}

/// Columns upwards, and downwards where a value is below zero.
fn bars(
    canvas: &Canvas<'_>,
    top: i32,
    columns: &Columns,
    (up, down): (plotters::style::RGBColor, plotters::style::RGBColor),
) -> Result<(), ChartError> {
    let edge = |pick: fn(f64, f64) -> f64| columns.values.iter().copied().fold(0.0, pick);
    let (low, high) = (edge(f64::min), edge(f64::max));
    let step = step_of((high - low).max(0.01));
    let plot = Plot::below(top, (low / step).floor() * step, (high / step).ceil() * step);
    let decimals = if step < 1.0 { 2 } else { 0 };
    plot.scale(canvas, decimals)?;
    let count = columns.values.len();
    let zero = plot.y(0.0);
    for (place, value) in columns.values.iter().enumerate() {
        let (left, right) = (plot.x(place, count), plot.x(place + 1, count));
        let gap = ((right - left) / 6).max(2);
        let y = plot.y(*value);
        if *value != 0.0 {
            let colour = if 0.0 < *value { up } else { down };
            // A small value is still seen.
            let (upper, lower) = if 0.0 < *value {
                (y.min(zero - 4), zero)
            } else {
                (zero, y.max(zero + 4))
            };
            canvas.rectangle((left + gap, upper), (right - gap, lower), colour)?;
        }
    }
    canvas.line((plot.left, zero), (plot.right, zero), QUIET, 2)?;
    for (place, label) in &columns.labels {
        let middle = i32::midpoint(plot.x(*place, count), plot.x(place + 1, count));
        let at = (middle, top + PLOT + AXIS / 2 + 6);
        canvas.text(label, at, Side::Centred, Look::plain(LABEL - 2, QUIET))?;
    }
    Ok(())
}

/// A dot for the price of each batch, a bar for its break-even, and between them the gain.
fn prices(canvas: &Canvas<'_>, top: i32, found: &Prices) -> Result<(), ChartError> {
    let all = found.batches.iter().flat_map(|batch| [batch.price, batch.break_even]);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let margin = ((high - low) * 0.2).max(high * 0.005);
    let plot = Plot::below(top, low - margin, high + margin);
    plot.scale(canvas, decimals_for(step_of(plot.high - plot.low)))?;
    let count = found.batches.len();
    for (place, batch) in found.batches.iter().enumerate() {
        let middle = i32::midpoint(plot.x(place, count), plot.x(place + 1, count));
        let (price, even) = (plot.y(batch.price), plot.y(batch.break_even));
        let colour = if batch.price <= batch.break_even { GREEN } else { RED };
        canvas.line((middle, price), (middle, even), colour, 8)?;
        canvas.rectangle((middle - 34, even - 5), (middle + 34, even + 5), AMBER)?;
        canvas.dot((middle, price), 15, BLUE)?;
        let at = (middle, top + PLOT + AXIS / 2 + 6);
        canvas.text(&batch.label, at, Side::Centred, Look::plain(LABEL - 2, QUIET))?;
    }
    legend(canvas, (plot.left, top + PLOT + AXIS + LINE / 4))
}

fn legend(canvas: &Canvas<'_>, (left, y): At) -> Result<(), ChartError> {
    canvas.dot((left + 15, y), 15, BLUE)?;
    canvas.text("precio pagado", (left + 44, y), Side::RightOf, Look::plain(LABEL, INK))?;
    let second = left + 370;
    canvas.rectangle((second, y - 5), (second + 68, y + 5), AMBER)?;
    canvas.text("equilibrio", (second + 84, y), Side::RightOf, Look::plain(LABEL, INK))
}

fn decimals_for(step: f64) -> usize {
    match step {
        step if step < 0.01 => 4,
        step if step < 1.0 => 2,
        _ => 0,
    }
}

/// A line of text and a bar for each.
fn cashiers(canvas: &Canvas<'_>, top: i32, found: &[Cashier]) -> Result<(), ChartError> {
    let longest = found.iter().map(|cashier| cashier.middle_ms).max().unwrap_or(0).max(1);
    let (left, right) = (MARGIN + PADDING, width() - MARGIN - PADDING);
    for (place, cashier) in found.iter().enumerate() {
        let y = top + LINE * rows(place);
        canvas.text_in(&cashier.name, (left, y + 20), 460, Look::plain(LABEL, INK))?;
        canvas.text(
            &cashier.told(),
            (right, y + 20),
            Side::LeftOf,
            Look::plain(LABEL, QUIET),
        )?;
        let part = i64::from(right - left) * cashier.middle_ms / longest;
        let end = left + i32::try_from(part).unwrap_or(0).max(6);
        canvas.rectangle((left, y + 48), (right, y + 64), GRID)?;
        canvas.rectangle((left, y + 48), (end, y + 64), AMBER)?;
    }
    Ok(())
}

fn positions(canvas: &Canvas<'_>, top: i32, found: &[Money]) -> Result<(), ChartError> {
    let (left, right) = (MARGIN + PADDING, width() - MARGIN - PADDING);
    for (place, position) in found.iter().enumerate() {
        let y = top + LINE * 2 / 3 * rows(place) + 16;
        let colour = if position.is_negative() { RED } else { GREEN };
        let code = position.currency();
        canvas.text(code.as_str(), (left, y), Side::RightOf, Look::plain(LABEL, INK))?;
        canvas.text(
            &words::money(*position),
            (right, y),
            Side::LeftOf,
            Look::bold(LABEL, colour),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{short, step_of, steps};

    #[test]
    fn a_scale_has_steps_that_people_count_in() {
        let close = |left: f64, right: f64| (left - right).abs() < right.abs() / 1_000.0;
        assert!(close(step_of(902.7), 500.0) && close(step_of(4.6), 2.0));
        assert_eq!(steps(0.0, 1_000.0).len(), 3);
        assert!(steps(3.7, 4.3).iter().all(|value| (3.7..=4.31).contains(value)));
    }

    #[test]
    fn numbers_of_a_scale_are_short() {
        assert_eq!(short(500.0, 0), "500");
        assert_eq!(short(1_500.0, 0), "1,5 mil");
        assert_eq!(short(-2_000_000.0, 0), "-2 M");
        assert_eq!(short(4.25, 2), "4,25");
        assert_eq!(short(-0.0, 0), "0");
    }
}
