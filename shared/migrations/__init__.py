"""Migrations: the kernel's own tables, and how each service brings its database to the newest."""
