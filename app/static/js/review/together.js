// 批量办理: phrases into the one opinion.

import { startPhrases } from "/static/js/review/phrases.js";

startPhrases(document);
