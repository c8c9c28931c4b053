import pytest

from itsm.tables.decoding import decode, find_delimiter


@pytest.mark.parametrize(
    "text",
    [
        "Müller, Schäfer, Größe",
        "Über Äpfel und Öl",
        "Straße",
        "Gerät „Beamer“ – 1.249,00 €",
        "Élève à l’école, Françoise",
        "Château de Noël, São Paulo, Señor",
        "don’t – stop…",
        "20 °C, § 5",
        "Ærøskøbing Ångström",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_umlauts_tell_windows_from_mac(text, encoding):
    assert decode(text.encode(encoding)) == (text, encoding)


def test_the_euro_sign_of_the_older_alphabet_is_recognised():
    assert decode("Preis in €: 5 für Öl".encode("iso8859_15")) == (
        "Preis in €: 5 für Öl",
        "iso8859_15",
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_are_read_without_their_mark(encoding):
    text = "Gerät;Raum\nBeamer;A 1.04\n"

    assert decode(text.encode(encoding)) == (text, encoding)


def test_plain_letters_need_no_guess():
    assert decode(b"Name,Room") == ("Name,Room", "utf-8")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2,5\n", ";"),
        ("a,b\n1;5,2\n", ","),
        ('Name,Note\nBeamer,"a;b;c"\nPC,"d;e;f"\n', ","),
        ("Preis;Preis, netto\n1,00;2,00\n3,00;4,00\n", ";"),
        ("a\tb\tc\n1,2\t3;4\t5\n", "\t"),
        ("Ort, Raum;Name;Nr\nBBS, 1;x;1\nBBS, 2;y;2\n", ";"),
        ('"Macbook Pro 13""","a\nb",c\n1,2,3\n', ","),
    ],
)
def test_the_delimiter_is_what_cuts_all_lines_alike(text, delimiter):
    assert find_delimiter(text) == delimiter


def test_of_a_long_table_only_the_beginning_is_looked_at():
    assert find_delimiter("a;b;c\n" * 50_000) == ";"
    assert find_delimiter("a,b" + "x" * 200_000) == ","
