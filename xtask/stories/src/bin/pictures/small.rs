//! Pictures with a palette: a screen has few colours, and a clone of the project is not made of pictures.

use std::collections::HashMap;

use anyhow::{Context as _, Result, ensure};

/// Colours of a palette.
const COLORS_MAX: usize = 256;

type Rgb = [u8; 3];

/// The same picture with the colours that it shows most often; the others become the nearest of them.
pub(crate) fn small(picture: &[u8]) -> Result<Vec<u8>> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(picture));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().context("not a PNG")?;
    let size = reader.output_buffer_size().context("a huge picture")?;
    let mut bytes = vec![0; size];
    let info = reader.next_frame(&mut bytes)?;
    let samples = info.color_type.samples();
    ensure!(samples >= 3, "a screen has colours");
    let pixels: Vec<Rgb> = bytes
        .chunks_exact(samples)
        .filter_map(|pixel| pixel.first_chunk().copied())
        .collect();
    let palette = palette(&pixels);
    let mut places: HashMap<Rgb, u8> = HashMap::new();
    let indexes: Vec<u8> = pixels
        .iter()
        .map(|pixel| {
            *places
                .entry(*pixel)
                .or_insert_with(|| nearest(&palette, *pixel))
        })
        .collect();

    let mut small = Vec::new();
    let mut encoder = png::Encoder::new(&mut small, info.width, info.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_palette(palette.concat());
    encoder.write_header()?.write_image_data(&indexes)?;
    Ok(small)
}

/// The most frequent colours.
fn palette(pixels: &[Rgb]) -> Vec<Rgb> {
    let mut counts: HashMap<Rgb, usize> = HashMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut colors: Vec<(Rgb, usize)> = counts.into_iter().collect();
    colors.sort_by_key(|(color, count)| (std::cmp::Reverse(*count), *color));
    colors.truncate(COLORS_MAX);
    colors.into_iter().map(|(color, _)| color).collect()
}

fn nearest(palette: &[Rgb], color: Rgb) -> u8 {
    let distance = |other: &Rgb| -> u32 {
        let squares = color.iter().zip(other).map(|(a, b)| a.abs_diff(*b));
        squares.map(|apart| u32::from(apart).pow(2)).sum()
    };
    let best = (0..=u8::MAX)
        .zip(palette)
        .min_by_key(|(_, other)| distance(other));
    best.map_or(0, |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_colour_becomes_its_neighbour() {
        let palette = palette(&[[0; 3], [0; 3], [250; 3]]);
        assert_eq!(palette, [[0; 3], [250; 3]]);
        assert_eq!(nearest(&palette, [240; 3]), 1);
    }
}
