"""One-time passwords that one person can read to another over a bad line."""

import secrets
from collections.abc import Callable

_CONSONANTS = "bdghjklmnprstw"
_VOWELS = "aeiou"
_WORDS = 4
_SYLLABLES = 2

_NOT_SAID_ALOUD = frozenset(
    {"babi", "bego", "bodo", "buta", "gila", "hina", "mati", "nazi", "peli", "titi"}
)
"""Words that nobody reads aloud to a colleague."""


def one_time_password(choice: Callable[[str], str] = secrets.choice) -> str:
    """Four words of two open syllables, as in "buro-kani-sede-lupa".

    There are 70 syllables, so that 8 of them have 49 bits: far beyond what five tries
    a quarter of an hour can find, and what a stolen hash gives up before it is changed.
    """
    return "-".join(_word(choice) for _ in range(_WORDS))


def _word(choice: Callable[[str], str]) -> str:
    while True:
        word = "".join(choice(_CONSONANTS) + choice(_VOWELS) for _ in range(_SYLLABLES))
        if word not in _NOT_SAID_ALOUD:
            return word
