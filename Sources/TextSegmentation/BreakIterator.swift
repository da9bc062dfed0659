import CICU

/// One of ICU's iterators over the borders in a text (Unicode Standard Annex 29, with ICU's dictionaries and abbreviations).
///
/// One thread at a time.
@safe struct BreakIterator: ~Copyable, @unchecked Sendable {
  enum Kind {
    case sentences
    case words
  }

  private let handle: OpaquePointer

  /// Makes an iterator for a language (BCP 47); for one that ICU does not know the general rules hold.
  init(_ kind: Kind, language: String) throws(TextSegmentationError) {
    try SegmentationLibrary.loadICU()
    let locale = Self.locale(language)
    var status = U_ZERO_ERROR
    let type = kind == .sentences ? UBRK_SENTENCE : UBRK_WORD
    let opened = unsafe ubrk_open(type, locale, nil, 0, &status)
    guard status.rawValue <= U_ZERO_ERROR.rawValue, let opened = unsafe opened else {
      throw .noRules(code: Int32(status.rawValue))
    }
    unsafe handle = opened
  }

  deinit { unsafe ubrk_close(handle) }

  /// The first border behind `offset`; the end of the text is always one.
  func following(_ offset: Int, in units: [UInt16]) -> Int? {
    unsafe over(units) { iterator in unsafe ubrk_following(iterator, Int32(offset)) }
  }

  /// The last border before `offset`; the start of the text is always one.
  func preceding(_ offset: Int, in units: [UInt16]) -> Int? {
    unsafe over(units) { iterator in unsafe ubrk_preceding(iterator, Int32(offset)) }
  }

  /// Whether the text ends with a word, which may not be all of it, rather than with punctuation or white space.
  func endsWithWord(_ units: [UInt16]) -> Bool {
    let count = Int32(units.count)
    let status = unsafe over(units) { iterator in
      _ = unsafe ubrk_preceding(iterator, count)
      _ = unsafe ubrk_following(iterator, count - 1)
      return unsafe ubrk_getRuleStatus(iterator)
    }
    return (status ?? 0) >= UBRK_WORD_NONE_LIMIT.rawValue
  }

  /// Nil if ICU failed or found none.
  private func over(_ units: [UInt16], _ body: (OpaquePointer) -> Int32) -> Int? {
    var status = U_ZERO_ERROR
    let result: Int32 = unsafe units.withUnsafeBufferPointer { buffer in
      unsafe ubrk_setText(handle, buffer.baseAddress, Int32(buffer.count), &status)
      guard status.rawValue <= U_ZERO_ERROR.rawValue else { return UBRK_DONE }
      return unsafe body(handle)
    }
    return result == UBRK_DONE ? nil : Int(result)
  }

  /// The name of ICU's rules: only what a language's name is made of, and with what it knows of abbreviations.
  private static func locale(_ language: String) -> String {
    let name = language.utf8.prefix(32).map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
    let isName = name.allSatisfy {
      $0 == UInt8(ascii: "_") || $0 < 0x80 && Unicode.Scalar($0).properties.isAlphabetic
        || 0x30...0x39 ~= $0
    }
    return (isName ? String(decoding: name, as: UTF8.self) : "root") + "@ss=standard"
  }
}
