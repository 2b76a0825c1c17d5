// Put before every page of the desk: how long from an answer, or a paste, until the frame after it was painted.

window.painted = [];

const fetched = window.fetch;
window.fetch = async (...asked) => {
  const answer = await fetched(...asked);
  const read = answer.json.bind(answer);
  answer.json = async () => {
    const told = await read();
    const start = performance.now();
    nextFrame().then(() => window.painted.push([`${asked[1]?.method ?? "GET"} ${asked[0]}`, performance.now() - start]));
    return told;
  };
  return answer;
};

window.pasteAndPaint = async (text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const start = performance.now();
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  await nextFrame();
  return performance.now() - start;
};

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  }));
}
