"""What becomes of beds when somebody leaves."""

from itsm.accounts.people.leaving import OpenWork

beds = {}
waiting = []


def open_work(person):
    number = list(beds.values()).count(person)
    return OpenWork("Beete", number, "/beds/", f"{number} Beete sind in diesen Händen.")


def hand_over(person, *, by, heir):
    for bed, gardener in list(beds.items()):
        if gardener == person:
            beds[bed] = heir


def pass_on(school, *, by):
    waiting.append(school)


def back_with_others(number):
    return f"{number} Beete liegen brach."
