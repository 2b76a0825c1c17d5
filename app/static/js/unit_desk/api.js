// The calls of the desk. Every refusal is a ProblemError of app.js.

import { fetchJson } from "../app.js";

export class DeskApi {
  constructor(building, business) {
    this.units = `/api/v1/buildings/${building}/units`;
    this.batchesUrl = `/api/v1/buildings/${building}/batches`;
    this.selections = `/api/v1/buildings/${building}/selections`;
    this.rule = `/api/v1/buildings/${building}/price-rule`;
    this.prices = `/api/v1/buildings/${building}/prices`;
    this.tasks = `/api/v1/businesses/${encodeURIComponent(business)}/tasks`;
  }

  getUnits() {
    return fetchJson(this.units);
  }

  setRows(version, rows) {
    return fetchJson(this.units, { method: "PATCH", body: { version, rows } });
  }

  setFields(version, ids, set, dryRun) {
    return fetchJson(dry(this.units, dryRun), { method: "PATCH", body: { version, select: { ids }, set } });
  }

  applyRule(version, rule, dryRun) {
    return post(dry(this.rule, dryRun), { version, ...rule });
  }

  getBatches() {
    return fetchJson(this.batchesUrl);
  }

  undo(version, number) {
    return post(`${this.batchesUrl}/${number}/undo`, { version });
  }

  /** choice: {dry_run: 1}, {apply: "matched"} or nothing for a list without faults. */
  sendPriceList(version, file, choice) {
    const form = new FormData();
    form.append("file", file);
    form.append("version", version);
    const query = new URLSearchParams(choice).toString();
    return post(query ? `${this.prices}?${query}` : this.prices, form);
  }

  sendUnitSheet(version, file) {
    const form = new FormData();
    form.append("file", file);
    form.append("version", version);
    return post(`${this.units}.xlsx`, form);
  }

  getSelections() {
    return fetchJson(this.selections);
  }

  keepSelection(selection) {
    return post(this.selections, selection);
  }

  dropSelection(id) {
    return post(`${this.selections}/${id}/drop`, {});
  }

  getTask(task) {
    return fetchJson(`${this.tasks}/${task}`);
  }

  putTask(task, version, data, draft) {
    return fetchJson(`${this.tasks}/${task}${draft ? "?draft=1" : ""}`, { method: "PUT", body: { version, data } });
  }
}

function dry(url, dryRun) {
  return dryRun ? `${url}?dry_run=1` : url;
}

/** The key makes sure that an act which is sent twice happens once. */
function post(url, body) {
  return fetchJson(url, { method: "POST", body, headers: { "Idempotency-Key": crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` } });
}

/** The sentences of a refusal, all of them. */
export function sentencesOf(problem) {
  const told = (problem.errors ?? []).map((error) => error.message).filter(Boolean);
  return told.length ? told : [problem.detail || problem.title].filter(Boolean);
}
