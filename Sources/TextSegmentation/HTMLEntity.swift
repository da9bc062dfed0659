/// The characters that HTML has names for, as far as text for people uses them.
enum HTMLEntity {
  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ensp": "\u{2002}",
    "emsp": "\u{2003}", "thinsp": "\u{2009}", "shy": "\u{AD}", "ndash": "–", "mdash": "—", "hellip": "…",
    "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "sbquo": "‚", "bdquo": "„", "laquo": "«", "raquo": "»",
    "bull": "•", "middot": "·", "copy": "©", "reg": "®", "trade": "™", "deg": "°", "plusmn": "±", "times": "×",
    "divide": "÷", "minus": "−", "ne": "≠", "le": "≤", "ge": "≥", "frac12": "½", "frac14": "¼", "frac34": "¾",
    "sup2": "²", "sup3": "³", "micro": "µ", "sect": "§", "para": "¶", "euro": "€", "pound": "£", "yen": "¥",
    "cent": "¢", "rarr": "→", "larr": "←", "szlig": "ß", "aelig": "æ", "AElig": "Æ", "oelig": "œ", "OElig": "Œ",
    "oslash": "ø", "Oslash": "Ø", "aring": "å", "Aring": "Å", "ccedil": "ç", "Ccedil": "Ç", "ntilde": "ñ",
    "Ntilde": "Ñ", "auml": "ä", "Auml": "Ä", "ouml": "ö", "Ouml": "Ö", "uuml": "ü", "Uuml": "Ü", "euml": "ë",
    "iuml": "ï", "eacute": "é", "Eacute": "É", "egrave": "è", "ecirc": "ê", "aacute": "á", "agrave": "à",
    "acirc": "â", "iacute": "í", "icirc": "î", "oacute": "ó", "ocirc": "ô", "uacute": "ú", "ugrave": "ù",
    "ucirc": "û", "iexcl": "¡", "iquest": "¿",
  ]

  /// What an entity ("&amp;", "&#233;", "&#xE9;") stands for; nil if that is not known or is a control character.
  static func scalar(_ text: String) -> Unicode.Scalar? {
    let name = text.dropFirst().dropLast()
    guard name.hasPrefix("#") else { return named[String(name)] }
    let isHexadecimal = name.dropFirst().first == "x" || name.dropFirst().first == "X"
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), let scalar = Unicode.Scalar(value) else {
      return nil
    }
    var clean = String.UnicodeScalarView()
    var filter = ControlFilter()
    filter.take(scalar, into: &clean)
    return clean.first
  }
}
