"""What a spreadsheet is here: sheets of rows of typed values, nothing of its look."""

import datetime
from dataclasses import dataclass

Value = (
    str
    | int
    | float
    | bool
    | datetime.datetime
    | datetime.date
    | datetime.time
    | datetime.timedelta
    | None
)
"""What a cell holds; None where it is empty. Whole numbers are `int`, never 812.0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: as the sender sees it; "" in a text file, which has no sheets.
        hidden: whether the sender hid it.
        rows: `rows[i]` is row i + 1 of the spreadsheet (in a text file: record i + 1,
            blank lines counted); without the empty cells at the end of each row.
    """

    name: str
    hidden: bool
    rows: list[list[Value]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole file: its format ("xlsx", "ods" or "csv") and its sheets in order."""

    form: str
    sheets: list[Sheet]


def letters(index: int) -> str:
    """The letters of a column from its index: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
