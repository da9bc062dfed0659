/// Why a text is not a base URL that requests may be sent to. No case carries any of the text: it may hold a password.
public enum ServiceEndpointError: String, Error, Sendable {
  /// There is no `https://` in front.
  case schemeMissing = "The base URL has no scheme; begin it with https://."
  /// The scheme is neither `https` nor `http`.
  case schemeUnsupported = "The base URL has an unknown scheme; begin it with https://."
  /// Plain `http` to another machine.
  case plainHTTPBeyondLoopback =
    "The base URL would send the API key unencrypted; use https:// (http:// is for localhost only)."
  /// A user name or password stands before the host.
  case userInfo = "The base URL contains a user name or password; remove everything up to the @."
  /// There is a `?` or `#`.
  case queryOrFragment = "The base URL contains a query or fragment; end it before the ? or #."
  /// The port is not a number from 1 to 65535.
  case portInvalid = "The base URL has an invalid port; give a number from 1 to 65535."
  /// The path has `.` or `..` as a segment, or a character other than ASCII letters, digits, `-._~` and slashes.
  case pathUnusable = "The base URL has a path with .. or special characters; write a plain path such as /api."
  /// Anything else: no host, spaces, control characters, backslashes, characters outside ASCII, over 2048 bytes.
  case malformed = "The base URL is malformed; write it as https://host or https://host:port/path."
}

extension ServiceEndpointError: CustomStringConvertible {
  /// One sentence for people: what is wrong, and what to do about it.
  public var message: String { rawValue }

  /// The same sentence as ``message``.
  public var description: String { message }
}
