// The keys of a business: Ctrl+Enter does the next step, the open task first, then what takes the case on.

function nextStep() {
  const { editable, taskDone } = document.getElementById("workspace").dataset;
  const task = editable && !taskDone ? document.querySelector('#task-form [type="submit"]') : null;
  if (task) return task;
  return document.querySelector('.action-bar .button.is-primary:not([aria-disabled="true"])');
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const step = nextStep();
  if (!step) return;
  event.preventDefault();
  step.click();
});
