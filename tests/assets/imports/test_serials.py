from assets.imports.serials import same


def test_capitals_and_blanks_make_no_difference():
    assert same("pf3 1a2b") == same("PF31A2B ")
