"""Invented people: common given names of the coast, drawn the same always.

Kelumpang Tengah is home to Banjar, Javanese and Bugis families; names are put together
by chance and stand for nobody. Phone numbers have the form 0812-0000-xxxx.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sejuk.domain.training.invented import draw


@dataclass(frozen=True, slots=True)
class _Custom:
    """Given names and second names as one group of families uses them."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    second_of_men: tuple[str, ...]
    second_of_women: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_BANJAR: Final = _Custom(
    men=_words(
        "Ahmad Muhammad Abdul Hamdani Rusdi Asrani Masrani Gazali Ramli Bahrudin "
        "Fahrurazi Hairani Yusran Rahmadi Mahyuni Taufik Anshari Aliansyah Syahrudin "
        "Kaspul Jumadi Arbain Zainal Mursidi Hasbullah Rizani Salman Ilham"
    ),
    women=_words(
        "Siti Norhayati Norhasanah Rusmini Salasiah Rabiatul Mariatul Masliani Jamilah "
        "Norlaila Rahmah Hamidah Mahrita Halimah Raudah Nurul Aulia Mastura Fitriah "
        "Rusdiana Norjanah Zahratun Hikmah Lailatul"
    ),
    second_of_men=_words(
        "Rahman Hadi Fauzi Noor Rasyid Syahid Kurnain Akbar Rifani Huda Saputra Ikhsan "
        "Maulana Fikri Anwar Wahab Basuni Halim"
    ),
    second_of_women=_words(
        "Aminah Hasanah Adawiyah Qibtiah Fatimah Khairiah Noor Ulfah Janah Mawaddah "
        "Safitri Rahmi Amalia Maulida"
    ),
)
_JAVANESE: Final = _Custom(
    men=_words(
        "Slamet Sugeng Agus Bambang Sutrisno Wahyu Eko Dwi Tri Suparno Hariyanto "
        "Mulyono Sunaryo Budi Rudi Teguh Untung Purwanto"
    ),
    women=_words(
        "Sri Endang Sulastri Wahyuni Suparti Wiwik Lestari Ratna Dewi Yuni Sumarni "
        "Tutik Indah Ningsih Murni"
    ),
    second_of_men=_words(
        "Santoso Prasetyo Riyadi Susilo Nugroho Setiawan Hartono Utomo Cahyono Supriadi"
    ),
    second_of_women=_words(
        "Rahayu Handayani Utami Astuti Wulandari Puspita Kurniasih Setyowati Mulyani"
    ),
)
_BUGIS: Final = _Custom(
    men=_words(
        "Baso Aras Tahir Saharuddin Syamsuddin Burhanuddin Kamaruddin Arifuddin Nasir "
        "Mustamin Jufri Ambo Lukman Rustam Hasanuddin Amiruddin"
    ),
    women=_words(
        "Sitti Besse Hasnah Nurlia Jumriani Rosmini Suriani Tenri Nuraeni Hasmawati "
        "Rahmatia Marwah Darmawati"
    ),
    second_of_men=_words("Saleh Mappa Palallo Rauf Hamid Mansur Tajuddin Yunus Beddu"),
    second_of_women=_words("Nur Dahlia Wati Ramlah Saenab Kasma Alang Rasyid"),
)

_CUSTOMS: Final = ((0.60, _BANJAR), (0.80, _JAVANESE), (1.00, _BUGIS))
"""Share of people whose draw lies below the number, by custom."""

_WOMEN: Final = 0.5


class Invented:
    """Gives out names and phone numbers, none of them twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers = iter(range(1, 10_000))

    def name(self, seed: int, *about: str | int, woman: bool | None = None) -> str:
        """A name for whoever `about` speaks of; the first draw that is still free."""
        for name in _names(seed, about, woman):
            if name not in self._taken:
                self._taken.add(name)
                return name
        raise ValueError("there are no more names")

    def phone(self) -> str:
        """The next number of the form 0812-0000-xxxx, as +62."""
        return f"+62812{next(self._numbers):08d}"


def _names(
    seed: int, about: tuple[str | int, ...], woman: bool | None
) -> Iterator[str]:
    for attempt in range(1000):
        of = (seed, *about, "person", attempt)
        is_woman = draw(*of, "woman") < _WOMEN if woman is None else woman
        chance = draw(*of, "custom")
        custom = next(custom for below, custom in _CUSTOMS if chance < below)
        given = custom.women if is_woman else custom.men
        second = custom.second_of_women if is_woman else custom.second_of_men
        first = given[int(len(given) * draw(*of, "given"))]
        yield f"{first} {second[int(len(second) * draw(*of, 'second'))]}"
