"""What can be done: one module a noun, one function a verb."""
