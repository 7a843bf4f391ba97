"""From a file to findings to a quarter that can be published. A file may hold anything: a child process reads it."""
