"""`{% load labels %}{% label "leadership_forum" %}`: the word that people use here."""

from django import template

from sejuk.accounts.labels import label

register = template.Library()
register.simple_tag(label)
