import Gust
import Platform

/// Where a text comes from: an argument, all at once, or a file that may be growing.
struct TextInput: Sendable {
  private let name: String
  private var whole: [UInt8]?
  private let path: String?
  private var chunks: InputReader.Iterator?
  /// How much of the file has been read.
  private var position = 0

  /// How often it looks whether a file has grown.
  private static let look = Duration.milliseconds(100)

  init(argument text: String) {
    (name, whole, path) = ("The text", Array(text.utf8), nil)
  }

  init(path: String) {
    (name, self.path) = (path.asInput, path)
    chunks = InputReader(path).makeAsyncIterator()
  }

  /// Waits for more of it; nil at its end.
  mutating func next() async throws(UsageError) -> [UInt8]? {
    if let text = whole.take() { return text.isEmpty ? nil : text }
    do throws(InputFileError) {
      let bytes = try await chunks?.next()
      position += bytes?.count ?? 0
      return bytes
    } catch {
      throw UsageError("\(name) \(error.reason).")
    }
  }

  /// Gives `text` all of it, as fast as it is spoken, and prints it.
  ///
  /// - Parameter isSpeaking: an ordinary file has no end while it is being written: what is added to it counts until all of
  ///   it has been heard.
  /// - Returns: what went wrong.
  func feed(_ text: LiveText, from first: [UInt8], isEcho: Bool, while isSpeaking: () -> Bool) async -> UsageError? {
    var rest = self
    var failure: UsageError?
    var bytes: [UInt8]? = first
    while let more = bytes {
      let shown = await text.append(more)
      if isEcho { await OutputQueue.output.write(shown) }
      do throws(UsageError) {
        bytes = try await rest.next()
        if bytes == nil, await rest.grows(text, while: isSpeaking) { bytes = try await rest.next() }
      } catch {
        (bytes, failure) = (nil, error)
      }
    }
    let shown = text.finish()
    if isEcho { await OutputQueue.output.write(shown) }
    return failure
  }

  /// Waits at the end of an ordinary file until there is more of it; false when all has been heard before that.
  private mutating func grows(_ text: LiveText, while isSpeaking: () -> Bool) async -> Bool {
    guard let path, sizeOfFile(path) != nil else { return false }
    text.flush()
    repeat {
      try? await Task.sleep(for: Self.look)
      if let size = sizeOfFile(path), size > position {
        chunks = InputReader(path, from: position).makeAsyncIterator()
        return true
      }
    } while isSpeaking()
    return false
  }
}
