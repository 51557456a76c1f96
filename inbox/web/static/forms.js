// What a page can say before it is posted: that a file is too large or of a kind
// not taken, and how many characters are left. Everything works without; the
// office judges again what it gets. The words stand in the page.
(() => {
  "use strict";
  const form = document.querySelector("form[data-room]");
  if (!form) return;
  const files = [...form.querySelectorAll("input[type=file]")];
  const extensions = (form.dataset.extensions || "").split(" ").filter(Boolean);

  // note is a paragraph before a control, made when there is something to say.
  const note = (control, kind, role) => {
    const id = control.id + "_" + kind;
    let p = document.getElementById(id);
    if (!p) {
      p = document.createElement("p");
      p.id = id;
      p.className = kind === "early" ? "field-error" : "hint";
      p.setAttribute("role", role);
      control.before(p);
      control.setAttribute("aria-describedby", ((control.getAttribute("aria-describedby") || "") + " " + id).trim());
    }
    return p;
  };

  const fault = (input) => {
    const file = input.files[0];
    if (!file) return "";
    const extension = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
    if (extensions.length > 0 && !extensions.includes(extension)) return form.dataset.wrongType;
    const total = files.reduce((sum, f) => sum + (f.files[0] ? f.files[0].size : 0), 0);
    return total > Number(form.dataset.room) ? form.dataset.tooLarge : "";
  };

  for (const input of files) {
    input.addEventListener("change", () => {
      const text = fault(input);
      if (text || document.getElementById(input.id + "_early")) note(input, "early", "alert").textContent = text;
    });
  }

  for (const area of form.querySelectorAll("textarea[data-limit]")) {
    const limit = Number(area.dataset.limit);
    const count = () => {
      note(area, "left", "status").textContent = form.dataset.left.replace("{n}", limit - [...area.value].length);
    };
    let soon;
    area.addEventListener("input", () => {
      clearTimeout(soon); // screen readers hear it when the typing pauses
      soon = setTimeout(count, 700);
    });
  }
})();
