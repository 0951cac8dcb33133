"""The pages, a folder a section: views that call a service and show its answer."""
