"""What labels pages ask for: which labels, on which paper, from where on, how often."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assets.labels.codes import possible_codes
from assets.labels.formats import FORMATS, format_choices
from assets.labels.pdf import FARTHEST
from assets.labels.sheets import MOST_COPIES
from assets.labels.workflow import MOST_AT_ONCE
from assets.models import Label, LabelAdjustment
from itsm.guards.once import new_key
from itsm.people.models import School

FIRST_SHEET = "az-3475"


class LabelFilter(forms.Form):
    """Which labels the list shows; what isn't known is left out."""

    OWNERS = {"device": {"device__isnull": False}, "room": {"location__isnull": False}}
    use_required_attribute = False
    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    owner = forms.ChoiceField(
        label=_("On what"),
        required=False,
        choices=[
            ("", _("everything")),
            ("device", _("devices")),
            ("room", _("rooms")),
            ("blank", _("nothing yet (blank)")),
        ],
    )
    printed = forms.ChoiceField(
        label=_("Printed"),
        required=False,
        choices=[("", _("all")), ("yes", _("printed")), ("no", _("not printed yet"))],
    )
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), required=False)
    state = forms.ChoiceField(
        label=_("Validity"),
        required=False,
        choices=[("", _("valid")), ("revoked", _("blocked")), ("all", _("all"))],
    )

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.fields["school"].queryset = School.objects.visible_to(by)
        self.fields["school"].empty_label = _("all")

    def narrowed(self, labels):
        """The labels under this filter."""
        self.full_clean()
        chosen = self.cleaned_data
        if chosen.get("q"):
            labels = labels.found_by(chosen["q"])
        if chosen.get("owner"):
            owner = chosen["owner"]
            labels = labels.filter(**self.OWNERS[owner]) if owner != "blank" else labels.blank()
        if chosen.get("printed"):
            labels = labels.filter(printed_at__isnull=chosen["printed"] == "no")
        if chosen.get("school"):
            labels = labels.filter(school=chosen["school"])
        if chosen.get("state") == "all":
            return labels
        return labels.filter(revoked_at__isnull=chosen.get("state") != "revoked")


class PrintForm(forms.Form):
    """The paper, the first free label on it, and how often."""

    use_required_attribute = False
    format = forms.ChoiceField(label=_("Labels on"))
    start = forms.IntegerField(
        label=_("Begin at label"),
        min_value=1,
        initial=1,
        help_text=_("On a sheet already begun: the number of the first label that is still there."),
    )
    copies = forms.IntegerField(
        label=_("Copies of each"), min_value=1, max_value=MOST_COPIES, initial=1
    )

    def __init__(self, *args, count, **options):
        super().__init__(*args, **options)
        self.count = count
        favourites = LabelAdjustment.objects.filter(favourite=True, format__in=FORMATS)
        first = [FORMATS[each.format] for each in favourites]
        choices = format_choices()
        if first:
            choices = [(_("Often used"), [(f.id, f.description) for f in first]), *choices]
        self.fields["format"].choices = choices
        self.fields["format"].initial = first[0].id if first else FIRST_SHEET

    def clean(self):
        """A position that the sheet has, and no more labels than one file should hold."""
        chosen = super().clean()
        paper, start = FORMATS.get(chosen.get("format")), chosen.get("start")
        if paper and start and start > paper.per_page:
            text = ngettext(
                "This paper holds %(count)d label a page.",
                "This paper holds %(count)d labels a page.",
                paper.per_page,
            )
            self.add_error("start", text % {"count": paper.per_page})
        if self.count * chosen.get("copies", 1) > max(MOST_AT_ONCE, self.count):
            text = _("All copies together: at most %(most)s labels at once.")
            self.add_error("copies", text % {"most": MOST_AT_ONCE})
        return chosen


class BlankForm(forms.Form):
    """How many labels for a roll printed in advance."""

    use_required_attribute = False
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=24)
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput, initial=new_key)


class ReplaceForm(forms.Form):
    """With which label: one made now, or a blank one that lies at hand."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Code of a blank label"),
        required=False,
        max_length=200,
        help_text=_("Only if you have one at hand: scan or type it. Otherwise a new one is made."),
    )
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput, initial=new_key)

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.by = by

    def clean_code(self):
        """The blank label with this code, or None where none was given."""
        typed = self.cleaned_data["code"]
        if not typed:
            return None
        codes = possible_codes(typed)
        label = Label.objects.in_hand(self.by).blank().filter(code__in=codes).first()
        if label is None:
            raise forms.ValidationError(_("This is no blank label of ours. Please check the code."))
        return label


class AdjustForm(forms.ModelForm):
    """How far this house's printer is off."""

    use_required_attribute = False
    dx = forms.DecimalField(
        label=_("to the right (mm)"), min_value=-FARTHEST, max_value=FARTHEST, decimal_places=1
    )
    dy = forms.DecimalField(
        label=_("downwards (mm)"), min_value=-FARTHEST, max_value=FARTHEST, decimal_places=1
    )

    class Meta:
        model = LabelAdjustment
        fields = ["dx", "dy", "favourite"]
