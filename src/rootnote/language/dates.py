"""The names of months and weekdays, as parts of patterns that take no account of capitals."""

#: A month in full or as it is mostly cut short, and one that may be cut anywhere or misspelled at its end.
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
MONTH = rf"{MONTH_NAME}[a-z]*"
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
