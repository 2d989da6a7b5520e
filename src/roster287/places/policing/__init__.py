"""Which bodies police a place, whether ICE has ever listed them or not; offline.

understand   what a typed place means
grounds      the towns and counties that are meant, by a ZIP code too
zips         ZIP codes; `zip_building` makes their table
around       the towns and townships in which a place without a government may lie
towns        which towns have police of their own
bodies       the FBI's and HIFLD's bodies on a ground, by what `naming` finds in their names
"""
