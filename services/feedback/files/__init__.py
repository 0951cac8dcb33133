"""Case files: feedback and complaints from a file, from the upload to the check."""
