"""Filters for pages of crews: `{% load crews %}`."""

from django import template

from sejuk.accounts.templatetags.phones import phone

register = template.Library()
register.filter(phone)
