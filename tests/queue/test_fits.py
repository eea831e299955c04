"""What fits before a call."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.fits import TO_THE_TRUCK, Fit, fits
from kiosk.queue.outlook import Expected

CALL = Expected(low=25, about=40, high=70)
ORDER = [Fit.YES, Fit.TIGHT, Fit.NO]


def test_what_is_over_by_the_low_end_fits():
    assert fits(25 - TO_THE_TRUCK, CALL) is Fit.YES
    assert fits(26 - TO_THE_TRUCK, CALL) is Fit.TIGHT


def test_up_to_the_middle_it_is_tight_and_beyond_it_the_call_likely_comes_first():
    assert fits(40 - TO_THE_TRUCK, CALL) is Fit.TIGHT
    assert fits(41 - TO_THE_TRUCK, CALL) is Fit.NO


def test_the_way_to_the_truck_is_kept_free():
    assert TO_THE_TRUCK > 0
    assert fits(25, CALL) is not Fit.YES


def test_without_a_forecast_nobody_can_say():
    assert fits(5, None) is Fit.UNKNOWN


def test_who_may_be_called_at_once_has_no_time():
    assert fits(1, Expected(0, 0, 0)) is Fit.NO


times = st.integers(0, 600)


@given(times, times, times, times, times)
def test_what_is_shorter_or_a_call_that_is_later_never_fits_worse(one, more, first, second, later):
    low, about = sorted((first, second))
    near, far = Expected(low, about, about), Expected(low + later, about + later, about + later)
    assert ORDER.index(fits(one, near)) <= ORDER.index(fits(one + more, near))
    assert ORDER.index(fits(one, far)) <= ORDER.index(fits(one, near))
