"""Figures, days and times in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from sejuk.places.models import Area
from sejuk.web import figures

NINE_IN_MAKASSAR = datetime(2020, 3, 19, 1, 0, tzinfo=UTC)


def drawn(text: str, **context: object) -> str:
    """A template's text, with ordinary spaces."""
    page = Template("{% load web %}" + text).render(Context(context))
    return page.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "text", "value", "shown"),
    [
        ("id", "{{ value|date }}", date(2020, 3, 19), "Kamis, 19 Maret 2020"),
        ("en", "{{ value|date }}", date(2020, 3, 19), "Thursday, 19 March 2020"),
        ("id", "{{ value|day_short }}", date(2020, 11, 26), "Kam 26 Nov"),
        ("id", "{{ value|wita }}", NINE_IN_MAKASSAR, "09.00 WITA"),
        ("en", "{{ value|wita }}", NINE_IN_MAKASSAR, "09:00 WITA"),
        ("id", "{{ value }}", 1000, "1.000"),
        ("id", "{{ value }}", 2.5, "2,5"),
        ("en", "{{ value }}", 1000, "1,000"),
        ("id", "{{ value|rupiah }}", 150_000, "Rp 150.000"),
        ("id", "{{ value|rupiah }}", 14_230_000, "Rp 14,2 jt"),
        ("id", "{{ value|rupiah }}", 1_250_000_000, "Rp 1,2 M"),
        ("en", "{{ value|rupiah }}", 14_230_000, "Rp 14.2 m"),
        ("id", "{{ value|percent }}", 0.41, "41 %"),
        ("id", "{{ value|percent }}", None, "–"),
        ("id", "{{ value|share:315 }}", 38, "12 %, 38 dari 315"),
        ("en", "{{ value|share:1200 }}", 1000, "83 %, 1,000 of 1,200"),
        ("id", "{{ value|share:0 }}", 0, "0 %, 0 dari 0"),
    ],
)
def test_figures_are_written_as_people_write_them(
    language: str, text: str, value: object, shown: str
) -> None:
    with translation.override(language):
        assert drawn(text, value=value) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [("31.71", "08.00 WIB"), ("63.02.09", "09.00 WITA"), ("91.03", "10.00 WIT")],
)
def test_a_time_is_that_of_the_place(code: str, shown: str) -> None:
    with translation.override("id"):
        assert figures.time_of_day(NINE_IN_MAKASSAR, Area(code=code)) == shown


def test_100_percent_is_said_only_of_what_is_complete() -> None:
    assert figures.whole_percent(314 / 315) == 99
    assert figures.whole_percent(1.0) == 100


def test_a_percentage_rounds_to_the_nearest() -> None:
    assert figures.whole_percent(0.955) == 96
    assert figures.whole_percent(0.004) == 0
