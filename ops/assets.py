"""Copy what the pages need of the npm packages to gateway/static/vendor, which git ignores."""

import shutil

from ops.npm import MODULES, ROOT, npm

VENDOR = ROOT / "gateway" / "static" / "vendor"

FILES = {
    "@tabler/core": ["dist/css/tabler.min.css"],
    "@tabler/icons-webfont": ["dist/tabler-icons.min.css", "dist/fonts/tabler-icons.woff2"],
    "echarts": ["dist/echarts.min.js"],
    "htmx.org": ["dist/htmx.min.js"],
    "swagger-ui-dist": ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"],
    "tom-select": ["dist/css/tom-select.bootstrap5.min.css", "dist/js/tom-select.complete.min.js"],
}
"""Files of a package; they are served as `vendor/<package>/<path>`, the path without `dist/`."""


def install_assets() -> None:
    """Fetch the locked packages and put their files in place of the old ones."""
    print("Fetching the page assets", flush=True)
    npm("ci", "--omit=dev", "--loglevel=error")
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package, paths in FILES.items():
        licences = [
            path.name for path in (MODULES / package).iterdir() if path.name.upper().startswith(("LICEN", "NOTI"))
        ]
        for path in [*paths, *licences]:
            if (MODULES / package / path).is_dir():
                continue
            target = fresh / package / path.removeprefix("dist/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(MODULES / package / path, target)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


if __name__ == "__main__":
    install_assets()
