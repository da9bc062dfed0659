import CEdit

extension LineEditing {
  /// Has libedit call this object, which must not go before the editor does, on this thread.
  func install(on editor: OpaquePointer) {
    unsafe cedit_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    unsafe cedit_set_prompt(editor, showPrompt)
    unsafe cedit_set_reader(editor, readCharacter)
    unsafe cedit_bind(editor, "\u{9E}", "gust-news", runNews)
    unsafe cedit_bind(editor, "\t", "gust-complete", runCompletion)
    // Alt-X would have libedit read a command of its own, into which the key for news would go again and again.
    unsafe cedit_bind(editor, "\u{1B}x", "gust-none", refuseKey)
    unsafe cedit_bind(editor, "\u{1B}X", "gust-none", refuseKey)
  }

  fileprivate static func of(_ editor: OpaquePointer?) -> LineEditing? {
    unsafe cedit_client(editor).map { unsafe Unmanaged<LineEditing>.fromOpaque($0).takeUnretainedValue() }
  }
}

private func showPrompt(_ editor: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
  unsafe LineEditing.of(editor)?.drawnPrompt()
}

private func readCharacter(_ editor: OpaquePointer?, _ character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
  guard let key = unsafe LineEditing.of(editor)?.nextKey() else { return 0 }
  unsafe character?.pointee = wchar_t(key.value)
  return 1
}

private func runNews(_ editor: OpaquePointer?, _: Int32) -> UInt8 {
  UInt8(clamping: unsafe LineEditing.of(editor)?.takeNews() ?? CC_ERROR)
}

private func refuseKey(_: OpaquePointer?, _: Int32) -> UInt8 { UInt8(clamping: CC_ERROR) }

private func runCompletion(_ editor: OpaquePointer?, _: Int32) -> UInt8 {
  UInt8(clamping: unsafe LineEditing.of(editor)?.completeLine() ?? CC_ERROR)
}
