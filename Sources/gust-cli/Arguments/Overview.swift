/// What is said of the program as a whole, in `gust --help` and in gust(1).
enum Overview {
  static let summary = "stream speech from the Breeze text-to-speech API and play it as it comes"
  static let usage = "gust COMMAND [OPTION…] [--] [ARGUMENT…]"
  static let description = """
    The first syllable is in the sound server milliseconds after its bytes have arrived. What can be said to a command is in \
    its own page.

    Standard output carries data only; messages go to standard error. The key is taken from BREEZE_API_KEY.
    """
  static let examples = [
    CommandSyntax.Example("gust say \"Hello\"", "Speak a text."),
    CommandSyntax.Example("fortune | gust say", "Speak what another program writes."),
    CommandSyntax.Example("gust say -o hello.wav --tee \"Heard and saved\"", "Speak a text and keep the sound."),
  ]
}
