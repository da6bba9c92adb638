"""How fast: frames, pages, warm reruns and many sessions on stores of a chosen size. `make bench`, docs/performance.md."""
