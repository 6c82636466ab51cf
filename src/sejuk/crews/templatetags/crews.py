"""Filters for pages of crews: `{% load crews %}`."""

import phonenumbers
from django import template

register = template.Library()


@register.filter
def phone(number: str) -> str:
    """A number kept as +62… the way people here write it: 0812-0000-1234."""
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException:
        return number
    is_here = parsed.country_code == phonenumbers.country_code_for_region("ID")
    kinds = phonenumbers.PhoneNumberFormat
    kind = kinds.NATIONAL if is_here else kinds.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind)
