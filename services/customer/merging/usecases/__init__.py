"""Finding, merging and separating customers that are there twice."""
