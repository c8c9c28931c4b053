"""What is said about devices keeps what people have learnt from it."""

from assets.settings_pages.workflow import save_tile
from itsm.journal.models import Event


def test_a_tile_keeps_how_often_a_hint_helped(no_picture, adam):
    no_picture.hints.filter(order=0).update(helped=7)
    hints = [("Quelle: HDMI 2", "Source: HDMI 2"), ("", ""), ("Raum zu hell?", "")]
    save_tile(no_picture, by=adam, hints=hints, label_de="kein Bild")
    kept = list(no_picture.hints.values_list("order", "text_de", "text_en", "helped"))
    assert kept == [(0, "Quelle: HDMI 2", "Source: HDMI 2", 7), (2, "Raum zu hell?", "", 0)]
    assert Event.objects.first().details["changes"] == {
        "hints": [
            "Quelle am Beamer: HDMI 1; Kabel an beiden Enden fest?",
            "Quelle: HDMI 2 | Source: HDMI 2; Raum zu hell?",
        ]
    }
