"""What was planted: where, when, how strongly. README.md tells it as stories; the tests look for it in the rows."""

from __future__ import annotations

from datetime import date

# 1. A chatbot takes over part of what other channels handled, and more of it once it was extended.
CHATBOT = "Chatbot"
CHATBOT_LAUNCH = date(2025, 9, 15)
CHATBOT_EXTENDED = date(2026, 4, 1)
CHATBOT_LAUNCH_RAMP_DAYS = 35
CHATBOT_EXTENSION_RAMP_DAYS = 21
TAKEN_AFTER_LAUNCH = {"Phone": 0.28, "Chat": 0.40, "IVR": 0.32}  # share of a channel's contacts that moves
TAKEN_AFTER_EXTENSION = {"Phone": 0.60, "Chat": 0.70, "IVR": 0.62, "E-mail": 0.26, "Web": 0.20, "App": 0.15}

# 2. From the day of the extension every channel serves better, yet the mix moves to the one that scores lowest.
BETTER_SERVICE_FROM = CHATBOT_EXTENDED
HALF_YEAR_BEFORE = (date(2025, 10, 1), date(2026, 3, 31))
HALF_YEAR_AFTER = (date(2026, 4, 1), date(2026, 9, 30))
BETTER_SERVICE_LIFT = {  # on the latent scale of answers.py, where one unit is about one standard deviation
    "Branch": 0.20, "Phone": 0.17, "Chat": 0.20, "E-mail": 0.26,
    "Web": 0.24, "App": 0.18, "Chatbot": 0.13, "Social": 0.32,
}

# 3. The app's checkout hardly lets anybody pay.
CHECKOUT_BROKEN = (date(2026, 3, 2), date(2026, 3, 22))
CHECKOUT_BROKEN_CHANNEL = "App"
CHECKOUT_BROKEN_SHARE = 0.05  # of those at the checkout reach payment in the app
CHECKOUT_RESCUED_SHARE = 0.10  # of those stuck finish on the website

# 4. Complaint handling nearly stops over the holiday and works the pile off slowly.
HOLIDAY = (date(2025, 12, 24), date(2026, 1, 6))
HOLIDAY_CAPACITY = 0.08  # of normal handling
BACKLOG_CAPACITY_AT_FIRST = 0.45  # rises evenly to 1 until BACKLOG_GONE
BACKLOG_GONE = date(2026, 2, 15)
HOLIDAY_SURGE = (date(2025, 12, 24), date(2026, 1, 20))
HOLIDAY_SURGE_FACTOR = 1.35  # complaints per contact

# 5. A recovery programme that works for one theme.
PROGRAMME_START = date(2026, 1, 15)
PROGRAMME_THEME = "Billing"
PROGRAMME_LIFT = 0.85  # latent, on satisfaction after the complaint and on "resolved according to the customer"

# 6. Nothing is done for detractors between two relationship surveys: what they gain is regression to the mean.
RECOMMEND_PERSON_SD = 1.5  # what stays with the customer
RECOMMEND_NOISE_SD = 1.9  # what does not

# 7. A channel without a single row for a month, and one that slowly fades.
QUIET_CHANNEL = "Social"
QUIET_MONTH = (date(2025, 6, 1), date(2025, 6, 30))
FADING_CHANNEL = "Branch"
FADING_SHARE = 0.30  # lost evenly over the two years

# 8. Unhappy customers who complain write about what they complained of; the many who do not write about the bot.
COMPLAINT_NEAR_DAYS = 30  # between comment and complaint
COMPLAINT_NAMED_SHARE = 0.7  # of those comments name the theme of the complaint
