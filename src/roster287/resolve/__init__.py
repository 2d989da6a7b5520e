"""Rows and judgements to agencies, agreements, applications and events. Pure: no files, no database, no clock."""
