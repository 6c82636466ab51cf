"""Pages of lists: what there is, reading one in, its preview, templates, exports."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_safe,
)

from sejuk.accounts.access import first_area_where, home_area, visible
from sejuk.accounts.http import AccountRequest
from sejuk.elections.request import election_of, election_or_404
from sejuk.places.models import Area
from sejuk.places.queries import with_path
from sejuk.sheets.lists import write_csv, write_template, write_xlsx
from sejuk.sheets.preview import Preview, opened
from sejuk.web.lists import uploads
from sejuk.web.lists.forms import UploadForm
from sejuk.web.lists.kinds import KINDS, ListKind
from sejuk.web.lists.showing import shown
from sejuk.web.lists.writing import write_as_seen

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
def import_list(request: AccountRequest) -> HttpResponse:
    """All kinds of lists: read one in, fetch its template, fetch what stands."""
    own = home_area(request.user)
    if own is None:
        raise Http404
    uploads.forget_old()
    entries = [
        {
            "kind": kind,
            "may_read": kind.may_read(request.user),
            "may_fetch": kind.may_fetch(request.user, own),
        }
        for kind in KINDS.values()
    ]
    context = {
        "area": own,
        "election": election_of(request),
        "entries": entries,
        "may_read_any": any(entry["may_read"] for entry in entries),
    }
    return render(request, "web/lists/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: AccountRequest, kind: str) -> HttpResponse:
    """Send a file of a kind; the one that it corrects is dropped."""
    wanted = _readable(request, kind)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if form.is_valid():
        try:
            token = uploads.keep(form.cleaned_data["file"], kind, request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("web:import_preview", kind=kind, token=token)
    status = 422 if is_sent else 200
    context = {**_about(request, wanted), "form": form}
    return render(request, "web/lists/import_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: AccountRequest, kind: str, token: str) -> HttpResponse:
    """What a file would do, and everything that stops it; POST writes it.

    The file is read and checked again before it is written: between the two others may
    have written as well.
    """
    wanted = _readable(request, kind)
    file = _kept(request, kind, token)
    if file is None:
        messages.error(request, _("This file is gone: please send it again."))
        return redirect("web:import_new", kind=kind)
    election = election_or_404(request)
    sent = opened(file.name, file.path.read_bytes())
    if request.method != "POST":
        read = wanted.read([sent], election, request.user, False)
        return _preview_page(request, wanted, file, read.preview)
    seen = request.POST.get("mark", "")
    preview, written = write_as_seen(wanted, sent, election, request.user, seen)
    if written is None:
        return _preview_page(request, wanted, file, preview, is_other=True)
    file.forget()
    messages.success(request, wanted.written_words(written))
    return redirect("web:import_list")


@require_safe
def import_template(request: AccountRequest, kind: str, form: str) -> HttpResponse:
    """A file to fill in."""
    wanted = _readable(request, kind)
    if form not in TYPES:
        raise Http404
    if form == "csv":
        return _file(write_csv(wanted.kind.columns, []), f"{kind}-template", form)
    return _file(write_template(wanted.kind), f"{kind}-template", form)


@require_GET
def export(request: AccountRequest, kind: str, code: str, form: str) -> HttpResponse:
    """What stands in an area, in the columns in which it can be read in again."""
    area = get_object_or_404(visible(request.user, Area), code=code)
    wanted = KINDS.get(kind)
    if form not in TYPES or wanted is None or not wanted.may_fetch(request.user, area):
        raise Http404
    list_ = wanted.fetch(request.user, election_or_404(request), area)
    if form == "csv":
        content = write_csv(list_.columns, list_.rows)
    else:
        title = str(wanted.kind.label)
        content = write_xlsx(list_.columns, list_.rows, title=title)
    return _file(content, f"{kind}-{code}", form)


def _readable(request: AccountRequest, name: str) -> ListKind:
    """The kind, for those who may read one in somewhere."""
    wanted = KINDS.get(name)
    if wanted is None or not wanted.may_read(request.user):
        raise Http404
    election_or_404(request)
    return wanted


def _kept(request: AccountRequest, kind: str, token: str) -> uploads.Kept | None:
    try:
        return uploads.kept(token, kind, request.user)
    except uploads.NotYoursError:
        raise Http404 from None


def _about(request: AccountRequest, kind: ListKind) -> dict[str, Any]:
    """The kind, and the area for which the account may read it in, with its path."""
    widest = first_area_where(request.user, kind.verb)
    area = with_path(Area.objects.filter(pk=widest.pk)).first() if widest else None
    return {"kind": kind, "area": area}


def _preview_page(
    request: AccountRequest,
    kind: ListKind,
    file: uploads.Kept,
    preview: Preview,
    *,
    is_other: bool = False,
) -> HttpResponse:
    count = len(preview.lines)
    context = {
        **_about(request, kind),
        "file": file,
        "preview": preview,
        "shown": shown(preview, request.GET.get("page")),
        "form": UploadForm(),
        "is_other": is_other,
        "verb": kind.write_words(count),
    }
    status = 422 if is_other else 200
    return render(request, "web/lists/import_preview.html", context, status=status)


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.{form}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
