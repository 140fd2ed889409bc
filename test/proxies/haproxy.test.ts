import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("haproxy", SET_UPS.get("haproxy") ?? []);
