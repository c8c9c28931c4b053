"""Once only, and never too much at once: keys of forms and of the API, and token buckets."""
