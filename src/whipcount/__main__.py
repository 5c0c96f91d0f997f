"""``python -m whipcount``."""

import sys

from whipcount.cli import main

sys.exit(main())
