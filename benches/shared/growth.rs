//! A picture of how cost grows with size, of the texts that are made to be slow: a flat line grows with the bytes.

use crate::shared::count::Counted;
use plotters::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// Draws instructions per byte over bytes, a line for each series (`worst/NAME, SIZE`).
///
/// # Errors
/// When nothing of that was counted, or the picture cannot be written.
pub fn draw(counted: &[Counted], to: &Path) -> Result<(), Box<dyn Error>> {
    let mut series: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for body in counted {
        let name = body.name.strip_prefix("worst/").and_then(|name| name.rsplit_once(", "));
        if let Some((name, _)) = name {
            let point = (body.bytes as f64, body.instructions as f64 / body.bytes as f64);
            series.entry(name).or_default().push(point);
        }
    }
    let points = || series.values().flatten();
    let (least, most) = points().fold((f64::MAX, 0.0_f64), |(least, most), (bytes, _)| {
        (least.min(*bytes), most.max(*bytes))
    });
    let highest = points().fold(0.0_f64, |highest, (_, cost)| highest.max(*cost));
    if series.is_empty() {
        return Err("no series was counted: `-- worst --draw`".into());
    }
    let area = SVGBackend::new(to, (860, 480)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(52)
        .build_cartesian_2d((least..most * 4.0).log_scale(), 0.0..highest * 1.1)?;
    chart
        .configure_mesh()
        .x_desc("bytes")
        .y_desc("instructions per byte")
        .draw()?;
    for (number, (name, points)) in series.into_iter().enumerate() {
        let color = Palette99::pick(number).to_rgba();
        chart
            .draw_series(LineSeries::new(points, color.stroke_width(2)).point_size(3))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], color.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .draw()?;
    area.present()?;
    Ok(())
}
