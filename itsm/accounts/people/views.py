"""Pages about people: inviting, changing, taking leave; and everybody's own page."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from knox.models import get_token_model

from itsm.accounts import login_attempts
from itsm.accounts.people import forms, leaving, workflow
from itsm.accounts.people.search import people_for, person_for
from itsm.accounts.signing_in import begin_session
from itsm.guards.once import only_once
from itsm.journal import timeline
from itsm.journal.models import Subject
from itsm.people.factors import apps_of
from itsm.people.roles import EXPLAINED, Role
from itsm.people.rules import can_manage_people
from itsm.web.paging import Pages
from itsm.workflow import StepRefused, require

BACKEND = "itsm.accounts.signing_in.Backend"


def index(request):
    """Who works with us."""
    form = forms.PeopleFilter(request.GET or None, by=request.user)
    found = form.cleaned_data if form.is_valid() else {}
    people = people_for(request.user, left="left" in request.GET, **found)
    page = Pages(people).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "left": "left" in request.GET}
    return render(request, "people/index.html", context)


def invite(request):
    """A new colleague in under a minute."""
    require(can_manage_people, request.user)
    form = forms.InviteForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid() and (pk := _invited(request, form)):
        said = _("%(person)s is invited. The link is on its way to %(email)s.")
        words = {"person": person_of(request, pk), "email": form.cleaned_data["email"]}
        messages.success(request, said % words)
        return redirect("people:show", pk)
    explained = [(Role(role).label, words) for role, words in EXPLAINED.items()]
    return render(request, "people/invite.html", {"form": form, "explained": explained})


def _invited(request, form):
    """The new colleague's id; sent twice, it is the same one."""

    def act():
        return workflow.invite(by=request.user, **form.told()).pk

    return attempt(form, only_once, request, act)


def show(request, pk):
    """One colleague: roles, schools, what happened."""
    person = person_of(request, pk)
    life = Subject.objects.about(person).visible_to(request.user)
    held, signing_in = person.memberships.all(), timeline.group_verbs("signing_in")
    context = {
        "person": person,
        "memberships": held,
        "postings": person.postings.select_related("school"),
        "is_technician": Role.TECHNICIAN in [one.role for one in held],
        "waiting": person.invitations.filter(used_at=None).exists(),
        "open_work": leaving.open_work(person),
        "has_factor": apps_of(person).exists(),
        "life": timeline.lines(life.exclude(verb__in=signing_in)[:50]),
        "signing_in": timeline.lines(life.filter(verb__in=signing_in)[:20]),
    }
    return render(request, "people/show.html", context)


def edit(request, pk):
    """Name and address of a colleague."""
    person = person_of(request, pk)
    form = forms.PersonForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        attempt(form, workflow.edit_person, person, by=request.user, **form.cleaned_data)
        if not form.errors:
            return redirect("people:show", pk)
    return render(request, "people/form.html", {"form": form, "person": person})


def add_role(request, pk):
    """One more role."""
    person = person_of(request, pk)
    form = forms.RoleForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        workflow.add_role(person, by=request.user, **form.cleaned_data)
        return redirect("people:show", pk)
    return render(request, "people/form.html", {"form": form, "person": person})


@require_POST
def remove_role(request, pk, membership):
    """A role less; whoever takes it away hears what became of the open work."""
    person = person_of(request, pk)
    held = get_object_or_404(person.memberships, pk=membership)
    before = [work.number for work in leaving.open_work(person)]
    workflow.remove_role(held, by=request.user)
    messages.success(request, _("Taken away: %(role)s.") % {"role": held})
    after = [work.number for work in leaving.open_work(person)]
    for trade, had, has in zip(leaving.trades(), before, after, strict=True):
        if gone := had - has:
            messages.info(request, trade.back_with_others(gone))
    return redirect("people:show", pk)


def postings(request, pk):
    """Where a technician is sent to."""
    person = person_of(request, pk)
    here = person.postings.values_list("school", flat=True)
    form = forms.PostingsForm(request.POST or None, by=request.user, initial={"schools": here})
    if request.method == "POST" and form.is_valid():
        workflow.post_to(person, by=request.user, schools=list(form.cleaned_data["schools"]))
        return redirect("people:show", pk)
    return render(request, "people/form.html", {"form": form, "person": person})


@require_POST
def resend(request, pk):
    """The invitation once more; the older link stops working."""
    workflow.send_invitation(person_of(request, pk), by=request.user)
    messages.success(request, _("A new link is on its way."))
    return redirect("people:show", pk)


def leave(request, pk):
    """Taking leave of a colleague."""
    person = person_of(request, pk)
    form = forms.LeaveForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        workflow.leave(person, by=request.user, heir=form.cleaned_data["heir"])
        messages.success(request, _("%(person)s has left.") % {"person": person})
        return redirect("people:index")
    context = {"form": form, "person": person, "open_work": leaving.open_work(person)}
    return render(request, "people/leave.html", context)


@login_not_required
@never_cache
def invitation(request, token):
    """The link from the mail: choose a password, and you are in."""
    found = workflow.invitation_for(token)
    if not found:
        return render(request, "people/invitation_over.html", status=404)
    form = forms.PasswordForm(request.POST or None, person=found.person)
    if request.method == "POST" and form.is_valid():
        person = workflow.accept_invitation(found, password=form.cleaned_data["password"])
        login(request, person, backend=BACKEND)
        record_authentication(request, person, method="password")
        begin_session(request, person)
        home = redirect("home")
        login_attempts.remember(home, request, person)
        return home
    return render(request, "people/invitation.html", {"form": form, "person": found.person})


def me(request):
    """My own page: name and language; and the ways to password, second factor, sessions, tokens."""
    form = forms.PersonForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        attempt(form, workflow.edit_person, request.user, by=request.user, **form.cleaned_data)
        if not form.errors:
            return _saved(request)
    tokens = get_token_model().objects.filter(user=request.user).count()
    memberships = request.user.memberships.select_related("school")
    context = {"form": form, "tokens": tokens, "memberships": memberships}
    return render(request, "people/me.html", context)


def _saved(request):
    """Back to my page, in the language just chosen."""
    translation.activate(request.user.language)
    messages.success(request, _("Saved."))
    answer = redirect("me")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        request.user.language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return answer


def person_of(request, pk):
    """The colleague a page of administrators is about."""
    person = person_for(request.user, pk)
    if person is None:
        raise Http404
    return person


def attempt(form, step, *args, **kwargs):
    """Take the step; a refusal is said in the form, with everything typed still there."""
    try:
        return step(*args, **kwargs)
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        return None
