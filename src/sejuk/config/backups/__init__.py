"""Everything that an installation knows as one file, and back again."""
