// Ranges as a spreadsheet puts them on the clipboard: tabs between cells, lines between rows, quotes where needed.

export function readRange(text) {
  const lines = [];
  let [line, cell, quoted] = [[], "", false];
  const endCell = () => { line.push(cell.trim()); cell = ""; };
  const endLine = () => { endCell(); lines.push(line); line = []; };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (sign === '"' && !cell) quoted = true;
    else if (sign === "\t") endCell();
    else if (sign === "\n") endLine();
    else if (sign !== "\r") cell += sign;
  }
  if (cell || line.length) endLine();
  return lines;
}

export function writeRange(rows) {
  return rows.map((row) => row.map(quote).join("\t")).join("\n");
}

function quote(value) {
  const text = String(value ?? "");
  return /[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The cells of a pasted block over a range: a single value or row fills the range, else the block stands as it is. */
export function spread(block, height, width) {
  const rows = block.length === 1 ? height : block.length;
  return Array.from({ length: rows }, (_, row) => {
    const line = block[row % block.length];
    return line.length === 1 ? Array.from({ length: width }, () => line[0]) : line;
  });
}
