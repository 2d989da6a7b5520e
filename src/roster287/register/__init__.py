"""The register: all SQL on its database is here; others hand over a connection and ask by functions."""
