"""What the workspace of a business shows, a file for each part of the page; `page` puts them together."""
