"""Looking on a schedule.

loop       when to look and to deliver, one watch a home
signals    being stopped, at once or when the work is done
record     the looks, alerts and reports of one record
"""
