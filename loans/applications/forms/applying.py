"""The application: which case, for how long, what for, and who answers for it."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.fields.form_layout import apply_layout
from itsm.fields.forms import add_custom_fields, custom_values
from itsm.fields.models import Status
from itsm.guards.once import new_key
from itsm.people.models import School, User
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans import rules
from loans.applications.catalogue import cases_on_offer, kinds_to_choose, years_from
from loans.applications.workflow.applying import MOST_AT_ONCE, NOT_YET
from loans.forms import LINES, after, case_label, day_field
from loans.models import Loan

OWN_DAYS = "own"
WORDS = (
    "purpose",
    "responsible",
    "responsible_email",
    "deputy",
    "classes",
    "teaching_plan",
)
PINNED = ("key", "school", "wanted", "quantity", "year", "first_day", "last_day")
NEXT_YEAR_FROM_MONTH = 4  # from April on, schools think of the next school year


class Suggesting(forms.TextInput):
    """A text with suggestions: one of them is chosen, or something else is typed."""

    def __init__(self, suggestions, attrs=None):
        super().__init__(attrs)
        self.suggestions = suggestions

    def render(self, name, value, attrs=None, renderer=None):
        """The input, and below it the list the browser offers."""
        if not self.suggestions:
            return super().render(name, value, attrs, renderer)
        known = f"{(attrs or {}).get('id', name)}-known"
        box = super().render(name, value, {**(attrs or {}), "list": known}, renderer)
        options = format_html_join("", '<option value="{}">', ((one,) for one in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', box, known, options)


class WordsForm(forms.Form):
    """What the school says about it: may be changed as long as the loan is open."""

    purpose = forms.CharField(
        label=_("What for?"),
        max_length=4000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("What do you want to try, and with whom?"),
    )
    responsible = forms.CharField(
        label=_("Who is responsible?"),
        max_length=120,
        help_text=_("One person at the school, by name; colleagues are suggested."),
    )
    responsible_email = forms.EmailField(label=_("E-mail of this person"), required=False)
    deputy = forms.CharField(label=_("Deputy"), required=False, max_length=120)
    classes = forms.CharField(label=_("Classes"), required=False, max_length=200)
    teaching_plan = forms.CharField(
        label=_("Teaching plan"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs=LINES),
    )

    # Names and addresses of who may be responsible: suggested, and the address filled in.
    colleagues = ()

    def clean(self):
        """The address of a colleague need not be typed."""
        data = super().clean()
        if "responsible_email" in self.fields and not data.get("responsible_email"):
            known = {name: email for name, email in self.colleagues if email}
            data["responsible_email"] = known.get(data.get("responsible", ""), "")
        return data

    def apply_layout(self, values=None):
        """The authority's own fields, its own words for the built-in ones, and colleagues to
        choose from where people are named."""
        names = [name for name, _email in self.colleagues]
        for name in ("responsible", "deputy"):
            self.fields[name].widget = Suggesting(names, attrs=self.fields[name].widget.attrs)
        add_custom_fields(self, "loan", values=values)
        apply_layout(self, "loan")
        self.order_fields([name for name in PINNED if name in self.fields] + list(self.fields))

    def words(self) -> dict:
        """What the step takes of it."""
        return {name: self.cleaned_data[name] for name in WORDS if name in self.fields}


class ApplicationForm(WordsForm):
    """The short form: everything else is derived."""

    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), empty_label=_("Please choose")
    )
    wanted = forms.ChoiceField(
        label=_("Which case?"), help_text=_("Usually any case of a kind; or this very one.")
    )
    quantity = forms.IntegerField(
        label=_("How many?"), min_value=1, max_value=MOST_AT_ONCE, initial=1
    )
    year = forms.ChoiceField(label=_("For how long?"), widget=forms.RadioSelect)
    first_day = day_field(_("First day"), required=False)
    last_day = day_field(_("Last day"), required=False)

    def __init__(self, *args, user, asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["key"].initial = new_key
        self._offer_schools()
        self._offer_cases(asked or {})
        self._offer_years()
        self._offer_days(asked or {})
        self.colleagues = colleagues_of([self.only_school] if self.only_school else [])
        self.apply_layout()

    def _offer_schools(self):
        """Only asked where there is a choice."""
        schools = schools_to_apply_for(self.user)
        self.only_school = schools[0] if len(schools) == 1 else None
        if self.only_school:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = School.objects.filter(pk__in=[s.pk for s in schools])

    def _offer_cases(self, asked):
        self.kinds = kinds_to_choose()
        self.cases = {case.pk: case for kind in self.kinds.values() for case in kind.cases}
        self.fields["wanted"].choices = [
            ("", gettext("Please choose")),
            *((kind.category.label, list(_of_kind(kind))) for kind in self.kinds.values()),
        ]
        for word in ("case", "category"):
            if asked.get(word):
                self.fields["wanted"].initial = f"{word}:{asked[word]}"
        if len(self.kinds) == 1 and not asked:
            self.fields["wanted"].initial = f"category:{next(iter(self.kinds))}"

    def _offer_years(self):
        self.years = {year.name: year for year in years_from()}
        this, following = self.years
        first = self.years[this].start
        words = {
            "year": this,
            "weekday": date_format(first, "l"),
            "day": date_format(first, "SHORT_DATE_FORMAT"),
        }
        self.fields["year"].choices = [
            (this, gettext("This school year, %(year)s, from %(weekday)s, %(day)s on") % words),
            (following, gettext("The next school year, %(year)s") % {"year": following}),
            (OWN_DAYS, gettext("Other days")),
        ]
        later = NEXT_YEAR_FROM_MONTH <= timezone.localdate().month < 8
        self.fields["year"].initial = following if later else this

    def _offer_days(self, asked):
        """The free days of a case that the plan named, what is over of them left out."""
        start, last_day = asked.get("start"), asked.get("last_day")
        if start and last_day:
            first = max(start, next(iter(self.years.values())).start)
            days = {"year": OWN_DAYS, "first_day": first, "last_day": max(first, last_day)}
            for name, value in days.items():
                self.fields[name].initial = value

    def clean(self):
        data = super().clean()
        if data.get("year") == OWN_DAYS:
            for name in ("first_day", "last_day"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Please give the day."))
        return data

    def application(self) -> dict:
        """What `workflow.apply` takes."""
        data = self.cleaned_data
        word, _colon, pk = data["wanted"].partition(":")
        case = self.cases[int(pk)] if word == "case" else None
        kind = self.kinds[case.category_id if case else int(pk)]
        return {
            **self.words(),
            **self._days(),
            "school": self.only_school or data["school"],
            "case": case,
            "category": kind.category,
            "quantity": data["quantity"],
            "custom": custom_values(self),
        }

    def _days(self):
        data = self.cleaned_data
        if data["year"] == OWN_DAYS:
            return {"start": data["first_day"], "end": after(data["last_day"])}
        year = self.years[data["year"]]
        return {"start": year.start, "end": year.end}


class AmendForm(WordsForm):
    """Other words; other days and another case too, while nobody has decided."""

    case = forms.ModelChoiceField(
        None, label=_("Case"), required=False, empty_label=_("any case of this kind")
    )
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    status = forms.ModelChoiceField(
        Status.objects.none(), label=_("Status"), required=False, empty_label=_("none")
    )
    whole = forms.BooleanField(
        label=_("For all cases of this application"), required=False, initial=True
    )

    def __init__(self, *args, loan, user, asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.loan, self.user = loan, user
        cases = cases_on_offer().filter(category=loan.category_id).order_by("number_order")
        self.fields["case"].queryset = cases
        self.fields["case"].label_from_instance = case_label
        known = {"first_day": loan.start, "last_day": loan.last_day}
        for name in (*WORDS, "case", "status"):
            known[name] = getattr(loan, name)
        self._leave_out_what_is_settled()
        self.colleagues = colleagues_of([loan.school])
        for name, field in self.fields.items():
            field.initial = known.get(name, field.initial)
        self.apply_layout(values=loan.custom)

    def _statuses(self):
        """The authority's words for this state that this person may set."""
        here = ("loan", self.loan.state, reach_of(self.user), self.loan.school_id)
        words = Status.objects.filter(kind="loan", state=self.loan.state)
        return [status for status in words if status.fits(*here)]

    def _leave_out_what_is_settled(self):
        loan = self.loan
        if loan.state not in NOT_YET:
            for name in ("case", "first_day", "last_day"):
                del self.fields[name]
        may = self._statuses()
        if not rules.can_set_status(self.user, loan) or not may:
            del self.fields["status"]
        else:
            # What somebody else set stays, whoever corrects the rest.
            kept = [*(status.pk for status in may), loan.status_id]
            self.fields["status"].queryset = Status.objects.filter(pk__in=kept)
        together = Loan.objects.filter(batch=loan.batch or 0, state__in=NOT_YET)
        if loan.state not in NOT_YET or not together.exclude(pk=loan.pk).exists():
            del self.fields["whole"]

    def refuse(self, sentence):
        """Say why not; what was typed stays."""
        self.add_error(None, sentence)

    def changes(self) -> dict:
        """What the step takes."""
        data = self.cleaned_data
        changes = self.words() | {"custom": custom_values(self, before=self.loan.custom)}
        changes |= {name: data[name] for name in ("case", "status") if name in self.fields}
        if "first_day" in self.fields:
            changes |= {"start": data["first_day"], "end": after(data["last_day"])}
        return changes


def colleagues_of(schools) -> list[tuple[str, str]]:
    """Name and address of everybody with a sign-in at these schools."""
    if not schools:
        return []
    people = User.objects.filter(is_active=True, memberships__school__in=schools)
    people = people.distinct().order_by("last_name", "first_name", "username")
    return [(str(person), person.email) for person in people]


def schools_to_apply_for(user) -> list[School]:
    """Those in whose name this person may apply: the own ones of a head, all for who lends."""
    seen = School.objects.visible_to(user).open()
    if rules.lends(user):
        return list(seen)
    return list(seen.filter(pk__in=reach_of(user).schools(Role.HEAD)))


def _of_kind(kind):
    """Any case of the kind, then each of them."""
    yield (
        f"category:{kind.category.pk}",
        gettext("any case: %(kind)s") % {"kind": kind.category.label},
    )
    for case in kind.cases:
        yield f"case:{case.pk}", case_label(case)
