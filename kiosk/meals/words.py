"""The meals' words: what meals, courses and allergens are called, and when a meal is served."""

from datetime import datetime
from types import ModuleType

from kiosk.hours import closing_clock, opening_clock
from kiosk.i18n.text import Tongue, mark
from kiosk.meals.table import Serving
from kiosk.zones import BEIJING
from sync.records import Allergen, Course, Meal

MEAL_WORDS: dict[Meal, tuple[str, str]] = {
    #: A meal of the day
    Meal.BREAKFAST: (mark("Breakfast", "meal"), "meal"),
    #: A meal of the day
    Meal.LUNCH: (mark("Lunch", "meal"), "meal"),
    #: A meal of the day
    Meal.DINNER: (mark("Dinner", "meal"), "meal"),
    #: A meal of the day: what the kitchen serves late in the evening and at night
    Meal.NIGHT: (mark("Late supper", "meal"), "meal"),
}

COURSE_WORDS: dict[Course, tuple[str, str]] = {
    #: Heading over dishes
    Course.RICE: (mark("Rice", "course"), "course"),
    #: Heading over dishes
    Course.NOODLES: (mark("Noodles", "course"), "course"),
    #: Heading over dishes: meat and fish
    Course.MEAT: (mark("Meat and fish", "course"), "course"),
    #: Heading over dishes
    Course.VEGETABLES: (mark("Vegetables", "course"), "course"),
    #: Heading over dishes
    Course.SOUP: (mark("Soups", "course"), "course"),
    #: Heading over dishes: nan, samsa, filled buns
    Course.BREAD: (mark("Bread and pastry", "course"), "course"),
    #: Heading over dishes that are eaten in the morning
    Course.BREAKFAST: (mark("For breakfast", "course"), "course"),
    #: Heading over dishes: spaghetti, steak, borscht
    Course.WESTERN: (mark("Western dishes", "course"), "course"),
    #: Heading over dishes: cakes, fruit, yogurt
    Course.SWEET: (mark("Sweets", "course"), "course"),
    #: Heading over dishes
    Course.DRINK: (mark("Drinks", "course"), "course"),
}

ALLERGEN_WORDS: dict[Allergen, tuple[str, str]] = {
    #: Allergen of GB 7718-2025: cereals with gluten. In lists under a dish, and on a filter. Short
    Allergen.GLUTEN: (mark("gluten", "allergen"), "allergen"),
    #: Allergen of GB 7718-2025: shrimps, crabs. In lists under a dish, and on a filter. Short
    Allergen.CRUSTACEANS: (mark("crustaceans", "allergen"), "allergen"),
    #: Allergen of GB 7718-2025. In lists under a dish, and on a filter. Short
    Allergen.FISH: (mark("fish", "allergen"), "allergen"),
    #: Allergen of GB 7718-2025. In lists under a dish, and on a filter. Short
    Allergen.EGGS: (mark("eggs", "allergen"), "allergen"),
    #: Allergen of GB 7718-2025. In lists under a dish, and on a filter. Short
    Allergen.PEANUTS: (mark("peanuts", "allergen"), "allergen"),
    #: Allergen of GB 7718-2025. In lists under a dish, and on a filter. Short
    Allergen.SOY: (mark("soy", "allergen"), "allergen"),
    #: Allergen of GB 7718-2025: milk and what is made of it. On a filter. Short
    Allergen.MILK: (mark("milk", "allergen"), "allergen"),
    #: Allergen of GB 7718-2025: walnuts, almonds, cashews. On a filter. Short
    Allergen.NUTS: (mark("nuts", "allergen"), "allergen"),
}


def meal(tongue: Tongue, serving: Serving) -> str:
    """What the meal is called."""
    return tongue.tr(*MEAL_WORDS[serving.menu.meal])


def until(tongue: Tongue, serving: Serving) -> str:
    """How long the meal is served, while it is."""
    #: Under the name of the meal that is served now. %1 is a time of day
    return tongue.tr("until %1", "meal").replace("%1", closing_clock(serving.ends))


def begins(tongue: Tongue, formats: ModuleType | None, serving: Serving, now: datetime) -> str:
    """When a coming meal is served: today, tomorrow, or on a weekday."""
    clock = opening_clock(serving.begins)
    ahead = (serving.begins.astimezone(BEIJING).date() - now.astimezone(BEIJING).date()).days
    if ahead == 0:
        #: Under the name of the next meal. %1 is a time of day, today
        return tongue.tr("from %1", "meal").replace("%1", clock)
    if ahead == 1:
        #: Under the name of the next meal. %1 is a time of day
        return tongue.tr("tomorrow from %1", "meal").replace("%1", clock)
    if formats is None:
        return ""
    #: Under the name of the next meal. %1 is a weekday (Monday), %2 a time of day
    text = tongue.tr("%1 from %2", "meal")
    return text.replace("%1", formats.weekday(tongue.code, serving.begins)).replace("%2", clock)
