"""Once only: what was sent twice happens once. And buckets: a flood shuts nobody else out."""

from django.db import models


class OnceKey(models.Model):
    """A form or API call that has had its effect, and what it was answered with."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    payload_digest = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="a_key_works_once")]

    def __str__(self):
        return f"{self.scope} {self.key}"


class Bucket(models.Model):
    """How many tries a label, a school or the whole house has left; refills with time."""

    name = models.CharField(max_length=80, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    def __str__(self):
        return self.name
