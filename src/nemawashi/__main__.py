import sys

from nemawashi.project.cli import main

if __name__ == "__main__":  # not in the processes that a command begins
    sys.exit(main())
