"""What people type to look for something, cut to what a database can search."""

MOST_WORDS = 8
"""Each word is a condition of its own; databases refuse thousands of them."""
MOST_LETTERS = 60
"""The longest word; a pattern of 50,000 letters is refused by SQLite."""


def search_words(typed: str) -> list[str]:
    """The words to look for: the first eight, each of at most 60 letters."""
    words = typed.replace("\0", " ").split(maxsplit=MOST_WORDS)
    return [word[:MOST_LETTERS] for word in words[:MOST_WORDS]]
