// What the frame of every page needs from the browser: the document's language, a back button that leaves
// the page, and pictures of charts.
"use strict";

(() => {
  const asked = new URL(document.currentScript?.src || location.href).searchParams.get("lang");
  document.documentElement.lang = asked === "zh" ? "zh-CN" : "en";
  if (document.documentElement.dataset.frame) return; // loaded again with every visit of a page: listen once
  document.documentElement.dataset.frame = "ready";

  // A choice changes the address in place: each would be a step back to a page that looks the same, as the session keeps
  // the choice. Only another page is a step.
  const { pushState, replaceState } = History.prototype;
  history.pushState = (state, unused, url) => {
    const here = url != null && new URL(url, location.href).pathname === location.pathname;
    (here ? replaceState : pushState).call(history, state, unused, url);
  };

  // Inside a container keyed png_<k> or svg_<k>, a click saves the Plotly chart of the container keyed fig_<k>.
  function picture(target) {
    const box = target.closest?.('[class*="st-key-png_"], [class*="st-key-svg_"]');
    const [, format, key] = box?.className.match(/st-key-(png|svg)_([\w-]+)/) ?? [];
    const chart = key && document.querySelector(`.st-key-fig_${CSS.escape(key)} .js-plotly-plot`);
    return chart && { format, chart };
  }

  function save({ format, chart }) {
    const options = chart._context.toImageButtonOptions;
    Object.assign(options, { format, scale: format === "png" ? 2 : 1 });
    chart.querySelector('.modebar-btn[data-attr="toImage"], .modebar-btn[data-title^="Download"]')?.click();
  }

  // Before Streamlit hears of it: the browser alone does this, no run of the page is needed.
  document.addEventListener("click", (event) => {
    const wanted = event.target.closest?.("button") && picture(event.target);
    if (!wanted) return;
    event.stopPropagation();
    save(wanted);
  }, true);
})();
