/// The form in which a history is kept between runs: lines of ASCII.
///
///     gust-arrivals 1
///     service mp3 https://api.example
///     21 21 20 18
///     35 35
///
/// The first line names the form and its version. A `service` line is followed by its streams, newest first: the rises of
/// `StreamRecord`, in milliseconds.
extension ArrivalHistory {
  /// The most bytes a history takes.
  package static let longestText = 64 * 1024

  private static let title = "gust-arrivals 1"

  /// The history as text.
  package var text: [UInt8] {
    var lines = [Self.title]
    for entry in entries {
      lines.append("service \(entry.service.codec) \(entry.service.origin)")
      lines += entry.streams.map { $0.rises.map(String.init).joined(separator: " ") }
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Reads a text. Whatever is not exactly of this form and version, or is too long, is taken for an empty history: a
  /// wrong word costs what was learnt, and nothing else.
  package init(text: [UInt8]) {
    self = Self.parse(text) ?? ArrivalHistory()
  }

  private static func parse(_ text: [UInt8]) -> ArrivalHistory? {
    guard text.count <= longestText, text.last == UInt8(ascii: "\n"), text.allSatisfy({ $0 < 0x80 }) else { return nil }
    let lines = String(decoding: text.dropLast(), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.first.map({ $0 == title }) == true else { return nil }
    var entries: [Entry] = []
    for line in lines.dropFirst() {
      if let service = service(line) {
        guard entries.count < mostServices, !entries.contains(where: { $0.service == service }) else { return nil }
        entries.append(Entry(service: service, streams: []))
      } else {
        guard let stream = stream(line), let last = entries.indices.last, entries[last].streams.count < mostStreams
        else {
          return nil
        }
        entries[last].streams.append(stream)
      }
    }
    return ArrivalHistory(entries: entries)
  }

  private static func service(_ line: Substring) -> Service? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == "service" else { return nil }
    return Service(origin: String(words[2]), codec: String(words[1]))
  }

  private static func stream(_ line: Substring) -> StreamRecord? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    let rises = words.compactMap { word in word.utf8.count <= 4 && word.allSatisfy(\.isNumber) ? Int(word) : nil }
    return rises.count == words.count ? StreamRecord(rises: rises) : nil
  }
}
