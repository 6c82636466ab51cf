"""The parts that pages are made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from sejuk.web.parts import calendar_of

THURSDAY = date(2020, 11, 26)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def drawn(text: str, **context: Any) -> str:
    """What a template shows, whitespace made single."""
    page = Template("{% load web %}" + text).render(Context(context))
    return re.sub(r"\s+", " ", page).strip()


@dataclass(frozen=True)
class Hall:
    key: int
    name: str
    closed_on: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Entry:
    row: int
    on: date
    at: str = "09.00"
    text: str = "PPK 28"
    href: str = "/sessions/1/"
    move_href: str = ""
    state: str = ""
    faults: list[str] = field(default_factory=list)


class VenueForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the board.")
    seats = forms.IntegerField(label="Seats", min_value=1)
    is_active = forms.BooleanField(label="In use", required=False)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday")], widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> None:
        raise forms.ValidationError("The hall is taken.")


class TestCalendar:
    def test_sessions_stand_in_their_row_and_day(self) -> None:
        halls = [Hall(1, "Senakin"), Hall(2, "Sebuli")]
        days = [date(2020, 11, 27), THURSDAY]

        calendar = calendar_of(halls, days, [Entry(2, THURSDAY)])

        assert [c.on for c in calendar.columns] == [THURSDAY, date(2020, 11, 27)]
        counts = [[len(cell.entries) for cell in line.cells] for line in calendar.rows]
        assert counts == [[0, 0], [1, 0]]

    def test_a_session_outside_the_days_is_not_lost(self) -> None:
        entry = Entry(1, date(2020, 12, 3))

        calendar = calendar_of([Hall(1, "Senakin")], [THURSDAY], [entry])

        assert calendar.columns[-1].on == date(2020, 12, 3)

    def test_a_session_in_no_row_is_a_mistake_of_the_page(self) -> None:
        with pytest.raises(ValueError, match="no row 7"):
            calendar_of([Hall(1, "Senakin")], [], [Entry(7, THURSDAY)])

    def test_weeks_are_told_apart(self) -> None:
        days = [date(2020, 11, 28), date(2020, 11, 30), date(2020, 12, 1)]

        columns = calendar_of([], days, []).columns

        assert [c.starts_week for c in columns] == [False, True, False]

    def test_the_phone_gets_the_same_sessions_by_day_and_time(self) -> None:
        late, early = Entry(1, THURSDAY, at="13.00"), Entry(1, THURSDAY, at="08.00")

        calendar = calendar_of([Hall(1, "Senakin")], [], [late, early])

        ((day, listed),) = calendar.days
        assert day == THURSDAY
        assert [found.entry for found in listed] == [early, late]

    def test_closed_days_and_broken_rules_are_shown(self) -> None:
        page = drawn(
            "{% session_calendar rows days entries 'Sessions' %}",
            rows=[Hall(1, "Senakin", frozenset({THURSDAY}))],
            days=[THURSDAY],
            entries=[Entry(1, THURSDAY, state="locked", faults=["Trainer is away"])],
        )

        assert "is-closed" in page
        assert "Trainer is away" in page
        assert "locked" in page

    def test_only_what_may_be_moved_can_be_dragged(self) -> None:
        text = "{% session_calendar rows days entries 'Sessions' %}"
        rows = [Hall(1, "Senakin")]

        fixed = drawn(text, rows=rows, days=[], entries=[Entry(1, THURSDAY)])
        free = Entry(1, THURSDAY, move_href="/sessions/1/move/")
        movable = drawn(text, rows=rows, days=[], entries=[free])

        assert "draggable" not in fixed
        assert 'data-move-href="/sessions/1/move/"' in movable


class TestFields:
    def test_a_fault_stands_at_its_field_and_is_joined_to_it(self) -> None:
        form = VenueForm({"name": "Hall", "seats": "0", "days": ["1"]})

        page = drawn("{% field form.seats %}", form=form)

        assert 'id="id_seats_error"' in page
        assert re.search(r'<input[^>]*aria-describedby="id_seats_error"', page)
        assert re.search(r'<input[^>]*aria-invalid="true"', page)
        assert 'value="0"' in page

    def test_help_is_joined_to_its_field(self) -> None:
        page = drawn("{% field form.name %}", form=VenueForm())

        assert 'id="id_name_helptext"' in page
        assert re.search(r'<input[^>]*aria-describedby="id_name_helptext"', page)

    def test_faults_of_the_whole_form_stand_on_top(self) -> None:
        page = drawn("{% fields form %}", form=VenueForm({}))

        assert page.index("The hall is taken.") < page.index("<label")

    def test_choices_are_a_group_with_a_legend(self) -> None:
        page = drawn("{% field form.days %}", form=VenueForm())

        assert "<legend>Days</legend>" in page

    def test_a_tick_and_its_word_are_one_target(self) -> None:
        page = drawn("{% field form.is_active %}", form=VenueForm())

        assert re.search(r'<label class="tick"><input[^>]*> In use</label>', page)


class TestFacts:
    @pytest.mark.parametrize("status", ["V", "B"])
    def test_confirmed_facts_are_said_plainly(self, status: str) -> None:
        assert drawn("{% fact_mark status %}", status=status) == ""

    @pytest.mark.parametrize("status", ["S", "A"])
    def test_others_carry_their_mark(self, status: str) -> None:
        page = drawn("{% fact_mark status %}", status=status)

        assert f">{status}</abbr>" in page
        assert "confirm with the PPS" in page

    def test_an_unconfirmed_rule_is_never_an_answer(self) -> None:
        page = drawn("{% fact_mark 'U' %}")

        assert "no confirmed rule: ask the PPS" in page
        answer = "{% if status|may_be_said %}said{% else %}not said{% endif %}"
        assert drawn(answer, status="U") == "not said"
        assert drawn(answer, status="") == "not said"
        assert drawn(answer, status="S") == "said"


class TestSigns:
    def test_a_colour_never_stands_without_its_sign(self) -> None:
        page = drawn("{% badge 'fault' 'overdue' %}")

        assert '<span aria-hidden="true">×</span>overdue' in page

    def test_an_unknown_kind_is_a_mistake_of_the_page(self) -> None:
        with pytest.raises(KeyError):
            drawn("{% badge 'purple' 'x' %}")

    def test_blocked_is_said_to_those_who_cannot_see_the_hatching(self) -> None:
        assert "blocked" in drawn("{% shade 0.4 True %}")
        assert "blocked" not in drawn("{% shade 0.4 %}")

    def test_a_bar_carries_its_value_as_text(self) -> None:
        with translation.override("id"):
            page = drawn("{% bar 41.5 100 %}")

        assert 'width="41.5"' in page
        assert "41,5/100" in page


class TestMap:
    def test_areas_lead_to_their_pages_and_are_named(self) -> None:
        @dataclass(frozen=True)
        class Village:
            name: str = "Tanjung <Batu>"
            geometry: None = None
            lon: float = 116.2
            lat: float = -2.9
            value: float = 0.41
            href: str = "/areas/63.02.09.2001/"
            is_blocked: bool = True

        page = drawn("{% area_map shapes 'Readiness' %}", shapes=[Village()])

        assert 'role="group"' in page
        assert 'href="/areas/63.02.09.2001/"' in page
        assert "Tanjung &lt;Batu&gt;: 41 %, blocked" in page
        assert "url(#map-hatch)" in page

    def test_nothing_to_draw_draws_nothing(self) -> None:
        assert drawn("{% area_map shapes 'Readiness' %}", shapes=[]) == ""


def test_two_ways_stand_beside_each_other_in_words_and_dots() -> None:
    @dataclass(frozen=True)
    class Understood:
        name: str = "Understood on the day"
        then: float = 0.61
        now: float = 0.83
        then_text: str = "61 %"
        now_text: str = "83 %"
        full: float | None = 1.0

    page = drawn("{% ways measures %}", measures=[Understood()])

    assert "61 %" in page
    assert 'class="dots-then" cx="61.0%"' in page
    assert 'class="dots-now" cx="83.0%"' in page


def test_a_next_page_keeps_what_was_filtered() -> None:
    request = RequestFactory().get("/crews/?q=siti&page=2")
    page = Paginator(range(60), 20).get_page(2)

    html = drawn("{% pages page %}", page=page, request=request)

    assert 'href="?q=siti&amp;page=1"' in html
    assert 'href="?q=siti&amp;page=3"' in html
    assert "21 to 40 of 60" in html


def test_a_single_page_has_no_page_links() -> None:
    page = Paginator(range(5), 20).get_page(1)

    assert drawn("{% pages page %}", page=page) == ""


def test_a_job_asks_again_only_while_it_runs() -> None:
    text = "{% include 'web/parts/_job.html' %}"
    shown = {"words": "Searching", "poll_href": "/jobs/1/", "share_done": 0.45}

    running = drawn(text, **shown, job_is_running=True)
    over = drawn(text, **shown, job_is_running=False)

    assert 'hx-get="/jobs/1/"' in running
    assert 'value="45"' in running
    assert "hx-get" not in over


def templates() -> list[Path]:
    """Every template of the product."""
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return [
        file
        for folder in folders
        if "sejuk" in folder.parts
        for file in sorted(folder.rglob("*.html"))
    ]


FORBIDDEN = re.compile(
    r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|hx-trigger="[^"]*\[|"js:"""
)


def test_no_template_holds_what_the_content_policy_blocks() -> None:
    found = {
        str(file): match.group()
        for file in templates()
        if (match := FORBIDDEN.search(file.read_text()))
    }

    assert len(templates()) > 20
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>",
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a hx-on:click="x()">',
        '<a hx-trigger="click[ctrlKey]">',
        """<a hx-vals="js:{a: 1}">""",
    ],
)
def test_the_search_for_blocked_things_finds_them(text: str) -> None:
    assert FORBIDDEN.search(text)
