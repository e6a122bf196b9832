//! Compressed recordings that grow without end.

use super::captures::RUN;
use super::lab::Lab;
use base64::Engine;
use serde_json::json;

/// Address space of 1 GiB, and 30 s on a processor.
const LIMITS: &str = "ulimit -v 1048576; ulimit -t 30";

/// A frame of Zstandard with a window of 4 GiB and 50,000 blocks, each of which repeats one byte 128 Ki times: 6.5 GB in 200 kB.
fn zstd_bomb() -> Vec<u8> {
    zstd_frame(0xb0)
}

fn zstd_frame(window: u8) -> Vec<u8> {
    let mut bytes = vec![0x28, 0xb5, 0x2f, 0xfd, 0x04, window];
    bytes.extend([2, 0, 0x10, b'A'].repeat(50_000));
    bytes.extend([3, 0, 0x10, b'A']);
    bytes
}

/// One block of 128 KiB whose 60,000 sequences repeat up to 128 KiB each: a decoder without a limit writes 7 GB for it.
fn zstd_block_bomb() -> Vec<u8> {
    // Literals: raw, 1 byte. Sequences: 60,000, each table one symbol: no literals, offset code 0, the longest match.
    let mut block = vec![1 << 3, b'A'];
    let count = 60_000 - 0x7f00_u16;
    block.push(0xff);
    block.extend(count.to_le_bytes());
    block.extend([0b0101_0100, 1, 0, 52]);
    block.extend(vec![0xff; 120_000]);
    block.push(1);
    let header = (u32::try_from(block.len()).expect("a size") << 3 | 2 << 1 | 1).to_le_bytes();
    [&[0x28, 0xb5, 0x2f, 0xfd, 0, 17 << 3][..], &header[..3], &block].concat()
}

fn har(body: &[u8], encoding: &str) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(body);
    let entry = |text: &str, encoding: &str| {
        json!({"response": {"headers": [{"name": "content-encoding", "value": encoding}],
            "content": {"encoding": "base64", "text": text}}})
    };
    let sound = base64::engine::general_purpose::STANDARD.encode(RUN);
    json!({"log": {"entries": [entry(&text, encoding), entry(&sound, "")]}}).to_string()
}

#[test]
fn a_zstd_file_with_a_huge_window_is_refused() {
    let lab = Lab::new();
    lab.write("b.zst", zstd_bomb());
    lab.run_after(LIMITS, &["ingest", "--dry-run", "b.zst"]).says(
        2,
        &["skipped b.zst: cannot be read: zstd needs a larger window than 128 MiB"],
    );
}

#[test]
fn a_zstd_file_that_grows_beyond_the_limit_takes_bounded_memory() {
    let lab = Lab::new();
    lab.write("b.zst", zstd_frame(16 << 3))
        .write("c.zst", zstd_block_bomb());
    lab.run_after(LIMITS, &["ingest", "--dry-run", "b.zst", "c.zst"]).says(
        2,
        &[
            "skipped b.zst: cannot be read: larger than 1024 MiB after decompression",
            "skipped c.zst: cannot be read: zstd is cut off or damaged",
        ],
    );
}

#[test]
fn a_zstd_body_with_a_huge_window_is_refused_and_the_rest_is_read() {
    let lab = Lab::new();
    let mut http = b"HTTP/1.1 200 OK\r\ncontent-encoding: zstd\r\n\r\n".to_vec();
    http.extend(zstd_bomb());
    lab.write("b.har", har(&zstd_bomb(), "zstd"))
        .write("c.har", har(&zstd_frame(16 << 3), "zstd"))
        .write("d.har", har(&zstd_block_bomb(), "zstd"))
        .write("e.http", http);
    lab.run_after(LIMITS, &["ingest", "--dry-run", "b.har", "c.har", "d.har", "e.http"])
        .says(
            2,
            &[
                "skipped b.har, entry 1: zstd body needs a larger window than 128 MiB",
                "skipped c.har, entry 1: body is larger than 64 MiB after decompression",
                "skipped d.har, entry 1: zstd body is cut off or damaged",
                "skipped e.http, response 1: zstd body needs a larger window than 128 MiB",
                "3 RunObject",
            ],
        );
}

#[test]
fn brotli_with_a_window_beyond_that_of_http_is_refused() {
    let lab = Lab::new();
    // The first byte announces the extension, the second a window of 2^30 bytes.
    lab.write("b.har", har(&[0x11, 30, 0xff, 0xff, 0xff], "br"));
    lab.run_after(LIMITS, &["ingest", "--dry-run", "b.har"]).says(
        2,
        &["entry 1: br body needs a larger window than 128 MiB", "1 RunObject"],
    );
}

#[test]
fn damaged_gzip_is_called_that() {
    let lab = Lab::new();
    lab.write("b.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff]);
    lab.run(&["ingest", "--dry-run", "b.gz"])
        .says(2, &["skipped b.gz: cannot be read: gzip is cut off or damaged"]);
}
