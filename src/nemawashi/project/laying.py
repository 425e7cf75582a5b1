"""Tables of a new database as they are at the end of all migrations, instead of by each step that led there.

Step by step, Django draws every model anew for each change of one that it is tied to: more than half of the time from an
empty folder to a demo went there. On a database without rows, a migration that moves rows does nothing, so what counts of
all steps is how the models stand at the last one, and the walls (``access.walls``), which no model shows.
"""

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from nemawashi.access.walls import WallOperation


class AtOnce(MigrationExecutor):
    """Django's, but for the whole plan on a database in which there is no table yet: that is laid in one transaction.

    A test compares what comes of both ways on each database: columns, keys, indexes, checks, triggers, policies, rows.
    """

    def migrate(
        self, targets: Any, plan: Any = None, state: Any = None, fake: bool = False, fake_initial: bool = False
    ) -> Any:
        """The state of the models at the end; what the plan holds is recorded as applied, as Django does."""
        whole = self.migration_plan(self.loader.graph.leaf_nodes(), clean_start=True)
        if fake or plan != whole or self._has_tables():
            return super().migrate(targets, plan=plan, state=state, fake=fake, fake_initial=fake_initial)
        return self._lay(whole)

    def _has_tables(self) -> bool:
        """Whether anything stands here but the list of migrations, and that with any in it."""
        standing = set(self.connection.introspection.table_names())
        return bool(standing - {self.recorder.Migration._meta.db_table} or self.loader.applied_migrations)

    def _lay(self, plan: list[tuple[Any, bool]]) -> ProjectState:
        state: ProjectState = self.loader.project_state()
        with self.connection.schema_editor(atomic=True) as editor:
            for model in state.apps.get_models():
                if model._meta.managed and not model._meta.proxy:
                    editor.create_model(model)
            for migration, _is_back in plan:
                self._raise_walls(migration, editor, state)
                self.recorder.record_applied(migration.app_label, migration.name)
        return state

    def _raise_walls(self, migration: Any, editor: Any, state: ProjectState) -> None:
        self._say(migration, "start")
        for operation in migration.operations:
            if isinstance(operation, WallOperation):
                operation.database_forwards(migration.app_label, editor, state, state)
        self._say(migration, "success")

    def _say(self, migration: Any, how: str) -> None:
        if self.progress_callback:
            self.progress_callback(f"apply_{how}", migration, False)
