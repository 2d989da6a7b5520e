"""The questions that the record answers. Each takes a connection and gives a table."""
