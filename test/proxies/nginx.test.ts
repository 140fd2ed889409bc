import { SET_UPS } from "./set-ups/index.js";
import { describePage } from "./suite.js";

describePage("nginx", SET_UPS.get("nginx") ?? []);
