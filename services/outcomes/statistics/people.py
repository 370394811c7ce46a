"""What reports say of people: how old they are in a year, and in which band."""

from typing import Final

_OLDER: Final = """
(year($last_day) - year(age_on) + CASE WHEN has_died AND died_on <= $last_day
 THEN year(died_on) - year($last_day) - CASE WHEN died_on < make_date(year(died_on), 3, 31)
 THEN 1 ELSE 0 END ELSE 0 END)
"""

AGE: Final = f"(age + {_OLDER})"
"""The age on the last day of a year (`$last_day`, a 31 March), or at death: in SQL.

At death it is the age on the last 31 March before, which may be a year too low.
"""

AGE_BAND: Final = (
    f"CASE WHEN age IS NULL THEN NULL WHEN {AGE} < 65 THEN '18-64' WHEN {AGE} < 75 THEN '65-74' "
    f"WHEN {AGE} < 85 THEN '75-84' WHEN {AGE} < 95 THEN '85-94' ELSE '95+' END"
)
"""The bands of SG1a in SQL; NULL where the age is not known."""
