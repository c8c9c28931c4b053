"""Look for wrong places in the tree; with --fix, repair them."""

from django.core.management.base import BaseCommand, CommandError

from assets.places.workflow.tree import repair, wrong_places

SENTENCES = {
    "circle": "in a circle of parents (cut at the lowest id, which becomes a site):",
    "outside": "not inside what they belong to:",
    "numbering": "in a tree that is numbered wrongly:",
}


class Command(BaseCommand):
    help = "Checks the tree of places against its parent links. Exit code 1 when it is wrong."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="cut circles and number anew")

    def handle(self, *, fix, **options):
        found = repair() if fix else wrong_places()
        for what, ids in found.items():
            shown = ", ".join(map(str, ids[:20])) + (" …" if len(ids) > 20 else "")
            self.stdout.write(f"{len(ids)} {SENTENCES[what]} {shown}")
        if not found:
            self.stdout.write("The tree of places is sound.")
        elif not fix:
            raise CommandError("The tree is wrong. `manage.py check_tree --fix` repairs it.")
        elif wrong_places():
            raise CommandError("The tree is still wrong after the repair.")
        else:
            self.stdout.write("Repaired: the tree of places is sound again.")
