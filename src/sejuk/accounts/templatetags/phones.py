"""`{% load phones %}{{ account.phone|phone }}`: as people write it."""

from django import template

from sejuk.accounts.sign_in import phone_as_spoken

register = template.Library()


@register.filter
def phone(number: str | None) -> str:
    """A phone number, or a dash where there is none."""
    return phone_as_spoken(number) if number else "–"
