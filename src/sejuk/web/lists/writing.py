"""Writing what somebody saw in a preview, and nothing else."""

from django.db import transaction

from sejuk.accounts.models import Account
from sejuk.elections.models import Election
from sejuk.sheets.preview import Preview, Sent
from sejuk.web.lists.kinds import ListKind


def write_as_seen(
    kind: ListKind, sent: Sent, election: Election, by: Account, seen: str
) -> tuple[Preview, int | None]:
    """Read and check a file again, and write it if it still does what was seen.

    Args:
        kind: what list it is.
        sent: the file, opened.
        election: whose list.
        by: who writes.
        seen: the mark of the preview that was looked at.

    Returns:
        What the file would do now, and how many rows were written; None where nothing
        was, because others wrote since and the file would now do something else.
    """
    with transaction.atomic():
        Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        read = kind.read([sent], election, by, True)
        if not read.preview.is_clean or read.preview.mark != seen:
            return read.preview, None
        return read.preview, read.write()
