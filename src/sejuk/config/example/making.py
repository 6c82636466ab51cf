"""Makes the example from nothing, the same always, and throws away the one before."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.accounts.models import Account, Label
from sejuk.config.example import crews, halls, organisers, past_problems
from sejuk.config.example.names import Invented
from sejuk.config.example.story import (
    ELECTION,
    ELECTION_BEFORE,
    NOW,
    PLANNED_AT,
    SENAKIN,
    SUB_DISTRICT,
)
from sejuk.config.example.training import Search, publish_plan, record_attendances
from sejuk.crews.models import Holding, Person
from sejuk.elections.facts.reading import read_facts
from sejuk.elections.facts.writing import write_facts
from sejuk.elections.models import Election
from sejuk.places.area_files import read_area_files
from sejuk.places.area_writing import write_areas
from sejuk.places.models import Area
from sejuk.training.models import PlanSetting, Trainer

RISK: Final = 1.5
STEPS: Final = 9
"""How many times `make_example` tells what it does."""

Tell = Callable[[str], object]


def is_empty() -> bool:
    """Whether nobody has an account yet and no election runs."""
    return not (Account.objects.exists() or Election.objects.filter(is_running=True))


def real_things() -> list[str]:
    """Sentences on what the tables hold that no example put there."""
    known = [sign.username for sign in organisers.all_signs()]
    persons = Person.objects.filter(is_invented=False).count()
    trainers = Trainer.objects.filter(is_invented=False).count()
    others = Account.objects.exclude(username__in=known).count()
    found = [
        (
            persons,
            ngettext(
                "%(n)d person who is not invented",
                "%(n)d persons who are not invented",
                persons,
            ),
        ),
        (
            trainers,
            ngettext(
                "%(n)d trainer who is not invented",
                "%(n)d trainers who are not invented",
                trainers,
            ),
        ),
        (
            others,
            ngettext(
                "%(n)d account that is not of the example",
                "%(n)d accounts that are not of the example",
                others,
            ),
        ),
    ]
    return [text % {"n": number} for number, text in found if number]


@transaction.atomic
def make_example(
    password: str,
    shipped: list[Path],
    tell: Tell,
    search: Search | None = None,
) -> None:
    """Empty the tables and fill them with the example.

    Args:
        password: of every account.
        shipped: the files of areas that come with the product.
        tell: told what is done next, `STEPS` times.
        search: finds the plan anew and keeps it; None: takes the plan that ships.

    Raises:
        PlanDoesNotFitError: if the plan that ships breaks a rule or misstates its loss.
    """
    tell(_("Emptying the tables"))
    _empty_tables()
    tell(_("Calendars, rules, kinds of problems"))
    write_facts(read_facts())
    tell(_("Areas, points and boundaries"))
    write_areas(read_area_files(shipped))
    areas = {area.code: area for area in Area.objects.all()}
    election = _start(planned_at=True)
    _make_people(election, areas, password, tell)
    ppk = Account.objects.get(username="ppk")
    tell(_("Past problems of 2019"))
    _make_past(election, areas, ppk)
    tell(_("The plan of 13 November"))
    publish_plan(election, areas[SUB_DISTRICT], ppk, search)
    tell(_("Who came on 24 and 25 November"))
    record_attendances(election, areas[SUB_DISTRICT])
    _start(planned_at=False)


def _make_people(
    election: Election, areas: dict[str, Area], password: str, tell: Tell
) -> None:
    """Stations, crews, agencies, accounts, halls, trainers."""
    invented = Invented()
    tell(_("Stations and invented crews"))
    crews.make_crews(crews.make_stations(election, areas), invented)
    tell(_("Agencies and accounts"))
    organisers.make_agencies(areas)
    organisers.make_accounts(areas, invented, password)
    _name_the_chair(Account.objects.get(username="kpps-senakin-1"))
    Label.objects.create(key="leadership_forum", text="Muspika")
    tell(_("Invented halls and trainers"))
    halls.make_halls(areas)
    organisers.make_trainers(areas, invented, password)


def _make_past(election: Election, areas: dict[str, Area], ppk: Account) -> None:
    """The problems of the election before, and the risk that they leave."""
    before = Election.objects.get(slug=ELECTION_BEFORE)
    stations = crews.make_stations_before(before, areas)
    past_problems.make_past_problems(before, stations, areas, ppk)
    PlanSetting.objects.create(
        election=election,
        area=areas[SUB_DISTRICT],
        risks=dict.fromkeys(past_problems.VILLAGES_AT_RISK, RISK),
        halve_halls=True,
    )


def _start(*, planned_at: bool) -> Election:
    """Let the election run at the moment of planning, or at the working moment."""
    election = Election.objects.get(slug=ELECTION)
    election.is_running = True
    election.set_at = PLANNED_AT if planned_at else NOW
    election.save(update_fields=["is_running", "set_at"])
    return election


def _name_the_chair(account: Account) -> None:
    """The crew's account belongs to the chair of Senakin TPS 1."""
    chair = Holding.objects.select_related("person").get(
        seat__station__village__code=SENAKIN,
        seat__station__election__slug=ELECTION,
        seat__station__number=1,
        seat__number=1,
    )
    account.name = chair.person.name
    account.phone = chair.person.phone
    account.save(update_fields=["name", "phone"])


def _own_models() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("sejuk.")
        for model in config.get_models()
    ]


def _empty_tables() -> None:
    """Delete every row of Sejuk's own tables and number anew from 1."""
    connection.check_constraints()  # PostgreSQL empties no table with checks to come
    tables = [model._meta.db_table for model in _own_models()]
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True)
    connection.ops.execute_sql_flush(statements)
