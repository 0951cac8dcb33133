"""Files of feedback and complaints that wait for a check, or were decided on."""
