extension String {
  /// Whether nothing in it can steer a terminal, line ends aside.
  var isTerminalSafe: Bool {
    unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || ![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
    }
  }
}
