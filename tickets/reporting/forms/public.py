"""What people may tell us: two taps make a report, where the administrators ask for no more."""

from hashlib import sha256

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from itsm.fields.form_layout import apply_layout
from itsm.fields.forms import PREFIX, add_custom_fields, custom_values
from itsm.files.refusals import UploadRefused
from itsm.files.uploads import PICTURES, accept_upload
from itsm.guards.once import new_key
from tickets.reporting import limits, scan_target

KEY_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
LONGEST_ANSWER = 200
PICTURE_TYPES = "image/*,.heic,.heif"


def plain_key(text) -> str:
    """A key as our forms make them; anything else counts as none."""
    key = str(text or "")[:60]
    return key if set(key) <= KEY_SIGNS else ""


class PhotoField(forms.FileField):
    """A photo as a phone makes it; looked at only when the report is taken (`take_photo`)."""

    widget = forms.FileInput(attrs={"accept": PICTURE_TYPES})

    def __init__(self):
        super().__init__(label=_("Photo"), required=False, allow_empty_file=True)


class TextField(forms.CharField):
    """Some lines of text, with plain line ends."""

    def __init__(self, label, rows, **options):
        area = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, required=False, widget=area, **options)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def _fingerprint(file) -> str:
    """The same for the same bytes; read piece by piece, for it may be a very large file."""
    mark = sha256()
    for piece in file.chunks():
        mark.update(piece)
    return mark.hexdigest()


class SentForm(forms.Form):
    """A form with a photo and a key that says it was sent once."""

    use_required_attribute = False
    key = forms.Field(required=False, widget=forms.HiddenInput)

    def clean_key(self):
        """The form's own random key; anything else that was put there counts as none."""
        return plain_key(self.cleaned_data["key"])

    def shown_key(self) -> str:
        """For the hidden field: the same again where the form is shown again."""
        return (self.is_bound and self.cleaned_data.get("key")) or new_key()

    def payload(self) -> dict:
        """What makes two sendings the same one."""
        values = {name: self.cleaned_data.get(name) for name in self.fields}
        told = {name: str(getattr(value, "pk", value) or "") for name, value in values.items()}
        photo = self.cleaned_data.get("photo")
        if photo:
            told["photo"] = _fingerprint(photo)
        return {name: value for name, value in told.items() if name not in ("key", "filled")}

    def take_photo(self):
        """The photo, cleaned of what it says about place and phone; None without one, or where
        it was refused: then the form says why."""
        photo = self.cleaned_data.get("photo")
        if not photo:
            return None
        try:
            return accept_upload(photo, max_bytes=settings.UPLOAD_MAX_BYTES, kinds=PICTURES)
        except UploadRefused as refused:
            self.add_error("photo", str(refused))
            return None


class ReportForm(SentForm):
    """A fault at a spot: a tile, and whatever else somebody likes to say."""

    tile = forms.Field(required=False, widget=forms.HiddenInput)
    # The tiles that are reported already, and yet it is something else.
    anew = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    room = forms.CharField(label=_("Which room?"), required=False, max_length=80)
    description = TextField(_("What exactly?"), 4, max_length=4000)
    photo = PhotoField()
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Then you hear how it goes on."),
        error_messages={"invalid": _("Please look again: this is not an e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    filled = forms.Field(required=False, widget=forms.HiddenInput)
    website = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, spot=None, signed_in=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.spot = spot
        if spot and (spot.place or spot.device):
            del self.fields["room"]
        if signed_in:
            del self.fields["name"], self.fields["email"]
        self.questions = {}
        for tile in spot.tiles if spot else ():
            if tile.question:
                self.questions[tile.pk] = f"answer_{tile.pk}"
                self.fields[f"answer_{tile.pk}"] = forms.CharField(
                    label=tile.question, required=False, max_length=LONGEST_ANSWER
                )
        add_custom_fields(self, "ticket")
        self.said = apply_layout(self, "ticket", called={"location": "room"})
        self.has_own_fields = bool(self.custom_fields or self.said.rows)

    def asked(self):
        """What must be filled in, beside the tiles."""
        return [field for field in self._beside_the_tiles() if field.field.required]

    def folded(self):
        """What may be filled in: closed until somebody wants it."""
        return [field for field in self._beside_the_tiles() if not field.field.required]

    def _beside_the_tiles(self):
        apart = {"school", "room", *self.questions.values()}
        return [field for field in self.visible_fields() if field.name not in apart]

    def answer_field(self, tile):
        """Where the question of this tile is answered; None where it asks nothing."""
        name = self.questions.get(tile.pk)
        return self[name] if name else None

    def clean_tile(self):
        """One of this spot's tiles; whatever else was sent means "something else"."""
        return self.spot.tile(self.cleaned_data["tile"]) if self.spot else None

    def clean(self):
        data = super().clean()
        tile = data.get("tile")
        if tile and tile.question and not self.answer():
            self.add_error(self.questions.get(tile.pk), _("Please answer this in a few words."))
        elif not (tile or data.get("description") or data.get("photo") or self.errors):
            words = _("Please choose what is wrong, or say it in a few words.")
            self.add_error("description" if "description" in self.fields else None, words)
        return data

    def answer(self) -> str:
        """What was answered to the question of the tile that was chosen."""
        tile = self.cleaned_data.get("tile")
        return (tile and self.cleaned_data.get(self.questions.get(tile.pk, ""))) or ""

    def is_something_else(self) -> bool:
        """Was it said that this is not what is reported already?"""
        tile = self.cleaned_data["tile"]
        return bool(tile) and str(tile.pk) in (self.cleaned_data.get("anew") or [])

    def custom(self) -> dict:
        """The administrators' own fields, as they are kept."""
        return custom_values(self)

    def chosen_tile(self):
        """For the form shown again: the number of the tile that was sent, "" for something else."""
        if not self.is_bound:
            return None
        tile = self.cleaned_data.get("tile")
        return str(tile.pk) if tile else ""

    def shown_stamp(self) -> str:
        """For the hidden field: when this form was first shown."""
        return (self.is_bound and self.cleaned_data.get("filled")) or limits.stamp()

    def contact(self) -> dict:
        """Whom to tell how it goes on, if they said so."""
        return {name: self.cleaned_data.get(name, "") for name in ("name", "email")}

    def typed(self) -> dict:
        """What a person typed, with the words beside the fields, for the page that keeps it."""
        words = ("school", "room", "description", "name", "email", *self.questions.values())
        own = [name for name in self.fields if name.startswith(PREFIX)]
        known = {name: self.data.get(name) for name in (*words, *own) if name in self.fields}
        return {str(self.fields[name].label): text for name, text in known.items() if text}


class AnywhereForm(ReportForm):
    """A report without a label that is known: then the school must be named."""

    school = forms.ModelChoiceField(
        label=_("School"),
        queryset=None,
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Please choose your school, so that it reaches the right people."),
            "invalid_choice": _("Please choose your school, so that it reaches the right people."),
        },
    )
    field_order = ("school", "room")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = scan_target.open_schools()

    def named_spot(self):
        """The school, and the room where there is one of that name."""
        school, words = self.cleaned_data["school"], self.cleaned_data.get("room")
        rooms = list(scan_target.rooms_of(school).filter(name__iexact=words)[:2]) if words else []
        return scan_target.Spot(school, room=rooms[0] if len(rooms) == 1 else None)

    def typed(self):
        """The school by its name, not by its number."""
        typed, school = super().typed(), self.cleaned_data.get("school")
        return typed | {str(self.fields["school"].label): school.name} if school else typed


class AnswerForm(SentForm):
    """What a reporter adds later: text, a photo, or both."""

    text = TextField(_("Anything to add?"), 3, max_length=4000)
    photo = PhotoField()

    def typed(self):
        """What was typed, for the page that keeps it."""
        text = self.data.get("text")
        return {str(self.fields["text"].label): text} if text else {}
