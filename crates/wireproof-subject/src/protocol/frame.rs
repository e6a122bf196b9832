//! Frames: a kind, a length, bytes.

use std::io::{self, BufRead, Read, Write};

/// How long a mark is, in bytes.
pub const MARK_BYTES: usize = 16;

/// The bytes in front of each frame of the subject. The engine chooses them at random for each process, so that a type that prints
/// does not break the conversation: bytes between two frames are skipped.
pub type Mark = [u8; MARK_BYTES];

/// The longest frame, in bytes: the longest text is a quarter of it, and a type may write more than it reads.
pub const MAX_FRAME_BYTES: usize = 64 << 20;

/// How much is kept of what was printed before a frame, in bytes.
const MOST_PRINTED: usize = 256;

/// How much may be printed before a frame, in bytes. Who prints without end keeps the engine busy with looking for the mark.
const MOST_SKIPPED: usize = MAX_FRAME_BYTES;

/// Sends a frame of the engine, whose body is given in parts.
///
/// # Errors
/// When the other side has closed its end.
pub fn send(out: &mut impl Write, kind: u8, parts: &[&[u8]]) -> io::Result<()> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u32::try_from(length).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut head = [kind, 0, 0, 0, 0];
    head[1..].copy_from_slice(&length.to_le_bytes());
    out.write_all(&head)?;
    parts.iter().try_for_each(|part| out.write_all(part))
}

/// Receives a frame of the engine into `body`; `None` at the end of input.
///
/// # Errors
/// When the input ends inside a frame, or a frame is longer than it may be.
pub fn receive(input: &mut impl BufRead, body: &mut Vec<u8>) -> io::Result<Option<u8>> {
    if input.fill_buf()?.is_empty() {
        return Ok(None);
    }
    rest(input, body).map(Some)
}

/// Receives a frame of the subject into `body`. What was printed before it is skipped; its start is added to `printed`, as far as
/// there is room for it.
///
/// # Errors
/// When the input ends before the end of a frame, or a frame is longer than it may be.
pub fn receive_marked(
    input: &mut impl BufRead,
    mark: &Mark,
    body: &mut Vec<u8>,
    printed: &mut Vec<u8>,
) -> io::Result<u8> {
    let mut window = [0; MARK_BYTES];
    input.read_exact(&mut window)?;
    let mut skipped = 0;
    while &window != mark {
        skipped += 1;
        if skipped > MOST_SKIPPED {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("more than {} MiB printed instead of an answer", MOST_SKIPPED >> 20),
            ));
        }
        if printed.len() < MOST_PRINTED {
            printed.push(window[0]);
        }
        window.rotate_left(1);
        input.read_exact(&mut window[MARK_BYTES - 1..])?;
    }
    rest(input, body)
}

fn rest(input: &mut impl BufRead, body: &mut Vec<u8>) -> io::Result<u8> {
    let mut head = [0; 5];
    input.read_exact(&mut head)?;
    let [kind, length @ ..] = head;
    let length = u32::from_le_bytes(length) as usize;
    if length > MAX_FRAME_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("a frame of {length} bytes is longer than the {MAX_FRAME_BYTES} that are allowed"),
        ));
    }
    body.clear();
    // Memory is taken as the bytes come, not as a length promises.
    input.take(length as u64).read_to_end(body)?;
    match body.len() == length {
        true => Ok(kind),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_that_prints_without_end_is_given_up() {
        let mut endless = io::BufReader::new(io::repeat(b'y'));
        let mut printed = Vec::new();
        let error = receive_marked(&mut endless, &[0; MARK_BYTES], &mut Vec::new(), &mut printed).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert_eq!(printed.len(), MOST_PRINTED);
    }

    #[test]
    fn what_is_printed_between_frames_is_kept_apart() {
        let mark = *b"0123456789abcdef";
        let mut bytes = b"printed 0123".to_vec();
        for body in [&b"one"[..], b""] {
            bytes.extend(mark);
            send(&mut bytes, b'k', &[body]).unwrap();
            bytes.extend(b"0123456789abcde");
        }
        let (mut input, mut body) = (&bytes[..], Vec::new());
        let before = [&b"printed 0123"[..], b"0123456789abcde"];
        for (wanted, before) in [&b"one"[..], b""].into_iter().zip(before) {
            let mut printed = Vec::new();
            let kind = receive_marked(&mut input, &mark, &mut body, &mut printed).unwrap();
            assert_eq!((kind, &body[..], &printed[..]), (b'k', wanted, before));
        }
        assert!(receive_marked(&mut input, &mark, &mut body, &mut Vec::new()).is_err());
    }

    #[test]
    fn a_frame_that_is_cut_off_or_too_long_is_an_error() {
        let mut bytes = Vec::new();
        send(&mut bytes, b'k', &[b"ab", b"c"]).unwrap();
        let mut body = Vec::new();
        assert_eq!(receive(&mut &bytes[..], &mut body).unwrap(), Some(b'k'));
        assert_eq!(receive(&mut &bytes[..0], &mut body).unwrap(), None);
        for end in 1..bytes.len() {
            assert!(receive(&mut &bytes[..end], &mut body).is_err(), "{end}");
        }
        let huge = [b'k', 0xff, 0xff, 0xff, 0xff];
        assert!(receive(&mut &huge[..], &mut body).is_err());
    }
}
