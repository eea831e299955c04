"""The records as morango keeps them: its own id is made from theirs."""

from django.db import models
from morango.models.core import SyncableModel


class Kept(SyncableModel):
    morango_profile = "home"

    partition = models.CharField(max_length=32)
    record = models.UUIDField()

    class Meta:
        abstract = True

    def calculate_source_id(self):
        return str(self.record)

    def calculate_partition(self):
        return self.partition


class Reading(Kept):
    morango_model_name = "reading"

    checkin = models.UUIDField()
    at = models.CharField(max_length=40)
    device = models.CharField(max_length=40)
    systolic = models.IntegerField()
    diastolic = models.IntegerField()
    pulse = models.IntegerField()
    cuff = models.CharField(max_length=2)
    seated = models.BooleanField()
    still = models.BooleanField()


class Sealed(Kept):
    morango_model_name = "sealed"

    sealed = models.TextField()
