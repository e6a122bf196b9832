//! What parent and worker send each other: a kind, a length, bytes.
//!
//! Each frame of a worker starts with a mark that the parent chose, so that a type under test that prints does not break
//! the conversation: what stands between two frames is passed over.

use crate::case::Case;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufRead, Read, Write};

pub(super) const MARK_BYTES: usize = 16;
pub(super) type Mark = [u8; MARK_BYTES];

/// What the parent says: what to get ready with, cases, one case with word of each step, the same without its schema, one
/// case to be made smaller, an enum, an enum with word of each text.
pub(super) const SETUP: u8 = b'g';
pub(super) const BATCH: u8 = b'b';
pub(super) const ONE: u8 = b'1';
pub(super) const BARE: u8 = b'0';
pub(super) const SHRINK: u8 = b'z';
pub(super) const ENUM: u8 = b'e';
pub(super) const ENUM_SLOWLY: u8 = b'E';

/// What a worker says: it is ready or cannot get so, which subject it is at, whose code is running, the outcomes.
pub(super) const READY: u8 = b'r';
pub(super) const CANNOT: u8 = b'c';
pub(super) const SUBJECT: u8 = b's';
pub(super) const TYPE: u8 = b't';
pub(super) const OWN: u8 = b'o';
pub(super) const ANSWER: u8 = b'a';

pub(super) fn send(out: &mut impl Write, mark: &Mark, kind: u8, bytes: &[u8]) -> io::Result<()> {
    out.write_all(mark)?;
    out.write_all(&[kind])?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)
}

/// Receives the next frame; an end of input inside one is an error.
pub(super) fn receive(input: &mut impl BufRead, mark: &Mark) -> io::Result<(u8, Vec<u8>)> {
    find(input, mark)?;
    let mut head = [0; 9];
    input.read_exact(&mut head)?;
    let mut length = [0; 8];
    length.copy_from_slice(&head[1..]);
    let mut bytes = Vec::new();
    let length = u64::from_le_bytes(length);
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok((head[0], bytes))
}

fn find(input: &mut impl BufRead, mark: &Mark) -> io::Result<()> {
    let mut window = [0; MARK_BYTES];
    input.read_exact(&mut window)?;
    while &window != mark {
        window.rotate_left(1);
        input.read_exact(&mut window[MARK_BYTES - 1..])?;
    }
    Ok(())
}

pub(super) fn to_json(value: &impl Serialize) -> Vec<u8> {
    // Plain data without maps of non-string keys: this cannot fail.
    serde_json::to_vec(value).unwrap_or_default()
}

pub(super) fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    serde_json::from_slice(bytes).map_err(io::Error::from)
}

/// Cases with their texts beside them, since escaping a text would cost more than examining it.
pub(super) fn pack(cases: &[Case]) -> Vec<u8> {
    let heads = to_json(&cases);
    let mut bytes = Vec::with_capacity(heads.len() + cases.iter().map(|case| case.text.len() + 8).sum::<usize>() + 8);
    push(&mut bytes, &heads);
    for case in cases {
        push(&mut bytes, case.text.as_bytes());
    }
    bytes
}

pub(super) fn unpack(bytes: &[u8]) -> io::Result<Vec<Case>> {
    let mut rest = bytes;
    let mut cases: Vec<Case> = from_json(pop(&mut rest)?)?;
    for case in &mut cases {
        case.text = String::from_utf8(pop(&mut rest)?.to_vec()).map_err(io::Error::other)?;
    }
    Ok(cases)
}

fn push(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend((part.len() as u64).to_le_bytes());
    bytes.extend(part);
}

fn pop<'a>(rest: &mut &'a [u8]) -> io::Result<&'a [u8]> {
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let (length, behind) = rest.split_first_chunk::<8>().ok_or_else(cut)?;
    let (part, behind) = behind
        .split_at_checked(u64::from_le_bytes(*length) as usize)
        .ok_or_else(cut)?;
    *rest = behind;
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_type_prints_between_frames_is_passed_over() {
        let mark = *b"0123456789abcdef";
        let mut wire = b"printed 0123456789abc".to_vec();
        send(&mut wire, &mark, ANSWER, b"one").unwrap();
        wire.extend(b"more\n");
        send(&mut wire, &mark, ANSWER, b"two").unwrap();
        let mut input = &wire[..];
        assert_eq!(receive(&mut input, &mark).unwrap(), (ANSWER, b"one".to_vec()));
        assert_eq!(receive(&mut input, &mark).unwrap(), (ANSWER, b"two".to_vec()));
        assert!(receive(&mut input, &mark).is_err());
    }

    #[test]
    fn cases_come_out_as_they_went_in() {
        let cases = vec![Case::new("a", "{\"x\":\"\\u00e9 \"}"), Case::new("b", "")];
        assert_eq!(unpack(&pack(&cases)).unwrap(), cases);
        assert!(unpack(&pack(&cases)[..20]).is_err());
    }
}
