import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("lighttpd", SET_UPS.get("lighttpd") ?? []);
