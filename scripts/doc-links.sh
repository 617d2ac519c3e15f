#!/usr/bin/env bash
# Every relative link in a Markdown file leads to a file of the repository.
set -euo pipefail
cd "$(dirname "$0")/.."
broken=0
while IFS= read -r file; do
    while IFS= read -r link; do
        target="${link%%#*}"
        [ -z "$target" ] && continue
        if [ ! -e "$(dirname "$file")/$target" ]; then
            printf '%s: no such file: %s\n' "$file" "$target"
            broken=1
        fi
    done < <(grep -oE '\]\([^)]+\)' "$file" | sed -E 's/^\]\(//; s/\)$//' | grep -vE '^[a-z]+:' || true)
done < <(git ls-files '*.md')
[ "$broken" -eq 0 ] && echo "all links lead somewhere"
exit "$broken"
