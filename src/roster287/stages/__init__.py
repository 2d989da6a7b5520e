"""What is done with a list, stage after stage, by those that know every layer below.

pipeline     files, addresses and judgements taken in: acquire, archive, read, resolve, record
fetching     a look at ICE's page; backfilling: the Internet Archive; keeping: what both keep at once
recording    the register brought up to the archive; onward: by one more list; halves: on two cores
checking     is everything still there, and does the record follow from it
"""
