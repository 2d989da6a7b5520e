"""`python -m roster287`."""

from roster287.cli.main import run

if __name__ == "__main__":
    run()
