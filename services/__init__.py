"""The services. Who knows one knows all: the same names in each."""
