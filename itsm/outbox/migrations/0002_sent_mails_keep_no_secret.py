"""What was sent long ago goes, and secret links in what was sent lately are no longer kept."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

from itsm.masking import SECRET_PATHS, mask, secrets_in

BATCH = 500


def mend(apps, editor):
    rows = apps.get_model("outbox", "OutboxMessage").objects.filter(state="sent")
    rows.filter(created_at__lt=timezone.now() - timedelta(days=90)).delete()
    held = Q(
        *[("payload__text__icontains", path) for path in SECRET_PATHS.values()], _connector=Q.OR
    )
    several = []
    for row in rows.filter(held).only("payload").iterator(chunk_size=BATCH):
        if hidden := sorted(secrets_in(row.payload["text"])):
            row.payload |= {"text": mask(row.payload["text"]), "hidden": hidden}
            several.append(row)
        if len(several) == BATCH:
            rows.bulk_update(several, ["payload"])
            several = []
    rows.bulk_update(several, ["payload"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
