import TextSegmentation

extension FuzzTarget {
  /// What people write, and what programs write for them.
  static let text = [
    FuzzTarget(name: "plain-text") { bytes in segment(bytes, .plain) },
    FuzzTarget(name: "markdown") { bytes in segment(bytes, .markdown) },
  ]
}

/// Cuts a text whose chunks are as long as its first byte says, once asked for pieces at its end and once all the time.
private func segment(_ bytes: [UInt8], _ markup: Markup) {
  guard let first = bytes.first else { return }
  let stream = Array(bytes.dropFirst())
  let whole = pieces(stream, length: stream.count, markup, pausesAt: .max)
  precondition(whole == pieces(stream, length: 1 + Int(first), markup, pausesAt: .max), "the cut changed the pieces")
  let live = pieces(stream, length: 1 + Int(first & 31), markup, pausesAt: 5 + Int(first >> 5))
  if markup == .plain { precondition(joined(live) == joined(whole), "text was lost or said twice") }
}

/// The pieces; asked for, with a pause, after every so many chunks.
private func pieces(_ stream: [UInt8], length: Int, _ markup: Markup, pausesAt: Int) -> [TextPiece] {
  guard var segmenter = try? TextSegmenter(markup: markup) else { preconditionFailure("a library is not installed") }
  var pieces: [TextPiece] = []
  var text = ""
  var chunks = 0
  for start in stride(from: 0, to: stream.count, by: max(1, length)) {
    text += segmenter.append(stream[start..<min(stream.count, start + length)])
    chunks += 1
    guard chunks % pausesAt == 0 else { continue }
    while let piece = segmenter.next() { pieces.append(piece) }
    segmenter.flush()
    while let piece = segmenter.next(soon: true) { pieces.append(piece) }
  }
  text += segmenter.finish()
  while let piece = segmenter.next() { pieces.append(piece) }
  precondition(segmenter.isOver, "text is left")
  checkAreSafe(pieces, in: text)
  return pieces
}

private func checkAreSafe(_ pieces: [TextPiece], in text: String) {
  var end = 0
  for piece in pieces {
    precondition(!piece.text.isEmpty && piece.text.utf16.count <= TextSegmenter.longestPiece, "a piece's length")
    // A character without end may be cut in two.
    precondition(piece.sourceRange.lowerBound >= end - 1, "pieces overlap")
    end = piece.sourceRange.upperBound
  }
  precondition(end <= text.count, "a piece ends behind the text")
  for scalar in (pieces.map(\.text).joined() + text).unicodeScalars {
    let isSafe = scalar == "\n" || scalar == "\t" || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
    precondition(isSafe, "a control character")
  }
}

private func joined(_ pieces: [TextPiece]) -> [Unicode.Scalar] {
  pieces.flatMap { $0.text.unicodeScalars.filter { $0.properties.isAlphabetic } }
}
