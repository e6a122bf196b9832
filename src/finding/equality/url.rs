//! URLs without what two spellings of one may differ in: the normalization of RFC 3986, section 6.

use std::fmt::Write;
use std::net::Ipv6Addr;

/// The one spelling of a URL; `None` for a text without a scheme.
pub(super) fn normalized(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "+-.".contains(one));
    if !is_scheme {
        return None;
    }
    let scheme = scheme.to_ascii_lowercase();
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (hierarchy, behind) = rest.split_at(end);
    let mut found = format!("{scheme}:");
    match hierarchy.strip_prefix("//") {
        Some(hierarchy) => {
            let (authority, path) = hierarchy.split_at(hierarchy.find('/').unwrap_or(hierarchy.len()));
            found += "//";
            found += &normalized_authority(&scheme, authority);
            found += &without_dots(if path.is_empty() { "/" } else { path });
        }
        None if hierarchy.starts_with('/') => found += &without_dots(hierarchy),
        None => found += &encoded(hierarchy),
    }
    Some(found + &encoded(behind))
}

fn normalized_authority(scheme: &str, authority: &str) -> String {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    // An address of version 6 has colons of its own.
    let port_at = host.rfind(':').filter(|at| !host[*at..].contains(']'));
    let (host, port) = port_at.map_or((host, ""), |at| (&host[..at], &host[at + 1..]));
    let default = match scheme {
        "http" | "ws" => "80",
        "https" | "wss" => "443",
        "ftp" => "21",
        _ => "",
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = match address.and_then(|address| address.parse::<Ipv6Addr>().ok()) {
        Some(address) => format!("[{address}]"),
        None => lowered(&encoded(host)),
    };
    let mut found = String::new();
    if !user.is_empty() {
        found = encoded(user) + "@";
    }
    found += &host;
    if !port.is_empty() && port != default {
        found = found + ":" + port;
    }
    found
}

/// A host in lower case. The digits behind a percent sign stay in upper case.
fn lowered(host: &str) -> String {
    let mut parts = host.split('%');
    let mut found = parts.next().unwrap_or_default().to_ascii_lowercase();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        found = found + "%" + digits + &rest.to_ascii_lowercase();
    }
    found
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let path = encoded(path);
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => {
                kept.push(segment);
                continue;
            }
        }
        // `/a/.` is the folder, as `/a/` is.
        if is_last {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

/// A part in which everything that needs a percent sign has one, and nothing else.
fn encoded(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut found = String::with_capacity(part.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let decoded = (*byte == b'%')
            .then(|| hexadecimal(bytes.get(at + 1..at + 3)?))
            .flatten();
        match decoded {
            Some(plain) if is_unreserved(plain) => found.push(char::from(plain)),
            Some(other) => push_encoded(&mut found, other),
            None if is_unreserved(*byte) || b"%:/?#[]@!$&'()*+,;=".contains(byte) => found.push(char::from(*byte)),
            None => push_encoded(&mut found, *byte),
        }
        at += if decoded.is_some() { 3 } else { 1 };
    }
    found
}

fn push_encoded(found: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(found, "%{byte:02X}");
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let [high, low] = digits else { return None };
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_url_has_many_spellings() {
        for (one, other) in [
            ("HTTPS://Example.COM", "https://example.com/"),
            ("http://a:80/b", "http://a/b"),
            ("http://a:/b", "http://a/b"),
            ("http://a/./b/../c", "http://a/c"),
            ("http://a/b/.", "http://a/b/"),
            ("http://a/b/..", "http://a/"),
            ("http://a/%7eb/%c3%a9", "http://a/~b/é"),
            ("http://a/b c", "http://a/b%20c"),
            ("http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]"),
            ("http://a/?q=%7E#%41", "http://a?q=~#A"),
            ("MAILTO:a@b", "mailto:a@b"),
        ] {
            assert!(normalized(one).is_some(), "{one}");
            assert_eq!(normalized(one), normalized(other), "{one} {other}");
        }
    }

    #[test]
    fn other_urls_stay_others() {
        for (one, other) in [
            ("http://a/b", "http://a/B"),
            ("http://a/b", "https://a/b"),
            ("http://a/b", "http://a/b/"),
            ("http://a:8080/", "http://a/"),
            ("http://a/%2F", "http://a//"),
            ("http://a/?", "http://a/"),
            ("http://User@a/", "http://user@a/"),
            ("http://a/?q=a+b", "http://a/?q=a%20b"),
        ] {
            assert_ne!(normalized(one), normalized(other), "{one} {other}");
        }
        assert_eq!(
            (normalized("a/b"), normalized("1:b"), normalized("")),
            (None, None, None)
        );
    }

    #[test]
    fn a_text_that_is_cut_off_anywhere_does_no_harm() {
        let text = "http://u%4@[::1%]:80/%é/../%2?#%";
        for end in text.char_indices().map(|(at, _)| at) {
            normalized(&text[..end]);
        }
    }
}
