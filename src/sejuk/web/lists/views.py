"""Pages of lists: what there is, reading one in, its preview, templates, exports."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sejuk.accounts.access import areas_where, home_area, may_somewhere, sees_all_of
from sejuk.accounts.http import AccountRequest
from sejuk.elections.request import election_of, election_or_404
from sejuk.sheets.lists import write_csv, write_template, write_xlsx
from sejuk.web.lists import uploads
from sejuk.web.lists.forms import UploadForm
from sejuk.web.lists.kinds import KINDS, ListKind
from sejuk.web.lists.showing import shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def import_list(request: AccountRequest) -> HttpResponse:
    """All kinds of lists: read one in, fetch its template, fetch what stands."""
    area = home_area(request.user)
    sees = area is not None and sees_all_of(request.user, area)
    context = {
        "election": election_of(request),
        "kinds": [
            {"kind": kind, "may_read": may_somewhere(request.user, kind.verb)}
            for kind in KINDS.values()
        ],
        "own": area if sees else None,
    }
    return render(request, "web/lists/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: AccountRequest, kind: str) -> HttpResponse:
    """Send a file of a kind."""
    wanted = _readable(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = uploads.keep(form.cleaned_data["file"], kind, request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("web:import_preview", kind=kind, token=token)
    status = 422 if form.errors else 200
    context = {"kind": wanted, "form": form}
    return render(request, "web/lists/import_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: AccountRequest, kind: str, token: str) -> HttpResponse:
    """What a file would do, and everything that stops it; POST writes it.

    The file is read and checked again before it is written: between the two others may
    have written as well.
    """
    wanted = _readable(request, kind)
    election = election_or_404(request)
    file = uploads.kept(token, kind, request.user)
    if file is None:
        messages.error(request, _("This file is gone: please send it again."))
        return redirect("web:import_new", kind=kind)
    read = wanted.read(file.content, election, request.user)
    if request.method == "POST" and read.preview.is_clean:
        written = read.write()
        uploads.forget(token, kind, request.user)
        messages.success(request, _written(written))
        return redirect("web:import_list")
    context = {
        "kind": wanted,
        "file": file,
        "preview": read.preview,
        "shown": shown(read.preview),
        "form": UploadForm(),
    }
    return render(request, "web/lists/import_preview.html", context)


@require_safe
def import_template(request: AccountRequest, kind: str) -> HttpResponse:
    """A file to fill in."""
    wanted = _kind(kind)
    return _file(write_template(wanted.kind), f"{kind}-template.xlsx", XLSX)


@require_safe
def export(request: AccountRequest, kind: str, code: str, form: str) -> HttpResponse:
    """What stands in an area, in the columns in which it can be read in again."""
    wanted = _kind(kind)
    area = get_object_or_404(areas_where(request.user, wanted.verb), code=code)
    rows = wanted.rows(election_or_404(request), area, request.user)
    if form not in {"csv", "xlsx"}:
        raise Http404
    if form == "csv":
        content = write_csv(wanted.kind.columns, rows)
        return _file(content, f"{kind}-{code}.csv", "text/csv; charset=utf-8")
    content = write_xlsx(wanted.kind.columns, rows, title=str(wanted.kind.label))
    return _file(content, f"{kind}-{code}.xlsx", XLSX)


def _kind(name: str) -> ListKind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _readable(request: AccountRequest, name: str) -> ListKind:
    """The kind, for those who may read one in somewhere."""
    wanted = _kind(name)
    if not may_somewhere(request.user, wanted.verb):
        raise Http404
    election_or_404(request)
    return wanted


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": disposition},
    )


def _written(count: int) -> str:
    if not count:
        return _("Nothing new: everything in this list stands already.")
    told = ngettext("%(n)d row was written.", "%(n)d rows were written.", count)
    return told % {"n": count}
