from assets.imports.columns import LABELS, MEANING, understand


def test_the_columns_of_a_snipe_it_export_are_understood_and_people_left_out():
    headers = [
        "Company",
        "Name",
        "Asset Tag",
        "Category",
        "Supplier",
        "Manufacturer",
        "Location",
        "Order Number",
        "Model",
        "Model Notes",
        "Model Number",
        "Asset Notes",
        "Purchase Date",
        "Purchase Cost",
        "Checkout Type",
        "Checked Out To: Username",
        "Checked Out To: Email",
        "Asset EOL Date",
    ]
    assert understand(headers) == (
        {
            "school": "Company",
            "name": "Name",
            "inventory_number": "Asset Tag",
            "category": "Category",
            "supplier": "Supplier",
            "manufacturer": "Manufacturer",
            "place": "Location",
            "order_number": "Order Number",
            "model": "Model",
            "model_notes": "Model Notes",
            "model_number": "Model Number",
            "notes": "Asset Notes",
            "purchased_on": "Purchase Date",
            "price": "Purchase Cost",
        },
        ["Checked Out To: Username", "Checked Out To: Email"],
        ["Checkout Type", "Asset EOL Date"],
    )


def test_german_columns_are_understood_however_they_are_written():
    headers = ["Inventar-Nr.", "SERIENNUMMER", "Gebäude", "Etage", "Raum", "Garantie bis", "Status"]
    assert understand(headers).headings == {
        "inventory_number": "Inventar-Nr.",
        "serial_number": "SERIENNUMMER",
        "building": "Gebäude",
        "floor": "Etage",
        "room": "Raum",
        "warranty_until": "Garantie bis",
        "state": "Status",
    }


def test_of_two_columns_that_mean_the_same_the_first_counts():
    assert understand(["Seriennummer", "Serial"]) == (
        {"serial_number": "Seriennummer"},
        [],
        ["Serial"],
    )


def test_columns_with_names_of_people_are_known_as_such():
    headers = ["Benutzer", "Primary user UPN", "Vorname", "Lehrkraft", "E-Mail", "Ansprechpartner"]
    assert understand(headers) == ({}, headers, [])


def test_the_headings_of_our_own_export_come_back():
    german = "Inventarnummer,Kategorie,Hersteller,Modell,Schule,Raum,Zustand,Status,Seriennummer,Bezeichnung"
    english = "Inventory number,Category,Manufacturer,Model,School,Room,State,Status,Serial number,Description"
    fields = [
        "inventory_number",
        "category",
        "manufacturer",
        "model",
        "school",
        "room",
        "state",
        "serial_number",
        "name",
    ]
    assert list(understand(german.split(",")).headings) == fields
    assert list(understand(english.split(",")).headings) == fields


def test_every_field_has_a_word_for_people():
    assert set(MEANING.values()) == set(LABELS)
