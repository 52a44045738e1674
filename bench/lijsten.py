"""Ratios within one run: ten times as many dossiers against the lists, and a step through the door against a bare UPDATE."""

import os
import sys
from pathlib import Path

import django

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()

    from bench.meting import main

    main()
