"""How long a thousand labels take: called by `make bench`, promised in under 15 seconds."""

from time import perf_counter

from assets.labels.codes import label_url, new_code
from assets.labels.formats import FORMATS
from assets.labels.sheets import LabelText, render_labels


def seconds_for_labels(count=1000, format_id="az-l4731"):
    """Prints so many labels as a school would, each with its own code and words."""
    labels = [
        LabelText(
            label_url(new_code(), "https://it.landkreis.example"),
            number=f"GAD-2024-{number:05}",
            phone="05931 44-1234",
            name=f"Raum 2.{number % 40:02}, Beamer",
        )
        for number in range(count)
    ]
    began = perf_counter()
    render_labels(labels, FORMATS[format_id])
    return perf_counter() - began
