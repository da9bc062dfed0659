import CLinux
import Glibc

/// What one look at the terminal brings.
enum TerminalCharacter: Equatable {
  case character(Unicode.Scalar)
  /// Bytes that are no UTF-8, or do not become a character.
  case invalid
  /// Nobody is there any more who could type.
  case gone

  /// How long the next byte of a character that has begun is waited for, in milliseconds: they are sent together.
  private static let patience: Int32 = 100

  /// Reads one character from `descriptor`, which can be read, and no byte more: what is behind may be meant for others.
  init(from descriptor: Int32) {
    var bytes: [UInt8] = []
    repeat {
      guard bytes.isEmpty || Self.hasMore(descriptor), let byte = Self.readByte(descriptor) else {
        self = bytes.isEmpty && errno != EAGAIN ? .gone : .invalid
        return
      }
      // A terminal set to Latin-1 sends bytes that look like the beginning of more: what is behind stands for itself.
      if !Self.continues(byte) { bytes = [] }
      bytes.append(byte)
    } while bytes.count < Self.length(beginning: bytes[0])
    let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
    self = scalar.map(Self.character) ?? .invalid
  }

  /// Of a character in UTF-8, by its first byte (RFC 3629).
  private static func length(beginning byte: UInt8) -> Int {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  /// Whether it can only stand behind the first byte of a character.
  private static func continues(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private static func hasMore(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, patience) > 0
  }

  private static func readByte(_ descriptor: Int32) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = unsafe read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count == 0 { errno = 0 }
      return count == 1 ? byte : nil
    }
  }
}
