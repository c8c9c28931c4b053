"""Tools for those who develop: fetching and cutting the files of others that we ship."""
