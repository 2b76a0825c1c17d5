"""What a page's file field posted."""

from werkzeug.datastructures import FileStorage


def bytes_of(file: FileStorage | None) -> bytes:
    """The whole file, whose temporary copy is given back at once; nothing where none was chosen."""
    if file is None:
        return b""
    with file.stream:
        return file.read()
