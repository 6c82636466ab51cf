"""Facts of elections: calendars, dated numbers of law, kinds of problems, roles.

The files are our own text with its sources; `docs/evidence.md` shows them as a page.
`reading` checks them, `writing` puts them into the tables.
"""
