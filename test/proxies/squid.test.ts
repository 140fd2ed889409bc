import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("squid", SET_UPS.get("squid") ?? []);
