"""The fixed words of the documents, in the language that is active."""

from django.utils.translation import gettext as _


def fixed_words() -> dict[str, str]:
    """Every fixed word that a template prints, by its name there."""
    return {
        "agenda_empty": _("There is nothing open to discuss."),
        "attachment": _("Attachments"),
        "copies": _("Copies to"),
        "date": _("Day and date"),
        "decided": _("Notes and decision"),
        "for": _("To the honourable"),
        "letter_number": _("Letter number"),
        "matter": _("Matter"),
        "name": _("Name"),
        "nature": _("Urgency"),
        "no_date": _("No date yet: ask your PPS."),
        "no_session": _("No session is planned yet."),
        "number_sign": _("No."),
        "officers": _("officers"),
        "organiser": _("Organiser"),
        "page": _("Page {page} of {pages}"),
        "phone": _("Phone number"),
        "place": _("Place"),
        "reason": _("Reason"),
        "regarding": _("Regarding"),
        "role": _("TPS / position"),
        "signature": _("Signature"),
        "takers": _("Who could take it"),
        "time": _("Time"),
        "total": _("Total"),
        "trainer": _("Trainer"),
        "venue": _("Venue"),
        "who": _("Who comes"),
    }
