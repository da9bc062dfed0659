@testable import TextSegmentation

/// Texts of many kinds, and what must hold for each.
enum Corpus {
  static let texts = [
    "I met Dr. Smith, who paid 1,000 dollars at 3:15 p.m. for it. He said: \"Well... maybe.\" She left; they (all of them!) stayed.",
    "The U.S. Army came. No. 5 is alive! Is it, e.g., 3.14? Yes.\n\nA new paragraph — with dashes – and more. Café e\u{301}t naïve.",
    "Er kam z.B. am 3. Mai, d. h. im Frühling. „Ja“, sagte er. Es kostet 1.000,50 Euro! Dr. Müller weiß es.",
    "« Bonjour ! » dit-il ; elle répondit : « Ça va ? » M. Dupont arriva à 15 h 30. L'été, c'est fini…",
    "今日は天気がいいですね。明日も「はい。」と言った。次の文章、です！本当？そうです——たぶん。",
    "今天天气很好，我们去公园吧！他说：“好的。”一、二、三；四。价格是3.5元。",
    "สวัสดีครับ ผมชื่อสมชาย ยินดีที่ได้รู้จัก วันนี้อากาศดีมาก",
    "Family 👨‍👩‍👧‍👦 and flag 🇩🇪🇫🇷, skin 👍🏽! Next 🏴󠁧󠁢󠁥󠁮󠁧󠁿 one. Zalgo Z̴̡̛a̷l̶g̵o̸ text. 👩🏾‍🚀 done.",
    "مرحبا، كيف حالك؟ أنا بخير. שלום, מה שלומך? הכל בסדר.",
    "Short\nlines\nof a list\n\n- one\n- two, and more\r\nCRLF here.\rAnd CR.\n",
    "This is a line of a letter that was filled up to a margin, as\nletters were in the old days. It goes on with a second\nsentence. And ends.",
  ]

  static let markdown = """
    # Title, of two parts

    This is **bold, and** a [link, here](https://example.com/x) to `code*x*`, or https://swift.org/a_b?c. Next 5 * 3 is
    15 and snake_case_x. See [1] and ![an image](x.png) too — "quoted *emphasis*"!

    - One item
    - Two *items*

        - nested one

    1. First
    2. Second, with `a|b`

    ```swift
    let x = 1

    print(x)
    ```

    After code. <b>Tag</b>&amp;more<br>line. Two*three*four, a < b.
    Setext
    ===

        indented code

    | A | B |
    |---|---|
    | a1 | b1. |
    | a2 | `b2` |

    > Quote here
    > goes on

    <!-- comment

    more -->
    ***
    Last ~~gone~~ **unclosed text. ~5 km \\*literal\\* 日本語の、*文章*です。
    """
}

extension TextSegmenter {
  /// All pieces that there are now.
  mutating func pull() -> [TextPiece] {
    var pieces: [TextPiece] = []
    while let piece = next() { pieces.append(piece) }
    return pieces
  }
}

/// The pieces of a text that comes cut at `cuts`, and is asked for pieces at `pulls` (offsets of bytes) and at its end.
func pieces(
  _ text: String, cuts: Set<Int> = [], pulls: Set<Int> = [], language: String? = nil, markup: Markup = .plain
) throws -> [TextPiece] {
  var segmenter = try TextSegmenter(language: language, markup: markup)
  var pieces: [TextPiece] = []
  let bytes = Array(text.utf8)
  var start = 0
  for end in cuts.union(pulls).sorted() where end > start && end < bytes.count {
    segmenter.append(bytes[start..<end])
    if pulls.contains(end) { pieces += segmenter.pull() }
    start = end
  }
  segmenter.append(bytes[start...])
  segmenter.finish()
  pieces += segmenter.pull()
  return pieces
}

extension String {
  var withoutSpace: String { String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isWhitespace })) }
}

extension [TextPiece] {
  var joined: String { map(\.text).joined().withoutSpace }
  var texts: [String] { map(\.text) }
}
