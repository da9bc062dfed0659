/// Events that wait to be taken: when there are too many, those go that a reader can do without, the oldest first, and the
/// rest stays.
package struct EventBuffer<Event: Sendable>: Sendable {
  private var events: [Event] = []
  private let capacity: Int
  private let mayDrop: @Sendable (Event) -> Bool

  /// - Parameters:
  ///   - capacity: how many wait at most, as long as there is one among them that may be dropped.
  ///   - mayDrop: whether a reader can do without the event.
  package init(capacity: Int, mayDrop: @escaping @Sendable (Event) -> Bool) {
    (self.capacity, self.mayDrop) = (capacity, mayDrop)
  }

  /// Whether none waits.
  package var isEmpty: Bool { events.isEmpty }

  /// Puts an event behind the others.
  package mutating func append(_ event: Event) {
    if events.count >= capacity, let index = events.firstIndex(where: mayDrop) { events.remove(at: index) }
    events.append(event)
  }

  /// Takes the oldest; nil when none waits.
  package mutating func popFirst() -> Event? { events.isEmpty ? nil : events.removeFirst() }

  /// Drops all.
  package mutating func removeAll() { events = [] }
}
