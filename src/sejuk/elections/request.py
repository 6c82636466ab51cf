"""The running election of a request, asked once."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sejuk.elections.models import Election
from sejuk.elections.queries import running_election

_KEPT = "_running_election"


def election_of(request: HttpRequest) -> Election | None:
    """The running election; None where none runs. At most one query a request."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, running_election())
    found: Election | None = getattr(request, _KEPT)
    return found


def election_or_404(request: HttpRequest) -> Election:
    """The running election.

    Raises:
        Http404: if none runs, with what to do.
    """
    election = election_of(request)
    if election is None:
        raise Http404(_("No election runs yet: choose one under Settings, Elections."))
    return election
