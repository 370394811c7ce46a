// Enhances what works without it: GOV.UK's components, where a page has any.
// A browser that runs modules, as this is, is one that they support.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
