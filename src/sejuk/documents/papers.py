"""What each document says. All values are text, ready to be read.

Dates stand as people write them ("Kamis, 19 Maret 2020"), times with their zone
("09.00 WITA"): who makes a paper formats them in its language. A line break in a text
is kept. Nothing in a text is ever taken for an instruction to the printer.
"""

import datetime
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The top of a paper (kop).

    Attributes:
        lines: the organisation, highest first; the last is the one that writes.
        address: one line under them; "" without one.
    """

    lines: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs, where and when.

    Attributes:
        place: such as "Tanjung Batu".
        day: in words, such as "13 November 2020"; "" leaves a line to fill in.
        office: such as "Ketua PPK Kelumpang Tengah".
        name: "" leaves a line to fill in.
        number: NIP or NRP with its word before it; "" for who has none.
        heading: a line above it all, such as "Mengetahui,".
    """

    place: str
    day: str
    office: str
    name: str = ""
    number: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the block above a list: "Hari/tanggal : Senin, 30 November 2020"."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every document has.

    Attributes:
        title: its name, for the heading, the footer and the file's own title.
        made_on: the day written into the file; the same paper is the same file.
        head: the letterhead; None leaves it out.
        subtitle: lines under the title: for whom, of what.
        signature: who signs; None leaves it out.
        language: of the fixed words: "id" or "en".
    """

    template: ClassVar[str]

    title: str
    made_on: datetime.date
    head: Letterhead | None = None
    subtitle: tuple[str, ...] = ()
    signature: Signature | None = None
    language: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Paper):
    """An official letter (surat dinas), invitations included; `title` is its subject.

    Attributes:
        number, nature, attachment: of the letter; "" prints as "-".
        to: who gets it, line by line, without "Yth.".
        to_place: such as "di Tempat"; "" leaves the line out.
        opening, closing: paragraphs before and after the facts.
        facts: day, time, place, subject of what is invited to.
        copies: who gets a copy (tembusan).
    """

    template: ClassVar[str] = "letter"

    to: tuple[str, ...]
    opening: tuple[str, ...]
    number: str = ""
    nature: str = ""
    attachment: str = ""
    to_place: str = ""
    facts: tuple[Fact, ...] = ()
    closing: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Officers of one station who come to a session: "TPS 3", 7."""

    station: str
    officers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One line of a timetable."""

    day: str
    time: str
    venue: str
    organiser: str
    trainer: str
    groups: tuple[Group, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable(Paper):
    """When and where the officers of a village are trained, for the noticeboard.

    Attributes:
        sessions: in the order of time.
        notes: sentences below the table.
    """

    template: ClassVar[str] = "timetable"

    sessions: tuple[Session, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One who is expected; `role` such as "TPS 3 / Ketua"."""

    name: str
    role: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceList(Paper):
    """A list to sign: who is expected, and rows for who comes besides."""

    template: ClassVar[str] = "attendance"

    facts: tuple[Fact, ...]
    people: tuple[Attendee, ...]
    empty_rows: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to talk about.

    Attributes:
        what: the matter in one sentence.
        place: village and station.
        reason: why it is on the agenda.
        takers: who could take it.
    """

    what: str
    place: str = ""
    reason: str = ""
    takers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Items that belong together, under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Paper):
    """What a meeting goes through, with space to write what was agreed."""

    template: ClassVar[str] = "agenda"

    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One date of one officer."""

    day: str
    time: str
    venue: str
    trainer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One officer's dates."""

    name: str
    role: str
    appointments: tuple[Appointment, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips(Paper):
    """Dates of one or many officers, a strip of A4 each, to cut and hand out."""

    template: ClassVar[str] = "slips"

    slips: tuple[Slip, ...]
