import CMD4C

/// Reads Markdown by md4c.
enum MarkdownParser {
  /// Tags have no blocks of their own: what stands between them is text like any other.
  private static let flags =
    MD_FLAG_NOHTMLBLOCKS | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEWWWAUTOLINKS | MD_FLAG_TABLES
    | MD_FLAG_TASKLISTS

  /// What is to be read of a block; blocks of code and tags are left out.
  static func runs(_ block: ArraySlice<UInt8>) -> [MarkdownRun] {
    var parser = MD_PARSER()
    parser.flags = UInt32(flags)
    unsafe parser.enter_block = { type, _, context in
      unsafe note(context) { $0.enter(type) }
    }
    unsafe parser.leave_block = { type, _, context in
      unsafe note(context) { $0.leave(type) }
    }
    unsafe parser.enter_span = { type, _, context in
      unsafe note(context) { if type == MD_SPAN_A { $0.runs.append(.linkStart) } }
    }
    unsafe parser.leave_span = { type, _, context in
      unsafe note(context) { if type == MD_SPAN_A { $0.runs.append(.linkEnd) } }
    }
    unsafe parser.text = { type, text, size, context in
      unsafe note(context) { reading in unsafe reading.take(type, text, Int(size)) }
    }
    return unsafe block.withUnsafeBytes { bytes in
      unsafe withUnsafePointer(to: parser) { parser in
        var reading = unsafe Reading(bytes)
        _ = unsafe withUnsafeMutablePointer(to: &reading) { context in
          unsafe md_parse(bytes.baseAddress, UInt32(bytes.count), parser, context)
        }
        return reading.runs
      }
    }
  }
}

/// Called by md4c, on the thread that parses and while it does.
private func note(_ context: UnsafeMutableRawPointer?, _ body: (inout Reading) -> Void) -> Int32 {
  guard let reading = unsafe context?.assumingMemoryBound(to: Reading.self) else { return -1 }
  unsafe body(&reading.pointee)
  return 0
}

/// What a parse has read so far.
@safe private struct Reading {
  var runs: [MarkdownRun] = []
  private let bytes: UnsafeRawBufferPointer
  private var isInCodeBlock = false

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

  mutating func enter(_ type: MD_BLOCKTYPE) {
    if type == MD_BLOCK_CODE { isInCodeBlock = true }
    if type != MD_BLOCK_TH, type != MD_BLOCK_TD { runs.append(.paragraphEnd) }
  }

  mutating func leave(_ type: MD_BLOCKTYPE) {
    if type == MD_BLOCK_CODE { isInCodeBlock = false }
    runs.append(type == MD_BLOCK_TH || type == MD_BLOCK_TD ? .cellEnd : .paragraphEnd)
  }

  mutating func take(_ type: MD_TEXTTYPE, _ text: UnsafePointer<CChar>?, _ size: Int) {
    if isInCodeBlock { return }
    switch type {
    case MD_TEXT_BR, MD_TEXT_SOFTBR: runs.append(.space)
    case MD_TEXT_HTML:
      // A tag that breaks the line is the only one that is heard.
      if let range = unsafe range(text, size), unsafe bytes[range].starts(with: "<br".utf8) { runs.append(.space) }
    default:
      guard let range = unsafe range(text, size) else { return runs.append(.space) }
      switch type {
      case MD_TEXT_ENTITY: runs.append(.entity(range))
      case MD_TEXT_CODE: runs.append(.code(range))
      default: runs.append(.text(range))
      }
    }
  }

  /// Where the text stands in the block; nil for what md4c has put in for it, which is white space.
  private func range(_ text: UnsafePointer<CChar>?, _ size: Int) -> Range<Int>? {
    guard let text = unsafe text.map({ unsafe UnsafeRawPointer($0) }), let base = unsafe bytes.baseAddress else {
      return nil
    }
    guard unsafe text >= base, unsafe text + size <= base + bytes.count else { return nil }
    let offset = unsafe text - base
    return offset..<offset + size
  }
}
