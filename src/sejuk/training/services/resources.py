"""Halls, trainers, their days, and the numbers that a sub-district plans with."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import isfinite

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.elections.models import Election
from sejuk.places.models import Area, Venue, VenueClosure
from sejuk.training.models import FreeDay, PlanSetting, Session, Trainer
from sejuk.training.queries import ADJUSTABLE, plan_setting
from sejuk.training.services.guard import permit

_RISKS = (1.0, 3.0)


@transaction.atomic
def save_venue(venue: Venue, *, by: Account | None) -> Venue:
    """Add a hall, or change it. A form hands over the row unsaved.

    Raises:
        ValidationError: at the field concerned.
        PermissionDenied: if `by` may not edit halls in that village.
    """
    permit(by, "edit_venues", venue.area)
    is_new = venue.pk is None
    venue.full_clean()
    venue.save()
    verb = "add_venue" if is_new else "change_venue"
    acts.record(verb, venue, by=by, area_code=venue.area.code)
    return venue


@transaction.atomic
def close_venue(
    venue: Venue, days: Iterable[date], *, reason: str = "", by: Account | None
) -> list[Session]:
    """Say that a hall is closed on days. Saying it twice changes nothing.

    Returns the announced sessions there on those days, which have to be moved.

    Raises:
        PermissionDenied: if `by` may not edit halls in that village.
    """
    permit(by, "edit_venues", venue.area)
    closed = sorted(set(days))
    VenueClosure.objects.bulk_create(
        [VenueClosure(venue=venue, on=on, reason=reason) for on in closed],
        ignore_conflicts=True,
    )
    said = [on.isoformat() for on in closed]
    acts.record("close_venue", venue, by=by, area_code=venue.area.code, days=said)
    return list(_announced().filter(venue=venue, on__in=closed))


@transaction.atomic
def open_venue(venue: Venue, days: Iterable[date], *, by: Account | None) -> int:
    """Say that a hall is open on days after all; returns on how many it was closed.

    Raises:
        PermissionDenied: if `by` may not edit halls in that village.
    """
    permit(by, "edit_venues", venue.area)
    opened = sorted(set(days))
    count, _by_model = venue.closures.filter(on__in=opened).delete()
    said = [on.isoformat() for on in opened]
    acts.record("open_venue", venue, by=by, area_code=venue.area.code, days=said)
    return count


@transaction.atomic
def save_trainer(trainer: Trainer, *, by: Account | None) -> Trainer:
    """Add a trainer, or change one. A form hands over the row unsaved.

    Raises:
        ValidationError: at the field concerned.
        PermissionDenied: if `by` may not edit trainers in that area.
    """
    permit(by, "edit_trainers", trainer.area)
    is_new = trainer.pk is None
    trainer.full_clean()
    trainer.save()
    verb = "add_trainer" if is_new else "change_trainer"
    acts.record(verb, trainer, by=by, area_code=trainer.area.code)
    return trainer


@transaction.atomic
def give_days(
    trainer: Trainer, sub_district: Area, days: Iterable[date], *, by: Account | None
) -> int:
    """Say that a trainer is free on days, for a sub-district.

    A KPU trainer's days are given by whoever may edit trainers of the KPU; a day is
    given to one sub-district. Saying it twice changes nothing. Returns how many days
    are new.

    Raises:
        ValidationError: at the field `days` if the trainer is given to another
            sub-district on one of them.
        PermissionDenied: if `by` may not edit this trainer.
    """
    permit(by, "edit_trainers", trainer.area)
    Trainer.objects.select_for_update().get(pk=trainer.pk)
    wanted = sorted(set(days))
    rows = FreeDay.objects.filter(trainer=trainer, on__in=wanted)
    given = {row.on: row.sub_district for row in rows.select_related("sub_district")}
    taken = [(on, where) for on, where in given.items() if where != sub_district]
    if taken:
        raise ValidationError({"days": [_taken(trainer, *one) for one in taken]})
    new = [on for on in wanted if on not in given]
    FreeDay.objects.bulk_create(
        FreeDay(trainer=trainer, on=on, sub_district=sub_district) for on in new
    )
    said = [on.isoformat() for on in new]
    acts.record("give_days", trainer, by=by, area_code=sub_district.code, days=said)
    return len(new)


def _taken(trainer: Trainer, on: date, where: Area) -> ValidationError:
    return ValidationError(
        _("%(trainer)s is given to %(where)s on %(on)s.")
        % {
            "trainer": trainer,
            "where": where,
            "on": date_format(on, "DATE_FORMAT"),
        },
        code="trainer_taken",
    )


@transaction.atomic
def take_days(
    trainer: Trainer, days: Iterable[date], *, by: Account | None
) -> list[Session]:
    """Say that a trainer is not free on days after all.

    Returns the announced sessions that the trainer leads then, for which another one
    has to be found.

    Raises:
        PermissionDenied: if `by` may not edit this trainer.
    """
    permit(by, "edit_trainers", trainer.area)
    taken = sorted(set(days))
    trainer.free_days.filter(on__in=taken).delete()
    said = [on.isoformat() for on in taken]
    acts.record("take_days", trainer, by=by, area_code=trainer.area.code, days=said)
    return list(_announced().filter(trainer=trainer, on__in=taken))


def _announced() -> QuerySet[Session]:
    return (
        Session.objects.filter(
            plan__published_at__isnull=False,
            replaced_by=None,
            called_off_at=None,
            attendances=None,
        )
        .select_related("venue__area", "trainer", "plan")
        .order_by("starts_at", "pk")
    )


@transaction.atomic
def change_setting(
    election: Election,
    area: Area,
    values: Mapping[str, float | None],
    *,
    risks: Mapping[str, float] | None = None,
    halve_halls: bool | None = None,
    by: Account | None,
) -> PlanSetting:
    """Change the numbers that a sub-district plans with; None is the default again.

    Names that are not given stay as they are; so do risks and halving when None.

    Raises:
        ValidationError: at the number that is out of its bounds; at `risks`.
        ValueError: for a name that may not be set.
        PermissionDenied: if `by` may not plan here.
    """
    permit(by, "plan", area)
    faults = {name: fault for name in values if (fault := _fault(name, values[name]))}
    if risks and (wrong := [v for v in risks.values() if not _is_risk(v)]):
        faults["risks"] = _("A risk is a number from 1 to 3, not %(risk)s.") % {
            "risk": wrong[0]
        }
    if faults:
        raise ValidationError(faults)
    setting = plan_setting(election, area)
    kept = {**setting.values, **values}
    setting.values = {name: value for name, value in kept.items() if value is not None}
    if risks is not None:
        setting.risks = {code: risk for code, risk in risks.items() if risk != 1}
    if halve_halls is not None:
        setting.halve_halls = halve_halls
    setting.save()
    acts.record(
        "change_setting", setting, by=by, area_code=area.code, values=dict(values)
    )
    return setting


def _fault(name: str, value: float | None) -> str:
    """What is wrong with a value for a number; empty when nothing is."""
    if name not in ADJUSTABLE:
        raise ValueError(f"{name!r} is not a number that may be set")
    if value is None:
        return ""
    bounds = ADJUSTABLE[name]
    if not bounds.least <= value <= bounds.most:  # nor is NaN
        said = {"least": f"{bounds.least:g}", "most": f"{bounds.most:g}"}
        return _("Enter a number from %(least)s to %(most)s.") % said
    if bounds.is_whole and value != int(value):
        return _("Enter a whole number.")
    return ""


def _is_risk(value: float) -> bool:
    return isfinite(value) and _RISKS[0] <= value <= _RISKS[1]
