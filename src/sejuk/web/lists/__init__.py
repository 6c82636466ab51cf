"""Lists in and out: uploading, looking at what a list would do, writing, exporting."""
