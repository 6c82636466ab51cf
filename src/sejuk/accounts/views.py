"""Signing in, one's own account, the accounts of one's chain, and who did what."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from sejuk.accounts import acts, queries, services
from sejuk.accounts.access import (
    areas_where,
    first_area_where,
    kinds_made,
    may_somewhere,
    visible,
)
from sejuk.accounts.forms import (
    AccountFilter,
    EndForm,
    LabelForm,
    OwnPasswordForm,
    PersonForm,
    RoleForm,
    SignInForm,
)
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account, Label, Role
from sejuk.places.queries import names_by_code

_ON_A_PAGE = 50


class SignIn(LoginView):
    """The one page that needs no account."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@require_GET
def own_account(request: AccountRequest) -> HttpResponse:
    """Who I am here: my roles and until when they hold."""
    context = {"roles": request.user.active_roles}
    return render(request, "accounts/own_account.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def password_change(request: AccountRequest) -> HttpResponse:
    """Set one's own password; the other sessions of the account end."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        services.change_own_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password holds from now on."))
        return redirect("accounts:own_account")
    return render(request, "accounts/password_form.html", {"form": form})


@require_GET
def account_list(request: AccountRequest) -> HttpResponse:
    """The accounts of one's chain."""
    _refuse_those_who_make_none(request)
    everyone = queries.accounts_managed_by(request.user)
    accounts = everyone
    form = AccountFilter(request.GET, by=request.user)
    if form.is_valid():
        given = form.cleaned_data
        accounts = queries.with_a_role(
            queries.found_by(accounts, given["q"]),
            request.user,
            given["area"],
            given["kind"],
        )
    page = Paginator(accounts, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "counts": queries.counts_of(everyone),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "top": first_area_where(request.user, "make_account"),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/account_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def account_new(request: AccountRequest) -> HttpResponse:
    """Make an account; its one-time password is shown once, here."""
    _refuse_those_who_make_none(request)
    person = PersonForm(request.POST or None)
    role = RoleForm(request.POST or None, by=request.user)
    if _are_valid(person, role):
        made = services.make_account(
            person.save(commit=False), role.new_role(), by=request.user
        )
        return render(request, "accounts/password_shown.html", {"made": made})
    context = {"person": person, "role": role}
    return render(request, "accounts/account_form.html", context)


@require_GET
def account_detail(request: AccountRequest, pk: int) -> HttpResponse:
    """One account: its roles, and what may be done to it."""
    account = _managed(request, pk)
    context = {
        "account": account,
        "may_change": queries.is_in_chain_of(request.user, account),
        "is_own": account.pk == request.user.pk,
        "today": timezone.localdate(),
    }
    return render(request, "accounts/account_detail.html", context)


@require_http_methods(["GET", "POST"])
def account_edit(request: AccountRequest, pk: int) -> HttpResponse:
    """Correct the name, user name, phone number or language of an account."""
    account = _in_chain(request, pk)
    form = PersonForm(request.POST or None, instance=account)
    if form.is_valid():
        services.correct_account(form.save(commit=False), by=request.user)
        messages.success(request, _("The account was corrected."))
        return redirect("accounts:account_detail", pk=pk)
    context = {"form": form, "account": account}
    return render(request, "accounts/account_edit.html", context)


@never_cache
@require_POST
def account_reset_password(request: AccountRequest, pk: int) -> HttpResponse:
    """Set a new one-time password and show it once."""
    made = services.reset_password(_in_chain(request, pk), by=request.user)
    return render(request, "accounts/password_shown.html", {"made": made})


@require_POST
def account_lock(request: AccountRequest, pk: int) -> HttpResponse:
    """Let an account no longer sign in."""
    account = _in_chain(request, pk)
    services.set_active(account, False, by=request.user)
    told = _("%(name)s can no longer sign in.") % {"name": account.name}
    messages.success(request, told)
    return redirect("accounts:account_detail", pk=pk)


@require_POST
def account_unlock(request: AccountRequest, pk: int) -> HttpResponse:
    """Let an account sign in again."""
    account = _in_chain(request, pk)
    services.set_active(account, True, by=request.user)
    told = _("%(name)s can sign in again.") % {"name": account.name}
    messages.success(request, told)
    return redirect("accounts:account_detail", pk=pk)


@require_http_methods(["GET", "POST"])
def role_new(request: AccountRequest, pk: int) -> HttpResponse:
    """Give an account one more role."""
    account = _managed(request, pk)
    form = RoleForm(request.POST or None, by=request.user, account=account)
    if form.is_valid():
        role = services.give_role(account, form.new_role(), by=request.user)
        messages.success(request, _("The role was given: %(role)s.") % {"role": role})
        return redirect("accounts:account_detail", pk=pk)
    context = {"form": form, "account": account}
    return render(request, "accounts/role_form.html", context)


@require_http_methods(["GET", "POST"])
def role_end(request: AccountRequest, pk: int) -> HttpResponse:
    """Let a role end on a day."""
    others = visible(request.user, Role).exclude(account=request.user)
    role = get_object_or_404(others.select_related("account", "area"), pk=pk)
    form = EndForm(request.POST or None, role=role)
    if form.is_valid():
        services.end_role(role, last_day=form.cleaned_data["last_day"], by=request.user)
        messages.success(request, _("The role ends: %(role)s.") % {"role": role})
        return redirect("accounts:account_detail", pk=role.account_id)
    return render(request, "accounts/role_end.html", {"form": form, "role": role})


@require_GET
def act_list(request: AccountRequest, code: str) -> HttpResponse:
    """Who did what in an area, newest first."""
    area = get_object_or_404(areas_where(request.user, "make_account"), code=code)
    found = queries.acts_in(request.user, area)
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    names = names_by_code(act.area_code for act in page)
    rows = [
        (act, acts.in_words(act.verb), names.get(act.area_code, act.area_code))
        for act in page
    ]
    context = {"area": area, "page": page, "rows": rows}
    return render(request, "accounts/act_list.html", context)


@require_http_methods(["GET", "POST"])
def label_list(request: AccountRequest) -> HttpResponse:
    """What agencies and their meetings are called here."""
    if not may_somewhere(request.user, "set_labels"):
        raise Http404
    texts = dict(Label.objects.values_list("key", "text"))
    form = LabelForm(request.POST or None, initial=texts)
    if form.is_valid():
        services.set_labels(form.cleaned_data, by=request.user)
        messages.success(request, _("The names hold on every page from now on."))
        return redirect("accounts:label_list")
    return render(request, "accounts/label_list.html", {"form": form})


def _refuse_those_who_make_none(request: AccountRequest) -> None:
    if not kinds_made(request.user):
        raise Http404


def _are_valid(person: PersonForm, role: RoleForm) -> bool:
    """Both, so that all faults are told at once."""
    return all([person.is_valid(), role.is_valid()])


def _managed(request: AccountRequest, pk: int) -> Account:
    found = queries.accounts_managed_by(request.user)
    account: Account = get_object_or_404(found, pk=pk)
    return account


def _in_chain(request: AccountRequest, pk: int) -> Account:
    account = _managed(request, pk)
    if not queries.is_in_chain_of(request.user, account):
        raise Http404
    return account
