//! Settings: how far a typed figure may be from the last one before its author must confirm it.

use super::reader::Reader;
use crate::domain::kernel::desk::FigureLimits;

pub(super) fn read(reader: &mut Reader<'_>) -> FigureLimits {
    let limits = FigureLimits {
        purchase_band: reader.percent("figures.purchase_band_percent"),
        purchase_band_wide: reader.percent("figures.purchase_band_wide_percent"),
        rate_change: reader.percent("figures.rate_change_percent"),
        usd_value_change: reader.percent("figures.usd_value_change_percent"),
        first_price: reader.percent("figures.first_price_percent"),
        first_fee: reader.percent("figures.first_fee_percent"),
        first_cut: reader.percent("figures.first_cut_percent"),
        fee_change: reader.percent("figures.fee_change_percent"),
        cut_change: reader.percent("figures.cut_change_percent"),
        adjustment: reader.percent("figures.adjustment_percent"),
        deposit_times: reader.number("figures.deposit_times", 1..=1_000_000),
        first_deposit: reader.dollars("figures.first_deposit_usd"),
        announces_prices: reader.flag("figures.announce_prices"),
    };
    if limits.purchase_band_wide < limits.purchase_band {
        let expected = format!(
            "at least figures.purchase_band_percent, {}",
            limits.purchase_band.to_text()
        );
        reader.refuse("figures.purchase_band_wide_percent", &expected);
    }
    limits
}
