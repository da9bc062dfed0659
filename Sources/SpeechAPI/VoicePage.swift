import JSON

/// One reply to `GET /v1/voices`, and how to ask for the next.
package struct VoicePage: Sendable, Equatable {
  /// Where in the list a page lies, as an earlier page named it.
  package enum Place: Sendable, Hashable {
    /// In the service's own terms.
    case token(String)
    /// By its number, from 1.
    case page(Int)
  }

  /// The voices, in the service's order. Those without an id are left out.
  package let voices: [Voice]
  /// Where the list goes on; nil at its end.
  package let next: Place?
  /// The public id of the key that was used (`x-breeze-api-key-id`); safe to show.
  package let apiKeyID: String?

  /// The largest reply that is read: 100 voices, each described at length.
  package static let maximumBytes = 2 * 1024 * 1024

  /// Reads the reply to ``AuthorizedService/voicesRequest(for:at:)``. Only the list itself must be there.
  ///
  /// - Parameters:
  ///   - head: The reply's status and header fields.
  ///   - body: The whole body.
  ///   - place: What was asked for, so that a service that counts pages can be asked for the next.
  ///   - key: The key that was used, so that it never shows.
  /// - Throws: ``SpeechServiceError`` when the status is not 200, or the body is no list of voices.
  package init(
    head: ReplyHead, body: [UInt8], at place: Place? = nil, redacting key: APIKey
  ) throws(SpeechServiceError) {
    let serverText = ServerText(key: key)
    guard head.status == 200, let json = JSONValue(parsing: body, maximumBytes: Self.maximumBytes),
      case .array(let voices) = json["voices"] ?? json
    else {
      throw SpeechServiceError(
        head: head, body: body, fault: ReplyFault("it is not a list of voices"), redacting: key)
    }
    self.voices = voices.compactMap { Voice($0, serverText) }
    next = Self.next(in: json, after: place)
    apiKeyID = serverText.identifier(head["x-breeze-api-key-id"])
  }

  /// A token goes before a number; neither counts where the service says that there is no more.
  private static func next(in json: JSONValue, after place: Place?) -> Place? {
    let hasMore = json["has_more"]
    guard hasMore != .bool(false) else { return nil }
    if let token = json["next_page_token"]?.string, (1...maximumTokenBytes).contains(token.utf8.count) {
      return .token(token)
    }
    guard hasMore == .bool(true) else { return nil }
    switch (json["page"], place) {
    case (.number(let number)?, _) where (1..<1e6).contains(number): return .page(Int(number) + 1)
    case (_, .page(let number)?): return .page(number + 1)
    case (_, nil): return .page(2)
    case (_, .token?): return nil
    }
  }

  private static let maximumTokenBytes = 2048
}

/// The voices of an account, from all pages.
public struct VoiceList: Sendable, Equatable {
  /// The voices, in the service's order, each once.
  public private(set) var voices: [Voice] = []
  /// Whether these are all: false when there were more than are read, or the service led in a circle.
  public private(set) var isComplete = false
  /// Where the list goes on; nil before the first page and after the last.
  package private(set) var next: VoicePage.Place?
  private var seen: Set<String> = []
  private var visited: Set<VoicePage.Place> = []

  /// How many voices are read.
  public static let maximumCount = 10_000

  /// An empty list, to which pages are added.
  package init() {}

  /// Adds a page.
  ///
  /// - Returns: whether another is to be asked for, at `next`. Every page that is followed by another has brought something
  ///   new, so that this comes to an end.
  package mutating func add(_ page: VoicePage) -> Bool {
    let news = page.voices.filter { seen.insert($0.id).inserted }
    voices += news.prefix(Self.maximumCount - voices.count)
    next = page.next
    guard let next = page.next else {
      isComplete = true
      return false
    }
    return !news.isEmpty && voices.count < Self.maximumCount && visited.insert(next).inserted
  }
}
