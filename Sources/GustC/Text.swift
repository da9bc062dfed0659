import CGust

/// Copies text that a caller gave.
///
/// - Throws: for what is not UTF-8, which Swift would change in silence.
func text(_ pointer: UnsafePointer<CChar>?, _ name: StaticString) throws(Failure) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  guard let text = unsafe String(validatingCString: pointer) else { throw .argument("The \(name) is not UTF-8 text.") }
  return text
}

/// The same for text that there must be.
func requiredText(_ pointer: UnsafePointer<CChar>?, _ name: StaticString) throws(Failure) -> String {
  guard let text = try unsafe text(pointer, name) else { throw .argument("The \(name) is NULL.") }
  return text
}
