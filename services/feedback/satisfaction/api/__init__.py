"""The routes: of the link, open to anybody who has one, and of the desk."""
