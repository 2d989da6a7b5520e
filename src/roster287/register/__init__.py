"""The register: the only reader and writer of the database."""
