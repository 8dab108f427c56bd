//! The crate `escpos` writing into memory, and the styles that are switched on at the moment.

use std::{cell::RefCell, rc::Rc};

use escpos::{
    driver::Driver,
    errors::PrinterError,
    printer::Printer,
    utils::{
        JustifyMode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption, UnderlineMode,
    },
};

use crate::doc::{Size, Style};

/// Dots of a square code's smallest square.
const QR_DOTS: u8 = 6;

/// A printer made of memory.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Vec<u8>>>);

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> Result<(), PrinterError> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> Result<usize, PrinterError> {
        Ok(0)
    }

    fn flush(&self) -> Result<(), PrinterError> {
        Ok(())
    }
}

/// The bytes written so far.
pub(super) struct Wire {
    memory: Memory,
    printer: Printer<Memory>,
    style: Style,
}

impl Wire {
    pub(super) fn new() -> Self {
        let memory = Memory::default();
        let printer = Printer::new(memory.clone(), Protocol::default(), None);
        Self {
            memory,
            printer,
            style: Style::PLAIN,
        }
    }

    pub(super) fn into_bytes(mut self) -> Result<Vec<u8>, PrinterError> {
        self.printer.print()?;
        Ok(self.memory.0.take())
    }

    /// Back to what the printer was when it was switched on.
    pub(super) fn init(&mut self) -> Result<(), PrinterError> {
        self.style = Style::PLAIN;
        self.printer.init().map(drop)
    }

    /// Bytes as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
        if bytes.is_empty() {
            Ok(())
        } else {
            self.printer.custom(bytes).map(drop)
        }
    }

    /// Switches what differs from the style before.
    pub(super) fn style(&mut self, style: Style, kanji: bool) -> Result<(), PrinterError> {
        if style.bold != self.style.bold {
            self.printer.bold(style.bold)?;
        }
        if style.invert != self.style.invert {
            self.printer.reverse(style.invert)?;
        }
        if style.underline != self.style.underline {
            let mode = if style.underline {
                UnderlineMode::Single
            } else {
                UnderlineMode::None
            };
            self.printer.underline(mode)?;
            if kanji {
                // `ESC -` does not reach kanji.
                self.raw(&[0x1c, b'-', u8::from(style.underline)])?;
            }
        }
        if style.size != self.style.size {
            match style.size {
                Size::Normal => self.printer.size(1, 1)?,
                Size::Tall => self.printer.size(1, 2)?,
                Size::Double => self.printer.size(2, 2)?,
            };
        }
        self.style = style;
        Ok(())
    }

    /// A square code in the middle, of the model that phones read.
    pub(super) fn qr(&mut self, text: &str) -> Result<(), PrinterError> {
        let option = QRCodeOption::new(QRCodeModel::Model2, QR_DOTS, QRCodeCorrectionLevel::M);
        self.printer.justify(JustifyMode::CENTER)?;
        self.printer.qrcode_option(text, option)?;
        // The printer feeds the code by itself and stands at the start of a line again.
        self.printer.justify(JustifyMode::LEFT).map(drop)
    }
}
