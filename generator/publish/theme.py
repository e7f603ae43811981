"""A theme: templates and static files, looked up in the theme's own folder first and then in the default theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import jinja2
import jinja2.meta
import jinja2.nodes

from generator import urls
from generator.entry_model import digest
from generator.errors import Location, Problem, ThemeError
from generator.publish import wording
from generator.publish.compiled import NOWHERE, Compiled, Store
from generator.publish.guard import guarded
from generator.safe_html import encoded
from generator.site_model import Plan, ThemeFolder

_DEFAULT = "default/"


class _Environment(jinja2.Environment):
    """Knows of each template that it compiled which others it names, by its file: none is parsed again for that."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.named: dict[str | None, list[str | None]] = {}

    def _generate(
        self, source: jinja2.nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        self.named[filename] = list(jinja2.meta.find_referenced_templates(source))
        return super()._generate(source, name, filename, defer_init)


class Theme:
    """The templates and static files of a theme; `folders` are searched in order, and the last is the default theme.

    What is made of the templates is kept in a `store`; `rules` is the digest of what besides them decides it.
    """

    def __init__(self, folders: tuple[ThemeFolder, ...], store: Store = NOWHERE, rules: bytes = b"") -> None:
        self._folders = folders
        self._compiled = Compiled(store, rules.hex())
        self._sources = {
            f"{folder.path}/templates/{name}": text for folder in folders for name, text in folder.templates.items()
        }
        self._environment = _Environment(
            loader=jinja2.FunctionLoader(self._source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=self._compiled,
        )
        self._policies: dict[str, bytes] = {}
        self._environment.filters.update(day=wording.day, month=wording.month, period=wording.period)

    @property
    def digest(self) -> bytes:
        """The digest of what decides any page: all templates may be part of it, and styles have a say in its policy."""
        return digest([dict(folder.templates) for folder in self._folders], self._has_pictures())

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        # A template that extends its own bare name would find itself for ever: `default/name` is the default's.
        own = name.removeprefix(_DEFAULT)
        for folder in self._folders if own == name else self._folders[-1:]:
            if own in folder.templates:
                return folder.templates[own], f"{folder.path}/templates/{own}", lambda: True
        return None

    def render(self, template: str, values: dict[str, object]) -> bytes:
        """Return a template filled with values, as UTF-8.

        Raises ThemeError with the template's file, line and expression for anything that goes wrong in it.
        """
        with self._explained(template, values):
            return encoded(self._environment.get_template(template).render(values))

    @contextmanager
    def _explained(self, template: str, names: Iterable[str] = ()) -> Iterator[None]:
        try:
            yield
        except ThemeError:
            raise
        except Exception as error:  # a template may call anything, so anything may come back
            from generator.publish.theme_errors import to_problem  # noqa: PLC0415  (most builds need none of it)

            raise ThemeError([to_problem(error, template, self._sources, names)]) from error

    def guard(self, template: str, page: bytes) -> bytes:
        """Return a page that was made with a template with the policy of what the template may load and run.

        Raises ThemeError for what the policy would block in the templates, and for a page without a head.
        """
        guarded_page = guarded(page, self._policy(template))
        if guarded_page is None:
            hint = "begin it with <!DOCTYPE html>, <html> and <head>: the page's policy goes there"
            raise ThemeError([Problem(self._place(template), "what it makes does not begin as a page", hint)])
        return guarded_page

    def _policy(self, template: str) -> bytes:
        """Return what states the policy of the pages of a template."""
        if template not in self._policies:
            with self._explained(template):
                sources = dict(self._with_parts(template, set()))
            decided = [str(self._has_pictures()), *(text for pair in sources.items() for text in pair)]
            self._policies[template] = self._compiled.policy(decided, partial(self._stated, sources)).encode()
        return self._policies[template]

    def _stated(self, sources: dict[str, str]) -> str:
        from generator.publish.policy import blocked, metas, to_policy  # noqa: PLC0415  (most builds need none of it)

        problems = [problem for path, source in sources.items() for problem in blocked(path, source)]
        if problems:
            raise ThemeError(problems)
        return metas(to_policy(sources.values(), self._has_pictures()))

    def _with_parts(self, template: str, seen: set[str]) -> Iterator[tuple[str, str]]:
        """Yield the file and the text of a template and of all that it extends, includes or imports."""
        found = self._source(template)
        if found is None or template in seen:
            return
        seen.add(template)
        source, path, _ = found
        yield path, source
        for name in self._compiled.names(source, lambda: self._named(source, template, path)):
            # One that is named by a value may be any of them.
            for part in [name] if name else sorted({name for folder in self._folders for name in folder.templates}):
                yield from self._with_parts(part, seen)

    def _named(self, source: str, template: str, path: str) -> list[str | None]:
        known = self._environment.named.get(path)
        if known is None:
            return list(jinja2.meta.find_referenced_templates(self._environment.parse(source, template, path)))
        return known

    def _has_pictures(self) -> bool:
        """Return whether pictures stand in style sheets as data."""
        return any(
            name.endswith(".css") and b"data:image" in data
            for folder in self._folders
            for name, data in folder.static.items()
        )

    def _place(self, template: str) -> Location:
        found = self._source(template)
        return Location(found[1] if found else template)

    def static(self) -> Iterator[Plan]:
        """Yield the plans of the static files; one of the theme's own stands in for the default's of the same name.

        With them comes what a host should say with every answer, under which every page of the theme works.
        """
        from generator.publish.policy import HEADERS_FILE, headers, to_policy  # noqa: PLC0415

        files: dict[str, bytes] = {}
        for folder in reversed(self._folders):
            files |= folder.static
        for name, data in sorted(files.items()):
            yield Plan(urls.output_path(urls.static(name)), digest(data), partial(bytes, data))
        templates = (text for folder in self._folders for text in folder.templates.values())
        made = headers(to_policy(templates, self._has_pictures()))
        yield Plan(HEADERS_FILE, digest(made), partial(bytes, made))
