// The login page: two ways in, a picture that can be changed, a code by SMS, and what this machine remembers.

import { fetchJson, say, toast } from "./app.js";

const REMEMBERED = "login-remembered";
const form = document.querySelector("[data-phone-login]");
const field = (name) => form.elements.namedItem(name);
const sendButton = form.querySelector("[data-send-code]");

// ---------- Two ways in ----------

const tabs = [...document.querySelectorAll(".is-login [role='tab']")];

function openTab(chosen, focus = false) {
  for (const tab of tabs) {
    const open = tab === chosen;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !open;
  }
  if (focus) chosen.focus();
}

function onTabKey(event) {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const step = event.key === "ArrowRight" ? 1 : -1;
  openTab(tabs.at((tabs.indexOf(event.currentTarget) + step) % tabs.length), true);
}

// ---------- Faults at their fields ----------

function showFault(name, text) {
  const input = form.querySelector(`#${name}`);
  const line = document.getElementById(`${name}-fault`);
  if (!input || !line) return;
  line.textContent = text;
  line.hidden = !text;
  input.classList.toggle("is-wrong", Boolean(text));
  if (text) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
}

function digits(text) {
  return text.replace(/\D/g, "").replace(/^86(?=1\d{10}$)/, "");
}

// ---------- The picture ----------

/** The server answers {captcha_id, image}; a picture is good for one use, so each attempt takes a new one. */
async function changePicture() {
  const fresh = await fetchJson(form.dataset.captchaUrl, { method: "POST" });
  field("captcha_id").value = fresh.captcha_id;
  form.querySelector("[data-captcha-image]").src = fresh.image;
  field("captcha").value = "";
}

async function onRefresh() {
  try {
    await changePicture();
    field("captcha").focus();
  } catch (fault) {
    toast(fault.message, { tone: "bad" });
  }
}

// ---------- The code ----------

async function onSend() {
  const phone = digits(field("phone").value);
  const captcha = field("captcha").value.trim();
  showFault("phone", /^1\d{10}$/.test(phone) ? "" : say("phoneFault"));
  showFault("captcha", captcha ? "" : say("captchaFault"));
  const wrong = form.querySelector('[aria-invalid="true"]:is(#phone, #captcha)');
  if (wrong) { wrong.focus(); return; }
  sendButton.disabled = true;
  await askForCode({ side: field("side").value, phone, captcha_id: field("captcha_id").value, captcha });
}

/** The server answers {resend_seconds}; a refusal names its fields in problem.errors [{field, message}]. */
async function askForCode(body) {
  try {
    const answer = await fetchJson(form.dataset.smsUrl, { method: "POST", body });
    toast(say("codeSent"));
    field("code").focus();
    countDown(answer.resend_seconds ?? 60);
  } catch (fault) {
    sendButton.disabled = false;
    tell(fault);
    await changePicture().catch(() => undefined);
    if (fault.problem?.retry_after) countDown(fault.problem.retry_after);
  }
}

function tell(fault) {
  const lines = fault.problem?.errors?.filter((line) => ["phone", "captcha", "code"].includes(line.field)) ?? [];
  for (const line of lines) showFault(line.field, line.message);
  if (!lines.length) toast(fault.message, { tone: "bad" });
}

function countDown(seconds) {
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    sendButton.disabled = left > 0;
    sendButton.textContent = left > 0 ? say("resend", { seconds: left }) : say("sendCode");
    if (left > 0) setTimeout(tick, 500); else changePicture().catch(() => undefined);
  };
  tick();
}

// ---------- What this machine remembers: side and phone, never the session ----------

function recall() {
  const kept = JSON.parse(localStorage.getItem(REMEMBERED) ?? "null");
  if (!kept || field("phone").value) return;
  field("phone").value = kept.phone;
  field("remember").checked = true;
  const side = form.querySelector(`input[name="side"][value="${CSS.escape(kept.side)}"]`);
  if (side) side.checked = true;
}

function keep() {
  field("phone").value = digits(field("phone").value);
  if (!field("remember").checked) { localStorage.removeItem(REMEMBERED); return; }
  localStorage.setItem(REMEMBERED, JSON.stringify({ side: field("side").value, phone: field("phone").value }));
}

tabs.forEach((tab) => { tab.addEventListener("click", () => openTab(tab)); tab.addEventListener("keydown", onTabKey); });
form.querySelector("[data-captcha-refresh]").addEventListener("click", onRefresh);
sendButton.addEventListener("click", onSend);
form.addEventListener("submit", keep);
recall();
