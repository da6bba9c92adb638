"""The store: schema, engines, filters and scope, one query builder per frame, imports. SQLAlchemy Core."""
