/// The query of `GET /v1/voices`. Parameters it does not know are ignored, as the SDK sends several of them.
struct VoiceQuery {
  private var search = ""
  private var category: String?
  private var type = "all"
  private var languageCode: String?
  private var genders: [String] = []
  private var sort = "created_at_unix"
  private var direction = "desc"
  private var page = 1
  private var pageSize = 50
  private(set) var problems: [FieldProblem] = []

  init(_ parameters: [HeaderField]) {
    for parameter in parameters { read(parameter) }
  }

  private mutating func read(_ parameter: HeaderField) {
    let value = parameter.value
    switch parameter.name {
    case "search": search = value.lowercased()
    case "language_code": languageCode = value
    case "gender": genders.append(value)
    case "category": category = choice(parameter, ["premade", "generated", "cloned"])
    case "voice_type": type = choice(parameter, ["all", "default", "personal"]) ?? type
    case "sort": sort = choice(parameter, ["created_at_unix", "name", "trend"]) ?? sort
    case "sort_direction": direction = choice(parameter, ["asc", "desc"]) ?? direction
    case "page": page = number(parameter, 1...1_000_000) ?? page
    case "page_size": pageSize = number(parameter, 1...100) ?? pageSize
    case "next_page_token": readToken(parameter)
    default: break
    }
  }

  /// The page this asks for.
  var answer: JSONValue {
    let found = Voice.all.filter(matches).sorted(by: precedes)
    let start = min(found.count, (page - 1) * pageSize)
    let voices = found[start..<min(found.count, start + pageSize)]
    let hasMore = voices.endIndex < found.count
    return [
      "voices": .array(voices.map(\.json)), "has_more": .bool(hasMore), "total": .integer(found.count),
      "page": .integer(page), "page_size": .integer(pageSize),
      "next_page_token": hasMore ? .string("page_\(page + 1)") : .null,
    ]
  }

  private func matches(_ voice: Voice) -> Bool {
    (search.isEmpty || "\(voice.name) \(voice.id) \(voice.espeakName)".lowercased().contains(search))
      && (category == nil || category == voice.category)
      && (type == "all" || type == voice.type)
      && (languageCode == nil || languageCode == voice.languageCode)
      && (genders.isEmpty || genders.contains(voice.gender))
  }

  private func precedes(_ left: Voice, _ right: Voice) -> Bool {
    let isAscending = sort == "name" ? left.name < right.name : left.createdAt < right.createdAt
    return isAscending == (direction == "asc")
  }

  private mutating func choice(_ parameter: HeaderField, _ choices: [String]) -> String? {
    if choices.contains(parameter.value) { return parameter.value }
    note(parameter, "must be one of \(choices.joined(separator: ", "))")
    return nil
  }

  private mutating func number(_ parameter: HeaderField, _ range: ClosedRange<Int>) -> Int? {
    if let number = Int(parameter.value), range.contains(number) { return number }
    note(parameter, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  private mutating func readToken(_ parameter: HeaderField) {
    if parameter.value.hasPrefix("page_"), let number = Int(parameter.value.dropFirst(5)), number > 0,
      number < 1_000_000
    {
      page = number
    } else {
      note(parameter, "is not a token of this list")
    }
  }

  private mutating func note(_ parameter: HeaderField, _ message: String) {
    problems.append(FieldProblem(location: ["query", parameter.name], message: message))
  }
}
