"""The example: Kelumpang Tengah before the local elections of 9 December 2020.

Real: villages, codes, points, boundaries, calendar, dated rules, the number of stations
in the regency, and the four result forms of 2019. Derived: how many stations each
village has. Invented, and marked so: people, phone numbers, halls, trainers, free days,
who came to which session.
"""
