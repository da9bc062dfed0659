/// Why no lines can be edited.
public enum LineEditorError: Error, Equatable, CustomStringConvertible {
  /// A library cannot be loaded: Debian's package of it, and the loader's reason (dlerror(3)).
  case libraryMissing(package: String, reason: String)
  /// Standard input and standard error are not the terminal at which the program is used at present.
  case noTerminal
  /// The system refused what an editor needs; the value is `errno`.
  case system(errno: Int32)
  /// libedit makes no editor for this terminal.
  case refused

  /// One sentence for people.
  public var description: String {
    switch self {
    case .libraryMissing(let package, let reason): "Editing lines needs Debian's \(package): \(reason)."
    case .noTerminal: "Lines can be edited only at a terminal, and in its foreground."
    case .system(let errno): "The system does not let lines be edited (error \(errno))."
    case .refused: "libedit cannot edit lines at this terminal."
    }
  }
}
