"""审核台: the queue, the case and its papers on one page."""

from typing import Any

from views.review.desk import ReviewPages
from views.review.papers import PaperPictures
from views.review.together import TogetherPages

VIEWS: tuple[type[Any], ...] = (ReviewPages, PaperPictures, TogetherPages)
