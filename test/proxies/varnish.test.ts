import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("varnish", SET_UPS.get("varnish") ?? []);
