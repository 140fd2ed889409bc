import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("caddy", SET_UPS.get("caddy") ?? []);
