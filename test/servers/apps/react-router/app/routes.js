import { route } from "@react-router/dev/routes";

export default [route("facts", "routes/facts.js"), route("form", "routes/form.jsx")];
