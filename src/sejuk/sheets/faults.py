"""What is wrong with a file, said where its sender finds it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or wants a look, and what to do about it.

    Attributes:
        sheet: name of the sheet; "" in a text file.
        row: as the spreadsheet counts; None when it is about the whole sheet.
        column: name of a declared column; "" when it is about none.
        code: one word for programs, such as CELL_EMPTY.
        message: a whole sentence in the user's language.
        heading: the column as the sender calls it, else our label; "" without one.
        cell: such as "C7"; "" when it is about no single cell.
    """

    sheet: str
    row: int | None
    column: str
    code: str
    message: str
    heading: str = ""
    cell: str = ""

    def place(self) -> str:
        """Where it is, short, for a command line: `sheet:row:column`."""
        parts = (self.sheet, "" if self.row is None else str(self.row), self.column)
        return ":".join(part for part in parts if part)
