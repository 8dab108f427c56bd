//! Draws laid out lines as plain text, for logs and snapshots.

use crate::layout::PhysicalLine;

/// The lines as text; a cut is a dashed line with scissors, a square code its content.
pub fn render(lines: &[PhysicalLine]) -> String {
    let mut out = String::new();
    for line in lines {
        match line {
            PhysicalLine::Text(runs) => {
                let text: String = runs.iter().map(|run| run.text.as_str()).collect();
                out.push_str(text.trim_end());
            }
            PhysicalLine::Qr(text) => {
                out.push_str("[QR ");
                out.push_str(text);
                out.push(']');
            }
            PhysicalLine::Cut => out.push_str("- - - 8< - - -"),
        }
        out.push('\n');
    }
    out
}
