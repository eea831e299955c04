"""What is served, when, and what a driver's filters leave of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.home import sample_content
from kiosk.meals.table import about_in, dishes_today, on_the_table, rate_of, served
from kiosk.zones import BEIJING
from sync.records import Allergen, Course, Dish, Hours, Meal, Menu, Rate

CONTENT = sample_content()
MENUS = [record for record in CONTENT if isinstance(record, Menu)]
DISHES = {record.id: record for record in CONTENT if isinstance(record, Dish)}
LUNCH = next(menu for menu in MENUS if menu.meal is Meal.LUNCH)
TENGE = Rate(id="t", currency="KZT", per_yuan=72.4, as_of="2026-03-01T09:30:00+08:00")

MOMENTS = st.integers(0, 7 * 1440 - 1).map(
    lambda minute: datetime(2026, 3, 2, tzinfo=BEIJING) + timedelta(minutes=minute)
)


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-02T{clock}").replace(tzinfo=BEIJING)


def meals(clock: str) -> tuple[str, str]:
    table = served(MENUS, moment(clock))
    return (
        table.now.menu.meal.value if table.now else "",
        table.next.menu.meal.value if table.next else "",
    )


@pytest.mark.parametrize(
    ("clock", "now", "coming"),
    [
        ("07:29", "", "breakfast"),
        ("07:30", "breakfast", "lunch"),
        ("12:00", "lunch", "dinner"),
        ("14:30", "", "dinner"),
        ("21:29", "dinner", "night"),
        ("21:30", "night", "breakfast"),
        ("01:59", "night", "breakfast"),
        ("02:00", "", "breakfast"),
    ],
)
def test_the_sample_home_serves_through_the_day_and_past_midnight(clock, now, coming):
    assert meals(clock) == (now, coming)


def test_supper_past_midnight_ends_on_the_day_after_it_began():
    supper = served(MENUS, moment("01:00")).now
    assert supper.begins == moment("21:30") - timedelta(days=1)
    assert supper.ends == moment("02:00")


@settings(max_examples=80, deadline=None)
@given(MOMENTS)
def test_now_holds_the_moment_and_next_begins_after_it(now):
    table = served(MENUS, now)
    if table.now:
        assert table.now.begins <= now < table.now.ends
    assert table.next.begins > now
    assert table == served(MENUS, now.astimezone(UTC))


def test_of_two_meals_at_once_the_later_one_counts():
    brunch = Menu(
        id="b", meal=Meal.BREAKFAST, hours=Hours(opens="08:00", closes="13:00"), dishes=[]
    )
    assert served([brunch, LUNCH], moment("12:00")).now.menu is LUNCH


def test_a_meal_of_sunday_is_announced_on_monday_for_the_next_sunday():
    sunday = Hours(opens="10:00", closes="12:00", weekdays=[7])
    feast = Menu(id="f", meal=Meal.LUNCH, hours=sunday, dishes=[])
    assert served([feast], moment("08:00")).next.begins == datetime(2026, 3, 8, 10, tzinfo=BEIJING)


def test_without_menus_nothing_is_served():
    table = served([], moment("12:00"))
    assert (table.now, table.next) == (None, None)


def test_over_forty_dishes_a_day_each_counted_once():
    assert dishes_today(MENUS, moment("12:00")) == len({d for m in MENUS for d in m.dishes}) > 40


def test_a_menu_stands_by_course_in_the_kitchen_s_order():
    groups = on_the_table(LUNCH, DISHES)
    assert [course for course, _ in groups] == [
        course for course in Course if course in {DISHES[each].course for each in LUNCH.dishes}
    ]
    for course, dishes in groups:
        assert [dish.id for dish in dishes] == [
            each for each in LUNCH.dishes if DISHES[each].course is course
        ]


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.sets(st.sampled_from(Allergen)))
def test_filters_leave_exactly_the_dishes_that_fit(halal, without):
    left = {
        dish.id
        for _, dishes in on_the_table(LUNCH, DISHES, halal=halal, without=without)
        for dish in dishes
    }
    fitting = {
        each
        for each in LUNCH.dishes
        if (DISHES[each].halal or not halal)
        and not any(allergen in without for allergen in DISHES[each].allergens)
    }
    assert left == fitting


def test_a_dish_that_is_not_known_is_left_out():
    menu = Menu(id="m", meal=Meal.LUNCH, hours=LUNCH.hours, dishes=["dish-polo", "dish-gone"])
    assert [[dish.id for dish in dishes] for _, dishes in on_the_table(menu, DISHES)] == [
        ["dish-polo"]
    ]


@pytest.mark.parametrize(
    ("yuan", "tenge"), [(3, 220), (10, 720), (14, 1000), (28, 2000), (30, 2200), (58, 4200)]
)
def test_about_in_tenge_is_rounded_as_one_says_it(yuan, tenge):
    assert about_in(TENGE, yuan * 100) == tenge * 100


@given(st.integers(200, 100_000), st.floats(20, 200))
def test_about_is_never_more_than_a_twentieth_off(fen, per_yuan):
    rate = Rate(id="t", currency="KZT", per_yuan=per_yuan, as_of=TENGE.as_of)
    exact = fen * per_yuan
    if exact >= 100 * 100:  # a hundred tenge: below that a coin more or less is nothing
        assert abs(about_in(rate, fen) - exact) <= exact / 20 + 1


def test_the_newest_rate_of_the_currency_counts():
    older = Rate(id="o", currency="KZT", per_yuan=70, as_of="2026-02-01T09:30:00+08:00")
    rouble = Rate(id="r", currency="RUB", per_yuan=11, as_of="2026-03-02T09:30:00+08:00")
    broken = Rate(id="z", currency="KZT", per_yuan=0, as_of="2026-03-03T09:30:00+08:00")
    assert rate_of([TENGE, older, rouble, broken], "KZT") is TENGE
    assert rate_of([rouble], "KZT") is None
