"""What two or more services agree on, and nothing else."""
