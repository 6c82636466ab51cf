"""The product's settings with work that tests can watch."""

from sejuk.config.settings import *  # noqa: F403
from sejuk.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.concurrency.work_to_do"]
