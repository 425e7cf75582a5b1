import sys

from nemawashi.project.cli import main

sys.exit(main())
