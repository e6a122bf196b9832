//! Zstandard: all frames of a stream, in bounded memory.

use super::limits::MAX_WINDOW;
use crate::subject::catch_panic;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, Read};

/// A reader that decompresses all frames of a stream, one after the other, and skips those that hold no data. A frame that asks for
/// a window of more than [`MAX_WINDOW`] is refused, since a decoder has to keep the whole window in memory.
pub(super) struct ZstdReader<R> {
    source: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> ZstdReader<R> {
    pub(super) fn new(source: R) -> ZstdReader<R> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        ZstdReader {
            source,
            decoder,
            in_frame: false,
        }
    }

    /// Starts the next frame, and returns whether there is one.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let length = u64::from(length);
                    if io::copy(&mut self.source.by_ref().take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(FrameDecoderError::WindowSizeTooBig { .. }) => return Err(io::ErrorKind::FileTooLarge.into()),
                Err(_) => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
        Ok(false)
    }

    /// Decompresses blocks until there are bytes to read, or the frame ends.
    fn decode(&mut self) -> io::Result<()> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let blocks = BlockDecodingStrategy::UptoBlocks(1);
            // The decoder states some of its assumptions about the data as assertions.
            let decoded = catch_panic(|| self.decoder.decode_blocks(&mut self.source, blocks).is_ok());
            if !decoded.unwrap_or_default() {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        Ok(())
    }

    fn has_wrong_checksum(&self) -> bool {
        let expected = self.decoder.get_checksum_from_data();
        expected.is_some() && expected != self.decoder.get_calculated_checksum()
    }
}

impl<R: BufRead> Read for ZstdReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.in_frame || self.next_frame()? {
            self.decode()?;
            let count = self.decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            if self.has_wrong_checksum() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.in_frame = false;
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame with a checksum flag of 0, this window descriptor, and `blocks`.
    fn frame(window: u8, blocks: &[u8]) -> Vec<u8> {
        [&[0x28, 0xb5, 0x2f, 0xfd, 0, window], blocks].concat()
    }

    /// A block that repeats a byte, the last one or not.
    fn repeated(byte: u8, count: u32, last: bool) -> Vec<u8> {
        let header = (count << 3 | 1 << 1 | u32::from(last)).to_le_bytes();
        [&header[..3], &[byte]].concat()
    }

    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        ZstdReader::new(bytes).read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn all_frames_are_read_and_skippable_ones_skipped() {
        let mut stream = frame(0x50, &repeated(b'a', 3, true));
        stream.extend([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]);
        stream.extend(frame(
            0x50,
            &[repeated(b'b', 2, false), repeated(b'c', 1, true)].concat(),
        ));
        assert_eq!(read(&stream).unwrap(), b"aaabbc");
        assert_eq!(read(&[]).unwrap(), b"");
        stream.extend([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9]);
        assert_eq!(read(&stream).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_window_beyond_the_limit_is_refused() {
        // The exponent in the upper 5 bits: 2^(10 + 17) = 128 MiB, then the next larger ones.
        assert_eq!(read(&frame(17 << 3, &repeated(b'a', 3, true))).unwrap(), b"aaa");
        for window in [17 << 3 | 1, 18 << 3, 0xb0] {
            let error = read(&frame(window, &repeated(b'a', 3, true))).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::FileTooLarge, "{window:x}");
        }
    }

    #[test]
    fn a_wrong_checksum_is_an_error() {
        let mut stream = vec![0x28, 0xb5, 0x2f, 0xfd, 4, 0x50];
        stream.extend(repeated(b'a', 3, true));
        stream.extend([1, 2, 3, 4]);
        assert_eq!(read(&stream).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
