/// Which voices are asked for, of `GET /v1/voices`.
public struct VoiceQuery: Sendable, Equatable {
  /// What made a voice.
  public enum Category: String, Sendable, CaseIterable {
    /// The service.
    case premade
    /// The service, to a description.
    case generated
    /// A recording.
    case cloned
  }

  /// Whose voice it is; the service calls it the voice's type.
  public enum Ownership: String, Sendable, CaseIterable {
    /// Anybody's.
    case all
    /// The service's.
    case `default`
    /// The account's.
    case personal
  }

  /// Words that the service looks for; how, is its own affair.
  public var search: String?
  /// Nil asks for every category.
  public var category: Category?
  /// Nil leaves it to the service, which then lists all.
  public var ownership: Ownership?
  /// How many to name in one reply, 1–100; anything outside is held at the nearer end.
  public var pageSize: Int

  /// Asks for all voices unless told otherwise.
  public init(
    search: String? = nil, category: Category? = nil, ownership: Ownership? = nil, pageSize: Int = 100
  ) {
    self.search = search
    self.category = category
    self.ownership = ownership
    self.pageSize = pageSize
  }

  /// What stands behind the `?` of the URL.
  func text(at place: VoicePage.Place?) throws(SpeechRequestError) -> String {
    var parameters: [(String, String)] = [("page_size", String(min(max(pageSize, 1), 100)))]
    if let search {
      guard search.utf8.count <= Self.maximumSearchBytes else { throw .searchTooLong(bytes: search.utf8.count) }
      parameters.append(("search", search))
    }
    if let category { parameters.append(("category", category.rawValue)) }
    if let ownership { parameters.append(("voice_type", ownership.rawValue)) }
    switch place {
    case .token(let token): parameters.append(("next_page_token", token))
    case .page(let number): parameters.append(("page", String(number)))
    case nil: break
    }
    return parameters.map { "\($0)=\(PathSegment.percentEncoded($1))" }.joined(separator: "&")
  }

  private static let maximumSearchBytes = 1024
}
