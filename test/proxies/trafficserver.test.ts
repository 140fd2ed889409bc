import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("trafficserver", SET_UPS.get("trafficserver") ?? []);
