"""The two times a driver plans by.

Beijing time is the law's and the port's on the Chinese side (UTC+8), also in Xinjiang. All of
Kazakhstan keeps UTC+5 since 1 March 2024 (government decree of 19 January 2024). Neither has
summer time, so both are fixed offsets.
"""

from datetime import timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Beijing")
KAZAKHSTAN = timezone(timedelta(hours=5), "Kazakhstan")
